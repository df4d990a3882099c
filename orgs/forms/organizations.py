"""Forms about Organizations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import ActionForm
from orgs.forms.text import clean_line
from orgs.models import Organization


class OrganizationForm(ActionForm):
    """A further Organization (G16.3)."""

    kind = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=Organization.Kind,
        initial=Organization.Kind.COMPANY,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a person or a company.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("The legal name of a company, or the first and last name of a person."),
        error_messages={"required": _("Give the organization a name.")},
    )

    def clean_name(self) -> str:
        """One line of printable text."""
        return clean_line(self.cleaned_data["name"])
