"""Rows drawn from a pattern are the rows that the template draws, byte for byte."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from django.utils.safestring import SafeString
from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.shell.lists import RowPattern
from orgs.member_list import FULL_LIST
from tests.shell.people import people_list

TEMPLATE = "orgs/member_list.html#member-row"
NASTY = "<b hx-get=/x hx-trigger=load id=balance hx-swap-oob=true>&amp;\"'`{{ 7|add:7 }}"
TEXTS = ("href", "name", "select", "actions", "initials", "email", "role", "teams", "seen")
FLAGS = ("is_external", "is_high", "suspended")
ROWS = st.fixed_dictionaries(
    {
        "pk": st.integers(1, 2**63 - 1),
        **{name: st.one_of(st.just(""), st.text()) for name in TEXTS},
        **{name: st.booleans() for name in FLAGS},
    }
)
HOSTILE = {"pk": 7, **dict.fromkeys(TEXTS, NASTY), **dict.fromkeys(FLAGS, False)}


@settings(deadline=None, max_examples=200)
@given(rows=st.lists(ROWS, max_size=4))
@example(rows=[HOSTILE])
@example(rows=[{**HOSTILE, "name": "\ue000email\ue001"}])
def test_it_draws_what_the_template_draws(rows: list[dict[str, object]]) -> None:
    template = get_template(TEMPLATE)
    expected = "".join(template.render({"row": row}) for row in rows)
    assert RowPattern(TEMPLATE).render(rows) == expected


def test_it_escapes_what_people_wrote() -> None:
    drawn = RowPattern(TEMPLATE).render([HOSTILE])
    assert "<b" not in drawn
    assert "&lt;b hx-get" in drawn


def test_it_trusts_only_markup_that_was_made_here() -> None:
    safe = SafeString("<i>made here</i>")
    assert safe in RowPattern(TEMPLATE).render([{**HOSTILE, "teams": safe}])


def test_it_says_what_is_missing(rf) -> None:  # type: ignore[no-untyped-def]
    from orgs.models import Membership

    listing = people_list().read(rf.get("/"), Membership.objects.none(), base_url="/")
    with pytest.raises(ImproperlyConfigured, match="people-table"):
        _ = listing.body


def test_a_list_made_of_another_remembers_nothing_of_it() -> None:
    """What one list shows to administrators must not come out of its sister without it."""
    whole = FULL_LIST
    fewer = replace(whole, fields=tuple(each for each in whole.fields if each != "user__email"))
    assert fewer.statements is not whole.statements
