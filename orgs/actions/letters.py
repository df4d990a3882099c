"""Letters that did not arrive."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from console.shell.models import OutgoingLetter
from orgs import policy
from orgs.holding import enter

State = OutgoingLetter.State


@action
def resend_letter(*, actor: Actor, letter_id: int) -> OutgoingLetter:
    """Put an undeliverable letter back into the queue, with its Message-ID and its guard.

    Whether it is still valid is asked again when it leaves. Raises `Refused` for a letter that
    is not undeliverable: nothing is sent twice on purpose; `Forbidden` when the actor may not.
    """
    enter(actor)
    decision = policy.decide(actor, "orgs.letter.resend")
    if not decision:
        raise Forbidden(str(decision.reason))
    rows = OutgoingLetter.objects.visible_to(actor).select_for_update()
    letter = rows.filter(pk=letter_id).first()
    if letter is None or letter.state != State.DEAD:
        raise Refused(_("Only a letter that could not be delivered is sent again."))

    letter.state, letter.attempts, letter.due_at = State.PENDING, 0, timezone.now()
    letter.save(update_fields=["state", "attempts", "due_at"])

    record("orgs.letter.resent", actor, letter, after={"to": letter.to, "subject": letter.subject})
    return letter
