"""What every page has around it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.conftest import Cast

pytestmark = pytest.mark.django_db
GUIDE = "/styleguide/"


def test_it_configures_htmx_to_run_nothing(client: Client) -> None:
    script = b"".join(client.get("/static/htmx.js")).decode()  # type: ignore[arg-type]
    found = re.fullmatch(r"Object\.assign\(htmx\.config,(.+)\);", script.splitlines()[-1])
    assert found is not None
    config = json.loads(found[1])
    assert (
        config
        | {
            "allowEval": False,
            "allowScriptTags": False,
            "selfRequestsOnly": True,
            "historyCacheSize": 0,
            "historyRestoreAsHxRequest": False,
            "includeIndicatorStyles": False,
            "allowNestedOobSwaps": False,
        }
        == config
    )
    swapped = [each["code"] for each in config["responseHandling"] if each["swap"]]
    for status in ("200", "403", "404", "409", "422"):
        assert any(re.fullmatch(code, status) for code in swapped)
    assert not any(re.fullmatch(code, "500") for code in swapped)


def test_it_offers_to_sign_out_by_a_form(viewer: Client) -> None:
    page = viewer.get(GUIDE).content.decode()
    assert re.search(
        r'<form method="post" action="/accounts/logout/">.*?csrfmiddlewaretoken', page, re.S
    )


def test_the_rest_of_the_menu_at_the_avatar_comes_when_it_opens(viewer: Client) -> None:
    assert '<div id="me-more" data-load="/me/">' in viewer.get(GUIDE).content.decode()
    rest = viewer.get("/me/", headers={"HX-Request": "true", "HX-Target": "me-more"})
    assert rest.content.lstrip().startswith(b'<div id="me-more">')
    assert "/accounts/logout/" not in rest.content.decode(), "the page has it already"


def test_it_names_page_and_brand_in_the_title(viewer: Client) -> None:
    assert "<title>Style guide · Regie</title>" in viewer.get(GUIDE).content.decode()


def test_it_has_a_way_past_the_frame(viewer: Client) -> None:
    page = viewer.get(GUIDE).content.decode()
    assert page.index('<a class="skip" href="#main">') < page.index('<header class="topbar">')
    assert '<main class="main" id="main" tabindex="-1">' in page


def test_it_sends_the_main_part_alone_to_htmx(viewer: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "main"}
    part = viewer.get(GUIDE, headers=headers).content.decode()
    assert '<main class="main" id="main"' in part
    assert "<title>Style guide · Regie</title>" in part
    assert "topbar" not in part
    assert "<html" not in part


def test_it_brings_toasts_out_of_band(viewer: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "main"}
    part = viewer.get(f"{GUIDE}?toast=1", headers=headers).content.decode()
    _, _, toasts = part.partition('hx-swap-oob="beforeend:#toasts"')
    assert "Cora Collab is a collaborator now." in toasts


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_it_writes_the_chosen_theme(viewer: Client, cast: Cast, chosen: str) -> None:
    user = cast["administrator"]
    user.appearance = chosen
    user.save(update_fields=["appearance"])
    assert f'data-theme="{chosen}"' in viewer.get(GUIDE).content.decode()


def test_it_exists_in_demo_mode_only(viewer: Client, settings: object) -> None:
    assert viewer.get(GUIDE).status_code == 200
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    assert viewer.get(GUIDE).status_code == 404


def test_it_is_shown_to_nobody_who_is_not_signed_in(
    demo_mode: None, as_: Callable[..., Client]
) -> None:
    assert as_("anonymous").get(GUIDE).status_code == 302
