"""An import as programs are told of it."""

from datetime import datetime

from shouwen.api.schemas.said import KeyOut, Told


class TroubleOut(Told):
    """Why an import came to nothing."""

    code: str
    clause: str
    detail: str


class ImportOut(Told):
    """How far an import is: of `total` rows `done`, of them `made` into tickets, `already` there, `bad` refused.

    `state` goes from waiting over running to finished or failed; a dry run ends as a draft with its counts.
    """

    id: KeyOut
    file: str
    sha256: str
    profile: str
    owner: str
    state: str
    dry: bool
    total: int
    done: int
    made: int
    already: int
    bad: int
    rejected: bool
    trouble: TroubleOut | None
    started_at: datetime
    finished_at: datetime | None


class ImportsOut(Told):
    """The latest imports, newest first; `next` is what to ask `before`, null at the end."""

    items: list[ImportOut]
    next: KeyOut | None
