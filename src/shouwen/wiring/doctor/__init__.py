"""The doctor: looks at an installation from its Python to the worker's pulse, and says what to mend.

Each check is a function in one of this package's modules that takes the settings and answers findings.
"""

from collections.abc import Callable, Iterable, Iterator

from shouwen.wiring.doctor import files, keeping, ledger, machine, refunding, rows, running
from shouwen.wiring.environment import Environment
from shouwen.wiring.finding import Finding, Level, fail, ok, warn
from shouwen.wiring.speech import Sentence

__all__ = ["CHECKS", "Finding", "Level", "examine", "fail", "ok", "warn"]

Check = Callable[[Environment], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    machine.python,
    machine.packages,
    machine.settings,
    machine.data_folder,
    machine.database_disk,
    machine.secret,
    files.edition,
    files.assets,
    files.translations,
    rows.database,
    rows.migrations,
    rows.calendar,
    rows.clock,
    ledger.durability,
    ledger.append_only,
    ledger.seals,
    keeping.sweep,
    keeping.messages,
    refunding.billing,
    refunding.refunds,
    keeping.backup,
    running.web,
    running.worker,
)


def examine(env: Environment, checks: Iterable[Check] = CHECKS) -> Iterator[Finding]:
    """Answers what every check found, in order. One that itself breaks has failed; the others go on."""
    for check in checks:
        try:
            yield from check(env)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            yield fail(
                check.__name__.replace("_", "-"),
                found=Sentence(f"检查没有做完（{reason}）", f"the check could not be finished ({reason})"),
                mend=Sentence("先处理上面的问题，再检查一次。", "mend what stands above, then check again."),
            )
