"""Inputs that say more than HTML's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import RadioSelect


class ExplainedChoice(RadioSelect):
    """Radio buttons where each choice says what it means, or why it is closed.

    `hints` and `badges` are words for a value; a value in `reasons` cannot be chosen, and its
    reason stands where the hint would. Shown as cards by `{% field form.role cards=True %}`.
    """

    def __init__(
        self,
        *,
        hints: Mapping[str, Any] | None = None,
        reasons: Mapping[str, Any] | None = None,
        badges: Mapping[str, Any] | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.hints, self.reasons, self.badges = hints or {}, reasons or {}, badges or {}

    def create_option(
        self,
        name: str,
        value: Any,
        label: int | str,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Add the words of this value, and tie a reason to its closed input."""
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        key = str(value)
        option |= {"hint": self.hints.get(key), "badge": self.badges.get(key)}
        if reason := self.reasons.get(key):
            option["reason"] = reason
            option["attrs"]["disabled"] = True
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}_reason"
        return option
