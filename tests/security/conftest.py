"""What the security tests share: a browser that signs in by the form, and the time that passes."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from shouwen.people.models import Staff
from tests.cast import PASSWORD

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def no_attempts(db: None) -> Iterator[None]:
    """Attempts are counted in the cache, which lives as long as the test's transaction or longer."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """`sign_in(cast.clerk)` signs in by the form, as a person does, and answers the browser."""

    def by_form(person: Staff, password: str = PASSWORD, client: Client | None = None) -> Client:
        client = client or Client()
        client.post(reverse("account_login"), {"login": person.code, "password": password})
        return client

    return by_form


def inside(client: Client) -> bool:
    """Whether the desk still opens."""
    return client.get("/").status_code == 200
