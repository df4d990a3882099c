"""The list of one's sessions: which there are, and ending exactly the chosen ones."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from auth2fa.bridge import UserSession
from auth2fa.models import User
from tests.auth2fa.hands import FIREFOX, SAFARI, events, is_in, signed_in
from tests.conftest import make_person

pytestmark = pytest.mark.django_db
LIST = "/me/security/"


def row_of(client: Client) -> UserSession:
    """The line of this browser's session."""
    return UserSession.objects.get(session_key=client.session.session_key)


def end(client: Client, row: UserSession) -> int:
    """Press *End* in that line."""
    return client.post(reverse("auth2fa:session-end", kwargs={"pk": row.pk})).status_code


def test_the_list_names_browser_and_address(nora: User) -> None:
    here = signed_in(nora, FIREFOX, "198.51.100.7")
    signed_in(nora, SAFARI, "203.0.113.20")
    page = here.get(LIST).content.decode()
    for words in ("Firefox on Linux", "198.51.100.7", "Safari on iPhone", "203.0.113.20"):
        assert words in page
    assert page.count("this one") == 1


def test_it_ends_exactly_the_chosen_one(nora: User) -> None:
    """Row 32."""
    here, phone, office = (signed_in(nora, ip=f"198.51.100.{n}") for n in (1, 2, 3))
    assert end(here, row_of(phone)) == 302
    assert [is_in(client) for client in (here, phone, office)] == [True, False, True]
    assert events(nora)[-1] == "auth2fa.session.ended"


def test_it_ends_all_the_others(nora: User) -> None:
    """Row 32."""
    here, phone, office = (signed_in(nora, ip=f"198.51.100.{n}") for n in (1, 2, 3))
    here.post(reverse("auth2fa:session-end-others"))
    assert [is_in(client) for client in (here, phone, office)] == [True, False, False]


def test_nobody_ends_or_sees_the_session_of_somebody_else(nora: User) -> None:
    """Rows 33 and 37: not there, for whoever it is not."""
    mine = signed_in(nora)
    other = signed_in(make_person("Otto Other"), SAFARI, "203.0.113.99")
    assert end(other, row_of(mine)) == 404
    assert "198.51.100.7" not in other.get(LIST).content.decode()
    assert is_in(mine)


def test_a_session_that_ended_is_not_listed(nora: User) -> None:
    here, phone = signed_in(nora), signed_in(nora, SAFARI, "203.0.113.20")
    phone.post(reverse("account_logout"))
    assert "203.0.113.20" not in here.get(LIST).content.decode()


def test_the_end_lands_in_place_with_htmx(nora: User) -> None:
    here, phone = signed_in(nora), signed_in(nora, SAFARI, "203.0.113.20")
    url = reverse("auth2fa:session-end", kwargs={"pk": row_of(phone).pk})
    headers = {
        "HX-Request": "true",
        "HX-Target": "main",
        "HX-Current-URL": f"http://testserver{LIST}",
    }
    answer = here.post(url, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert "Safari on iPhone" not in page
    assert "The session is ended." in page


def test_the_key_changes_when_somebody_signs_in(nora: User) -> None:
    """Row 28: a session that existed before is not the one signed in with."""
    from tests.auth2fa.hands import browser, try_sign_in

    client = browser()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["session"] = session.session_key or ""
    before = session.session_key
    try_sign_in(client, nora.email)
    assert client.session.session_key != before
    assert not is_in(_copy(before or ""))


def test_a_copied_cookie_is_worth_nothing_after_signing_out(nora: User) -> None:
    """Row 30."""
    client = signed_in(nora)
    thief = _copy(client.session.session_key or "")
    assert is_in(thief)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert answer["Location"] == reverse("account_login")
    assert not is_in(thief)
    assert events(nora)[-1] == "auth2fa.session.ended"


def test_signing_out_takes_a_form(nora: User) -> None:
    """Row 54: opening the address asks."""
    client = signed_in(nora)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)


def test_the_cookie_is_for_this_site_and_no_script(nora: User) -> None:
    """Row 49, on loopback http; the names for https stand in the settings' own test."""
    cookie = signed_in(nora).cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"


def test_nothing_a_browser_sends_makes_it_signed_in(nora: User) -> None:
    """Incident 4: no header, cookie or field stands for a proof."""
    client = Client(headers={"Authorization": "Basic bm9yYTp4", "X-User": nora.email})
    client.cookies["session"] = "_auth_user_id"
    client.cookies["_auth_user_id"] = str(nora.pk)
    client.post(reverse("account_login"), {"_auth_user_id": nora.pk, "reauthenticated": "1"})
    assert not is_in(client)


def _copy(key: str) -> Client:
    thief = Client()
    thief.cookies["session"] = key
    return thief
