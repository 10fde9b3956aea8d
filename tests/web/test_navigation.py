"""The rail: who is shown what."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from shouwen.web import navigation
from shouwen.web.navigation import Entry


@pytest.fixture(autouse=True)
def rail_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(
        Entry(name="patterns", url_name="web:patterns", icon="book-2", label="样式", group="knowledge"),
        Entry(name="password", url_name="account_change_password", icon="key", label="密码", slot="new", order=1),
        Entry(name="later", url_name="not:installed", icon="key", label="以后"),
    )


def person(*opens: str) -> Any:
    return SimpleNamespace(may_open=lambda url_name: url_name in opens, unit=None)


def shown(user: Any, path: str = "/") -> dict[str, Any]:
    request = RequestFactory().get(path)
    request.user = user
    return navigation.frame(request)


def test_nobody_signed_in_is_shown_nothing() -> None:
    frame = shown(AnonymousUser())
    assert frame["rail"] == []
    assert frame["slots"] == {}


def test_only_what_one_may_open_is_shown() -> None:
    frame = shown(person("web:patterns", "not:installed"))
    assert [(group, [entry.name for entry in entries]) for group, entries in frame["rail"]] == [
        ("knowledge", ["patterns"])
    ]


def test_groups_come_in_their_order_and_slots_are_filled() -> None:
    frame = shown(person("web:patterns", "account_change_password"))
    assert [group for group, _ in frame["rail"]] == ["work", "knowledge"]
    assert frame["slots"]["new"].name == "password"


def test_the_entry_of_this_page_and_of_pages_below_it_is_lit() -> None:
    user = person("web:patterns")
    assert shown(user, "/patterns")["current"] == "patterns"
    assert shown(user, "/patterns/more")["current"] == "patterns"
    assert shown(user, "/patternsX")["current"] == ""
