"""Who may open and do what about a real sheet and a real report: the auditor reads, other branches see nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from shouwen.people.models import Staff
from tests.cast import Cast, done
from tests.selfchecks.forging import checked, forged
from tests.selfchecks.telling import paid, weekly
from tests.selfchecks.test_days import hand_in

SignIn = Callable[[Staff], Client]
DAY = {"get": ("", "/sheet"), "post": ("/lines/1/sign", "/lines/1/return", "/hand-in")}
CHECK = {"get": ("", "/sheet", "/workbook"), "post": ("/exceptions/1/clear", "/sign", "/again")}
# By person: what reading and doing answers about the clerk's sheet, and about the week's report.
TABLE = {
    "clerk": ((200, 200), (403, 403, 422), (403, 403, 403), (403, 403, 403)),
    "colleague": ((404, 404), (403, 403, 404), (403, 403, 403), (403, 403, 403)),
    "auditor": ((200, 200), (403, 403, 422), (200, 200, 200), (403, 403, 403)),
    "office_manager": ((200, 200), (403, 403, 422), (200, 200, 200), (403, 403, 403)),
    "second_hall_manager": ((404, 404), (404, 404, 404), (404, 404, 404), (404, 409, 409)),
    "other_lead": ((404, 404), (404, 404, 404), (404, 404, 404), (404, 409, 409)),
    "admin": ((403, 403), (403, 403, 403), (403, 403, 403), (403, 403, 403)),
}


@pytest.mark.parametrize("who", TABLE)
def test_what_the_table_says(cast: Cast, signed_in: SignIn, who: str) -> None:
    paid(cast)
    day = done(hand_in(cast))
    forged(checked(cast, "100.01", customer="prepaid"), "100.01", own=True)
    check = weekly()
    browser = signed_in(getattr(cast, who))
    before = (day.chain.events.count(), check.chain.events.count())
    answers = []
    for here, ways in ((f"/days/{day.pk}", DAY), (f"/checks/{check.pk}", CHECK)):
        answers.append(tuple(browser.get(here + way).status_code for way in ways["get"]))
        said = {"seen": 9, "reason": "other", "why": "因", "how": "mended", "done": "已办"}
        answers.append(tuple(browser.post(here + way, said).status_code for way in ways["post"]))
    assert (day.chain.events.count(), check.chain.events.count()) == before
    assert [_hidden(one) for one in answers] == [_hidden(one) for one in TABLE[who]]


def _hidden(codes: tuple[int, ...]) -> tuple[int, ...]:
    """What isn't there is refused as 404, whether the page or the verb says so."""
    return tuple(404 if code in (404, 409) else code for code in codes)
