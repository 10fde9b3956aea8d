"""`python -m tests.baddays.world`: puts the small world of the cast into the database of the environment."""

import json

import django

django.setup()

from django.db import transaction  # noqa: E402

from tests.cast import make_world  # noqa: E402

with transaction.atomic():
    make_world()
print(json.dumps("done"))
