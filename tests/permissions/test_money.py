"""Role × verb × place, asked of every verb of the rooms of money: who may not is turned away and leaves no trace."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction

from shouwen.disputes.models import Dispute
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import VERBS, Verb
from shouwen.ledger.models import Event
from shouwen.refunds.models import Refund
from tests.batchdisputes.telling import opened
from tests.cast import Cast, done
from tests.disputes.telling import Story
from tests.permissions.oracle import PEOPLE, Person, Whose
from tests.permissions.world import hired

# The verbs that make or find what they change: the door asks only whether the right is held at all.
ALONE = {"dispute.opened", "batch.opened", "late_fee.waived", "check.file_taken", "day.handed_in"}
# What is done to a check or a sheet of the day is asked in `tests/selfchecks/test_permissions.py`; of a difference and
# of a month in `tests/refunds/test_pages.py`.
ELSEWHERE = {
    "check.cleared", "check.signed", "check.again_asked", "day.handed_in_again", "day.line_signed", "day.line_returned",
    "refund.difference_cleared", "refund.month_closed",
}  # fmt: skip

DISPUTES = (
    Whose("mine, at another branch", "WC1", "clerk"),
    Whose("a colleague's of my unit", "QD1"),
    Whose("another hall's of my branch", "QD2"),
    Whose("another branch's", "WC1"),
    Whose("the hotline's", "HL"),
)
BATCHES = (Whose("of the province", "YZ"), Whose("of my branch", "QD"))
TURNED_AWAY = ("not-found", "not-allowed")


def verbs_of(*beginnings: str) -> list[Verb]:
    return [verb for code, verb in sorted(VERBS.items()) if code.split(".")[0] in beginnings]


def expected(person: Person, right: str, whose: Whose) -> str:
    """The refusal of the door, or "" where it opens."""
    if not person.sees(whose):
        return "not-found"
    return "" if person.may(right, whose) else "not-allowed"


def turned_away(verb: Verb, person: Any, *key: int, cast: Cast) -> str:
    """The refusal by which the door turned this person away, or "" where it let them in. Undone again.

    Whoever is let in has brought nothing the verb could work with: it then misses its words, or finds another fault.
    """
    events = Event.objects.count()
    answer: Any = None
    with transaction.atomic():
        with suppress(TypeError):
            answer = verb.run(*key, actor=person, at=cast.after(hours=1))
        left = Event.objects.count() - events
        transaction.set_rollback(True)
    code = answer.code if isinstance(answer, Refused) and answer.code in TURNED_AWAY else ""
    return f"{code}, but it left a trace" if code and left else code


def disputes(cast: Cast, staff: Any) -> dict[Whose, Dispute]:
    at = {"QD1": cast.colleague, "QD2": cast.second_hall_clerk, "WC1": cast.other_clerk, "HL": cast.hotline_clerk}
    made = {whose: Story(cast, "9.00", by=at[whose.unit], found_by="company").row for whose in DISPUTES}
    for whose, dispute in made.items():
        if whose.tie:
            Dispute.rows.filter(pk=dispute.pk).update(clerk=staff)
    return made


def refunds(cast: Cast) -> dict[Whose, Refund]:
    made = {}
    for whose, owner in ((DISPUTES[1], cast.colleague), (DISPUTES[3], cast.other_clerk)):
        story = Story(cast, "9.00", by=owner, found_by="company").ready("9.00")
        done(story.do("grant"))
        made[whose] = story.refund
    return made


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_nobody_does_with_money_what_the_table_does_not_give_them(cast: Cast, person: Person) -> None:
    staff = hired(cast, person)
    subjects: dict[str, dict[Whose, Any]] = {
        "dispute": dict(disputes(cast, staff)),
        "batch": {whose: opened(cast, place=whose.unit) for whose in BATCHES},
        "refund": dict(refunds(cast)),
    }
    wrong, asked = [], 0
    for room, places in subjects.items():
        for verb in verbs_of(room):
            if verb.code in ALONE | ELSEWHERE:
                continue
            for whose, subject in places.items():
                asked += 1
                came = turned_away(verb, staff, subject.pk, cast=cast)
                if came != (due := expected(person, verb.needs, whose)):
                    wrong.append((verb.code, whose.name, due, came))
    assert asked > 150 and not wrong, f"{len(wrong)} cells: {wrong[:8]}"


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_nobody_opens_waives_or_closes_without_the_right(cast: Cast, person: Person) -> None:
    staff = hired(cast, person)
    for code in sorted(ALONE):
        came = turned_away(VERBS[code], staff, cast=cast)
        assert came == ("" if person.may_at_all(VERBS[code].needs) else "not-allowed"), code


def test_every_verb_of_these_rooms_is_asked() -> None:
    beside = {verb.code for verb in verbs_of("late_fee", "day", "check")}
    assert beside <= ALONE | ELSEWHERE and set(VERBS) >= ALONE | ELSEWHERE
