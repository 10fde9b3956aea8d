"""How bodies are read: JSON of a bounded size and depth, or a form with files that are stopped at their limit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic_core import from_json

from shouwen.api.problems import Problem
from shouwen.cases.uploads import Guard
from shouwen.handbook.load import shipped
from shouwen.handbook.schema import Limits

JSON, FORM = "application/json", "multipart/form-data"
# The largest body of JSON: the longest texts that the handbook lets in, several times over.
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Body:
    """What an operation takes: JSON, or with `files` a form whose files keep to those limits."""

    files: Limits | None = None

    def prepare(self, request: HttpRequest) -> None:
        """Refuse a body that is too large or of another type before a byte of it is read."""
        if request.method != "POST":
            return
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if self.files is None:
            if length > LARGEST:
                raise Problem("too-large", most=LARGEST)
            if length and request.content_type != JSON:
                raise Problem("content-type", expected=JSON)
            return
        if request.content_type != FORM:
            raise Problem("content-type", expected=FORM)
        guard = Guard(request, shipped(), self.files)
        request.upload_handlers.insert(0, guard)
        request.upload_guard = guard


class JsonOnly(Parser):
    """Reads JSON strictly: no NaN, no endless nesting, no half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        return from_json(request.body, allow_inf_nan=False)


def body_parts(request: HttpRequest) -> Iterator[bytes]:
    """What makes two bodies the same. A form is known by its fields and files: its boundaries differ each time."""
    if request.content_type != FORM:
        yield request.body
        return
    yield json.dumps(sorted(request.POST.lists())).encode()
    for name, file in sorted(request.FILES.items()):
        digest = sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        yield json.dumps([name, file.name, digest.hexdigest()]).encode()
