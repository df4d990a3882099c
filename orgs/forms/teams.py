"""Forms about teams."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import INCOMPLETE, ActionForm
from orgs.forms.text import clean_line

# As long as the text of 500 addresses can be.
LONGEST_PASTE = 130_000


class TeamForm(ActionForm):
    """What a team is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("For example the department, or what these people work on."),
        error_messages={
            "required": _("Give the team a name."),
            "max_length": _("A name has at most 200 characters; this one has %(show_value)d."),
        },
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=300,
        required=False,
        help_text=_("One line, for whoever wonders what the team is for. May stay empty."),
        error_messages={
            "max_length": _(
                "A description has at most 300 characters; this one has %(show_value)d."
            ),
        },
    )

    def clean_name(self) -> str:
        """One line of printable text."""
        return clean_line(self.cleaned_data["name"])

    def clean_description(self) -> str:
        """One line of printable text, or none."""
        return clean_line(self.cleaned_data["description"])


class TeamEditForm(TeamForm):
    """The same for a team that exists; `version` is the state the person looked at."""

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


class LeaderForm(ActionForm):
    """Who led the team on the page that was looked at; 0 for nobody."""

    seen = forms.IntegerField(
        min_value=0,
        max_value=2**63 - 1,
        error_messages={
            "required": INCOMPLETE,
            "invalid": INCOMPLETE,
            "min_value": INCOMPLETE,
            "max_value": INCOMPLETE,
        },
    )

    def clean_seen(self) -> int | None:
        """A number, or nobody."""
        return self.cleaned_data["seen"] or None


class PasteForm(ActionForm):
    """Addresses, one a line; commas and semicolons part them too."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line, or parted by commas or semicolons; 500 at most."),
        error_messages={
            "required": _("Paste at least one address."),
            "max_length": _("That is too much text. Paste 500 addresses at most."),
        },
    )
