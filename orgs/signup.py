"""Signing up: the account, and the Organization it belongs to."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from auth2fa import bridge
from auth2fa.actions.people import open_account
from auth2fa.fields import AddressField, NameField
from auth2fa.forms.signing import new_password_help, password_input
from auth2fa.models import User
from console.shell.actor import Actor
from orgs.actions.organizations import open_organization
from orgs.models import Organization


class SignUpForm(bridge.SignupForm):  # type: ignore[misc]
    """Who signs up, and for whom: themselves, or a company they represent (G16.2)."""

    field_order = ["full_name", "email", "password1", "kind", "organization_name"]

    full_name = NameField(
        label=_("First and last name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("E-mail address"),
        help_text=_("You sign in with it. A letter asks you to confirm it."),
    )
    kind = forms.ChoiceField(
        label=_("Who is the account for?"),
        choices=[
            (Organization.Kind.PERSON, _("For me")),
            (Organization.Kind.COMPANY, _("For a company, an association or an authority")),
        ],
        initial=Organization.Kind.PERSON,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whom the account is for."),
            "invalid_choice": _("Choose whom the account is for."),
        },
    )
    organization_name = NameField(
        label=_("Legal name of the company"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = new_password_help()
        self.fields["password1"].widget = password_input("new-password")
        self.fields["password1"].error_messages["required"] = _("Choose a password.")

    def clean(self) -> dict[str, Any]:
        """A company has a legal name; the password is held against every name typed."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        is_company = cleaned.get("kind") == Organization.Kind.COMPANY
        if is_company and cleaned.get("organization_name") == "":
            self.add_error("organization_name", _("Enter the legal name of the company."))
        self._check_password(cleaned)
        return cleaned

    def validate_unique_email(self, value: str) -> str:
        """Only the address of an account is taken, not one that somebody asked to change to."""
        self.account_already_exists = User.objects.filter(email=value).exists()
        return value

    def try_save(self, request: HttpRequest) -> Any:
        """For an address that has an account, do the same work and take it back.

        The answer and what it costs tell nobody which of the two it was; the letter does, to
        who reads the mail of that address.
        """
        if self.account_already_exists:
            with transaction.atomic():
                self.open_account(request, email=f"{secrets.token_hex(8)}@nobody.invalid")
                transaction.set_rollback(True)
        return super().try_save(request)

    def open_account(self, request: HttpRequest, *, email: str) -> User:
        """Open the account and its Organization (G1.1); who joins by an invitation signs up at
        its link (`orgs.invitations.newcomers`), and gets none."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        full_name = self.cleaned_data["full_name"]
        user = open_account(
            actor=actor,
            email=email,
            full_name=full_name,
            password=self.cleaned_data["password1"],
            language=get_language() or "en",
        )
        kind = self.cleaned_data["kind"]
        is_company = kind == Organization.Kind.COMPANY
        open_organization(
            actor=replace(actor, user_id=user.pk, name=str(user)),
            name=self.cleaned_data["organization_name"] if is_company else full_name,
            kind=kind,
            user=user,
        )
        return user

    def _check_password(self, cleaned: dict[str, Any]) -> None:
        password = cleaned.get("password1")
        if not password:
            return
        somebody = User(email=cleaned.get("email", ""), full_name=cleaned.get("full_name", ""))
        somebody.names_around = [cleaned.get("organization_name", "")]  # type: ignore[attr-defined]
        try:
            validate_password(password, somebody)
        except forms.ValidationError as no:
            self.add_error("password1", no)
