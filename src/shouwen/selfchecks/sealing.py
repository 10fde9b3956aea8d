"""The check code of a signed sheet or report: proof that the paper says what was signed (C4.8.7)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from shouwen.reception.checkcode import check_code


def code_of(said: Mapping[str, Any]) -> str:
    """The code that belongs to exactly this content."""
    return check_code(said, key=f"shouwen.selfchecks.sheet:{settings.SECRET_KEY}".encode())


def genuine(said: Mapping[str, Any], code: str) -> bool:
    """Whether what is stored still says what its code was made from."""
    return bool(code) and code_of(said) == code
