"""Forms about moving products between Organizations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from auth2fa.fields import AddressField
from console.shell.forms import ActionForm
from orgs.models import Organization
from products.moving.ways import LINK, MAIL, PLACE, WAYS


class OfferForm(ActionForm):
    """How the offer reaches the other side, and that its terms are accepted."""

    way = forms.ChoiceField(
        label=_("How does the offer reach the other side?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how the offer reaches the other side."),
            "invalid_choice": _("Choose how the offer reaches the other side."),
        },
    )
    email = AddressField(required=False, label=_("E-mail address"))
    receiver = forms.ChoiceField(
        required=False,
        label=_("Organization"),
        error_messages={"invalid_choice": _("Choose one of your organizations.")},
    )
    terms = forms.BooleanField(
        label=_("I accept these terms"),
        error_messages={"required": _("Accept the terms first.")},
    )

    def __init__(self, *args: Any, places: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [way for way in WAYS if way != PLACE or places]
        self.fields["way"].choices = [(way, WAYS[way]) for way in ways]  # type: ignore[attr-defined]
        self.fields["receiver"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((each.slug, each.name) for each in places),
        ]
        self.has_places = bool(places)

    def clean(self) -> dict[str, Any]:
        """What belongs to another way is let go of."""
        cleaned = super().clean() or self.cleaned_data
        way = cleaned.get("way")
        if way in {LINK, PLACE}:
            self.errors.pop("email", None)
            cleaned["email"] = ""
        if way in {LINK, MAIL}:
            self.errors.pop("receiver", None)
            cleaned["receiver"] = ""
        return cleaned
