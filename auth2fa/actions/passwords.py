"""Changing a password one knows, and setting one anew through a letter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from auth2fa.actions.sessions import end_other_sessions
from auth2fa.limits import SIGN_IN_TO_ADDRESS, forget
from auth2fa.models import User
from console.shell.actions import Refused, action
from console.shell.actor import Actor
from console.shell.audit import record


@action
def change_password(*, actor: Actor, user: User, new_password: str, session_key: str) -> None:
    """Replace the password and end every other session; tells the person by letter.

    Raises `Refused` for the password they have already.
    """
    if user.check_password(new_password):
        raise Refused(_("This is your password already. Choose another one."), "new_password")

    user.set_password(new_password)
    user.save(update_fields=["password"])
    end_other_sessions(actor=actor, user=user, session_key=session_key, why="password")

    record("auth2fa.password.changed", actor, user, person_id=user.pk)


@action
def reset_password(*, actor: Actor, user: User, new_password: str) -> None:
    """Set the password of someone who followed the link of a letter, and end every session.

    Failures counted for the address are forgotten: its owner has just read their mail.
    """
    # The link was the rule; nothing else refuses.

    user.set_password(new_password)
    user.save(update_fields=["password"])
    end_other_sessions(actor=actor, user=user, session_key="", why="password")
    forget(SIGN_IN_TO_ADDRESS, user.email)

    record("auth2fa.password.reset", actor, user, person_id=user.pk)
