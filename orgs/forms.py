"""Forms about people and Organizations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import ActionForm
from orgs.models import Organization, Role


class RoleForm(ActionForm):
    """The role of one member; `version` is the state the person looked at."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("There is no such role. Choose one of the list."),
        },
    )
    has_accounting = forms.BooleanField(label=_("With the accounting right"), required=False)
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={
            "required": _("This form is incomplete. Open it again."),
            "invalid": _("This form is incomplete. Open it again."),
        },
    )


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


def clean_line(text: str) -> str:
    """A name: one line, no control or invisible characters; raises a sentence otherwise.

    Direction marks (U+202A–202E, U+2066–2069) could make a name read as another one.
    """
    text = " ".join(text.split(" ")).strip()
    if any(not letter.isprintable() for letter in text):
        raise forms.ValidationError(
            _("A name is one line of visible characters. Remove line breaks and special marks.")
        )
    return text
