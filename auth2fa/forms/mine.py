"""The forms of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from auth2fa.fields import AddressField, NameField
from auth2fa.forms.signing import new_password_help, password_input
from auth2fa.models import User
from console.shell.forms import ActionForm
from console.shell.zones import time_zones


class ProfileForm(ActionForm):
    """Name, language, time zone."""

    full_name = NameField(
        label=_("First and last name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        widget=forms.Select(),
        error_messages={"invalid_choice": _("Choose a language of the list.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        widget=forms.Select(),
        error_messages={"invalid_choice": _("Choose a time zone of the list.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "full_name": user.full_name,
                "language": user.language,
                "time_zone": user.time_zone,
            },
        )
        super().__init__(*args, **kwargs)


class AppearanceForm(ActionForm):
    """Light, dark, or as the system says."""

    appearance = forms.ChoiceField(
        label=_("Appearance"),
        choices=User.Appearance,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose light, dark, or as the system.")},
    )


class AlertsForm(ActionForm):
    """Which sign-ins are told by e-mail."""

    sign_in_alerts = forms.ChoiceField(
        label=_("Tell me by e-mail about"),
        choices=User.Alerts,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose which sign-ins to be told about."),
            "invalid_choice": _("Choose which sign-ins to be told about."),
        },
    )


class ProofForm(ActionForm):
    """The password, to show that it is still the same person."""

    password = forms.CharField(
        label=_("Password of your account"),
        strip=False,
        widget=password_input("current-password"),
        error_messages={"required": _("Enter your password.")},
    )


class PasswordForm(ActionForm):
    """The password one has, and the one to have."""

    password = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=password_input("current-password"),
        error_messages={"required": _("Enter the password you have now.")},
    )
    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=password_input("new-password"),
        error_messages={"required": _("Enter the new password.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new_password"].help_text = new_password_help()

    def clean_new_password(self) -> str:
        """Held against every rule for passwords."""
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password


class AddressForm(ActionForm):
    """The address to sign in with from now on."""

    email = AddressField(label=_("New e-mail address"))
