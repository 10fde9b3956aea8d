"""Setting fields and telling which of them changed."""

from collections.abc import Mapping
from typing import Any


def apply(subject: Any, changes: Mapping[str, Any], allowed: set[str]) -> dict[str, Any]:
    """Sets the allowed fields; answers the facts of the event: their names, and `field: [before, after]`."""
    changed = {}
    for field in sorted(allowed & changes.keys()):
        before, after = getattr(subject, field), changes[field]
        if before != after:
            setattr(subject, field, after)
            changed[field] = [before, after]
    return {"fields": list(changed), "changed": changed}
