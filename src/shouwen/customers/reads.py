"""Questions about customers."""

from datetime import datetime

from django.db.models import Q

from shouwen.customers.models import SensitiveMark

MOST = 201


def marks_in_force(at: datetime) -> list[SensitiveMark]:
    """The sensitive marks in force at `at`, the newest first, with customer and author (C1.3.8)."""
    rows = SensitiveMark.objects.filter(Q(until=None) | Q(until__gt=at), lifted_at=None, at__lte=at)
    return list(rows.select_related("customer", "by").order_by("-at", "-pk")[:MOST])
