"""The words that templates are written in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from console.shell.decision import Decision, Helper
from console.shell.moments import ago
from console.shell.names import initials
from console.shell.widgets import ExplainedChoice

REFUSED = Decision(
    False,
    "Only <b>they</b> may.",
    find_helpers=lambda: [Helper("Lara", "", ""), Helper("Ann", "", "")],
)


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Lara Legal", "LL"),
        ("lara.legal@alpine.example", "LL"),
        ("Anna Maria von Ost", "AO"),
        ("日本 太郎", "日太"),
        ("straße", "S"),
        ("ßen", "S"),
        ("", "?"),
        ("— !", "?"),
    ],
)
def test_it_shortens_a_name_to_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(hours=2, minutes=10), "2\xa0hours ago"),
        (timedelta(days=30), "23 Oct 2026"),
        (timedelta(days=-1), "23 Nov 2026, 12:00"),
    ],
)
def test_it_says_how_long_ago(age: timedelta, words: str) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with timezone.override("UTC"):
        assert f">{words}</time>" in ago(now - age, now)


def test_it_keeps_the_moment_itself_beside_its_words() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with timezone.override("Europe/Zurich"):
        drawn = ago(now - timedelta(hours=2), now)
    assert 'datetime="2026-11-22T10:00:00Z"' in drawn
    assert 'title="22 Nov 2026, 11:00"' in drawn


def test_it_leaves_an_allowed_control_alone() -> None:
    drawn = draw("{% why d %}<button>Go</button>{% endwhy %}", d=Decision(True, "yes"))
    assert drawn == "<button>Go</button>"


def test_it_closes_a_refused_control_and_says_why() -> None:
    drawn = draw(
        '{% why d %}<button class="button" name="a" value="1" hx-post="/x">Go</button>{% endwhy %}',
        d=REFUSED,
    )
    assert '<button class="button" aria-disabled="true" aria-describedby="why-' in drawn
    assert 'type="button"' in drawn
    assert "hx-post" not in drawn
    assert "Only &lt;b&gt;they&lt;/b&gt; may. Lara or Ann can." in drawn


def test_it_takes_the_address_from_a_refused_link() -> None:
    drawn = draw('{% why d %}<a class="button" href="/x">Go</a>{% endwhy %}', d=REFUSED)
    assert "/x" not in drawn
    assert 'role="link" tabindex="0"' in drawn


class Example(forms.Form):
    """A field of text and a choice."""

    name = forms.CharField(max_length=5, help_text="Short.")
    level = forms.ChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=ExplainedChoice(reasons={"b": "Closed to you"})
    )


def test_it_ties_label_hint_and_error_to_the_field_and_keeps_what_was_typed() -> None:
    drawn = draw("{% field form.name %}", form=Example({"name": '<i>"too long'}))
    assert '<label for="id_name">' in drawn
    assert 'value="&lt;i&gt;&quot;too long"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn


def test_it_says_beside_a_closed_choice_why_it_is_closed() -> None:
    drawn = draw("{% field form.level cards=True %}", form=Example())
    closed = drawn[drawn.index('value="b"') :]
    assert "disabled" in closed
    assert 'aria-describedby="id_level_1_reason"' in closed
    assert '<small id="id_level_1_reason">Closed to you</small>' in closed
