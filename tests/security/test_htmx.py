"""htmx is told to do as little as it can, and gets fragments only where it may show them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client
from pytest_django import Settings

from tests.conftest import PASSWORD, Cast
from tests.matrix.world import start_demo

As = Callable[..., Client]
REQUIRED = {
    "allowEval": False,
    "allowScriptTags": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "includeIndicatorStyles": False,
    "allowNestedOobSwaps": False,
    "historyRestoreAsHxRequest": False,
}
PATHS = [
    "/o/alpine/",
    "/o/alpine/users/",
    "/o/alpine/why/",
    "/o/alpine/activity/",
    "/me/",
    "/me/security/",
    "/me/organizations/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/styleguide/",
    "/demo/outbox/",
    "/nothing/here/",
]


def scripts(page: str) -> list[str]:
    """The scripts of a page, in their order; none where something else tells htmx what to do."""
    found: list[str] = []

    class Scripts(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            values = dict(attrs)
            assert values.get("name") != "htmx-config"
            if tag == "script":
                assert "defer" in values
                found.append(values["src"] or "")

    Scripts().feed(page)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_every_page_takes_htmx_with_its_configuration(
    path: str, as_: As, client: Client, settings: Settings
) -> None:
    """Row 52."""
    start_demo(settings)
    browser = client if path.startswith("/accounts/") else as_("legal")
    page = browser.get(path).content.decode()
    first, _own = scripts(page)
    script = b"".join(client.get(first)).decode()  # type: ignore[arg-type]
    last = script.splitlines()[-1]
    configuration = json.loads(last.removeprefix("Object.assign(htmx.config,").removesuffix(");"))
    assert {name: configuration.get(name) for name in REQUIRED} == REQUIRED
    swapped = {each["code"] for each in configuration["responseHandling"] if each["swap"]}
    assert any("403" in code and "422" in code for code in swapped)
    assert not any("5" in code for code in swapped)


@pytest.mark.parametrize("path", PATHS[:7])
def test_the_past_is_drawn_whole(path: str, as_: As) -> None:
    """Row 55: whoever goes back gets the page, never a piece of it in its place."""
    browser = as_("legal")
    for more in ({"HX-History-Restore-Request": "true"}, {"HX-Boosted": "true"}):
        headers = {"HX-Request": "true", "HX-Target": "main", **more}
        assert "<html" in browser.get(path, headers=headers).content.decode()
    fragment = {"HX-Request": "true", "HX-Target": "main"}
    assert "<html" not in browser.get(path, headers=fragment).content.decode()


@pytest.mark.parametrize(
    "target", ["", "nothing", "../x", "dialog", "member-row", "block", "content", "<b>", "a#b#c"]
)
def test_no_other_piece_is_drawn_alone(target: str, as_: As) -> None:
    """Row 55: a piece that the view does not list is not answered, whatever it is called."""
    headers = {"HX-Request": "true", "HX-Target": target}
    answer = as_("legal").get("/o/alpine/users/", headers=headers)
    assert answer.status_code == 200
    assert "<html" in answer.content.decode()


@pytest.mark.parametrize(
    "here",
    [
        "//evil.example/o/alpine/users/",
        "https://evil.example/o/alpine/users/",
        "https:evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "http://testserver.evil.example/o/alpine/",
        "http://testserver@evil.example/o/alpine/",
        "http://testserver//evil.example/",
        "http://testserver/o/alpine/../../../evil/",
        "http://testserver/o/alpine/%0d%0aSet-Cookie:x=1/",
        "http://[broken/o/alpine/",
    ],
)
def test_where_the_browser_says_it_is_leads_nowhere_else(here: str, as_: As, cast: Cast) -> None:
    """Row 59: after a change and before a sign-in; no header of the answer leads away."""
    target = cast.membership("collaborator")
    headers = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": here}
    fields = {"role": "external", "version": "0"}
    paths = [
        (f"/o/alpine/users/{target.pk}/role/", fields),
        ("/me/", {"full_name": "N N", "language": "en", "time_zone": "UTC"}),
        ("/me/security/alerts/", {"sign_in_alerts": "every"}),
    ]
    for browser in (as_("legal"), as_("anonymous")):
        for path, sent in paths:
            answer = browser.post(path, sent, headers=headers)
            assert answer.status_code in {200, 302, 404}
            led = str({name: each for name, each in answer.items() if "Policy" not in name})
            assert "evil.example" not in led
            assert "javascript" not in led
            assert "Set-Cookie:x" not in led


@pytest.mark.parametrize("header", ["HX-Current-URL", "Referer"])
def test_an_address_that_is_none_breaks_nothing(header: str, as_: As, cast: Cast) -> None:
    """Row 71: a change is answered, and a stranger led to sign in, whatever stands there."""
    target = cast.membership("collaborator")
    headers = {"HX-Request": "true", header: "http://[broken/"}
    path, sent = f"/o/alpine/users/{target.pk}/role/", {"role": "external", "version": "0"}
    assert as_("legal").post(path, sent, headers=headers).status_code == 200
    assert as_("anonymous").post(path, sent, headers=headers).status_code == 200
    assert as_("anonymous").post(path, sent, headers={header: headers[header]}).status_code == 302


@pytest.mark.parametrize(
    "then",
    [
        "//evil.example",
        "https:evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "https://evil.example",
    ],
)
@pytest.mark.parametrize("is_fragment", [False, True])
def test_every_next_stays_on_the_site(then: str, is_fragment: bool, as_: As, cast: Cast) -> None:
    """Row 59: wherever an address of the console takes one, by POST and by GET, for both."""
    headers = {"HX-Request": "true", "HX-Target": "main"} if is_fragment else {}
    email = cast["legal"].email
    for path, sent in (
        ("/me/appearance/", {"appearance": "dark"}),
        ("/accounts/reauthenticate/", {"password": PASSWORD}),
        ("/accounts/logout/", {}),
        ("/accounts/login/", {"login": email, "password": PASSWORD}),
        ("/accounts/signup/", {}),
        ("/accounts/password/reset/", {"email": email}),
        ("/me/organizations/new/", {"kind": "company", "name": "Another"}),
    ):
        for part in ("legal", "anonymous"):
            for ask in ("get", "post"):
                browser = as_(part)
                answer = getattr(browser, ask)(path, {**sent, "next": then}, headers=headers)
                for name in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url"):
                    led = answer.get(name, "/")
                    assert re.match(r"/(?![/\\])", led), f"{ask} {path}: {led}"
                    assert "evil.example" not in re.sub(r"next=[^&]*", "", led)
