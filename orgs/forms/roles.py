"""The form that gives a role."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import INCOMPLETE, ActionForm
from orgs.models import Role


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
            "required": INCOMPLETE,
            "invalid": INCOMPLETE,
        },
    )
