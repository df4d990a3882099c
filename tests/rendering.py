"""Templates rendered as in production, or with Django's notes of them in the answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.template.base import PartialTemplate, Template
from django.test.utils import _TestState, instrumented_test_render


def render_plainly() -> None:
    """From now on nothing is noted."""
    Template._render = _TestState.saved_data.template_render
    PartialTemplate._render = _TestState.saved_data.partial_template_render


@contextmanager
def noted() -> Iterator[None]:
    """Answers of Django's client have their `context` and `templates`."""
    Template._render = PartialTemplate._render = instrumented_test_render
    try:
        yield
    finally:
        render_plainly()
