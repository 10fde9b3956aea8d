"""The form of a sheet that is with its clerk: what was mended on each line that came back (C4.8.7)."""

from django.http import HttpRequest

from shouwen.selfchecks.forms import MendForm
from shouwen.selfchecks.models import Day, DayLine


def mend_form(sheet: Day, *, own: bool, data: HttpRequest | None = None) -> MendForm:
    """The form of a sheet that is with its clerk."""
    back = sheet.lines.filter(state=DayLine.State.RETURNED).values_list("number", flat=True)
    asked = list(back) if sheet.state == Day.State.RETURNED else []
    typed, initial = (data.POST, None) if data is not None else (None, {"seen": sheet.chain.length})
    return MendForm(typed, initial=initial, prefix=f"sheet{sheet.pk}", lines=asked, other=not own)
