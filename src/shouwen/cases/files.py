"""Files that are kept with a case: let in by what they are, stored under what they hold."""

from typing import Any

from django.core.files import File

from shouwen.ledger.door import Act


def keep_file(act: Act, rows: Any, kept: Any, *, kind: str, file: File) -> None:
    """Keep a file as the unsaved row `kept`, of that kind by its contents, among the case's `rows` (C4.7).

    Refused where the kind is not taken, the file is empty or too big, or there are as many as there may be.
    Its place on disk is its digest, never its name.
    """
    limits, allowed = act.edition.limits, ", ".join(act.edition.limits.attachment_types)
    act.require(kind in limits.attachment_types, "attachment-type", type=kind, allowed=allowed)
    act.require(kept.size > 0, "attachment-empty")
    act.require(kept.size <= limits.attachment_bytes, "attachment-too-big", most=limits.attachment_bytes)
    most = limits.attachments_per_ticket
    act.require(rows.count() < most, "too-many-attachments", most=most)
    kept.name, kept.by, kept.at = kept.name[:200], act.actor, act.at
    kept.file.save(kept.sha256, file, save=False)
    kept.save()
