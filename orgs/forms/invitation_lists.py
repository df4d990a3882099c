"""The form about many invitations at once."""

from __future__ import annotations

from typing import Any, Self, cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.forms import ActionForm
from orgs.forms.invitations import role_field
from orgs.invitation_steps import StepForm, steps_for
from orgs.invitations.list_check import CheckedList
from orgs.models import Role

INCOMPLETE_ACCESS = _("Something is missing in what they may reach. Nobody was invited yet.")


class ManyForm(ActionForm):
    """Addresses pasted, or a file of them, and the role of whoever has none of their own.

    `checked` are the lines once they were read; `list_text` is what stands in the field then.
    """

    text = forms.CharField(
        label=_("People"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off", "class": "mono"}
        ),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={"empty": _("This file is empty.")},
    )

    # How many could be invited when the person looked; another number is shown again first.
    seen_right = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.checked = CheckedList()
        self.list_text = str(self.data.get("text", ""))
        self.needs_proof = False
        self.fields["role"] = role_field(actor)
        self.fields["role"].label = _("Role of whoever has none in the list")
        self.typed = cast("QueryDict", self.data) if self.is_bound else QueryDict()
        self.steps = steps_for(actor, Role.COLLABORATOR)
        self.promise_forms = self.promises_for(Role.COLLABORATOR)
        # Somebody looks through what they could promise: nothing is wrong or checked yet.
        self.is_searching = self.typed.get("to") in self.steps

    def promises_for(self, role: str) -> dict[str, StepForm]:
        """What the apps ask, for whoever of the list has that role."""
        steps = steps_for(self.actor, role)
        return {name: step.form(self.actor, role, self.typed) for name, step in steps.items()}

    def clean(self) -> dict[str, Any]:
        """What is promised must be right for collaborators; for others each line says it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.is_searching and not all(
            form.is_valid() for form in self.promise_forms.values()
        ):
            self.add_error(None, INCOMPLETE_ACCESS)
        return cleaned

    @classmethod
    def of(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """With the file of the request, if one was chosen."""
        if request.method != "POST":
            return cls(**kwargs)
        return cls(request.POST, request.FILES, **kwargs)

    @property
    def is_as_shown(self) -> bool:
        """Whether the list can be sent: as many are right as the person was shown, and not more
        than one go does."""
        right = len(self.checked.right)
        return 0 < right == self.cleaned_data.get("seen_right") and not self.checked.is_too_many
