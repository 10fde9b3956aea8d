"""The numbers and tables of the clauses, typed a second time from the handbook's text and never read from the product.

Two readings that agree are worth more than one: where this one and the edition differ, somebody misread a clause.
"""

from datetime import timedelta

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

# C4.3, C5.2: the customer club.
CLUB = {"diamond", "gold", "silver"}
# C1.3.7: gold card and above.
GOLD_AND_ABOVE = {"diamond", "gold"}
# C1.3.2: sources that go over the branch's head, as far as these tests use them.
BYPASS = {"media", "mayor_hotline", "group_company"}

# C5.2: hours to complete, by type.
TYPE_HOURS = {
    "vip": 24,
    "major": 24,
    "international": 24,
    "bypass": 48,
    "gotone": 48,
    "repeat": 48,
    "batch": 48,
    "in": 72,
    "other_brands": 96,
    "out": 120,
}
FIRST_ANSWER_HOURS = 48
NEXT_WORD_HOURS = 48
STATUTORY_HOURS = 15 * 24
HALF_WORKING_DAY_MINUTES = 210

# C1.3.3: more than 10 ordinary customers, or 5 of the club, within 60 minutes.
WINDOW = timedelta(minutes=60)
ORDINARY_CUSTOMERS = 11
CLUB_CUSTOMERS = 5
# An incident that nobody joined for a day takes no more late-comers.
SILENCE = timedelta(hours=24)

# C1.3.4
REPEAT_MONTHS = 3

# C3.1 逐级: the warning at two thirds of a limit, the breach, then up after so many hours.
WARN_SHARE = (2, 3)
AFTER_BREACH = (timedelta(0), timedelta(hours=4), timedelta(hours=24))

# WD: the working periods of a day, in minutes after midnight in Shanghai.
PERIODS = ((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30))

# Which clocks a hold lets stand still (C3.2); the promise (C2.3) and the law (L1) wait for nobody.
PAUSING = {"passed_on", "first_answer", "next_word", "completion"}
WORKING = {"entry", "passed_on"}

# C4.4: categories of these tests, with the function that handles them and whether they are international.
CATEGORIES = {
    "basic.voice.dropped": ("network", False),
    "basic.roaming.international_data": ("network", True),
    "charges.bill.unknown_fee": ("billing", False),
    "quality.hall.attitude": ("service_quality", False),
    "partner.subscription.denied": ("partner", False),
}
GROUPS = {
    ("清渡", "network"): "QD-NET",
    ("清渡", "billing"): "QD-BIL",
    ("清渡", "service_quality"): "QD-SQ",
    ("清渡", "business_support"): "QD-SUP",
    ("清渡", "cross_region"): "QD-X",
    ("清渡", "back_office"): "QD-BO",
    ("望潮", "network"): "WC-NET",
    ("望潮", "back_office"): "WC-BO",
}

# From which states a move may be made, and where it leads (C3.1, C3.2, C4.2, C4.5, C5.1).
IN_HAND = {"open", "queued", "working"}
AT_WORK = {*IN_HAND, "dispatched"}
FROM = {
    "transfer": IN_HAND,
    "dispatch": IN_HAND,
    "raise": IN_HAND,
    "return": {"queued", "working", "dispatched", "answered"},
    "take": {"queued", "working"},
    "hold": AT_WORK,
    "resume": {"held"},
    "answer": AT_WORK,
    "archive": {"answered"},
    "void": {*AT_WORK, "held", "answered"},
}
CLOSED = {"archived", "voided"}


def completion_hours(
    *, grade: str, brand: str, kinds: set[str], direction: str, international: bool
) -> tuple[int, set[str]]:
    """The shortest of the types that apply, and which types those are (C5.2).

    What was sent to another province has its own time instead of the brand's.
    """
    types = kinds & {"major", "bypass", "repeat", "batch"}
    if grade in CLUB:
        types.add("vip")
    if international:
        types.add("international")
    if direction in ("in", "out"):
        types.add(direction)
    if direction != "out":
        types.add("gotone" if brand == "gotone" else "other_brands")
    return min(TYPE_HOURS[one] for one in types), types
