"""Whatever people write stays text, on every page, in every fragment, letter and file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml.html import document_fromstring, tostring
from pytest_django import Settings

from auth2fa.bridge import UserSession
from auth2fa.models import User
from console.shell.models import OutgoingLetter
from orgs.models import Membership, Organization, PartnerContract, Team
from orgs.names import search_text, sort_name
from tests.browser import Visit, browser_type_launch_args, visit
from tests.conftest import Cast, sign_in
from tests.log import write_entry
from tests.matrix import demo, everybody, organizations, persons
from tests.matrix.walk import body_of
from tests.matrix.world import World, start_demo

__all__ = ["browser_type_launch_args", "visit"]
As = Callable[..., Client]
EVIL = "\"'><b hx-get=/evil hx-trigger=load id=balance hx-swap-oob=true data-evil>"
TEMPLATE = "{{ settings.SECRET_KEY }}{% debug %}{user.__init__.__globals__}"
HTMX = {"HX-Request": "true", "HX-Target": "main"}


def alive(body: str) -> list[str]:
    """Everything in a page that came to life."""
    if not body.strip():
        return []
    found = document_fromstring(body).xpath("//*[@data-evil or @hx-get='/evil' or @id='balance']")
    return [tostring(element, encoding="unicode", with_tail=False)[:200] for element in found]


def test_it_would_be_seen() -> None:
    """The negative control: the same words, written into a page as they are."""
    assert alive(f'<p title="x">{EVIL}</p>')
    assert alive(f'<input value="{EVIL}">')


@pytest.fixture
def evil(cast: Cast) -> Cast:
    """Every name and text of the database that anybody can choose is markup."""
    text = EVIL + TEMPLATE
    for user in User.objects.all():
        name = f"{text}{user.pk}"
        User.objects.filter(pk=user.pk).update(full_name=name)
        user.full_name = name
        Membership.objects.filter(user=user).update(
            sort_name=sort_name(name)[:200], search_text=search_text(name, user.email)[:460]
        )
        UserSession.objects.create(
            user=user, session_key=f"k{user.pk}", ip="198.51.100.1", user_agent=text
        )
    Membership.objects.update(role_given_by=text, suspended_by=text, last_seen_at=timezone.now())
    Organization.objects.update(name=text)
    Team.objects.update(name=text)
    PartnerContract.objects.update(given_by=text)
    for fields in ({"organization_id": cast.alpine.pk}, {"person_id": cast["legal"].pk}):
        for event in ("orgs.member.role_changed", "auth2fa.session.began", text[:80]):
            write_entry(
                event=event,
                actor_name=text,
                on_behalf_of=text,
                credential=text[:80],
                subject_name=text,
                before={"role": text, text: "1", "email": text},
                after={"role": text + "2", text: text, "browser": text, "email": text, "why": text},
                **fields,
            )
    for part, user in cast.people.items():
        cast.people[part] = User.objects.get(pk=user.pk)
    return cast


def pages(world: World, part: str) -> Iterator[tuple[str, str]]:
    """Every page of the matrix with markup in what may be asked, too."""
    for case in (*organizations.CASES, *persons.CASES, *everybody.CASES):
        if case in organizations.NOWHERE:
            continue
        path = reverse(case.name, kwargs=dict(case.where(world, part)) or None)
        asked = dict(case.query(world, part))
        yield str(case), _with(path, asked)
    for path in ("/o/alpine/users/", "/o/alpine/search/", "/o/alpine/why/", "/o/alpine/activity/"):
        for name in ("q", "who", "whom", "action", "sort", "role", "state", "after", "before"):
            yield f"{path} {name}", _with(path, {name: EVIL})
    for path in ("/accounts/login/", "/accounts/reauthenticate/", "/me/organizations/", "/me/"):
        for name in ("next", "ended", "here", "email"):
            yield f"{path} {name}", _with(path, {name: EVIL})


def _with(path: str, query: dict[str, object]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


@pytest.mark.parametrize("part", ["legal", "collaborator", "suspended", "stranger", "anonymous"])
def test_it_stays_text_on_every_page(part: str, evil: Cast) -> None:
    """Row 53, incidents 22 and 23: as page and as fragment, names and questions alike."""
    world = World.of(evil)
    client = Client()
    if part != "anonymous":
        sign_in(client, evil[part])
    wrong = []
    for label, address in pages(world, part):
        for headers in ({}, {**HTMX, "HX-Target": "member-table"} if "list" in label else HTMX):
            response = client.get(address, headers=headers)
            assert response.status_code != 500, label
            is_html = response.get("Content-Type", "").startswith("text/html")
            body = body_of(response)
            if is_html and (found := alive(body)):
                wrong.append(f"{label}: {found[0]}")
            if "__globals__': " in body or "SECRET_KEY'" in body:
                wrong.append(f"{label}: a template was run")
    assert not wrong, "\n".join(wrong[:20])


class Places(HTMLParser):
    """Where in a page words of people stand that htmx may look at."""

    # They hold no element, whatever is written in them.
    HARMLESS = frozenset({"title", "option", "textarea"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.looked_at: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, "hx-disable" in dict(attrs) or tag in self.HARMLESS))

    def handle_endtag(self, tag: str) -> None:
        if tag in [each for each, _disabled in self.open]:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "data-evil" in data and not any(disabled for _tag, disabled in self.open):
            self.looked_at.add("/".join(tag for tag, _disabled in self.open[-4:]))


@pytest.mark.parametrize("part", ["legal", "external"])
def test_it_stands_where_htmx_does_nothing(part: str, evil: Cast) -> None:
    """Row 53: were the escaping forgotten one day, nothing would fire all the same."""
    world = World.of(evil)
    client = sign_in(Client(), evil[part])
    wrong = []
    for label, address in pages(world, part):
        response = client.get(address)
        if response.get("Content-Type", "").startswith("text/html"):
            page = Places()
            page.feed(body_of(response))
            wrong += [f"{label}: {where}" for where in sorted(page.looked_at)]
    assert not wrong, "\n".join(wrong[:40])


def test_it_stays_text_where_it_comes_back_in_a_form(as_: As, evil: Cast) -> None:
    """Row 53: what was typed and refused, and what a toast says."""
    browser, target = as_("legal"), evil.membership("collaborator")
    sent = [
        ("/me/", {"full_name": EVIL, "language": EVIL, "time_zone": EVIL}),
        ("/me/", {"full_name": EVIL, "language": "en", "time_zone": "UTC"}),
        ("/me/organizations/new/", {"kind": EVIL, "name": EVIL}),
        ("/me/security/address/", {"email": EVIL}),
        ("/me/security/alerts/", {"sign_in_alerts": EVIL}),
        ("/me/security/password/", {"password": EVIL, "new_password": EVIL}),
        ("/accounts/reauthenticate/", {"password": EVIL, "next": EVIL}),
        (f"/o/alpine/users/{target.pk}/role/", {"role": EVIL, "version": EVIL}),
        (f"/o/alpine/users/{target.pk}/role/", {"role": "external", "version": "7"}),
        (f"/o/alpine/users/{target.pk}/role/", {"role": "external", "version": "0"}),
    ]
    for path, fields in sent:
        for headers in (HTMX, {}):
            answer = browser.post(path, fields, headers=headers, follow=True)
            assert answer.status_code < 500
            assert alive(answer.content.decode()) == [], path
    anonymous = as_("anonymous")
    for path, fields in (
        ("/accounts/login/", {"login": EVIL, "password": EVIL, "next": EVIL}),
        ("/accounts/signup/", {"full_name": EVIL, "email": EVIL, "kind": EVIL, "password1": EVIL}),
        ("/accounts/password/reset/", {"email": EVIL}),
    ):
        assert alive(anonymous.post(path, fields).content.decode()) == [], path


def test_it_stays_text_in_letters(as_: As, evil: Cast, settings: Settings) -> None:
    """Rows 53 and 63: the HTML of a letter, and the pages of demo mode that show it."""
    start_demo(settings)
    browser, target = as_("legal"), evil.membership("collaborator")
    Membership.objects.filter(pk=target.pk).update(version=0)
    browser.post(f"/o/alpine/users/{target.pk}/role/", {"role": "external", "version": "0"})
    browser.post(
        "/me/security/password/",
        {"password": "correct horse battery staple", "new_password": "seven green umbrellas"},
    )
    Client().post("/accounts/password/reset/", {"email": evil["external"].email})
    letters = OutgoingLetter.objects.all()
    assert len(letters) >= 3
    for letter in letters:
        assert alive(letter.html) == []
        assert "hx-get=/evil" in letter.html
        assert "__globals__': " not in letter.html + letter.text
        if "__globals__" in letter.text:
            assert TEMPLATE in letter.text
        for case in demo.CASES:
            if case.name.startswith("demo-"):
                where = {"letter": letter.pk} if "letter" in case.name else {}
                page = browser.get(reverse(case.name, kwargs=where or None)).content.decode()
                assert alive(page) == [], case


@pytest.mark.browser
def test_no_request_and_no_swap_comes_of_it(
    transactional_db: None, evil: Cast, as_: As, visit: Visit
) -> None:
    """Row 53: Chromium opens the pages, searches, opens menu and dialog; nothing fires."""
    target = evil.membership("collaborator").pk
    client = as_("legal")
    for path in (
        "/o/alpine/",
        "/o/alpine/users/",
        f"/o/alpine/users/{target}/",
        f"/o/alpine/users/{target}/role/",
        f"/o/alpine/why/?person={target}",
        "/o/alpine/activity/",
        "/o/alpine/search/?q=evil",
        "/me/security/",
        "/me/activity/",
        "/me/organizations/",
    ):
        page = visit(path, client)
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.reload(wait_until="networkidle")
        assert page.locator("h1").count() >= 1
        if path == "/o/alpine/users/":
            page.locator("tbody .dots").first.click()
            page.wait_for_load_state("networkidle")
            page.locator("input[type=search][name=q]").last.fill("balance")
            page.wait_for_timeout(600)
            page.wait_for_load_state("networkidle")
            assert any("q=balance" in each for each in asked)
        assert not [each for each in asked if re.search(r"/evil(\?|$)", each)], path
        assert page.locator("#balance").count() == 0
        assert page.locator("[data-evil]").count() == 0


@pytest.mark.browser
def test_a_page_with_markup_in_it_would_fire(
    transactional_db: None, evil: Cast, as_: As, visit: Visit
) -> None:
    """The negative control: the same element, put into the page past the escaping, asks."""
    page = visit("/o/alpine/", as_("legal"), expected=("status of 404",))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<b hx-get=/evil hx-trigger=load></b>');"
        " htmx.process(document.querySelector('main'))"
    )
    page.wait_for_timeout(300)
    assert any(each.endswith("/evil") for each in asked)
