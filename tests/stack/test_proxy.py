"""deploy/nginx.conf before the real console: TLS 1.2 and 1.3, and no word of a visitor about
itself is believed."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from console.shell.models import AuditEntry
from tests.stack.proxy import NAME, Proxy, running_nginx, running_proxy
from tests.stack.servers import NotInstalled

pytestmark = [
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.django_db(transaction=True),
]
VISITOR = "127.0.0.2"  # not where the proxy itself asks from


@pytest.fixture(scope="module")
def proxy(test_database_url: str) -> Iterator[Proxy]:
    """One for all tests of this file; skips where nginx is not installed."""
    try:
        with running_proxy(test_database_url) as proxy:
            yield proxy
    except NotInstalled as reason:
        pytest.skip(str(reason))


def forged(number: int) -> dict[str, str]:
    claim = f"203.0.113.{number}"
    return {
        "X_Forwarded_For": f"{claim}, {claim}",
        "X_Real_IP": claim,
        "Forwarded": f"for={claim}",
        "X_Forwarded_Proto": "http",
    }


def post(
    proxy: Proxy, path: str, fields: dict[str, str], number: int = 1, source: str = VISITOR
) -> http.client.HTTPResponse:
    """The form of the page at `path`, sent by a visitor who claims another address each time."""
    page, text = proxy.ask("GET", path, source=source, **forged(number))
    assert page.status == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    assert token is not None
    fields = {**fields, "csrfmiddlewaretoken": token[1]}
    answer, _ = proxy.ask("POST", path, fields, source=source, Cookie=cookie, **forged(number))
    return answer


def accepted(port: int) -> set[str]:
    """The protocols that sslscan gets an answer in."""
    program = shutil.which("sslscan")
    if program is None:
        pytest.skip("sslscan is not installed (apt-get install sslscan)")
    command = [program, "--no-colour", "--xml=-", f"--sni-name={NAME}", f"127.0.0.1:{port}"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout
    return set(re.findall(r'<cipher status="\w+" sslversion="([^"]+)"', told))


def test_it_accepts_tls_1_2_and_1_3_only(proxy: Proxy) -> None:
    """Row 74. What an nginx that also takes older ones answers shows that it would be seen."""
    assert accepted(proxy.secure) == {"TLSv1.2", "TLSv1.3"}
    with running_nginx(
        proxy, "TLSv1 TLSv1.1 TLSv1.2; ssl_conf_command CipherString ALL@SECLEVEL=0"
    ) as older:
        assert accepted(older) >= {"TLSv1.0", "TLSv1.1"}


def test_plain_http_leads_to_the_written_name(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=20)
    connection.request("GET", "/accounts/login/?next=/me/", headers={"Host": "evil.example"})
    answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/accounts/login/?next=/me/"


def test_the_console_speaks_through_it(proxy: Proxy) -> None:
    page, text = proxy.ask("GET", "/accounts/login/", X_Forwarded_Proto="http")
    assert page.status == 200
    assert page.headers.get_all("Strict-Transport-Security") == [
        "max-age=31536000; includeSubDomains; preload"
    ]
    assert page.headers["Server"] == "nginx"
    style = re.search(r'href="(/static/[^"]+\.css)"', text)
    assert style is not None
    served, _ = proxy.ask("GET", style[1])
    assert (served.status, "immutable" in served.headers["Cache-Control"]) == (200, True)
    refused, _ = proxy.ask("POST", "/accounts/login/", {"login": "x" * 9_000_000})
    assert refused.status == 413


def test_whoever_signs_up_is_logged_by_the_real_address(proxy: Proxy) -> None:
    """Rows 48 and 49: and the session's cookie is one that no other host can set."""
    answer = post(
        proxy,
        "/accounts/signup/",
        {
            "full_name": "Nora Nielsen",
            "email": "nora@example.com",
            "password1": "quiet yellow tram 5512",
            "kind": "person",
            "organization_name": "Harbor",
        },
    )
    assert answer.status == 302
    entry = AuditEntry.objects.get(event="auth2fa.person.joined")
    assert entry.ip == VISITOR
    cookies = answer.headers.get_all("Set-Cookie") or []
    [session] = [cookie for cookie in cookies if cookie.startswith("__Host-session=")]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(session.split("; "))
    assert "Domain" not in session


def test_a_claimed_address_buys_no_attempt(proxy: Proxy) -> None:
    """Row 48: twenty wrong passwords from one source, whatever it says where it is."""

    def attempt(number: int, source: str = VISITOR) -> int:
        fields = {"login": f"victim{number}@nowhere.example", "password": "wrong"}
        return post(proxy, "/accounts/login/", fields, number, source).status

    assert [attempt(number) for number in range(22)] == [422] * 20 + [429] * 2
    assert attempt(30, source="127.0.0.3") == 422
