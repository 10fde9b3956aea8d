"""How the product logs: one JSON object a line, or readable lines where a person watches; never private data.

Everything goes through the standard library's loggers. What is said beside the sentence is given as `extra` under
one of the names in FIELDS; whatever else hangs on a record (the request, say) is not written.
"""

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from shouwen.wiring.discretion import discreet_values, story

FIELDS = ["url", "method", "status", "ms", "staff", "verb", "refusal", "clause", "round", "seconds", "outage"]
# They name the path of a request, and with it what it was about; the line of the request says what may be said.
PATHS = ("django.request", "django.security.csrf", "django.server")
# Made by us of hexadecimal digits, that may look like a number of somebody.
_OURS = ("request_id", "at", "level", "logger")

Said = MutableMapping[str, Any]


def configuration(level: str, *, terminal: bool | None = None) -> dict[str, Any]:
    """Answers what `logging` is to be configured with. JSON lines unless standard error is a terminal."""
    readable = sys.stderr.isatty() if terminal is None else terminal
    render: Any = (
        structlog.dev.ConsoleRenderer(colors=readable)
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=FIELDS),
        ],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _exception,
            _discreet,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            render,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"said": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "said"}},
        "root": {"handlers": ["console"], "level": level.upper()},
        "loggers": {name: {"level": "CRITICAL"} for name in PATHS},
    }


def _exception(logger: object, method: str, said: Said) -> Said:
    """An error becomes its story, which holds no value of any variable."""
    told = said.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        said["exception"] = story(error)
    return said


def _discreet(logger: object, method: str, said: Said) -> Said:
    for name, value in said.items():
        if name not in _OURS:
            said[name] = discreet_values(value)
    return said
