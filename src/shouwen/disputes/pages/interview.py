"""The interview 双倍返还 (C4.8.6): one question at a time, each answered by one click, until the rule can propose.

What was answered stands in the address, so that going back is the browser's own and nothing is kept half-done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shouwen.disputes.asking import refund_facts
from shouwen.disputes.counted import authority
from shouwen.disputes.forms.fields import causes
from shouwen.disputes.forms.proposing import ProposalForm
from shouwen.disputes.models import Dispute
from shouwen.disputes.pages import wording
from shouwen.disputes.pages.dispute import found
from shouwen.disputes.pages.work import done
from shouwen.disputes.reads import dispute as reads
from shouwen.handbook import doublerefund
from shouwen.handbook.decision import Decision, Refused
from shouwen.handbook.load import shipped
from shouwen.handbook.schema_money import Question
from shouwen.web import labels
from shouwen.web.errors import refusal_words

ASKED = "q-"
# One key for each answer, in their order.
KEYS = "1234567890-="
STATES = ("checking", "interim", "proposed", "applied", "promised")


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A question that is decided: its words, its answer's, and the address that asks it again ("" where facts say)."""

    question: str
    answer: str
    again: str
    known: bool


@dataclass(frozen=True)
class Choice:
    """An answer that may be given: its words, the address that gives it, its key."""

    words: str
    url: str
    key: str


@dataclass(frozen=True)
class Talk:
    """What has been said so far."""

    dispute: Dispute
    cause: str
    answers: Mapping[str, str]
    again: str = ""

    @classmethod
    def read(cls, dispute: Dispute, given: Mapping[str, str]) -> "Talk":
        """The talk in an address or a form; what means nothing counts as not said."""
        edition = shipped()
        cause = given.get("cause", "") or dispute.cause
        answers = {
            code: given[ASKED + code]
            for code, question in edition.double_refund.questions.items()
            if given.get(ASKED + code) in question.options
        }
        known = cause in edition.dispute_causes and "." in cause
        return cls(dispute, cause if known else "", answers, given.get("again", ""))

    def url(self, **changes: Any) -> str:
        """The address of this talk with the cause or an answer changed; what was answered after it is asked again."""
        said = {"cause": self.cause, **{ASKED + code: answer for code, answer in self.answers.items()}, **changes}
        here = reverse("disputes:interview", args=[self.dispute.pk])
        return f"{here}?{urlencode({name: value for name, value in said.items() if value})}"


@never_cache
@require_safe
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """The next question, or the proposal that the answers come to."""
    dispute = found(request, pk)
    talk = Talk.read(dispute, request.GET)
    return render(request, "disputes/interview/page.html", context(request, talk, timezone.now()))


@never_cache
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the proposal, or put another in its place. Refused, the page comes again with everything typed (422)."""
    at = timezone.now()
    dispute = found(request, pk)
    talk = Talk.read(dispute, request.POST)
    form = _form(talk, request, at, request.POST)
    if form.is_valid():
        answer = form.hand_in()
        if not isinstance(answer, Refused):
            return done(request, form, answer)
        fresh = found(request, pk)
        form.refused(answer, length=fresh.chain.length)
        talk = Talk.read(fresh, request.POST)
    return render(request, "disputes/interview/page.html", context(request, talk, at, form), status=422)


def context(request: HttpRequest, talk: Talk, at: datetime, form: ProposalForm | None = None) -> dict[str, Any]:
    """What the page shows: chips, the open question or the proposal, and the facts beside it."""
    dispute, edition = talk.dispute, shipped()
    facts = refund_facts(dispute, talk.answers, cause=talk.cause, at=at)
    steps = list(doublerefund.steps(facts, edition))
    question: Question | None = doublerefund.next_question(facts, edition)
    place = next((at for at, step in enumerate(steps) if step.question.code == talk.again and _again(step)), None)
    if place is not None:
        question, steps = steps[place].question, steps[:place]
    ask_cause = not talk.cause or talk.again == "cause"
    ready = bool(dispute.finding) and dispute.charged > 0 and dispute.state in STATES
    chips = [_chip(talk, steps, spot) for spot in range(len(steps))]
    said: dict[str, Any] = {
        "dispute": dispute,
        "category": wording.category(dispute.category),
        "ready": ready,
        "cause": talk.cause,
        "cause_again": talk.url(again="cause") if talk.cause else "",
        "ask_cause": ask_cause,
        "causes": causes(),
        "hidden": [(ASKED + code, answer) for code, answer in talk.answers.items()],
        "chips": chips,
        "back": _back(chips, talk),
        "question": question,
        "choices": [] if question is None else _choices(talk, steps, question),
        "charges": [row for row in reads.charges(dispute) if not row.struck_why],
        "finding": next(iter(reads.findings(dispute)), None),
        "anew": dispute.state in ("applied", "promised"),
        "standing": reads.proposal(dispute),
        "now": at,
    }
    if ready and not ask_cause and question is None:
        said |= _ruled(request, talk, doublerefund.propose(facts, edition), at, form)
    return said


def _ruled(
    request: HttpRequest,
    talk: Talk,
    ruled: Decision[doublerefund.Proposal] | Refused,
    at: datetime,
    form: ProposalForm | None,
) -> dict[str, Any]:
    """The rule's proposal, who would decide it, and the form that confirms it."""
    if isinstance(ruled, Refused):
        return {"refused": refusal_words(ruled)}
    proposal = ruled.what
    talk.dispute.cause = talk.cause
    decided = authority(talk.dispute, proposal.total, at, shipped()) if proposal.total > 0 else None
    return {
        "ruled": proposal,
        "ruled_reasons": wording.sentences(list(ruled.because)),
        "ruled_because": ruled.because,
        "decided": decided.what if decided else None,
        "decided_because": decided.because if decided else (),
        "decided_levels": [labels.label("authority_levels", each) for each in decided.what.chain] if decided else [],
        "form": form or _form(talk, request, at, None, proposal),
    }


def _form(
    talk: Talk, request: HttpRequest, at: datetime, typed: Any, proposal: doublerefund.Proposal | None = None
) -> ProposalForm:
    offered: dict[str, Any] = {}
    if proposal is not None:
        kind = proposal.kind if proposal.kind != "rest" else ""
        offered = {"kind": kind, "principal": proposal.principal, "gift": proposal.gift}
    said = {"case": talk.dispute, "staff": request.user, "at": at, "initial": offered}
    return ProposalForm(typed, answers=dict(talk.answers), cause=talk.cause, **said)


def _again(step: doublerefund.Step) -> bool:
    """Whether a person may answer the question: nobody answers against dates and findings."""
    return not step.known or bool(step.question.from_cause or step.question.from_category)


def _chip(talk: Talk, steps: list[doublerefund.Step], spot: int) -> Chip:
    step = steps[spot]
    language = labels.language()
    return Chip(
        question=step.question.label(language),
        answer=step.option.label(language),
        again=_until(talk, steps[:spot]).url(again=step.question.code) if _again(step) else "",
        known=step.known,
    )


def _choices(talk: Talk, steps: list[doublerefund.Step], question: Question) -> list[Choice]:
    """The answers, each with the address that keeps what was answered before and nothing after."""
    so_far = _until(talk, steps)
    given = [(option, so_far.url(**{ASKED + option_of: code})) for option_of, code, option in _options(question)]
    keys = KEYS + " " * len(given)
    return [
        Choice(option.label(labels.language()), url, key.strip())
        for (option, url), key in zip(given, keys, strict=False)
    ]


def _options(question: Question) -> list[tuple[str, str, Any]]:
    return [(question.code, code, option) for code, option in question.options.items()]


def _until(talk: Talk, steps: list[doublerefund.Step]) -> Talk:
    """The talk as far as these steps."""
    asked = {step.question.code for step in steps}
    return Talk(talk.dispute, talk.cause, {code: said for code, said in talk.answers.items() if code in asked})


def _back(chips: list[Chip], talk: Talk) -> str:
    """The question before: the last one that a person answered."""
    answered = [chip.again for chip in chips if chip.again and not chip.known]
    return answered[-1] if answered else talk.url(again="cause") if talk.cause else ""
