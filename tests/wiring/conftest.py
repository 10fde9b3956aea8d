"""The terminal of these tests speaks English, whatever its owner's does."""

import pytest


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_LANGUAGE", "en")
