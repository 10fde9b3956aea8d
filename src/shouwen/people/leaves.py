"""Leave that is over ends by itself, so that a deputy sees no longer what they signed for somebody else."""

from datetime import datetime

from django.db.models import F

from shouwen.people.models import Leave
from shouwen.people.models.stamp import replace_stamp


def end_past(at: datetime) -> int:
    """End every leave whose time has come; answers how many. Its event told already until when it would be."""
    ended = Leave.objects.filter(ended_at=None, ends_at__lte=at).update(ended_at=F("ends_at"))
    if ended:
        replace_stamp()
    return ended
