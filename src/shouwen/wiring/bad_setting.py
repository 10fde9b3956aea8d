"""What is said when a setting from the environment is wrong."""

from typing import NamedTuple


class BadSetting(NamedTuple):
    """One wrong setting and the sentence that mends it, in both languages."""

    name: str
    sentence_zh: str
    sentence_en: str


class BadSettings(ValueError):
    """Everything wrong in the environment, reported at once; `found` is never empty."""

    def __init__(self, found: tuple[BadSetting, ...]) -> None:
        self.found = found
        super().__init__("\n".join(self.sentences("en")))

    def sentences(self, language: str) -> list[str]:
        """Answers one line per wrong setting, `language` being "zh" or "en"."""
        return [f"{bad.name}: {bad.sentence_zh if language == 'zh' else bad.sentence_en}" for bad in self.found]
