"""What is kept for everybody is of nobody."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation


def test_it_sees_no_variable() -> None:
    template = Template("{% once %}<p>{{ name }}</p>{% endonce %}{{ name }}")
    assert template.render(Context({"name": "Anna"})) == "<p></p>Anna"
    assert template.render(Context({"name": "Beat"})) == "<p></p>Beat"


def test_it_is_rendered_once_for_each_language() -> None:
    template = Template("{% once %}{% get_current_language as code %}{{ code }}{% endonce %}")
    for code in ("en", "de", "en"):
        with translation.override(code):
            assert template.render(Context()) == code
