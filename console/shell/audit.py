"""What happened is written here, once, together with the letters it causes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from console.shell import letters
from console.shell.actor import Actor
from console.shell.models import AuditEntry


def record(
    event: str,
    actor: Actor,
    subject: models.Model,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    person_id: int | None = None,
    **occasion: object,
) -> AuditEntry:
    """Write one entry in the caller's transaction and post the letters `event` causes.

    `before` and `after` hold what changed, as plain values. With `person_id` the entry goes
    to that person's own log instead of the Organization's. `occasion` reaches the letter
    writers only and is not stored.
    """
    entry = AuditEntry.objects.create(
        event=event,
        organization_id=None if person_id else actor.organization_id,
        person_id=person_id,
        actor_id=actor.user_id,
        actor_name=actor.name,
        on_behalf_of=actor.partner_name,
        credential=actor.credential,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=str(subject)[:254],
        before=dict(before or {}),
        after=dict(after or {}),
        ip=actor.ip,
        request_id=actor.request_id,
    )
    letters.post(entry, actor=actor, subject=subject, occasion=occasion)
    return entry
