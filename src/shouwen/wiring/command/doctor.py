"""`shouwen doctor`."""

import json
import logging
from collections.abc import Iterable

import click

from shouwen.wiring.bad_setting import BadSettings
from shouwen.wiring.command._django import ready
from shouwen.wiring.finding import Finding, fail
from shouwen.wiring.speech import Sentence

COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for machines.")
def command(as_json: bool) -> None:
    """Checks the installation and says what to mend.

    Each line is ok, warn (works, but mend it before people rely on it) or fail. Exits 1 when anything failed.
    """
    findings = list(_findings())
    if as_json:
        click.echo(json.dumps([_plain(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            _print(finding)
    raise SystemExit(any(finding.level == "fail" for finding in findings))


def _findings() -> Iterable[Finding]:
    try:
        ready()
    except BadSettings as bad:
        return [fail("settings", found=Sentence(b.name, b.name), mend=Sentence(b[1], b[2])) for b in bad.found]
    from django.conf import settings

    from shouwen.wiring.doctor import examine

    # The findings say in words what the log would say again as traces.
    logging.disable(logging.CRITICAL)
    return examine(settings.ENVIRONMENT)


def _print(finding: Finding) -> None:
    level = click.style(f"{finding.level:<4}", fg=COLOURS[finding.level])
    click.echo(f"{level}  {finding.check:<13} {finding.found}")
    if finding.why:
        click.echo(f"{'':<20}{finding.why}")
    if finding.mend:
        click.echo(f"{'':<20}→ {finding.mend}")


def _plain(finding: Finding) -> dict[str, str]:
    said = {"found": finding.found, "why": finding.why, "mend": finding.mend}
    return {"check": finding.check, "level": finding.level} | {name: str(each or "") for name, each in said.items()}
