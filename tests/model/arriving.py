"""Customers come: one by one, in a crowd, again after the archive."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from shouwen.customers.verbs import register
from shouwen.handbook.decision import Refused
from shouwen.ledger.door import Done
from shouwen.people.system import SETUP
from shouwen.tickets.situation import Opening
from shouwen.tickets.verbs import open_ticket
from tests.cast import CUSTOMERS, done
from tests.model.ground import BEGINNINGS, PLACE, Ground
from tests.model.numbers import CATEGORIES

DESKS = ("clerk", "colleague", "second_hall_clerk", "network", "other_clerk")
SOURCES = ("hall", "hotline", "other_province", "media", "mayor_hotline")
COLUMNS = ("complaint", "complaint", "complaint", "acceptance", "appointment", "inquiry")
# The last is the first written another way: the same cell, so the same matter.
HITS = ("", "渡口路 A1", "渡口路a1")
# Members of the club, put on record when the story begins: five of them make a batch (C1.3.3).
CLUB = tuple(f"1430099{place:04d}" for place in range(6))


# With so many tickets no more crowds come: the story has other things to tell.
CROWDED = 25
COMPLAINTS = st.fixed_dictionaries(
    {
        "by": st.sampled_from(DESKS),
        "customer": st.sampled_from(sorted(CUSTOMERS)),
        "category": st.sampled_from(sorted(CATEGORIES)),
        "source": st.sampled_from(SOURCES),
        "column": st.sampled_from(COLUMNS),
        "hits": st.sampled_from(HITS),
        "late": st.sampled_from((0, 0, 0, 20, 300, 2_000)),
        "confirmed": st.sampled_from((None, True, False)),
    }
)


def known(customer: str) -> dict[str, Any]:
    """What the desk knows of somebody: of a number that is new, only where it is at home."""
    nothing = {"grade": "", "brand": "", "government": False, "leads_group_a": False, "sensitive": False}
    if customer in CLUB:
        return {**nothing, "grade": "silver", "brand": "mzone", "province": "云泽", "city": "清渡"}
    if customer not in CUSTOMERS:
        return {**nothing, "province": "云泽", "city": "清渡" if customer.startswith("14300") else "望潮"}
    _, _, told = CUSTOMERS[customer]
    at_home = {"grade": "", "brand": "", "government": False, "province": "云泽", "city": "清渡", **told}
    return {**at_home, "leads_group_a": bool(told.get("key_person")), "sensitive": customer == "sensitive"}


class Arriving(Ground):
    """Rules by which tickets come to be."""

    @initialize(beginning=st.sampled_from(BEGINNINGS), first=st.lists(COMPLAINTS, min_size=3, max_size=5))
    def begin(self, beginning: datetime, first: list[dict[str, Any]]) -> None:
        """The story begins on one of the days that are worth beginning on, with a few customers at the desks."""
        self.now = beginning
        for number in CLUB:
            told = {key: value for key, value in known(number).items() if key in ("grade", "brand", "province", "city")}
            done(register(actor=SETUP, at=self.now, number=number, **told))
        for told in first:
            self.somebody_complains(**told)

    def take_in(self, *, by: str, customer: str, confirmed: bool | None = None, late: timedelta, **said: Any) -> None:
        """One complaint, for real and on paper."""
        contacted_at = self.now - late
        number = CUSTOMERS[customer][0] if customer in CUSTOMERS else customer
        hits = said.pop("hits", "")
        opening = Opening(
            number=number,
            text="在渡口路一带通话总是掉线",
            contacted_at=contacted_at,
            hits_kind="cell" if hits else "",
            hits=hits,
            repeat_confirmed=confirmed,
            **said,
        )
        person = getattr(self.cast, by)
        answer = open_ticket(actor=person, at=self.now, opening=opening, owner=person)
        if self.paper.unfinished(customer, said["category"]):
            assert isinstance(answer, Refused) and answer.code == "open-complaint", answer
            return
        assert isinstance(answer, Done), answer
        self.paper.open(
            by=by,
            customer=customer,
            about=known(customer),
            hits=hits,
            at=self.now,
            contacted_at=contacted_at,
            confirmed=confirmed,
            **said,
        )
        self.keys.append(answer.subject.pk)
        self.changed.add(len(self.keys) - 1)

    @rule(told=COMPLAINTS)
    def one_more(self, told: dict[str, Any]) -> None:
        """Another one."""
        self.somebody_complains(**told)

    def somebody_complains(self, late: int, **said: Any) -> None:
        """One customer, at one desk; now and then entered hours after the call."""
        self.take_in(late=timedelta(minutes=late), **said)

    @precondition(lambda self: len(self.paper.sheets) < CROWDED)
    @rule(
        heads=st.sampled_from((11, 12, 10, 5, 4)),
        club=st.sampled_from((0, 0, 4, 5)),
        first=PLACE,
        category=st.sampled_from(sorted(CATEGORIES)[:2]),
        hits=st.sampled_from(HITS),
        apart=st.sampled_from((0, 1, 5, 6, 7, 15)),
    )
    def a_crowd_complains(self, heads: int, club: int, first: int, category: str, hits: str, apart: int) -> None:
        """Many of one matter, so many minutes apart: sometimes enough of them within the hour, sometimes not."""
        said = {"category": category, "hits": hits, "source": "hotline", "column": "complaint", "late": timedelta(0)}
        for place in range(heads):
            customer = CLUB[place] if place < club else self.cast.number(1000 + first % 12 + place)
            self.take_in(by=DESKS[place % 3], customer=customer, **said)
            self.now += timedelta(minutes=apart)

    @rule(place=PLACE, confirmed=st.sampled_from((None, True, False)))
    def the_same_one_comes_again(self, place: int, confirmed: bool | None) -> None:
        """Somebody who complained before, of the same matter: a chase, a repeat, or too long ago."""
        found = self.pick(place, lambda one: one.state == "archived")
        if found is None:
            return
        sheet, _ = found
        again = {"category": sheet.category, "hits": sheet.hits, "source": "hotline", "column": "complaint"}
        self.take_in(by="clerk", customer=sheet.customer, confirmed=confirmed, late=timedelta(0), **again)
