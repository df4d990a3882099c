"""Forms that start transfers in, start a failed one again, and give one up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.forms import ActionForm, new_key
from products.models import Contact
from products.transfer_cards import cards_for
from products.transfer_lines import LONGEST_CODE, MOST_CHARACTERS, Checked

MOST_CARDS = 200
_CODE_ATTRS = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class StartForm(ActionForm):
    """One domain or many, who holds them, and what the person was shown."""

    text = forms.CharField(
        label=_("Domains and their authorization codes"),
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono", **_CODE_ATTRS}),
        error_messages={
            "required": _("Write at least one domain."),
            "max_length": _("This list is too long. Send it in parts."),
        },
    )
    holder = forms.ModelChoiceField(
        label=_("Holder"),
        queryset=Contact.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose who holds the domains."),
            "invalid_choice": _("This contact card is not there any more. Choose another one."),
        },
    )
    key = forms.RegexField(r"^[A-Za-z0-9_-]{16,32}$", widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key()
        holder: Any = self.fields["holder"]
        holder.queryset = cards_for(actor).order_by("company", "full_name", "pk")
        shown = [(each.pk, str(each)) for each in holder.queryset[:MOST_CARDS]]
        holder.choices = shown
        self.has_cards = bool(shown)
        self.checked = Checked()


class RestartForm(ActionForm):
    """A new code, for the attempt that failed."""

    authorization_code = forms.CharField(
        label=_("New authorization code"),
        required=False,
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"class": "mono", **_CODE_ATTRS}),
        help_text=_("The present registrar gives it to you. It is used once and shown nowhere."),
        error_messages={"max_length": _("An authorization code is not that long.")},
    )
    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_code: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authorization_code"].required = needs_code
        self.fields["authorization_code"].error_messages["required"] = _(
            "Type the authorization code of the present registrar."
        )


class GiveUpForm(ActionForm):
    """The attempt that failed."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
