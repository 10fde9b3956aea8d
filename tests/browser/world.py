"""Makes the cast's world in the database that the environment names: run as a programme before the server starts."""

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from tests.cast import make_world

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_world()


if __name__ == "__main__":
    main()
