"""The form about many invitations at once."""

from __future__ import annotations

from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.pasted import PastedForm
from orgs.forms.invitations import role_field
from orgs.invitation_steps import StepForm, forms_for, steps_for
from orgs.invitations.list_check import CheckedList
from orgs.models import Role

INCOMPLETE_ACCESS = _("Something is missing in what they may reach. Nobody was invited yet.")


class ManyForm(PastedForm):
    """Addresses, the role of whoever has none of their own, and what the apps promise to all."""

    checked: CheckedList

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.checked = CheckedList()
        self.needs_proof = False
        self.fields["text"].label = _("People")
        self.fields["role"] = role_field(actor)
        self.fields["role"].label = _("Role of whoever has none in the list")
        self.typed = cast("QueryDict", self.data) if self.is_bound else QueryDict()
        self.steps = steps_for(actor, Role.COLLABORATOR)
        self._promises: dict[str, dict[str, StepForm]] = {}
        # Somebody looks through what they could promise: nothing is wrong or checked yet.
        self.is_searching = self.typed.get("to") in self.steps

    @property
    def promise_forms(self) -> dict[str, StepForm]:
        """Those that the page shows: what collaborators are promised."""
        return self.promises_for(Role.COLLABORATOR)

    def promises_for(self, role: str) -> dict[str, StepForm]:
        """What the apps ask, for whoever of the list has that role."""
        if role not in self._promises:
            self._promises[role] = forms_for(self.actor, role, self.typed)
        return self._promises[role]

    def clean(self) -> dict[str, Any]:
        """What is promised must be right for collaborators; for others each line says it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked = () if self.is_searching else self.promise_forms.values()
        if not all(form.is_valid() for form in asked):
            self.add_error(None, INCOMPLETE_ACCESS)
        return cleaned
