"""Forms about access to products."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.forms import INCOMPLETE, ActionForm
from console.shell.lists import ids_in
from console.shell.widgets import ExplainedChoice
from orgs.forms.text import clean_line
from orgs.invitation_steps import StepForm
from orgs.models import Organization
from products.catalog.types import catalog
from products.grant_ends import read_end
from products.grant_giving import Terms, refuse_reach
from products.grant_promising import promise
from products.models import CHOSEN_ONLY, Grant, Level

HINTS = {
    Level.VIEW: _("The product, its statistics and its tags"),
    Level.MANAGE: _("Also change it, and put tags on it"),
}


class TermsForm(ActionForm):
    """How far access goes, why, and until when; `seen` is when the page was made."""

    level = forms.ChoiceField(
        label=_("How far"),
        choices=Level.choices,
        widget=ExplainedChoice(hints={str(level): hint for level, hint in HINTS.items()}),
        error_messages={
            "required": _("Choose how far the access goes."),
            "invalid_choice": _("Choose how far the access goes."),
        },
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("They read it in their e-mail, and it stays in the log."),
        error_messages={
            "max_length": _("A reason has at most 300 characters; this one has %(show_value)d."),
        },
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The access ends by itself after that day. You both are told a week before."),
        error_messages={"invalid": _("Write the day as year-month-day, 2027-01-31 for example.")},
    )
    seen = forms.DateTimeField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE}
    )

    def clean_reason(self) -> str:
        """One line of printable text, or none."""
        return clean_line(self.cleaned_data["reason"])


class GiveForm(TermsForm):
    """And what it reaches; the ticks of products are read by `selected_ids`."""

    scope = forms.ChoiceField(
        choices=Grant.Scope.choices,
        error_messages={
            "required": _("Choose what the access reaches."),
            "invalid_choice": _("Choose what the access reaches."),
        },
    )
    type = forms.ChoiceField(
        label=_("Type"),
        required=False,
        error_messages={"invalid_choice": _("There is no such type. Choose one of the list.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        types = [(slug, each.plural) for slug, each in catalog().types.items()]
        self.fields["type"].choices = types  # type: ignore[attr-defined]


class PromiseForm(GiveForm, StepForm):
    """Access for somebody who is being invited, or none yet (G1.6, G1.13); without a scope, no
    mistake below it counts."""

    seen = None  # type: ignore[assignment]  # nobody has anything yet that could have changed

    def __init__(self, data: QueryDict, *, actor: Actor, role: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.actor, self.role = actor, role
        self.product_ids = ids_in(data.getlist("product"))
        self.fields["scope"].required = False
        # The letter of an invitation says nothing of it: it may come to the wrong address.
        self.fields["reason"].help_text = _("It stands beside their access, and in the log.")

    @property
    def is_chosen_only(self) -> bool:
        """Whether whoever is invited can hold nothing but chosen products."""
        return self.role in CHOSEN_ONLY

    def clean(self) -> dict[str, Any]:
        """Everything the action would refuse is said here already, beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("scope") and "scope" not in self.errors:
            self.errors.clear()
            return cleaned
        if self.errors:
            return cleaned
        organization = Organization.objects.get(pk=self.actor.here)
        scope, kind, level = cleaned["scope"], cleaned["type"], cleaned["level"]
        try:
            ends_at = read_end(cleaned["ends_on"], organization)
            if self.is_chosen_only and scope != Grant.Scope.PRODUCT:
                raise Refused(gettext("Externals get chosen products only."), field="scope")
            products = refuse_reach(self.actor, scope, self.product_ids, kind, level, hold=False)
        except Refused as no:
            self.add_error(no.field if no.field in self.fields else "scope", str(no))
            return cleaned
        terms = Terms(level, cleaned["reason"], ends_at)
        self.promised = promise(self.actor, organization, scope, products, kind, terms)
        return cleaned


class ProductForm(TermsForm):
    """Access to one product, from its own page; who gets it is looked up by the view."""

    holder = forms.CharField(
        max_length=40, error_messages={"required": _("Choose who gets the access.")}
    )

    def clean(self) -> dict[str, object]:
        """Without the holder: the view gives the one it found."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        cleaned.pop("holder", None)
        return cleaned


class TicksForm(ActionForm):
    """No field of its own: the ticks of a list are read by `selected_ids`."""
