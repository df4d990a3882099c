"""Letters about a person's account (E12), and what is asked before one with a link leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.conf import settings
from django.urls import reverse

from auth2fa.bridge import EmailAddress, EmailConfirmationHMAC
from auth2fa.models import User
from console.shell.letters import Letter, Occasion, letter, letter_guard


@letter("auth2fa.session.began")
def tell_of_sign_in(occasion: Occasion) -> Iterator[Letter]:
    """Every one or one from a new place, as the person chose; never the one of a sign-up."""
    user = _person(occasion)
    is_new = bool(occasion.entry.after["new_place"])
    wanted = user.sign_in_alerts == User.Alerts.EVERY or (
        is_new and user.sign_in_alerts == User.Alerts.NEW_PLACE
    )
    if wanted and not occasion.extra["is_first"]:
        yield _letter(occasion, "auth2fa/session_began", new_place=is_new)


@letter("auth2fa.session.refused")
def tell_of_failures(occasion: Occasion) -> Iterator[Letter]:
    """Five failures within an hour, once an hour."""
    if occasion.extra["is_told"]:
        yield _letter(occasion, "auth2fa/session_refused", failures=occasion.extra["failures"])


@letter("auth2fa.password.changed")
@letter("auth2fa.password.reset")
def tell_of_password(occasion: Occasion) -> Iterator[Letter]:
    """Whichever way it was changed."""
    by_letter = occasion.entry.event == "auth2fa.password.reset"
    yield _letter(occasion, "auth2fa/password_changed", by_letter=by_letter)


@letter("auth2fa.address.requested")
def ask_new_address(occasion: Occasion) -> Iterator[Letter]:
    """To the address asked for, so that whoever reads its mail says yes."""
    user = _person(occasion)
    email = str(occasion.entry.after["email"])
    wanted = EmailAddress.objects.get(user=user, email=email)
    key = EmailConfirmationHMAC.create(wanted).key
    yield Letter(
        to=email,
        to_name=user.full_name,
        template="account/address_requested",
        context={
            "person": user.full_name,
            "address": email,
            "link": _url("account_confirm_email", key=key),
        },
        language=user.language,
        time_zone=user.time_zone,
        guard="auth2fa.address.wanted",
        guard_arguments={"user_id": user.pk, "email": email},
    )


@letter("auth2fa.address.changed")
def tell_of_address(occasion: Occasion) -> Iterator[Letter]:
    """To the former address too: it may be the only one its owner reads."""
    for to in (occasion.entry.before["email"], occasion.entry.after["email"]):
        yield _letter(
            occasion,
            "auth2fa/address_changed",
            to=str(to),
            old=occasion.entry.before["email"],
            new=occasion.entry.after["email"],
        )


@letter_guard("auth2fa.address.wanted")
def _still_wanted(user_id: int, email: str) -> str:
    pending = EmailAddress.objects.filter(user_id=user_id, email=email, verified=False)
    return "" if pending.exists() else "the address was confirmed or is no longer wanted"


@letter_guard("auth2fa.account.open")
def _still_open(user_id: int) -> str:
    return "" if User.objects.filter(pk=user_id, is_active=True).exists() else "account closed"


def _letter(occasion: Occasion, template: str, *, to: str = "", **context: Any) -> Letter:
    user = _person(occasion)
    return Letter(
        to=to or user.email,
        to_name=user.full_name,
        template=template,
        context={
            "person": user.full_name,
            "browser": occasion.entry.after.get("browser", ""),
            "ip": occasion.actor.ip or "",
            "at": occasion.entry.created_at,
            "security": _url("auth2fa:security-view"),
            "reset": _url("account_reset_password"),
            **context,
        },
        language=user.language,
        time_zone=user.time_zone,
    )


def _person(occasion: Occasion) -> User:
    return cast("User", occasion.subject)


def _url(name: str, **kwargs: str) -> str:
    return f"{str(settings.BASE_URL).rstrip('/')}{reverse(name, kwargs=kwargs)}"
