"""Every address against everybody, by every method, as page and as fragment.

The table is written by hand in `tests/matrix/`, apart from the code that decides. An address
that it does not list fails, and so does a line of an address that is gone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from console.shell.models import Installation
from tests.conftest import Cast
from tests.matrix import demo, organizations
from tests.matrix.case import PARTS, SIGN_IN
from tests.matrix.headers import *  # noqa: F403 -- tests of the same walk
from tests.matrix.walk import CASES, Answer, ask_all, walk
from tests.matrix.world import World, demo_addresses, start_demo

# The first test of a part walks for all: a busy machine may take minutes.
pytestmark = pytest.mark.timeout(600)
WORDS = {"ALPINEMARK", "RIVALMARK", "AGENCYMARK", "FULLAGENCYMARK"}
# The words that a part has something to do with; a client's partners are known to who leads it.
THEIRS = {
    "legal": {"ALPINEMARK", "AGENCYMARK", "FULLAGENCYMARK"},
    "administrator": {"ALPINEMARK", "AGENCYMARK", "FULLAGENCYMARK"},
    "collaborator": {"ALPINEMARK"},
    "accounting": {"ALPINEMARK"},
    "external": {"ALPINEMARK"},
    "suspended": {"ALPINEMARK"},
    "partner_limited": {"ALPINEMARK", "AGENCYMARK"},
    "partner_full": {"ALPINEMARK", "FULLAGENCYMARK"},
    "stranger": {"RIVALMARK"},
    "anonymous": set(),
}
# Who sees nobody of `alpine` but themselves.
ALONE = {
    "external": set(),
    "suspended": {"Sven Suspended"},
    "partner_limited": set(),
    "stranger": set(),
    "anonymous": set(),
}


@pytest.fixture
def answers(cast: Cast) -> Callable[[str], list[Answer]]:
    """`answers("legal")`: every cell of that column."""
    return lambda part: walk(part, lambda: World.of(cast))


def names(
    patterns: Sequence[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """The names of all addresses, namespaces included."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}", pattern


def test_the_table_lists_every_address() -> None:
    known = {name for name, _pattern in names(get_resolver().url_patterns)}
    assert known == {case.name for case in CASES}


def test_the_table_lists_every_address_of_demo_mode(settings: Settings) -> None:
    usual = {case.name for case in CASES}
    demo_addresses(settings)
    known = {name for name, _pattern in names(get_resolver().url_patterns)}
    assert known == usual | {case.name for case in demo.CASES}


@pytest.mark.flow("G1.5", "G1.6", "G16.4", "G20.8")
@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_what_the_table_says(
    part: str, answers: Callable[[str], list[Answer]]
) -> None:
    wrong = [
        f"{answer}: {answer.got}, not {expected}"
        for answer in answers(part)
        if answer.got != (expected := _expected(answer))
    ]
    assert not wrong, "\n".join(wrong)


def _expected(answer: Answer) -> str:
    word = answer.expected
    if word == SIGN_IN:
        return word
    is_done = answer.method == "post" and answer.case.writes
    if answer.is_fragment and word == "302" and (is_done or not answer.case.works_for):
        return str(answer.case.moved)
    return word


@pytest.mark.flow("G16.5")
@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_another_organization_is_in_any_answer(
    part: str, answers: Callable[[str], list[Answer]]
) -> None:
    """Row 37, in bodies and headers of refusals as well."""
    strange = WORDS - THEIRS[part]
    wrong = [
        f"{answer}: {found}"
        for answer in answers(part)
        if (found := answer.markers & strange or strange & set(str(answer.headers).split()))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", ALONE)
def test_who_sees_nobody_meets_no_name(part: str, answers: Callable[[str], list[Answer]]) -> None:
    """An external, a limited partner and everybody outside are told nobody's name."""
    wrong = [
        f"{answer}: {found}" for answer in answers(part) if (found := answer.names - ALONE[part])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", [part for part in PARTS if part != "anonymous"])
def test_not_yours_and_not_there_are_one_answer(
    part: str, answers: Callable[[str], list[Answer]]
) -> None:
    """The same body and headers for a neighbor's row, for nobody's, and for no Organization."""
    found: dict[tuple[str, str, bool, bool], set[tuple[str, str]]] = defaultdict(set)
    for answer in answers(part):
        if answer.status == 404 and answer.case in organizations.CASES:
            is_inside = answer.case not in organizations.NOWHERE and part != "stranger"
            key = (answer.case.name, answer.method, answer.is_fragment, is_inside)
            found[key].add((answer.digest, _said(answer.headers)))
    assert found
    assert [key for key, answers in found.items() if len(answers) != 1] == []


def _said(headers: dict[str, str]) -> str:
    """The headers without what is new each time or counts the letters of the address."""
    passing = {"X-Request-ID", "Content-Length"}
    said = sorted((name, each) for name, each in headers.items() if name not in passing)
    return re.sub(r"'nonce-[^']+'", "", str(said))


@pytest.mark.parametrize("part", PARTS)
def test_a_form_that_worked_leaves_its_entry_in_the_log(
    part: str, answers: Callable[[str], list[Answer]]
) -> None:
    """Row 68: one for each thing it changed, and none where nothing changed."""
    wrong = [
        f"{answer}: {answer.entries}, not {expected}"
        for answer in answers(part)
        if sorted(answer.entries) != (expected := sorted(_entries(answer)))
    ]
    assert not wrong, "\n".join(wrong)


# The names of addresses inside an Organization.
INSIDE = ("orgs:", "products:", "products_contacts:", "products_tags:")


def _entries(answer: Answer) -> tuple[str, ...]:
    name, in_one = answer.case.name, {"home", "search"}
    inside = name.startswith(INSIDE) or name in in_one
    inside = inside and answer.case not in organizations.NOWHERE
    if inside and answer.part in {"suspended", "stranger"}:
        return ("orgs.access.refused",)
    if not answer.worked:
        return ()
    ended = ("auth2fa.session.ended",) if answer.case.ends_session else ()
    return answer.case.writes + (() if answer.part == "anonymous" else ended)


@pytest.mark.parametrize("part", PARTS)
def test_opening_a_page_writes_nothing(part: str, answers: Callable[[str], list[Answer]]) -> None:
    """Row 54: GET, HEAD and refused methods write the session, the last visit, a refusal."""
    harmless = {"django_session", "django_session.session_data", "orgs_membership.last_seen_at"}
    wrong = [
        f"{answer}: {found}"
        for answer in answers(part)
        if answer.method != "post"
        and (found := set(answer.writes) - harmless - {"shell_chainhead"})
        and (found, answer.entries) != ({"shell_auditentry"}, ("orgs.access.refused",))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", PARTS)
def test_the_pages_of_demo_mode(part: str, cast: Cast, settings: Settings) -> None:
    start_demo(settings)
    wrong = [
        f"{answer}: {answer.got}, not {expected}"
        for answer in ask_all(part, World.of(cast), demo.CASES)
        if answer.got != (expected := _expected_in_demo(answer))
    ]
    assert not wrong, "\n".join(wrong)


def _expected_in_demo(answer: Answer) -> str:
    word = answer.expected
    is_moved = answer.is_fragment and answer.method == "post" and word == "302"
    return str(answer.case.moved) if is_moved else word


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("demo_in_settings", [True, False])
def test_elsewhere_the_pages_of_demo_mode_do_not_exist(
    part: str, demo_in_settings: bool, cast: Cast, settings: Settings
) -> None:
    """Neither without the setting, nor with it where the database is not marked as a demo."""
    start_demo(settings)
    world = World.of(cast)
    paths = [reverse(case.name, kwargs=dict(case.where(world, part))) for case in demo.CASES]
    if demo_in_settings:
        Installation.objects.update(is_demo=False)
    else:
        settings.DEMO_MODE = False
        settings.ROOT_URLCONF = "console.urls"
    client = Client()
    if part != "anonymous":
        client.force_login(cast[part])
    for path in paths:
        status = client.get(path).status_code
        # Who is not signed in learns nothing about what exists either way.
        assert status in ({302, 404, 405} if demo_in_settings else {404}), path
        if part != "anonymous" and "switch" not in path:
            assert status == 404, path
