"""Names and sentences of the policy in the reader's language. The only place where the shell asks the handbook."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from shouwen.handbook.decision import Reason, Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.sentences import say
from shouwen.web.clocktext import Language


def language() -> Language:
    """Answers the language of this page as the handbook names it."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def label(group: str, code: str, spoken: Language | None = None) -> str:
    """Answers the name of a policy thing: `label("states", "held")` → 挂起 / On hold.

    A code that the edition no longer knows stands for itself, so that the page of an old ticket never breaks. Who
    names hundreds of things says in which language; else it is that of the page.
    """
    return shipped().label(group, code, spoken or language())


def sentence(said: Reason | Refused) -> str:
    """Answers the sentence of one reason or refusal, without its clause; an unknown code stands for itself."""
    edition = shipped()
    told = edition.refusals if isinstance(said, Refused) else edition.reasons
    entry = told.get(said.code)
    return say(entry.label(language()), said.facts, language(), edition) if entry else said.code


def reasons(because: Iterable[Reason | Mapping[str, Any]]) -> list[Reason]:
    """Answers the reasons as the handbook types them, also those kept as JSON in an event."""
    return [reason if isinstance(reason, Reason) else Reason(**reason) for reason in because]


def edition_name() -> str:
    """Answers the name of the edition in force."""
    return shipped().name


def clause_url(clause: str) -> str:
    """Answers the page of the clause in the product's handbook."""
    return reverse("handbook:clause", args=[clause])
