"""The forms of someone who is not signed in yet."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auth2fa import bridge
from auth2fa.fields import AddressField
from auth2fa.models import User
from auth2fa.password_rules import LONGEST

# Passwords made for devices have this shape; nobody's account is looked up to see the mix-up.
_DEVICE_PASSWORD = re.compile(r"\s*[a-z0-9]{4}(-[a-z0-9]{4}){3}\s*")
_MISMATCH = "email_password_mismatch"


def is_device_password(secret: str) -> bool:
    """Whether it looks like a password that was made for a mail program (G14.7)."""
    return _DEVICE_PASSWORD.fullmatch(secret) is not None


def password_input(autocomplete: str) -> forms.PasswordInput:
    """A field that password managers understand, and that never shows what was typed before."""
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class SignInForm(bridge.LoginForm):  # type: ignore[misc]
    """Address and password of the account; one answer for whatever is wrong with them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(
            label=_("E-mail address of your account"),
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        )
        self.fields["password"].label = _("Password of your account")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = password_input("current-password")
        self.fields["password"].error_messages["required"] = _("Enter your password.")
        self.order_fields(["login", "password"])

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super()._clean_with_password(credentials)
        except ValidationError as no:
            if no.code == _MISMATCH and is_device_password(credentials["password"]):
                raise ValidationError(_mix_up(), code=_MISMATCH) from no
            raise
        return cleaned


def _mix_up() -> str:
    return _(
        "This looks like a password made for a mail program or device. It opens a mailbox, "
        "never an account: sign in with the address and the password of your account."
    )


class ForgottenPasswordForm(bridge.ResetPasswordForm):  # type: ignore[misc]
    """Asks for one address, and does the same work whether or not somebody has it."""

    email = AddressField(label=gettext_lazy("E-mail address of your account"))

    def clean_email(self) -> str:
        """Nothing is looked up before the letter is written."""
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue the letter to the address stored for the account, never to the one typed.

        For an unknown address the same letter is written to nobody and taken back, so that
        the answer costs the same.
        """
        email: str = self.cleaned_data["email"]
        token_generator = kwargs.get("token_generator")
        found = User.objects.filter(email=email, is_active=True).first()
        with transaction.atomic():
            user = found or _nobody(email)
            bridge.request_password_reset(request, user.email, [user], token_generator)
            if found is None:
                transaction.set_rollback(True)
        return email


def _nobody(email: str) -> User:
    return User(pk=0, email=email, full_name=email, password="!")  # noqa: S106


class NewPasswordForm(bridge.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, after the link of a letter; typed once, in a field one can look at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = new_password_help()
        self.fields["password1"].widget = password_input("new-password")


def new_password_help() -> str:
    """The rules, in one sentence."""
    return _("8 to %(most)d characters. Several words that only you put together are good.") % {
        "most": LONGEST
    }
