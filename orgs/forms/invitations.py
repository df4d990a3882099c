"""Forms about invitations: one person in three steps, many at once, and the answer."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from auth2fa.fields import AddressField, NameField
from auth2fa.forms.signing import new_password_help, password_input
from auth2fa.models import User
from console.shell.actor import Actor
from console.shell.forms import INCOMPLETE, ActionForm
from console.shell.widgets import ExplainedChoice
from orgs.choices import GIVE_HIGHEST
from orgs.invitation_steps import forms_for, steps_for
from orgs.invitations.objections import objections, teams_to_give
from orgs.invitations.wanted import Wanted
from orgs.models import Invitation, Role
from orgs.policy import decide
from orgs.roles import DESCRIPTIONS, may_grant
from orgs.topics import all_topics, default_choices, topics_for

# The order of the assistant, with what the apps ask after the first; the last one only shows.
WHO, MORE, CHECK = "who", "more", "check"
_STEP_OF = {"teams": MORE, "topics": MORE, "topics_of": MORE}


def role_field(actor: Actor) -> forms.ChoiceField:
    """All roles, each with what it means; those the actor cannot give are closed."""
    closed = {
        role.value: decide(actor, GIVE_HIGHEST).reason
        for role in Role
        if not may_grant(actor, role)
    }
    return forms.ChoiceField(
        label=_("Role"),
        choices=Role,
        initial=Role.COLLABORATOR,
        widget=ExplainedChoice(hints={**DESCRIPTIONS}, reasons=closed),
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("There is no such role. Choose one of the list."),
        },
    )


class InvitationForm(ActionForm):
    """Whom to invite, as what, with what of the apps, into which teams, told about what (G1.13).

    Every step carries the fields of the others, so that nothing typed is lost and nothing is
    kept between them.
    """

    FIELDS: ClassVar[list[str]] = [
        "email", "role", "has_accounting", "teams", "topics", "topics_of",
    ]  # fmt: skip

    email = AddressField(
        help_text=_("The invitation goes there, and only this address can accept it."),
    )
    has_accounting = forms.BooleanField(
        label=_("With the accounting right"),
        help_text=_("Orders, renewals, invoices and payment profiles. For collaborators only."),
        required=False,
    )
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("This team is not there any more.")},
    )
    topics = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("This topic is not there any more.")},
    )
    # For which role the topics were ticked: for another one its usual ones are offered anew.
    topics_of = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    # Never sent: here stands that something is wrong in a step of another app.
    promises = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["role"] = role_field(actor)
        self.order_fields(self.FIELDS)
        sent = str(self.data.get("role", "")) if self.is_bound else Role.COLLABORATOR.value
        self.steps = steps_for(actor, sent) if sent in Role.values else {}
        self.typed = cast("QueryDict", self.data) if self.is_bound else QueryDict()
        self.promise_forms = forms_for(actor, sent, self.typed) if self.steps else {}
        self.team_rows = teams_to_give(actor)
        teams: Any = self.fields["teams"]
        teams.choices = [(pk, team.name) for pk, team in self.team_rows.items()]
        topics: Any = self.fields["topics"]
        topics.choices = [
            (f"{topic.name}:{way}", topic.name) for topic in all_topics() for way in topic.ways
        ]

    def clean(self) -> dict[str, Any]:
        """Everything the action would refuse is said here already, beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role = cleaned.get("role", "")
        accounting = bool(cleaned.get("has_accounting")) and role == Role.COLLABORATOR
        ticked, of = set(cleaned.pop("topics", ())), cleaned.pop("topics_of", "")
        chosen = {}
        if of == self.topics_key(role, accounting):
            usual = default_choices(role, has_accounting=accounting)
            chosen = {
                topic.name: ways
                for topic in topics_for(role, has_accounting=accounting)
                if (ways := [way.value for way in topic.ways if f"{topic.name}:{way}" in ticked])
                != usual[topic.name]
            }
        cleaned |= {
            "has_accounting": accounting,
            "preferences": chosen,
            "teams": tuple(cleaned.get("teams", ())),
        }
        cleaned.pop("promises", None)
        forms_of = self.promise_forms.items() if role else ()
        self.wrong_promises = [name for name, form in forms_of if not form.is_valid()]
        if self.wrong_promises:
            self.add_error("promises", str(INCOMPLETE))
        cleaned["grants"] = {name: form.promised for name, form in forms_of if form.promised}
        if "email" in cleaned and role:
            wanted = Wanted(cleaned["email"], role, accounting, cleaned["teams"])
            no = objections(self.actor, [wanted])[0]
            if no is not None:
                self.add_error(no.field, str(no.sentence))
        return cleaned

    @staticmethod
    def topics_key(role: str, has_accounting: bool) -> str:
        """Names the topics that somebody of that role may be told about."""
        return f"{role}+accounting" if has_accounting else role

    def step_for(self, asked: str) -> str:
        """The step to show: the one asked for, or the first before it where something is wrong."""
        names = self.step_names
        asked = asked if asked in names else names[-1]
        fields = [name for name in self.errors if name not in {"__all__", "promises"}]
        wrong = {*(_STEP_OF.get(name, WHO) for name in fields), *self.wrong_promises}
        return next((each for each in names if each in wrong or each == asked), asked)

    @property
    def step_names(self) -> tuple[str, ...]:
        """The steps for the role that was chosen, in their order."""
        return (WHO, *self.steps, MORE, CHECK)


class NewcomerForm(ActionForm):
    """The account that joins by an invitation: a name and a password; the address is known."""

    full_name = NameField(
        label=_("First and last name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=password_input("new-password"),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = new_password_help()

    def clean(self) -> dict[str, Any]:
        """The password is held against every name around."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            somebody = User(email=self.invitation.email, full_name=cleaned.get("full_name", ""))
            somebody.names_around = [self.invitation.organization.name]  # type: ignore[attr-defined]
            try:
                validate_password(password, somebody)
            except forms.ValidationError as no:
                self.add_error("password", no)
        return cleaned
