"""Passwords that are guessed first, because they are made of what stands on the badge or on the building."""

import re
from importlib import resources
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Beside these, whatever tells one person from another: staff number, name, address, unit.
WORDS = frozenset(resources.files("shouwen.people").joinpath("guessed.txt").read_text("utf-8").split())
# Letters of one's own that a password must have beside words that everybody knows.
OWN = 8


class NotOurWords:
    """Refuses a password of which, without our words and the person's own data, hardly anything is left."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when fewer than OWN different-looking characters remain."""
        left = password.lower()
        for word in sorted(WORDS | _of(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < OWN or len(set(left)) < OWN // 2:
            raise ValidationError(_("This password is easy to guess: choose words that have nothing to do with work."))

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Use words that have nothing to do with you, your work or the company.")


def _of(user: Any) -> set[str]:
    """What is known of a person, in pieces of three characters or more (two for Chinese)."""
    if user is None:
        return set()
    unit = getattr(user, "unit", None) if getattr(user, "unit_id", None) else None
    told = [user.code, user.name, user.email.split("@")[0], unit.name if unit else "", unit.code if unit else ""]
    pieces = {piece for text in told for piece in re.split(r"[\W_]+", text.lower())}
    return {piece for piece in pieces if len(piece) > 2 or (len(piece) == 2 and not piece.isascii())}
