"""Forms about contact preferences."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import ActionForm
from orgs.topics import Group, Way

UNKNOWN = {"required": _("This form is incomplete. Load the page again.")}


class PreferenceForm(ActionForm):
    """One switch."""

    topic = forms.CharField(max_length=60, error_messages=UNKNOWN)
    way = forms.ChoiceField(
        choices=Way,
        error_messages={**UNKNOWN, "invalid_choice": _("There is no such way.")},
    )
    is_on = forms.BooleanField(required=False)


class PreferenceGroupForm(ActionForm):
    """All switches of one group."""

    group = forms.ChoiceField(
        choices=Group,
        error_messages={**UNKNOWN, "invalid_choice": _("There is no such group.")},
    )
    is_on = forms.BooleanField(required=False)
