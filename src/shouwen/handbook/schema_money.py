"""The shape of the chapters about money back 资费争议 (C4.8, M11), as `schema.py` is of the others."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field

from shouwen.handbook.money import Yuan
from shouwen.handbook.schema import Clause, Codes, Entry, Listed, Positive, Strict

Percent = Annotated[int, Field(gt=0, le=100)]
Table = Annotated[Mapping[str, str], AfterValidator(MappingProxyType)]
Chosen = Annotated[Mapping[str, Codes], AfterValidator(MappingProxyType)]


class Level(Entry):
    """Who may decide up to how much, that amount included; the highest level has no `up_to` (C4.8.3)."""

    up_to: Yuan | None = None
    roles: Codes


class Authority(Strict):
    """The levels from the front line upwards, and over how many days amounts are summed."""

    clause: Clause
    window_days: Positive
    own: str
    levels: Listed[Level]


class DisputeState(Entry):
    """A state of a dispute; `open` while somebody still owes work on it."""

    open: bool


class Cause(Entry):
    """Why a dispute arose; causes of the second level have dotted codes below those of the first."""


class RefundKind(Entry):
    """What is done about the money: whether it `pays` something, and whether the same again goes with it."""

    pays: bool
    gift: bool = False


class WorkingDays(Strict):
    clause: Clause
    working_days: Positive


class DisputeLimits(Strict):
    """How long verifying, approving and refunding may take; the decision has the complaint's own limit (C4.8.2)."""

    decision_clause: Clause
    verification: WorkingDays
    approval: WorkingDays
    refund: WorkingDays


class BatchSize(Strict):
    """With money a batch has more than so many customers, or a total over so much, gifts included (C4.8.4)."""

    clause: Clause
    more_customers_than: Positive
    total_over: Yuan


class Flow(Entry):
    """The steps of a batch in their order and the papers it needs, with money and without."""

    steps: Codes
    papers: Codes
    steps_without_money: Codes
    papers_without_money: Codes


class Sampling(Strict):
    """How many rows are drawn for the check: a share of them, within a least and a most number."""

    clause: Clause
    percent: Percent
    at_least: Positive
    at_most: Positive


class PaperRule(Entry):
    """Which paper must be there for which disputes; a code stands for those below it too."""

    paper: str
    always: bool = False
    causes: Codes = ()
    categories: Codes = ()
    kinds: Codes = ()
    own_finding: bool | None = None


class Disputes(Strict):
    """The rules of money back that are numbers and lists."""

    limits: DisputeLimits
    batch: BatchSize
    sampling: Sampling
    papers: Listed[PaperRule]


class Case(Entry):
    """A line of the lists of C4.8.6, with a worked example of it."""

    example_zh: str
    example_en: str


class Outside(Case):
    """A line of what is not refunded twice, and what becomes of the money: once, nothing, or refused altogether."""

    proposal: str


class Option(Entry):
    """An answer to a question: what it leads to at once (a case, or a kind of refund), or "" to go on asking."""

    leads_to: str = ""


class Question(Entry):
    """A question of the interview. It is put when `asked_if` holds, and known beforehand from cause or category."""

    options: Listed[Option]
    asked_if: Chosen = Field(default_factory=lambda: MappingProxyType({}))
    only_causes: Codes = ()
    not_causes: Codes = ()
    from_cause: Table = Field(default_factory=lambda: MappingProxyType({}))
    from_category: Table = Field(default_factory=lambda: MappingProxyType({}))


class DoubleRefund(Strict):
    """The double refund 双倍返还 (C4.8.6): both lists, the limits of time, and the questions in their order."""

    clause: Clause
    years: Positive
    months_after_unsubscribing: Positive
    inside: Listed[Case]
    outside: Listed[Outside]
    questions: Listed[Question]


class Proof(Entry):
    """A credential by which a customer proves who they are (M11). What it says is never kept, only that it was seen."""


class Act(Entry):
    """An act at the desk that needs a proof, and which credentials open it."""

    accepts: Codes
