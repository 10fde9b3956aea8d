"""Every address is in the permission table, and every line of the table is an address."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from shouwen.handbook.rights import Right
from shouwen.people.doors import DOORS, PUBLIC, SIGNED_IN


def _names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inside = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _names(entry, inside)
        else:
            assert isinstance(entry, URLPattern)
            assert entry.name, f"an address without a name: {entry.pattern}"
            yield ":".join((*spaces, entry.name))


def test_every_address_is_in_the_permission_table() -> None:
    missing = sorted(set(_names(get_resolver())) - DOORS.keys())
    assert not missing


def test_the_permission_table_names_only_addresses_that_exist() -> None:
    stale = sorted(DOORS.keys() - set(_names(get_resolver())))
    assert not stale


def test_every_door_asks_for_a_right_or_says_that_it_is_open() -> None:
    wrong = {
        name: door for name, door in DOORS.items() if not isinstance(door, Right) and door not in (PUBLIC, SIGNED_IN)
    }
    assert not wrong


def test_only_what_comes_before_the_sign_in_is_public() -> None:
    public = {name for name, door in DOORS.items() if door == PUBLIC}
    assert public <= {
        "healthz",
        "api:openapi",
        "readyz",
        "metrics",
        "set_language",
        "account_login",
        "account_logout",
        "account_inactive",
        "mfa_authenticate",
        "web:prefer",
    }
