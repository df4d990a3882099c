"""Logs for machines and for people: one line an event, safe to read, nothing secret.

Every record of every library passes through the same steps: the number of the request or task is
added, secrets are blanked, control characters are escaped, and the line is written to standard
error, as JSON unless that is a terminal.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.types import EventDict, Processor, WrappedLogger

BLANK = "[…]"
SECRET_NAMES = re.compile(
    r"passw|secret|token|otp|_code$|^code$|cookie|authorization|session|csrf|iban|api_?key", re.I
)
# Long mixtures of letters and digits between slashes are keys of links (reset, confirmation,
# invitation); whoever reads a log must not be able to use them.
LINK_KEYS = re.compile(r"(?<=/)(?=[^/\s?]*\d)[\w:.=-]{20,}(?=[/\s?\"']|$)")
QUERIES = re.compile(r"(\?)[^\s\"']+")
IBANS = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")

requests = logging.getLogger("console.request")


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything of `level` and above to standard error, in one shape."""
    renderer: list[Processor] = (
        [structlog.processors.JSONRenderer()]
        if as_json
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=REQUEST_FACTS),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            blank_secrets,
            escape_control_characters,
            *renderer,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would write a second line and send e-mail past the postman.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Below errors it repeats, without number and outside the request, what `log_request`
            # has said.
            "django.request": {"level": "ERROR"},
        },
    }


REQUEST_FACTS = ("method", "route", "status", "milliseconds", "person")


@contextmanager
def numbered(**facts: str) -> Iterator[None]:
    """Add the facts (`request_id`, `task_id`) to every line that is logged inside."""
    with structlog.contextvars.bound_contextvars(**facts):
        yield


def log_request(request: HttpRequest, response: HttpResponse, began: float) -> None:
    """One line per request: the route and never the path, which may hold the key of a link.

    `began` is the `time.monotonic()` at which the request came in.
    """
    match = request.resolver_match
    actor = getattr(request, "actor", None)
    facts = {
        "method": request.method,
        "route": match.route if match else blank(request.path),
        "status": response.status_code,
        "milliseconds": round((monotonic() - began) * 1000),
        "person": getattr(actor, "user_id", None),
    }
    requests.info("request", extra=facts)


def blank(text: str) -> str:
    """The text without keys of links, query strings and account numbers."""
    return IBANS.sub(BLANK, QUERIES.sub(rf"\1{BLANK}", LINK_KEYS.sub(BLANK, text)))


def blank_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank what is secret by its name, and what looks secret in any text."""
    for name, value in event.items():
        if SECRET_NAMES.search(name):
            event[name] = BLANK
        elif isinstance(value, str):
            event[name] = blank(value)
    return event


def escape_control_characters(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Show line breaks and terminal sequences instead of obeying them: a name that somebody
    typed must never look like a line of its own. A traceback keeps its lines."""
    for name, value in event.items():
        if isinstance(value, str):
            pattern = CONTROL_BUT_LINES if name == "exception" else CONTROL
            event[name] = pattern.sub(lambda found: ascii(found.group())[1:-1], value)
    return event
