"""The address a person signs in with: asking for another one, and confirming it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from auth2fa.rules import renamed
from console.shell.actions import Refused, action
from console.shell.actor import Actor
from console.shell.audit import record


@action
def request_address(*, actor: Actor, user: User, email: str) -> EmailAddress:
    """Note the address the person wants to sign in with; it counts once confirmed.

    Whether somebody else has it is not said here, only to who reads its mail. Raises `Refused`
    for the address they have.
    """
    if email == user.email:
        raise Refused(_("This is your address already."), "email")

    EmailAddress.objects.filter(user=user, verified=False).delete()
    wanted = EmailAddress.objects.create(user=user, email=email)

    record("auth2fa.address.requested", actor, user, person_id=user.pk, after={"email": email})
    return wanted


@action
def confirm_address(*, actor: Actor, address: EmailAddress) -> None:
    """Make a confirmed address the one the person signs in with; the former one is told.

    Raises `Refused` when another account has it by now.
    """
    user = User.objects.select_for_update().get(pk=address.user_id)
    taken = User.objects.filter(email=address.email).exclude(pk=user.pk)
    confirmed = EmailAddress.objects.filter(email=address.email, verified=True)
    if taken.exists() or confirmed.exclude(pk=address.pk).exists():
        raise Refused(_("This address belongs to another account. Sign in with that one."))

    before = user.email
    EmailAddress.objects.filter(user=user).exclude(pk=address.pk).delete()
    EmailAddress.objects.filter(pk=address.pk).update(verified=True, primary=True)
    address.verified = address.primary = True
    if before != address.email:
        user.email = address.email
        user.save(update_fields=["email"])
        renamed(user)

    event = "auth2fa.address.confirmed" if before == user.email else "auth2fa.address.changed"
    record(
        event,
        actor,
        user,
        person_id=user.pk,
        before={"email": before} if before != user.email else {},
        after={"email": user.email},
    )
