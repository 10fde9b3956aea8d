"""The shape of every entry in the edition: typed, frozen, strict. Units are in the names of the keys."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from shouwen.handbook.sentences import Language

CLAUSE = r"^(?:[CML]\d+(?:\.\d+){0,3}|WD)$"
SELECTOR = r"^[a-z_]+\.[a-z_]+(?: (?:not )?[a-z_]+)?$"

Clause = Annotated[str, StringConstraints(pattern=CLAUSE)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Positive = Annotated[int, Field(gt=0)]
Share = Annotated[str, StringConstraints(pattern=r"^[1-9]\d?/[1-9]\d?$")]
Selector = Annotated[str, StringConstraints(pattern=SELECTOR)]
# TOML knows lists only; they become tuples so that the edition stays frozen.
Codes = Annotated[tuple[str, ...], Field(strict=False)]
Selectors = Annotated[tuple[Selector, ...], Field(strict=False)]

Direction = Literal["none", "in", "out"]
Matter = Literal["charge", "network", "service"]
Unit = Literal["clock", "work"]


class Strict(BaseModel):
    """Refuses unknown keys and wrong types; can't be changed after it was read."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Entry(Strict):
    """One listed thing: its code (the key in the file), its words in both languages, its clause."""

    code: str
    zh: Words
    en: Words
    clause: Clause

    def label(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def _with_codes(entries: Any) -> Any:
    if not isinstance(entries, Mapping):
        return entries
    named = {key: part for key, part in entries.items() if isinstance(part, Mapping)}
    return {**entries, **{key: {"code": key, **part} for key, part in named.items()}}


E_ = TypeVar("E_", bound=Entry)
Listed = Annotated[Mapping[str, E_], BeforeValidator(_with_codes), AfterValidator(MappingProxyType)]


class Category(Entry):
    """A node of the category tree 投诉目录树 (C4.1). Parent and level follow from the dotted code."""

    parent: str | None
    level: Positive
    function: str
    matter: Matter
    retired: bool = False
    international: bool = False


class Source(Entry):
    """Where a complaint came from; `bypass` when it went over the branch's head 越级 (C1.3.2)."""

    bypass: bool


class Grade(Entry):
    """A customer's card. Club 俱乐部 members are the VIPs of C5.2; gold and above are important (C1.3.7)."""

    club: bool
    important: bool


class GroupGrade(Entry):
    """A group customer's grade; its key persons are important when graded A or above (C1.3.7)."""

    important: bool


class Disclosure(Entry):
    """A reason for which a customer is seen in full (M4), and the proofs that it rests on, if any (M11)."""

    proofs: Codes = ()


class State(Entry):
    """A state of a ticket; `open` while somebody still owes work on it."""

    open: bool


class Move(Entry):
    """A move of the lifecycle table: from which states, to which. `back` is the state before the hold."""

    from_: Codes = Field(alias="from")
    to: str


class ClockRule(Entry):
    """What an event does to one kind of clock. A selector is an event code, `code fact` or `code not fact`.

    `renews_on` begins a new run only while the clock goes; `restarts_on` also after it was stopped. A clock
    that `ends_with_start` is only known once it is over: the event that starts it stops it too.
    """

    pauses: bool
    warn_at_share: Share
    starts_from: Literal["contacted_at", "entered_at", "event"]
    starts_on: Selectors
    stops_on: Selectors
    ends_with_start: bool = False
    renews_on: Selectors = ()
    restarts_on: Selectors = ()
    reopens_on: Selectors = ()
    pauses_on: Selectors = ()
    resumes_on: Selectors = ()

    @property
    def share(self) -> Fraction:
        """The part of the limit after which a warning is due."""
        return Fraction(self.warn_at_share)


class Role(Entry):
    """What a role may do, and how far up the tree its holder sees from their own unit."""

    scope: Literal["unit", "branch", "province"]
    rights: Codes


class Signal(Entry):
    """Words that hint at a major complaint (C1.3.1), and longer words in which they mean nothing."""

    words_zh: Codes
    words_en: Codes
    except_words: Codes = ()


class BatchRule(Strict):
    """From how many distinct customers within the window on it is a batch 批量 (C1.3.3)."""

    clause: Clause
    window_minutes: Positive
    ordinary_customers: Positive
    vip_customers: Positive


class RepeatRule(Strict):
    clause: Clause
    calendar_months: Positive


class Urgency(Strict):
    kinds: Listed[Entry]
    signals: Listed[Signal]
    batch: BatchRule
    repeat: RepeatRule


class When(Strict):
    """Which complaints a row of C5.2 applies to: all that is said here must hold."""

    kind: str | None = None
    club: bool | None = None
    international: bool | None = None
    brands: Codes = ()
    direction: Direction | None = None


class DeadlineType(Entry):
    """A row of C5.2: completion within so many clock hours."""

    hours: Positive
    when: When
    displaces: Codes = ()


class HourLimit(Strict):
    clause: Clause
    hours: Positive


class WorkLimit(Strict):
    clause: Clause
    half_working_days: Positive


class DayLimit(Strict):
    clause: Clause
    days: Positive


class Deadlines(Strict):
    types: Listed[DeadlineType]
    entry: WorkLimit
    passed_on: WorkLimit
    first_answer: HourLimit
    next_word: HourLimit
    statutory: DayLimit


class PriorityLevel(Entry):
    rank: Annotated[int, Field(ge=0)]


class Priority(Strict):
    levels: Listed[PriorityLevel]
    club: str
    urgent: str
    otherwise: str
    clause: Clause


class Routing(Strict):
    """Which group gets a ticket (C4.4): the function by column where it says so, else by category."""

    clause: Clause
    functions: Listed[Entry]
    by_column: Annotated[Mapping[str, str], AfterValidator(MappingProxyType)]
    elsewhere: str
    fallback: str
    duty_clause: Clause
    duty_functions: Codes


class WorkTime(Strict):
    clause: Clause
    hours: str


class LadderStep(Entry):
    """One rung: whom to tell. Without `after_breach_hours` it is the warning ahead of the deadline."""

    to: Codes
    after_breach_hours: Annotated[int, Field(ge=0)] | None = None


class Clues(Strict):
    """What points to a leaf: words joined by `+` must all occur, alternatives stand between `|`."""

    zh: Codes = ()
    en: Codes = ()


class Classification(Strict):
    """How a text is filed where nobody chose a category: clues by leaf, and the leaf without any, by column."""

    clause: Clause
    fallback: Annotated[Mapping[str, str], AfterValidator(MappingProxyType)]
    clues: Annotated[Mapping[str, Clues], AfterValidator(MappingProxyType)]


class Limits(Strict):
    """What may be handed in at most."""

    clause: Clause
    text_characters: Positive
    reply_characters: Positive
    note_characters: Positive
    attachment_bytes: Positive
    attachments_per_ticket: Positive
    attachment_types: Codes
    bulk_tickets: Positive
    import_bytes: Positive


class Named(Strict):
    name: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d+$")]
    valid_from: date
