"""The activity page: what it shows, what it can be narrowed by, and its file."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console.shell.models import AuditEntry, ChainHead
from orgs.actions.access import note_refused_access
from orgs.actions.members import change_role
from orgs.models import Membership, Team
from orgs.reach import as_actor
from tests.log import write_entries, write_entry
from tests.matrix.walk import body_of

PATH = "/o/alpine/activity/"
HTMX = {"HX-Request": "true", "HX-Target": "activity-log"}
pytestmark = pytest.mark.django_db


def make_collaborator_external(cast: Any) -> Membership:
    member = cast.membership("collaborator")
    return change_role(
        actor=as_actor(cast.membership("administrator")),
        membership_id=member.pk,
        role="external",
        has_accounting=False,
        version=member.version,
        is_proven=True,
    )


def fill(cast: Any, count: int, **facts: Any) -> list[AuditEntry]:
    organization = {"organization_id": cast.alpine.pk, "event": "orgs.team.created"}
    return write_entries(
        *({**organization, "subject_name": f"Thing {n}", **facts} for n in range(count))
    )


def read(as_: Any, query: str = "", **headers: str) -> str:
    response = as_("administrator").get(f"{PATH}{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def numbers(html: str) -> list[int]:
    return [int(each) for each in re.findall(r'id="entry-(\d+)"', html)]


@pytest.mark.flow("GX.2")
def test_it_shows_who_changed_what_from_what_to_what(as_, cast):
    member = make_collaborator_external(cast)
    html = read(as_)
    assert numbers(html) == [1]
    assert "Role changed" in html
    assert "<del>Collaborator</del>" in html
    assert "<ins>External</ins>" in html
    assert f'<a href="/o/alpine/users/{member.pk}/">Cora Collaborator ALPINEMARK</a>' in html
    assert "by Adrian Admin ALPINEMARK" in html


def test_an_empty_log_says_what_it_is_for(as_, cast):
    html = read(as_)
    assert "Nothing happened here yet" in html
    assert "Last entry" not in html


def test_the_head_of_the_chain_is_shown(as_, cast):
    fill(cast, 3)
    head = ChainHead.objects.get(organization_id=cast.alpine.pk)
    assert f"Last entry: No. 3, seal {head.hash[:12]}." in read(as_)


@pytest.mark.flow("GX.2")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("event=orgs.member.role_changed", [4]),
        ("event=orgs.team.created", [3, 2, 1]),
        ("event=nothing.that.is", [4, 3, 2, 1]),
        ("q=thing+1", [2]),
        ("q=role+changed", [4]),
        ("q=EXTERNAL", [4]),
        ("q=adrian", [4]),
        ("q=100%25", []),
        ("number=2", [2]),
        ("number=99", []),
        ("event=orgs.team.created&q=cora", []),
    ],
)
def test_it_is_narrowed_by_what_the_address_says(as_, cast, query, found):
    fill(cast, 3)
    make_collaborator_external(cast)
    assert numbers(read(as_, f"?{query}")) == found


@pytest.mark.flow("GX.2")
def test_a_person_is_found_as_who_did_it_and_as_whom_it_is_about(as_, cast):
    fill(cast, 1)
    member = make_collaborator_external(cast)
    for user in (cast["administrator"], cast["collaborator"]):
        assert numbers(read(as_, f"?person={user.pk}")) == [2]
    assert numbers(read(as_, f"?person={cast['legal'].pk}")) == []
    assert numbers(read(as_, f"?object=orgs.membership:{member.pk}")) == [2]


def test_somebody_who_is_gone_is_still_found_by_the_name_the_log_has(as_, cast):
    make_collaborator_external(cast)
    gone = cast["collaborator"]
    gone_pk, name = gone.pk, gone.full_name
    gone.delete()
    html = read(as_, f"?person={gone_pk}")
    assert numbers(html) == [1]
    assert f"Person: {name}" in html
    assert f"{name}</a>" not in html, "a link to a page that is gone"


def test_days_are_those_of_the_person_who_reads(as_, cast):
    zone = ZoneInfo("Pacific/Auckland")
    cast["administrator"].time_zone = "Pacific/Auckland"
    cast["administrator"].save()
    late = datetime(2026, 3, 4, 23, 30, tzinfo=zone)
    for moment in (late, late + timedelta(hours=1)):
        write_entry(
            organization_id=cast.alpine.pk,
            event="orgs.team.created",
            created_at=moment.astimezone(UTC),
        )
    assert numbers(read(as_, "?from=2026-03-05")) == [2]
    assert numbers(read(as_, "?to=2026-03-04")) == [1]
    assert numbers(read(as_, "?from=2026-03-04&to=2026-03-05")) == [2, 1]
    assert numbers(read(as_, "?from=2026-03-06")) == []


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday", "to=9999-12-31", "from=0001-01-01", "person=x", "person=" + "9" * 30,
        "object=x", "object=orgs.team:%00", "object=%00:1", "number=-1", "after=x", "q=%00",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_left_out(as_, cast, query):
    fill(cast, 2)
    assert numbers(read(as_, f"?{query}")) == [2, 1]


def test_an_empty_result_says_which_filter_to_drop(as_, cast):
    fill(cast, 1)
    html = read(as_, "?event=orgs.member.role_changed&q=thing")
    assert "Nothing matches all of this" in html
    assert "Drop “Event: Role changed”" in html
    assert "Drop “Search: thing”" not in html


def test_results_replace_the_list_and_the_address_follows(as_, cast):
    fill(cast, 2)
    response = as_("administrator").get(f"{PATH}?q=thing+1&sort=-number&event=", headers=HTMX)
    assert response.content.decode().lstrip().startswith('<div id="activity-log"')
    assert response["HX-Push-Url"] == f"{PATH}?q=thing+1"


def test_pages_follow_each_other_by_number(as_, cast):
    fill(cast, 120)
    seen, url = [], ""
    while True:
        html = read(as_, url)
        seen += numbers(html)
        older = re.search(r'rel="next"\s+href="[^"?]*([^"]+)"', html)
        if older is None:
            break
        url = older[1].replace("&amp;", "&")
    assert seen == list(range(120, 0, -1))
    assert numbers(read(as_, "?before=end"))[-1] == 1


def test_free_text_says_how_far_back_it_looks(as_, cast, monkeypatch):
    fill(cast, 30)
    monkeypatch.setattr("orgs.activity_filters.SEARCHED", 10)
    assert numbers(read(as_, "?q=thing")) == list(range(30, 20, -1))
    assert "Text is looked for in the newest" in read(as_, "?q=thing")
    assert "Text is looked for" not in read(as_)


@pytest.mark.flow("GX.2")
def test_the_file_holds_what_the_page_shows(as_, cast):
    fill(cast, 60, subject_name="=1+1", actor_name="+evil", ip="192.0.2.7")
    make_collaborator_external(cast)
    response = as_("administrator").get(f"{PATH}export/?event=orgs.team.created")
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Number", "Time", "Event", "About"]
    assert len(rows) == 61
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(60, 0, -1)]
    assert rows[1][3] == "'=1+1"
    assert rows[1][5] == "'+evil"
    assert datetime.fromisoformat(rows[1][1]).tzinfo
    whole = body_of(as_("administrator").get(f"{PATH}export/")).splitlines()[1]
    assert "Role: Collaborator → External" in whole


def test_what_only_programs_read_is_no_line(as_, cast):
    after = {"role": "external", "person_id": 4711}
    write_entry(organization_id=cast.alpine.pk, event="orgs.member.joined", after=after)
    html = read(as_)
    assert "External" in html
    assert "4711" not in html


def test_only_this_log_is_read(as_, cast):
    fill(cast, 1)
    write_entry(organization_id=cast.rival.pk, event="orgs.team.created", actor_id=7, about_id=7)
    write_entry(person_id=cast["administrator"].pk, event="auth2fa.session.began")
    assert numbers(read(as_)) == [1]
    assert "Signed in" not in read(as_)
    assert "auth2fa" not in read(as_)
    assert numbers(read(as_, "?person=7")) == [1], "nobody here: the filter is ignored"


def test_a_refused_stranger_stands_in_the_log(as_, cast):
    as_("stranger").get("/o/alpine/")
    html = read(as_, "?event=orgs.access.refused")
    assert numbers(html) == [1]
    assert "Somebody from outside" in html
    assert "RIVALMARK" not in html
    out = cast.membership("suspended")
    note_refused_access(
        actor=as_actor(out), organization=cast.alpine, suspended_at=out.suspended_at
    )
    assert numbers(read(as_)) == [2, 1]


def test_objects_that_are_gone_are_no_links(as_, cast):
    team = Team.objects.create(organization=cast.alpine, name="Short-lived")
    other = Team.objects.create(organization=cast.rival, name="Foreign")
    for each in (team, other):
        fill(cast, 1, subject_type="orgs.team", subject_id=each.pk, subject_name=each.name)
    html = read(as_)
    assert f'href="/o/alpine/teams/{team.pk}/"' in html
    assert f'href="/o/alpine/teams/{other.pk}/"' not in html
    pk = team.pk
    team.delete()
    assert f'href="/o/alpine/teams/{pk}/"' not in read(as_)


def test_names_of_two_hundred_characters_are_whole(as_, cast):
    long = "N" * 200
    fill(cast, 1, subject_name=long, actor_name=long, after={"name": long})
    html = read(as_)
    assert html.count(long) >= 3


@pytest.mark.parametrize("count", [1, 60])
def test_a_page_costs_the_same_however_long_the_log(as_, cast, count):
    member = cast.membership("collaborator")
    fill(cast, count, subject_type="orgs.membership", subject_id=member.pk, about_id=member.user_id)
    browser = as_("administrator")
    browser.get(PATH)
    with CaptureQueriesContext(connection) as page:
        browser.get(PATH)
    with CaptureQueriesContext(connection) as fragment:
        browser.get(PATH, headers=HTMX)
    assert len(page) <= 8, [each["sql"] for each in page]
    assert len(fragment) <= 6, [each["sql"] for each in fragment]


def test_the_page_of_a_person_leads_to_their_activity(as_, cast):
    member = cast.membership("collaborator")
    html = as_("administrator").get(f"/o/alpine/users/{member.pk}/").content.decode()
    assert f"/o/alpine/activity/?person={member.user_id}" in html
    seen_by_colleague = as_("collaborator").get(f"/o/alpine/users/{member.pk}/").content.decode()
    assert "/o/alpine/activity/" not in seen_by_colleague


def plan(as_: Any, query: str) -> list[str]:
    """The plans of what the page asks the log for."""
    browser = as_("administrator")
    with CaptureQueriesContext(connection) as made:
        browser.get(f"{PATH}?{query}", headers=HTMX)
    asked = [
        each["sql"]
        for each in made
        if 'FROM "shell_auditentry"' in each["sql"] and "ORDER BY" in each["sql"]
    ]
    assert asked
    with connection.cursor() as cursor:
        found = []
        for sql in asked:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
            found.append("\n".join(row[0] for row in cursor.fetchall()))
    return found


@pytest.mark.slow
def test_a_hundred_thousand_entries_are_never_read_through(as_, cast):
    """Every filter has an index; free text stops after the newest ten thousand."""
    now = timezone.now()
    people = [cast["legal"].pk, cast["administrator"].pk]
    for start in range(0, 100_000, 10_000):
        write_entries(
            *(
                {
                    "organization_id": cast.alpine.pk,
                    "event": "orgs.team.created" if n % 500 else "orgs.team.deleted",
                    "actor_id": people[n % 2] if n % 300 else cast["collaborator"].pk,
                    "about_id": people[n % 2] if n % 250 else cast["collaborator"].pk,
                    "subject_type": "orgs.team",
                    "subject_id": n % 1000,
                    "subject_name": f"Thing {n}",
                    "actor_name": "Ada",
                    "created_at": now - timedelta(minutes=100_000 - n),
                }
                for n in range(start, start + 10_000)
            )
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE shell_auditentry")
    day = (now - timedelta(days=30)).date().isoformat()
    for query in (
        "",
        "before=end",
        f"person={cast['collaborator'].pk}",
        f"person={cast['legal'].pk}",
        "event=orgs.team.deleted",
        "object=orgs.team:7",
        f"from={day}&to={day}",
        f"to={day}",
        "q=nothing+like+this",
    ):
        for each in plan(as_, query):
            assert "Seq Scan on shell_auditentry" not in each, f"{query}\n{each}"
            (milliseconds,) = re.findall(r"Execution Time: ([\d.]+)", each)
            assert float(milliseconds) < 500, f"{query}\n{each}"
