"""The forms of removing somebody, one for each screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import ActionForm
from console.shell.widgets import ExplainedChoice
from orgs.removal import Part

# Before the name of the follower that asks.
QUESTION = "choice-"


class ChoicesForm(ActionForm):
    """An answer to everything that is asked; none is chosen beforehand.

    `answered` are those given before, when somebody comes back to this screen.
    """

    def __init__(
        self,
        *args: Any,
        parts: Sequence[Part],
        answered: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for part in parts:
            if part.is_question:
                self.fields[QUESTION + part.name] = _question(part, (answered or {}).get(part.name))

    @property
    def questions(self) -> list[str]:
        """The names of the fields that ask."""
        return [name for name in self.fields if name.startswith(QUESTION)]

    def clean(self) -> dict[str, Any]:
        """The answers under one name, as the actions take them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        names = [name for name in cleaned if name.startswith(QUESTION)]
        choices = {name.removeprefix(QUESTION): cleaned.pop(name) for name in names}
        return {**cleaned, "choices": choices}


class ReadForm(ActionForm):
    """The second screen: a box to tick."""

    is_read = forms.BooleanField(
        label=_("I have read what ends, and that it ends for good"),
        error_messages={"required": _("Tick the box to go on.")},
    )


class ConfirmForm(ActionForm):
    """The last screen: one's own sign-in address, and a box. Neither reaches the action."""

    own_email = forms.CharField(
        label=_("Your own e-mail address"),
        help_text=_("The one you sign in with, not that of the person you remove."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the e-mail address you sign in with.")},
    )
    is_sure = forms.BooleanField(
        label=_("Yes, remove this user for good"),
        error_messages={"required": _("Tick the box to remove this user.")},
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_own_email(self) -> str:
        """As it is typed, but for capitals."""
        typed = str(self.cleaned_data["own_email"])
        if typed.casefold() != self.own.casefold():
            raise forms.ValidationError(
                _("This is not the address you sign in with. Type your own, not theirs.")
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """Nothing of it is for the action."""
        super().clean()
        return {}


def _question(part: Part, answer: str | None) -> forms.ChoiceField:
    consequence = part.consequence
    return forms.ChoiceField(
        label=str(consequence.question or consequence.sentence),
        choices=[(choice.value, str(choice.label)) for choice in consequence.choices],
        widget=ExplainedChoice(hints={each.value: each.hint for each in consequence.choices}),
        initial=answer,
        error_messages={
            "required": _("Choose what shall happen."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
