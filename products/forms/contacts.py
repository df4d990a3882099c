"""What stands on a contact card."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from auth2fa.fields import AddressField
from console.shell.forms import INCOMPLETE, ActionForm
from orgs.countries import country_choices
from orgs.forms.text import clean_line
from orgs.phones import LONGEST_TYPED, clean_phone
from products.contact_cards import LONGEST_POSTAL_CODE, POSTAL_CODES, is_postal_code
from products.models import Contact

_TOO_LONG = _("This has more than %(limit_value)d characters. Shorten it.")
_COUNTRY = _("Choose a country of the list.")
_KIND = _("Choose a person or a company.")
_ADDRESS = _("This is no e-mail address. Write it like name@example.com.")


class _Line(forms.CharField):
    """One line of visible characters."""

    def __init__(self, *, missing: Any = "", complete: str, **kwargs: Any) -> None:
        errors = {"required": missing, "max_length": _TOO_LONG}
        widget = forms.TextInput(attrs={"autocomplete": complete})
        super().__init__(error_messages=errors, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """The text; raises a sentence for line breaks and hidden marks."""
        return clean_line(super().clean(value))


class ContactForm(ActionForm):
    """A person or a company with a postal address, a phone number and an e-mail address."""

    kind = forms.ChoiceField(
        label=_("Who is it?"),
        choices=Contact.Kind,
        widget=forms.RadioSelect,
        initial=Contact.Kind.COMPANY,
        error_messages={"required": _KIND, "invalid_choice": _KIND},
    )
    company = _Line(
        label=_("Company"),
        max_length=200,
        complete="organization",
        help_text=_("Its legal name: the company is then the holder. A person leaves this empty."),
        missing=_("Write the legal name of the company."),
    )
    full_name = _Line(
        label=_("First and last name"),
        max_length=200,
        complete="name",
        help_text=_("Of the person, or of whoever answers for the company."),
        missing=_("Write the first and last name."),
    )
    street = _Line(
        label=_("Street and number"),
        max_length=200,
        complete="address-line1",
        missing=_("Write the street and the number."),
    )
    postal_code = _Line(
        label=_("Postal code"),
        max_length=LONGEST_POSTAL_CODE,
        complete="postal-code",
        missing=_("Write the postal code."),
    )
    city = _Line(
        label=_("City"), max_length=120, complete="address-level2", missing=_("Write the city.")
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={"required": _COUNTRY, "invalid_choice": _COUNTRY},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=LONGEST_TYPED,
        help_text=_("With its country, like +41 44 333 44 55, or as it is dialed in the country."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Write a phone number."), "max_length": _TOO_LONG},
    )
    email = AddressField(
        label=_("E-mail address"),
        help_text=_("Letters about expiry and about changes of the holder go there."),
        error_messages={"required": _("Write an e-mail address."), "invalid": _ADDRESS},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get(self.add_prefix("kind")) == Contact.Kind.PERSON:
            self.fields["company"].required = False

    def clean_postal_code(self) -> str:
        """In capitals, with single spaces. Letters that are not plain stay and are refused: some
        become two in capitals, or turn into plain ones."""
        code = " ".join(str(self.cleaned_data["postal_code"]).split())
        return code.upper() if code.isascii() else code

    def clean(self) -> dict[str, Any]:
        """A company has its name and a person none; phone and postal code are read in the
        country that was chosen beside them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, company, country = (cleaned.get(key) for key in ("kind", "company", "country"))
        if kind == Contact.Kind.PERSON and company:
            self.add_error("company", _("A person has no company here. Empty this field."))
        if "phone" in cleaned:
            try:
                cleaned["phone"] = clean_phone(cleaned["phone"], country or "")
            except ValidationError as no:
                self.add_error("phone", no)
        code = cleaned.get("postal_code", "")
        if code and country and not is_postal_code(code, country):
            self.add_error("postal_code", _wrong_code(country))
        return cleaned


class ContactEditForm(ContactForm):
    """The same for a card that exists; `version` is the state the person looked at."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages={
            "required": INCOMPLETE,
            "invalid": INCOMPLETE,
            "min_value": INCOMPLETE,
            "max_value": INCOMPLETE,
        },
    )


class ContactDeleteForm(ActionForm):
    """No field: the card stands in the address."""


def _wrong_code(country: str) -> ValidationError:
    known = POSTAL_CODES.get(country)
    if known is None:
        return ValidationError(_("A postal code has letters, digits, spaces and hyphens."))
    sentence = _("A postal code of this country has %(pattern)s.")
    return ValidationError(sentence, params={"pattern": known[1]})
