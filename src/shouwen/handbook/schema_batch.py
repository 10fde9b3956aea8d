"""The shape of the chapter on batches of refunds 批量退费 (C4.8.4), as `schema_money.py` is of disputes."""

from shouwen.handbook.schema import Clause, Codes, Entry, Positive, Strict


class BatchState(Entry):
    """A state of a batch, and the steps that are taken in it; `open` while somebody still owes work on it."""

    open: bool
    steps: Codes = ()


class Batching(Strict):
    """Who the company's leaders are, and how much is done at once."""

    clause: Clause
    leaders_from: str
    order_rows: Positive
    list_rows: Positive
    export_rows: Positive
