"""What happened is written here, once, together with the letters it causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.utils import timezone

from console.shell import letters
from console.shell.actor import Actor
from console.shell.chain import Chain, Facts, as_json
from console.shell.chain_append import append
from console.shell.models import AuditEntry

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Happened:
    """One of several changes that `record_each` writes: as the arguments of `record`."""

    subject: models.Model
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    occasion: Values = field(default_factory=dict)


def record(
    event: str,
    actor: Actor,
    subject: models.Model,
    *,
    before: Values | None = None,
    after: Values | None = None,
    person_id: int | None = None,
    **occasion: object,
) -> AuditEntry:
    """Write one entry in the caller's transaction and post the letters `event` causes.

    `before` and `after` hold what changed, as plain values. With `person_id` the entry goes
    to that person's own log instead of the Organization's. `occasion` reaches the letter
    writers only and is not stored. Whoever records into two logs in one transaction begins
    with the Organization's, so that no two wait for each other.
    """
    happened = Happened(subject, before or {}, after or {}, occasion)
    return record_each(event, actor, [happened], person_id=person_id)[0]


def record_each(
    event: str, actor: Actor, changes: Sequence[Happened], *, person_id: int | None = None
) -> list[AuditEntry]:
    """The same change of several objects: one entry each, written in one statement.

    Otherwise as `record`. Nothing changed: nothing is written.
    """
    if not changes:
        return []
    chain = Chain(None if person_id else actor.organization_id, person_id)
    entries = append(chain, [_facts(event, actor, chain, each) for each in changes])
    for entry, each in zip(entries, changes, strict=True):
        entry.before, entry.after = dict(each.before), dict(each.after)
    letters.post(
        letters.Occasion(entry=entry, actor=actor, subject=each.subject, extra=each.occasion)
        for entry, each in zip(entries, changes, strict=True)
    )
    return entries


def _facts(event: str, actor: Actor, chain: Chain, happened: Happened) -> Facts:
    subject = happened.subject
    return {
        "organization_id": chain.organization_id,
        "person_id": chain.person_id,
        "event": event,
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "on_behalf_of": actor.partner_name,
        "credential": actor.credential,
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
        "subject_name": str(subject)[:254],
        "about_id": _person(subject),
        "undoes": actor.undoes,
        "before": as_json(happened.before),
        "after": as_json(happened.after),
        "ip": actor.ip,
        "request_id": actor.request_id,
        "created_at": timezone.now(),
    }


def _person(subject: models.Model) -> int | None:
    """Whom an entry is about: the person itself, or the one that the subject belongs to."""
    if subject._meta.label == settings.AUTH_USER_MODEL:
        return int(subject.pk)
    found = getattr(subject, "user_id", None)
    return found if isinstance(found, int) else None
