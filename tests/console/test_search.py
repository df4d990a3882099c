"""Search over everything: only what the person may see, whatever words are typed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orgs.models import Team
from tests.conftest import Cast

As = Callable[..., Client]
PATH = "/o/alpine/search/"


def lines(client: Client, text: str) -> list[str]:
    """The labels that the page shows for these words."""
    page = client.get(PATH, {"q": text}).content.decode()
    return re.findall(r'<a class="name" href="[^"]*">([^<]*)</a>', page)


def test_it_finds_a_person_by_parts_of_the_name_in_any_order(cast: Cast, as_: As) -> None:
    assert "Cora Collaborator ALPINEMARK" in lines(as_("administrator"), "collab cora")
    assert "Cora Collaborator ALPINEMARK" not in lines(as_("administrator"), "collab corb")


def test_it_puts_first_whose_name_begins_so(cast: Cast, as_: As) -> None:
    assert lines(as_("administrator"), "l")[0] == "Lara Legal ALPINEMARK"
    found = lines(as_("administrator"), "leg")
    assert found.index("Lara Legal ALPINEMARK") < found.index("Leon Legal ALPINEMARK")


def test_it_searches_addresses_only_for_whoever_may_see_them(cast: Cast, as_: As) -> None:
    address = cast["collaborator"].email
    assert lines(as_("administrator"), address) == ["Cora Collaborator ALPINEMARK"]
    assert lines(as_("accounting"), address) == []


def test_an_external_finds_no_people_and_no_teams(cast: Cast, as_: As) -> None:
    assert lines(as_("external"), "cora") == []
    assert lines(as_("external"), "web") == []


def test_it_finds_a_team(cast: Cast, as_: As) -> None:
    assert "Web ALPINEMARK" in lines(as_("collaborator"), "web")


def test_it_finds_nothing_of_a_neighbor(cast: Cast, as_: As) -> None:
    Team.objects.create(organization=cast.rival, name="Secret RIVALMARK")
    client = as_("legal")
    for text in ("Stella", "RIVALMARK", "Secret"):
        assert "RIVALMARK" not in client.get(PATH, {"q": text}).content.decode().replace(
            f"“{text}”", ""
        ).replace(f'value="{text}"', "").replace(f"“{text}”", "")


def test_it_offers_what_can_be_done_to_a_person(cast: Cast, as_: As) -> None:
    found = lines(as_("administrator"), "role cora")
    assert "Modify the role: Cora Collaborator ALPINEMARK" in found


def test_it_offers_no_change_that_the_gate_would_refuse(cast: Cast, as_: As) -> None:
    assert not [line for line in lines(as_("administrator"), "role lara") if "Modify" in line]
    assert not [line for line in lines(as_("collaborator"), "role emil") if "Modify" in line]
    assert [line for line in lines(as_("legal2"), "role lara") if "Modify" in line]


def test_an_emergency_is_two_words_away(cast: Cast, as_: As) -> None:
    assert lines(as_("administrator"), "suspend emil") == ["Suspend: Emil External ALPINEMARK"]
    assert lines(as_("administrator"), "suspend lara") == []
    assert lines(as_("accounting"), "suspend emil") == []


def test_a_verb_alone_says_how_to_go_on(cast: Cast, as_: As) -> None:
    page = as_("administrator").get(PATH, {"q": "modify"}).content.decode()
    assert "Type a name after it" in page


def test_it_finds_pages_and_things_to_do(cast: Cast, as_: As) -> None:
    assert "Activity" in lines(as_("administrator"), "acti")
    assert "Change my password" in lines(as_("external"), "change pass")
    assert "Ask who may do what" in lines(as_("external"), "who may")


def test_a_page_of_the_sidebar_that_is_not_ones_own_is_not_found(cast: Cast, as_: As) -> None:
    page = as_("collaborator").get(PATH, {"q": "activity"}).content.decode()
    assert "/o/alpine/activity/" not in page


@pytest.mark.parametrize(
    "text", ["", "   ", "\0", "%", "_", "\\", "a" * 5000, "é̀'\"<b>", "()*+?[", "😀"]
)
def test_it_answers_whatever_is_typed(cast: Cast, as_: As, text: str) -> None:
    answer = as_("legal").get(PATH, {"q": text})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_a_sign_of_a_pattern_finds_itself_only(cast: Cast, as_: As) -> None:
    assert lines(as_("administrator"), "%") == []
    assert lines(as_("administrator"), "_") == []


def test_the_panel_holds_six_of_each_and_costs_few_queries(cast: Cast, as_: As) -> None:
    client = as_("administrator")
    client.get(PATH)  # the first request of a session notes that the person is there
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(
            PATH, {"q": "al"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="search-panel"
        )
    panel = answer.content.decode()
    assert panel.lstrip().startswith("<div")
    assert "<html" not in panel
    assert panel.count('id="found-people-') <= 6
    assert len(asked) <= 7, [each["sql"][:200] for each in asked]
