"""What higher apps ask in the assistant of an invitation; they register in `ready`.

A step is a form and a template. What it comes to stands in the invitation under the name of the
follower that keeps its word (`orgs.following`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from console.shell.actor import Actor
from orgs.following import Line


class StepForm(forms.Form):
    """What one step asks; `promised` is what a valid one comes to, empty for nothing."""

    promised: Mapping[str, Any] = {}

    def say_nothing_yet(self) -> None:
        """Somebody is still at it: what is missing so far is no mistake."""
        self.errors.clear()


class InvitationStep:
    """One step between *Who* and *Check*, for the roles that it concerns."""

    title: ClassVar[Line]
    template: ClassVar[str]
    # What its template sends. It travels hidden through the other steps, so that nothing is lost.
    fields: ClassVar[Sequence[str]]

    def concerns(self, actor: Actor, role: str) -> bool:
        """Whether somebody invited with that role can be promised anything by the actor."""
        raise NotImplementedError

    def form(self, actor: Actor, role: str, data: QueryDict) -> StepForm:
        """The form, bound to what was sent so far; what was not sent yet is no mistake."""
        raise NotImplementedError

    def shown(self, actor: Actor, form: StepForm) -> Mapping[str, Any]:
        """What its template shows beside the form."""
        return {}

    def context(self, actor: Actor, form: StepForm) -> dict[str, Any]:
        """Everything that a page needs to show it."""
        facts = {"title": self.title, "template": self.template, "form": form}
        return {**facts, **self.shown(actor, form)}


_steps: dict[str, InvitationStep] = {}


def register(name: str, step: InvitationStep) -> None:
    """Add a step by the full name of its follower (`products.grants`); twice is a mistake."""
    if name in _steps:
        raise ValueError(f"{name} is a step already")
    _steps[name] = step


def fields() -> tuple[str, ...]:
    """Everything that any of them sends."""
    return tuple(name for step in _steps.values() for name in step.fields)


def steps_for(actor: Actor, role: str) -> dict[str, InvitationStep]:
    """Those that concern the role, by name."""
    return {name: step for name, step in _steps.items() if step.concerns(actor, role)}


def forms_for(actor: Actor, role: str, data: QueryDict) -> dict[str, StepForm]:
    """Their forms, by name."""
    return {name: step.form(actor, role, data) for name, step in steps_for(actor, role).items()}
