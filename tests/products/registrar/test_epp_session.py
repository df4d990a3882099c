"""The conversation with an EPP server: signing in, silence, answers that are none, and secrets."""

from __future__ import annotations

import logging
from time import monotonic

import pytest

from products.registrar import epp_session
from products.registrar.epp import EppRegistrar
from products.registrar.port import Refused, Unavailable, Uncertain
from tests.products.registrar.conftest import CARD
from tests.products.registrar.epp_rules import PASSWORD
from tests.products.registrar.server import EppServer, EppWorld, make_certificate

NAME = "alpine.example"


def renew(world: EppWorld, key: str = "key-1") -> None:
    before = world.registrar.query(NAME).expires_at
    world.registrar.renew(NAME, years=1, expires_at=before, key=key)


def test_it_signs_in_once_and_says_goodbye(epp: EppWorld) -> None:
    epp.registrar.check([NAME])
    epp.registrar.check([NAME])
    epp.client.close()
    assert epp.server.verbs() == ["login", "check", "check", "logout"]
    assert epp.server.entries[-1]["code"] == 1500


def test_a_wrong_password_is_not_the_orders_fault(epp_server: EppServer) -> None:
    client = EppRegistrar(epp_server.access(password="wrong horse"))
    with pytest.raises(Unavailable) as caught:
        client.check([NAME])
    assert caught.value.code == 2200
    assert "wrong horse" not in str(caught.value)


@pytest.mark.parametrize("code", [2200, 2500, 2501, 2502])
def test_a_refused_login_leaves_the_order_for_later(epp: EppWorld, code: int) -> None:
    epp.put(NAME)
    epp.server.tell("say", verb="login", code=code)
    with pytest.raises(Unavailable):
        epp.registrar.restore(NAME, key="key-1")
    assert epp.registrar.query(NAME) is not None


def test_a_refused_login_is_not_tried_for_each_order(
    epp: EppWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A registry locks the account of whoever tries too often."""
    monkeypatch.setattr(epp_session, "LOGIN_PAUSE", 60.0)
    epp.server.tell("say", verb="login", code=2502)
    for _time in range(5):
        with pytest.raises(Unavailable) as caught:
            epp.registrar.check([NAME])
        assert caught.value.code == 2502
    assert epp.server.verbs() == ["login"]
    monkeypatch.setattr(epp_session, "LOGIN_PAUSE", 0.0)
    epp.registrar.check([NAME])
    assert epp.server.verbs() == ["login", "login", "check"]


def test_it_believes_no_unknown_certificate(epp_server: EppServer, tmp_path: object) -> None:
    other, _key = make_certificate(tmp_path)  # type: ignore[arg-type]
    for access in (
        epp_server.access(authority=""),
        epp_server.access(authority=str(other)),
        epp_server.access(host="127.0.0.1"),
    ):
        with pytest.raises(Unavailable, match="TLS"):
            EppRegistrar(access).check([NAME])
    assert epp_server.verbs() == []


def test_a_server_that_is_away_is_unavailable(epp_server: EppServer) -> None:
    with pytest.raises(Unavailable):
        EppRegistrar(epp_server.access(port=1)).check([NAME])


def test_a_connection_that_died_in_silence_costs_nothing(
    epp: EppWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    epp.put(NAME)
    before = epp.registrar.query(NAME).expires_at
    monkeypatch.setattr(epp_session, "SILENCE_SECONDS", 0.0)
    epp.server.tell("cut", at=[[1, "before"]])
    epp.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    assert epp.server.tell("ledger")["counted"] == {f"renew {NAME}": 1}


# --- Answers that are none -----------------------------------------------------------------------

WAYS = [
    "before",
    "arrived",
    "ran",
    "half",
    "gone",
    "slow",
    "drip",
    "huge",
    "bomb",
    "other",
    "noise",
    "odd",
]


@pytest.mark.parametrize("way", WAYS)
def test_without_an_answer_a_command_is_uncertain(epp: EppWorld, way: str) -> None:
    epp.put(NAME)
    before = epp.registrar.query(NAME).expires_at
    epp.server.tell("cut", at=[[1, way]])
    begin = monotonic()
    with pytest.raises(Uncertain):
        epp.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    assert monotonic() - begin < 1.5, "the patience is for a whole answer"
    assert epp.registrar.check([NAME]) == {NAME: False}, "and the next one has a new connection"


@pytest.mark.parametrize("way", WAYS)
def test_without_an_answer_a_question_is_asked_again_later(epp: EppWorld, way: str) -> None:
    epp.put(NAME)
    epp.registrar.check([NAME])
    for ask in (lambda: epp.registrar.query(NAME), epp.registrar.poll):
        epp.registrar.check([NAME])
        epp.server.tell("cut", at=[[1, way]])
        with pytest.raises(Unavailable):
            ask()


@pytest.mark.parametrize("way", ["before", "half", "slow", "huge", "bomb", "noise", "odd"])
@pytest.mark.parametrize("number", [1, 2])
def test_without_a_session_nothing_was_sent(epp: EppWorld, way: str, number: int) -> None:
    epp.put(NAME)
    epp.server.tell("cut", at=[[number, way]])
    with pytest.raises(Unavailable):
        renew(epp)
    assert epp.server.tell("ledger")["counted"] == {}


@pytest.mark.parametrize("echo", ["", "someone-else"])
def test_an_answer_to_nothing_answers_no_question(epp: EppWorld, echo: str) -> None:
    """What a server says by itself must not pass for what was asked."""
    epp.put(NAME)
    epp.server.tell("say", verb="info", code=1000, echo=echo)
    with pytest.raises(Unavailable):
        epp.registrar.query(NAME)
    epp.server.tell("say", verb="check", code=2303, echo=echo)
    with pytest.raises(Unavailable):
        epp.registrar.check([NAME])
    assert epp.registrar.query(NAME).is_ours


@pytest.mark.parametrize("code", [2000, 2001])
def test_who_could_not_read_a_command_names_none(epp: EppWorld, code: int) -> None:
    """A frame that no server reads is refused, and not repeated for ever."""
    epp.put(NAME)
    before = epp.registrar.query(NAME).expires_at
    epp.server.tell("say", verb="renew", code=code, echo="")
    with pytest.raises(Refused) as caught:
        epp.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    assert caught.value.code == code
    epp.server.tell("say", verb="renew", code=code, echo="someone-else")
    with pytest.raises(Uncertain):
        epp.registrar.renew(NAME, years=1, expires_at=before, key="key-2")
    for other in (1000, 2105, 2400):
        epp.server.tell("say", verb="renew", code=other, echo="")
        with pytest.raises(Uncertain):
            epp.registrar.renew(NAME, years=1, expires_at=before, key="key-3")


# --- Result codes --------------------------------------------------------------------------------

REFUSED = [
    *(2000, 2001, 2002, 2003, 2004, 2005, 2100, 2101, 2102, 2103, 2104, 2105, 2106),
    *(2200, 2201, 2202, 2300, 2301, 2302, 2303, 2304, 2305, 2306, 2307, 2308),
]


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_is_definite(epp: EppWorld, code: int) -> None:
    epp.put(NAME)
    before = epp.registrar.query(NAME).expires_at
    epp.server.tell("say", verb="renew", code=code)
    with pytest.raises(Refused) as caught:
        epp.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    assert (caught.value.code, caught.value.message) == (code, f"As told: {code}")


@pytest.mark.parametrize("code", [2400, 2500, 2501, 2502])
def test_an_error_of_the_registry_is_for_later(epp: EppWorld, code: int) -> None:
    epp.put(NAME)
    before = epp.registrar.query(NAME).expires_at
    epp.server.tell("say", verb="renew", code=code)
    with pytest.raises(Unavailable) as caught:
        epp.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    assert caught.value.code == code
    epp.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    logins = epp.server.verbs().count("login")
    assert logins == (1 if code == 2400 else 2), "25xx ends the session"


def test_a_pending_command_says_so(epp: EppWorld) -> None:
    epp.put(NAME)
    before = epp.registrar.query(NAME).expires_at
    epp.server.tell("say", verb="renew", code=1001)
    assert epp.registrar.renew(NAME, years=1, expires_at=before, key="key-1").is_pending


def test_a_late_result_comes_as_a_message(epp: EppWorld) -> None:
    from tests.products.registrar.epp_rules import D

    data = (
        f'<d:panData xmlns:d="{D}"><d:name paResult="0">{NAME}</d:name>'
        "<d:paTRID><clTRID>key-1</clTRID><svTRID>SV-1</svTRID></d:paTRID>"
        "<d:paDate>2026-11-23T10:00:00.0Z</d:paDate></d:panData>"
    )
    epp.server.tell("tell", name=NAME, text="Pending action completed", data=data)
    message = epp.registrar.poll()
    assert (message.kind, message.name) == ("result", NAME)
    assert message.facts == {"done": "0", "key": "key-1"}
    assert message.text == "Pending action completed"


def test_what_a_refused_login_says_back_holds_no_password(
    epp: EppWorld, caplog: pytest.LogCaptureFixture
) -> None:
    epp.server.tell("say", verb="login", code=2200, text=f"No account opens with {PASSWORD}")
    with pytest.raises(Unavailable) as caught:
        epp.registrar.check([NAME])
    assert "No account opens" in caught.value.message
    assert PASSWORD not in caplog.text + str(caught.value)


# --- Details of the protocol ---------------------------------------------------------------------


def test_hosts_are_attributes_where_the_registry_has_no_host_objects(epp: EppWorld) -> None:
    from tests.products.registrar.epp_rules import C, D

    epp.server.tell("set", services=[D, C])
    epp.registrar.register(
        NAME, years=1, holder=CARD, nameservers=["ns1.alpine.example"], key="key-1"
    )
    assert epp.server.verbs() == ["login", "create", "create"]


def test_a_registration_asked_again_makes_no_second_contact(epp: EppWorld) -> None:
    ask = {"years": 1, "holder": CARD, "nameservers": ["ns1.alpine.example"], "key": "key-1"}
    epp.server.tell("cut", at=[[5, "arrived"]])  # greeting, login, contact, host, domain
    with pytest.raises(Uncertain):
        epp.registrar.register(NAME, **ask)
    epp.registrar.register(NAME, **ask)
    assert epp.server.tell("ledger")["counted"] == {f"register {NAME}": 1}
    codes = [each["code"] for each in epp.server.entries if each.get("verb") == "create"]
    assert codes == [1000, 1000, 2302, 2302, 1000]


def test_each_command_carries_its_key(epp: EppWorld) -> None:
    epp.put(NAME)
    renew(epp, key="k" * 64)
    assert epp.server.entries[-1]["key"] == "k" * 64


def test_a_restore_without_a_report(epp: EppWorld) -> None:
    epp.put(NAME, expires_in=-50)
    epp.server.tell("set", wants_report=False)
    epp.registrar.restore(NAME, key="key-1")
    assert epp.server.verbs().count("update") == 1
    assert epp.registrar.query(NAME).statuses == {"ok"}


# --- Secrets -------------------------------------------------------------------------------------


def test_no_secret_is_logged_or_repeated(epp: EppWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    epp.put(NAME, sponsor="other", code="right-code-1")
    with pytest.raises(Refused) as caught:
        epp.registrar.transfer_in(NAME, authorization_code="As told", key="key-1")
    assert caught.value.code == 2202
    epp.server.tell("say", verb="transfer", code=2202)
    with pytest.raises(Refused) as caught:
        epp.registrar.transfer_in(NAME, authorization_code="As told", key="key-2")
    assert caught.value.message == "…: 2202"
    epp.put("ours.example")
    code = epp.registrar.authorization_code("ours.example", key="key-3")
    assert "key-3" in caplog.text
    for secret in (PASSWORD, "As told", code):
        assert secret not in caplog.text
    assert PASSWORD not in repr(epp.server.access())
