"""`shouwen import`."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shouwen.wiring.command import _progress
from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence, spoken
from shouwen.wiring.trouble import Trouble

if TYPE_CHECKING:
    from shouwen.people.models import Staff
    from shouwen.tickets.importing.reading import Reading
    from shouwen.tickets.importing.tables import Table


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--profile", help="How the file is read, by name; without it the best fitting one, else a guess.")
@click.option("--map", "mapped", multiple=True, metavar="COLUMN=FIELD", help="This column is that field; repeatable.")
@click.option("--set", "fixed", multiple=True, metavar="FIELD=VALUE", help="Where the file says nothing; repeatable.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Which comes first in dates like 03-04-2020.")
@click.option("--zone", help="Time zone of the file's times.  [default: Asia/Shanghai]")
@click.option("--origin", help="Name of the source; stands before its numbers, so that two sources never meet.")
@click.option("--save-as", metavar="NAME", help="Keep how this file is read as a profile.")
@click.option("--unit", "unit_code", metavar="CODE", help="Unit whose support lead the tickets are first asked of.")
@click.option("--owner", "owner_code", metavar="STAFF", help="Staff number of who is first asked for the tickets.")
@click.option("--dry-run", is_flag=True, help="Check every row and write the rejected ones; store nothing else.")
@click.option("--fields", is_flag=True, help="List the fields and profiles that can be named, and end.")
def command(
    file: Path | None,
    profile: str | None,
    mapped: tuple[str, ...],
    fixed: tuple[str, ...],
    save_as: str | None,
    unit_code: str | None,
    owner_code: str | None,
    dry_run: bool,
    fields: bool,
    **options: str | None,
) -> None:
    """Takes in complaints from FILE: xlsx, xls or csv, in any encoding usual in China.

    \b
    shouwen import letters.csv --dry-run
    shouwen import letters.csv --profile citizen-letters --owner 1009
    shouwen import export.xlsx --map 诉求=text --map 来电=number --set source=hotline --save-as our-hotline

    Times stay as they are in the file, and history raises no alarms. Rows that can't be taken in are written to
    FILE.rejected.csv with line and reason: mend them there and import that file. Rows that are there already, by
    their number in the source, are counted and left alone, so that a file can be imported again after anything.
    """
    ready()
    if fields or file is None:
        _list_fields()
        return
    from shouwen.tickets.importing.cells import FileRefused
    from shouwen.tickets.importing.running import unfit
    from shouwen.tickets.importing.tables import Table
    from shouwen.wiring.command._answer import refuse

    try:
        table = Table(file)
        name, reading = _reading(table, profile, mapped, fixed, {key: value for key, value in options.items() if value})
        if (refused := unfit(reading, table)) is not None:
            refuse(refused)
        _show(table, name, reading)
        if save_as:
            _keep(save_as, reading)
        _take(file, table, name, reading, _owner(unit_code, owner_code), dry_run=dry_run)
    except FileRefused as error:
        refuse(error.refused)


def _reading(
    table: "Table", profile: str | None, mapped: tuple[str, ...], fixed: tuple[str, ...], options: dict[str, str]
) -> tuple[str, "Reading"]:
    """The profile that was named or fits, with what was said on the command line over it."""
    from shouwen.tickets.importing import reading as readings

    if profile:
        found = readings.named(profile)
        if found is None:
            known = ", ".join(readings.names())
            raise Trouble(
                zh=f"没有名为 {profile} 的映射；现有：{known}", en=f"no profile is called {profile}; known: {known}"
            )
        name, base = profile, found
    else:
        name, base = readings.fitting(table.columns)
    said: dict[str, list[str]] = {}
    for column, _, field in (pair.rpartition("=") for pair in mapped):
        said.setdefault(field, []).append(column)
    taken = {column for columns in said.values() for column in columns}
    columns = {code: [name for name in names if name not in taken] for code, names in base.columns.items()}
    defaults = dict(base.defaults) | {field: value for field, _, value in (pair.partition("=") for pair in fixed)}
    plain = base.model_dump(mode="json") | {"columns": columns | said, "defaults": defaults} | options
    try:
        return name, readings.read(plain)
    except readings.BadReading as error:
        raise Trouble(zh=f"映射不能使用：{error}", en=f"the mapping can't be used: {error}") from error


def _owner(unit_code: str | None, owner_code: str | None) -> "Staff":
    from shouwen.people.models import Staff, Unit
    from shouwen.people.reads import branches, with_role

    if owner_code:
        person = Staff.objects.filter(code__iexact=owner_code, is_active=True).select_related("unit").first()
        if person is None:
            raise Trouble(
                zh=f"没有工号为 {owner_code} 的在岗人员", en=f"nobody with the staff number {owner_code} works here"
            )
        return person
    unit = Unit.rows.filter(code=unit_code).first() if unit_code else branches().first()
    if unit is None:
        raise Trouble(
            zh="没有可以接收的单位；请用 --unit 或 --owner 指定",
            en="there is no unit to receive the tickets; name one with --unit, or a person with --owner",
        )
    for role in ("support_lead", "branch_lead", "hall_manager", "province_desk"):
        if people := with_role(role, unit):
            return people[0]
    raise Trouble(
        zh=f"单位 {unit.code} 没有可作首问人的主管；请用 --owner 指定",
        en=f"unit {unit.code} has no lead who could be first asked; name a person with --owner",
    )


def _take(file: Path, table: "Table", name: str, reading: "Reading", owner: "Staff", *, dry_run: bool) -> None:
    from shouwen.people.system import IMPORT
    from shouwen.tickets.importing.running import Taking
    from shouwen.tickets.importing.runs import carry_out, run_of
    from shouwen.wiring.command._answer import refuse

    rejects = file.with_name(f"{file.name}.rejected.csv")
    began, language = time.monotonic(), spoken()
    run = run_of(file, profile=name, reading=reading, owner=owner, at=_now())
    if dry_run:
        run.done = run.bad = 0
    elif run.done:
        _say(f"上次在第 {run.done} 行之后中断，继续导入", f"going on behind row {run.done}, where it was cut off")
    with _progress.bar(table.count() - run.done) as told:
        if dry_run:
            taking = Taking(run, table, reading=reading, rejects=rejects, language=language, at=_now())
            counts = taking.try_out(actor=IMPORT, told=told)
            rows, made, already, bad = counts.rows, counts.made, counts.already, counts.bad
        else:
            why = carry_out(run, table, rejects=rejects, language=language, actor=IMPORT, now=_now, told=told)
            rows, made, already, bad = run.done, run.made, run.already, run.bad
    seconds = max(time.monotonic() - began, 0.001)
    verb = Sentence("可导入", "could be imported") if dry_run else Sentence("已导入", "imported")
    click.echo(
        Sentence(
            f"共 {rows} 行：{verb.zh} {made}，已存在 {already}，退回 {bad}；首问人 {owner.name}（{owner.code}）；"
            f"{seconds:.1f} 秒，每秒 {rows / seconds:.0f} 行",
            f"{rows} rows: {made} {verb.en}, {already} there already, {bad} rejected; first asked {owner.name} "
            f"({owner.code}); {seconds:.1f} s, {rows / seconds:.0f} rows a second",
        )
    )
    if bad:
        click.echo(Sentence(f"退回的行及原因：{rejects}", f"rejected rows with reasons: {rejects}"))
    if not dry_run and why is not None:
        refuse(why)


def _show(table: "Table", name: str, reading: "Reading") -> None:
    """How the file will be read, so that a wrong guess is seen before it does harm."""
    _say(f"映射：{name or '按表头推测'}", f"read as: {name or 'guessed from the heads'}")
    mapped = {column for columns in reading.columns.values() for column in columns}
    for code, columns in reading.columns.items():
        click.echo(f"  {code:<13} ← {' + '.join(columns)}", err=True)
    for code, value in reading.defaults.items():
        click.echo(f"  {code:<13} = {value}", err=True)
    if left := [column for column in table.columns if column not in mapped]:
        _say(f"  不导入的列：{'、'.join(left)}", f"  columns left out: {', '.join(left)}")


def _list_fields() -> None:
    from django.utils import translation

    from shouwen.tickets.importing import reading as readings
    from shouwen.tickets.importing.fields import FIELDS

    with translation.override("zh-hans" if spoken() == "zh" else "en"):
        for field in FIELDS:
            click.echo(f"  {field.code:<13} {field.label}")
    click.echo(Sentence(f"映射：{'、'.join(readings.names())}", f"profiles: {', '.join(readings.names())}"))


def _keep(name: str, reading: "Reading") -> None:
    from shouwen.tickets.models import ImportProfile

    kept = {"reading": reading.model_dump(mode="json"), "at": _now()}
    ImportProfile.objects.update_or_create(name=name[:60], defaults=kept)


def _say(zh: str, en: str) -> None:
    click.echo(Sentence(zh, en), err=True)


def _now() -> datetime:
    return datetime.now(UTC)
