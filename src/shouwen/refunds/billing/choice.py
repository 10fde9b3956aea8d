"""Which billing system is spoken to, by the settings SHOUWEN_BILLING and SHOUWEN_BILLING_TOKEN."""

from functools import cache
from pathlib import Path

from django.conf import settings

from shouwen.refunds.billing.http import HttpBilling
from shouwen.refunds.billing.port import Billing
from shouwen.refunds.billing.simulated.book import Book
from shouwen.refunds.billing.simulated.direct import DirectBilling
from shouwen.refunds.billing.simulated.system import System

FILES = "files:"


def billing() -> Billing | None:
    """The adapter; None where there is none (`none`), or where files are exchanged instead."""
    where: str = settings.BILLING
    if where == "simulated":
        return _simulated(Path(settings.BILLING_BOOK))
    if where.startswith(("http://", "https://")):
        return HttpBilling(where, token=settings.BILLING_TOKEN)
    return None


def by_file() -> Path | None:
    """The folder through which files are exchanged; None where there is an interface."""
    where: str = settings.BILLING
    return Path(where.removeprefix(FILES)) if where.startswith(FILES) else None


@cache
def _simulated(book: Path) -> Billing:
    book.parent.mkdir(parents=True, exist_ok=True)
    return DirectBilling(System(Book(book)))
