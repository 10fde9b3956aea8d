"""`shouwen refunds`."""

from datetime import UTC, datetime, timedelta

import click

from shouwen.wiring.command._django import ready
from shouwen.wiring.speech import Sentence


@click.group(name="refunds")
def command() -> None:
    """Refunds and billing."""


@command.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="A day in Shanghai; else yesterday.")
def reconcile(day: datetime | None) -> None:
    """Compares our books of one day with billing's, to the cent, and writes down every difference.

    The worker does the same every day. Exits 1 when the day has differences that are not cleared.
    """
    ready()
    from shouwen.refunds.billing.port import Unavailable
    from shouwen.refunds.models import Difference
    from shouwen.refunds.months import ZONE
    from shouwen.refunds.reconciling import bounds
    from shouwen.refunds.reconciling import reconcile as compare

    at = datetime.now(UTC)
    chosen = day.date() if day else at.astimezone(ZONE).date() - timedelta(days=1)
    try:
        made = compare(chosen, at)
    except Unavailable as error:
        raise click.ClickException(str(Sentence(f"计费系统不可用：{error}", f"billing is away: {error}"))) from None
    if made is None:
        none = Sentence("没有可提供流水的计费系统（SHOUWEN_BILLING）", "no billing with a statement (SHOUWEN_BILLING)")
        raise click.ClickException(str(none))
    since, until = bounds(chosen)
    open_rows = Difference.rows.filter(cleared_at=None, booked_at__gte=since, booked_at__lt=until)
    zh = f"{chosen}：我方 {made.ours} 笔 {made.ours_total} 元，计费 {made.theirs} 笔 {made.theirs_total} 元"
    en = f"{chosen}: {made.ours} here, {made.ours_total}; {made.theirs} in billing, {made.theirs_total}"
    click.echo(Sentence(zh, en))
    for row in open_rows.order_by("pk"):
        click.echo(f"{row.kind}\t{row.key}\t{row.ours or '-'}\t{row.theirs or '-'}")
    raise SystemExit(open_rows.exists())
