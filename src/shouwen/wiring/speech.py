"""In which language the command line speaks: its sentences are kept in pairs, one is said."""

import os
from collections.abc import Mapping
from typing import Literal, NamedTuple


class Sentence(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if spoken() == "zh" else self.en


def spoken(env: Mapping[str, str] = os.environ) -> Literal["zh", "en"]:
    """Answers "zh" or "en": SHOUWEN_LANGUAGE if set, else what the terminal's locale says."""
    wish = next(filter(None, map(env.get, ("SHOUWEN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if wish.lower().startswith("zh") else "en"
