"""What the apps say about e-mail: `@letter(event)` and `Letter`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import models

from console.shell.actor import Actor
from console.shell.models import AuditEntry


@dataclass(frozen=True)
class Letter:
    """One e-mail: to whom, in which language, which templates, with which values."""

    to: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True)
class Occasion:
    """What a writer is told: the entry just written, who did it, to what."""

    entry: AuditEntry
    actor: Actor
    subject: models.Model
    extra: Mapping[str, object]


Writer = Callable[[Occasion], Iterator[Letter]]
_writers: dict[str, list[Writer]] = defaultdict(list)


def letter(event: str) -> Callable[[Writer], Writer]:
    """Register the writer of the letters that `event` causes."""

    def register(writer: Writer) -> Writer:
        _writers[event].append(writer)
        return writer

    return register


def post(
    entry: AuditEntry, *, actor: Actor, subject: models.Model, occasion: Mapping[str, object]
) -> None:
    """Render and queue every letter of the entry's event, in the caller's transaction."""
    raise NotImplementedError
