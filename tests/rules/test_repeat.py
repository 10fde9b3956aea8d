"""C1.3.4: within three calendar months after the archive, to the day."""

import pytest

from shouwen.handbook.repeat import is_repeat
from tests.rules.worked import EDITION, at


@pytest.mark.parametrize(
    ("archived", "contacted", "repeat"),
    [
        ("2026-08-20 10:00", "2026-11-20 23:59", True),
        ("2026-08-20 10:00", "2026-11-21 00:00", False),
        ("2026-08-20 10:00", "2026-08-20 10:00", True),
        ("2026-08-20 10:00", "2026-08-20 09:59", False),
        ("2026-11-30 10:00", "2027-02-28 23:59", True),
        ("2026-11-30 10:00", "2027-03-01 00:00", False),
        ("2027-11-30 10:00", "2028-02-29 12:00", True),
        ("2026-01-31 10:00", "2026-04-30 12:00", True),
        ("2026-01-31 10:00", "2026-05-01 00:00", False),
        ("2026-10-15 10:00", "2027-01-15 12:00", True),
        # The day is Shanghai's: 23:30 there is still the day before in UTC.
        ("2026-08-20 00:30", "2026-11-20 23:30", True),
    ],
)
def test_three_calendar_months_to_the_day(archived: str, contacted: str, repeat: bool):
    assert is_repeat(at(archived), at(contacted), EDITION) is repeat
