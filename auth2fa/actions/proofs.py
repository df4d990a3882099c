"""A person shows once more who they are."""

from __future__ import annotations

from auth2fa.models import User
from console.shell.actions import action
from console.shell.actor import Actor
from console.shell.audit import record


@action
def note_given_proof(*, actor: Actor, user: User, method: str) -> None:
    """Write down that the person proved themselves, and how; what follows rests on it."""
    # The proof was the rule, and the session holds it: this action only records.

    record("auth2fa.proof.given", actor, user, person_id=user.pk, after={"method": method})
