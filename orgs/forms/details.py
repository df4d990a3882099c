"""What an Organization says about itself, and its logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from console.shell.forms import INCOMPLETE, ActionForm
from console.shell.zones import time_zones
from orgs.countries import country_choices
from orgs.forms.text import clean_line
from orgs.models import Organization
from orgs.phones import LONGEST_TYPED, clean_phone
from orgs.pictures import repaint

_TOO_LONG = _("This has more than %(limit_value)d characters. Shorten it.")


class _Line(forms.CharField):
    """One line of visible characters."""

    def __init__(self, *, length: int, complete: str, **kwargs: Any) -> None:
        errors = {"required": _("Give the organization a name."), "max_length": _TOO_LONG}
        widget = forms.TextInput(attrs={"autocomplete": complete})
        super().__init__(max_length=length, error_messages=errors, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """The text; raises a sentence for line breaks and hidden marks."""
        return clean_line(super().clean(value))


class DetailsForm(ActionForm):
    """Name, kind, postal address, phone and time zone; `version` is the state one looked at."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Organization.Kind,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a person or a company."),
            "invalid_choice": _("Choose a person or a company."),
        },
    )
    name = _Line(
        label=_("Name"),
        length=200,
        complete="organization",
        help_text=_("The legal name of a company, or the first and last name of a person."),
    )
    street = _Line(
        label=_("Street and number"), length=200, complete="address-line1", required=False
    )
    postal_code = _Line(label=_("Postal code"), length=20, complete="postal-code", required=False)
    city = _Line(label=_("City"), length=120, complete="address-level2", required=False)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={
            "required": _("Choose a country of the list."),
            "invalid_choice": _("Choose a country of the list."),
        },
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=LONGEST_TYPED,
        help_text=_("With its country, like +41 44 333 44 55, or as it is dialed in the country."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": _TOO_LONG},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("Days are counted in it: when something expires, when a reminder leaves."),
        error_messages={
            "required": _("Choose a time zone of the list."),
            "invalid_choice": _("Choose a time zone of the list."),
        },
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE, "min_value": INCOMPLETE},
    )

    def clean(self) -> dict[str, Any]:
        """A phone number is read in the country that was chosen beside it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "phone" in cleaned:
            try:
                cleaned["phone"] = clean_phone(cleaned["phone"], cleaned.get("country", ""))
            except ValidationError as no:
                self.add_error("phone", no)
        return cleaned


class LogoForm(ActionForm):
    """A picture to be painted anew."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 2 MB. It is shown at most 256 pixels wide."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": _("Choose a picture first."),
            "invalid": _("Choose a picture first."),
            "empty": _("This file is empty. Choose another one."),
            "max_length": _("The name of this file is too long. Rename it, then choose it again."),
        },
    )

    def clean_logo(self) -> bytes:
        """The picture as a PNG of ours."""
        file = self.cleaned_data["logo"]
        return repaint(file, file.size)


class IdleForm(ActionForm):
    """How long sessions may idle; `was` is what the person saw. Empty is the usual rule."""

    idle_hours = forms.IntegerField(required=False, error_messages={"invalid": INCOMPLETE})
    was = forms.IntegerField(required=False, error_messages={"invalid": INCOMPLETE})


class CloseForm(ActionForm):
    """The name of the Organization, typed before it is deleted."""

    name = forms.CharField(
        label=_("Name of the organization"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Type the name of the organization."),
            "max_length": _TOO_LONG,
        },
    )
