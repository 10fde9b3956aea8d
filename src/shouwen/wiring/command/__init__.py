"""The command line `shouwen`.

Every module of this package that is named without a leading underscore holds one sub-command in an attribute
`command` (a click command or group); the module's name is the sub-command's, a trailing underscore dropped
(`import_.py` is `shouwen import`). Modules are imported only when asked for, so a module keeps Django out of
its top level and calls `shouwen.wiring.command._django.ready()` inside the command that needs it.
"""

import importlib
import importlib.util
import pkgutil
import sys

import click

from shouwen import __version__
from shouwen.wiring.command import _plainly


class _Rooms(click.Group):
    """Finds the sub-commands among the modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name.rstrip("_") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = f"{__name__}.{cmd_name}"
        if importlib.util.find_spec(module) is None:
            module += "_"
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="shouwen")
def commands() -> None:
    """Shouwen (首问), the complaint and field-service desk for telecom operators.

    \b
    For a first look:      make up
    If something is amiss: shouwen doctor
    Without a database:    echo '{}' | shouwen decide deadlines --schema

    Settings come from the environment (SHOUWEN_PORT, SHOUWEN_DATA, SHOUWEN_DATABASE_URL, …), each with a
    default that works. `shouwen COMMAND --help` says more about each command.
    """


def main() -> None:
    """Runs the command line and ends the process: 0 done, 1 a plain sentence on stderr, 2 wrong usage."""
    with _plainly.told():
        commands(prog_name="shouwen")
    sys.exit(0)
