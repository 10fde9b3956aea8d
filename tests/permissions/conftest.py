"""The API is asked here as its own tests ask it."""

from tests.api.conftest import program

__all__ = ["program"]
