"""Opening an account and keeping its profile."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from auth2fa.rules import renamed
from console.shell.actions import action
from console.shell.actor import Actor
from console.shell.audit import record


@action
def open_account(
    *,
    actor: Actor,
    email: str,
    full_name: str,
    password: str | None,
    language: str = "en",
    is_confirmed: bool = False,
) -> User:
    """Make a person who signs in with `email`; IntegrityError when somebody has it.

    `is_confirmed` says that the address is known to be theirs (demo data, an invitation that
    reached it); otherwise a letter asks first.
    """
    # What may be refused was said by the form: address, name and password are checked there.

    user = User.objects.create_user(email, password, full_name=full_name, language=language)
    if is_confirmed:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)

    record(
        "auth2fa.person.joined",
        replace(actor, user_id=actor.user_id or user.pk, name=actor.name or str(user)),
        user,
        person_id=user.pk,
        after={"email": user.email, "full_name": full_name},
    )
    return user


@action
def change_profile(
    *, actor: Actor, user: User, full_name: str, language: str, time_zone: str
) -> User:
    """Change how the person is called and in which language and time zone they read."""
    before = {
        name: getattr(user, name)
        for name, value in (
            ("full_name", full_name),
            ("language", language),
            ("time_zone", time_zone),
        )
        if getattr(user, name) != value
    }
    if not before:
        return user

    user.full_name, user.language, user.time_zone = full_name, language, time_zone
    user.save(update_fields=["full_name", "language", "time_zone"])
    if "full_name" in before:
        renamed(user)

    after = {name: getattr(user, name) for name in before}
    record("auth2fa.person.changed", actor, user, person_id=user.pk, before=before, after=after)
    return user


@action
def change_appearance(*, actor: Actor, user: User, appearance: str) -> User:
    """Light, dark, or as the system says."""
    before = user.appearance
    if before == appearance:
        return user

    user.appearance = appearance
    user.save(update_fields=["appearance"])

    record(
        "auth2fa.person.changed",
        actor,
        user,
        person_id=user.pk,
        before={"appearance": before},
        after={"appearance": appearance},
    )
    return user


@action
def change_alerts(*, actor: Actor, user: User, sign_in_alerts: str) -> User:
    """Which sign-ins are told by e-mail."""
    before = user.sign_in_alerts
    if before == sign_in_alerts:
        return user

    user.sign_in_alerts = sign_in_alerts
    user.save(update_fields=["sign_in_alerts"])

    record(
        "auth2fa.alerts.changed",
        actor,
        user,
        person_id=user.pk,
        before={"sign_in_alerts": before},
        after={"sign_in_alerts": sign_in_alerts},
    )
    return user


@action
def end_tour(*, actor: Actor, user: User) -> User:
    """Note that the person saw the tour or did without it; it is not offered by itself again."""
    if user.toured_at is not None:
        return user

    user.toured_at = timezone.now()
    user.save(update_fields=["toured_at"])

    record("auth2fa.tour.ended", actor, user, person_id=user.pk)
    return user
