"""Addresses that a page writes by the dozen, asked of the routes once."""

from collections.abc import Callable
from functools import cache

from django.urls import URLResolver, get_resolver, get_urlconf, reverse

# A key that no row has, and that no address has elsewhere.
PROBE = 8_077_077_077_077_077_077


def page(url_name: str) -> str:
    """The address of a page that takes no key. Raises NoReverseMatch when it is not routed."""
    return _page(get_resolver(get_urlconf()), url_name)


def keyed(url_name: str) -> Callable[[int], str]:
    """Writes the address of each row of a list by its key."""
    before, _, after = reverse(url_name, args=[PROBE]).partition(str(PROBE))
    return lambda key: f"{before}{key}{after}"


@cache
def _page(routes: URLResolver, url_name: str) -> str:
    return reverse(url_name)
