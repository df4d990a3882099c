"""Entries of the log as a test wants them: at the end of their chain, and without letters."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from console.shell.chain import FACTS, Chain, as_json
from console.shell.chain_append import append
from console.shell.models import AuditEntry

_NUMBERS = {"organization_id", "person_id", "actor_id", "subject_id", "about_id", "undoes", "ip"}


def write_entries(*many: dict[str, Any]) -> list[AuditEntry]:
    """Entries of one chain, in one statement; what is left out is empty."""
    chain = Chain(many[0].get("organization_id"), many[0].get("person_id"))
    made = []
    for facts in many:
        unknown = set(facts) - set(FACTS)
        assert not unknown, unknown
        values = {name: None if name in _NUMBERS else "" for name in FACTS}
        values |= {"created_at": timezone.now(), **facts}
        values |= {name: as_json(facts.get(name, {})) for name in ("before", "after")}
        made.append(values)
    return append(chain, made)


def write_entry(**facts: Any) -> AuditEntry:
    """One entry."""
    return write_entries(facts)[0]
