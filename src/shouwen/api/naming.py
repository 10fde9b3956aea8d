"""Things that programs name by their codes. A code that names nothing refuses the request at its field."""

from shouwen.handbook.decision import Refused
from shouwen.handbook.load import shipped
from shouwen.ledger.door import Refusal
from shouwen.people.models import SkillGroup, Staff
from shouwen.people.reads import active_groups


def group(code: str, *, field: str) -> SkillGroup:
    """The group to which work can be sent."""
    found: SkillGroup | None = active_groups().filter(code=code).first()
    if found is None:
        raise Refusal(Refused.of(shipped(), "group-missing", field=field))
    return found


def colleague(code: str, *, field: str) -> Staff:
    """The active member of staff with that number."""
    found = Staff.objects.filter(code__iexact=code, is_active=True).select_related("unit").first()
    if found is None:
        raise Refusal(Refused.of(shipped(), "staff-missing", value=code, field=field))
    return found
