"""Goes everywhere a person can go without scripts: every link, every form once, sign-out last."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve

from tests.conftest import PASSWORD
from tests.journeys.reader import Attributes, Form, Reader

# Of the same kind of address (forty people, say) so many are enough.
ENOUGH = 3
LAST = "account_logout"
VALUES = {
    "new_password": "another correct horse battery",
    "password1": "another correct horse battery",
    "login": "nobody@crawl.example",
    "email": "crawl@crawl.example",
    "full_name": "Cara Crawler",
    "company": "Crawled Company",
    "street": "Crawlstrasse 1",
    "postal_code": "8001",
    "city": "Zürich",
    "phone": "+41 44 333 44 55",
    "name": "Crawled Company",
    "organization_name": "Crawled Company",
    "q": "le",
    "who": "le",
    "whom": "le",
}
# Sending these is meant to be refused with the values above: nobody of that name can sign in.
REFUSED = {"account_login"}
# Sending these would take the ground from under the walk: membership, people, the organization.
# Each has a journey of its own without scripts; here they are reached and not sent.
ENDS = {
    "orgs_personal:organization-leave",
    "orgs:organization-close",
    "orgs:member-remove-step",
    "orgs:member-suspend",
    "orgs:member-suspend-many",
    "orgs:team-delete",
    "orgs:team-take-out",
    "products:product-forget",
    "products:move-receive",
    "products:transfer-give-up",
    "products_contacts:contact-delete",
    "products_tags:tag-delete",
}
# Sent as they stand they ask for something first: a tick, a file, a line of text.
ASK_FIRST = {
    "orgs:activity-undo",
    "orgs:invitation-import",
    "orgs:logo-change",
    "orgs:team-add",
    "orgs:team-paste",
    "orgs:team-staff",
    "products:grant-change",
    "products:grant-withdraw",
    "products:move-many",
    "products:product-move",
    "products:transfer-restart",
    "products:transfer-start",
    "products:member-grants",
    "products:partner-grants",
    "products:product-grant",
    "products:product-import",
    "products:team-grants",
    "products_contacts:contact-edit",
    "products_tags:tag-create",
    "products_tags:tag-merge",
}


@dataclass
class Crawler:
    """Walks on behalf of one client.

    The results: `problems`, and `reached`, the names of addresses with the Organization each
    was reached in ("" outside).
    """

    client: Client
    problems: list[str] = field(default_factory=list)
    reached: set[tuple[str, str]] = field(default_factory=set)
    password: str = PASSWORD

    def __post_init__(self) -> None:
        self._todo: deque[tuple[str, str, bool]] = deque()
        self._kinds: Counter[tuple[str, str, frozenset[str]]] = Counter()
        self._seen: set[str] = set()
        self._sent: set[tuple[str, ...]] = set()
        self._last: list[tuple[str, str, str, list[tuple[str, str]]]] = []
        # Every page has the same links in its frame.
        self._matches: dict[str, ResolverMatch | None] = {}

    def walk(self, *starts: str) -> None:
        """From the start, and from pages that are named because only `ENOUGH` of their kind are
        met by the way, until nothing is left; then sign out."""
        for start in ("/", *starts):
            self._plan(start, "the start", is_entry=True)
        while self._todo:
            path, origin, is_entry = self._todo.popleft()
            self._read(self.client.get(path), path, origin, is_entry)
        for address, method, origin, values in self._last[:1]:
            self._send(address, method, origin, values)

    def _plan(self, url: str, origin: str, *, is_entry: bool) -> None:
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or parts.path.startswith("/static/"):
            return
        match = self._match(parts.path)
        if match is None:
            self.problems.append(f"{origin} leads to {url}, which is no address")
            return
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        place = match.kwargs.get("organization", "")
        kind = (match.view_name, place, frozenset(name for name, _ in parse_qsl(parts.query)))
        if path in self._seen or (self._kinds[kind] >= ENOUGH and not is_entry):
            return
        self._seen.add(path)
        self._kinds[kind] += 1
        self._todo.append((path, origin, is_entry))

    def _read(self, answer: HttpResponseBase, path: str, origin: str, is_entry: bool) -> None:
        status = answer.status_code
        if status in {301, 302}:
            self._reach(path)
            self._plan(urljoin(path, answer["Location"]), path, is_entry=is_entry)
            return
        if status >= 400:
            where = "an entry of a menu" if is_entry else "a link"
            self.problems.append(f"{where} of {origin} leads to {path}, which answers {status}")
            return
        self._reach(path)
        body = answer.getvalue()  # type: ignore[attr-defined]
        if answer["Content-Type"].startswith("text/html"):
            self._follow(Reader.of(body.decode()), path)

    def _follow(self, page: Reader, path: str) -> None:
        for markup in page.scripted:
            self.problems.append(f"{path} needs scripts for {markup}")
        for link in page.links:
            url = urljoin(path, link.href.partition("#")[0] or path)
            self._plan(url, path, is_entry=link.is_entry)
        for form in page.forms:
            # Without a button, only a field to type into sends a form.
            for button in form.buttons or ([{}] if form.typed else []):
                self._submit(form, button, path)

    def _submit(self, form: Form, button: Attributes, path: str) -> None:
        address = urljoin(path, button.get("formaction") or form.attributes.get("action") or path)
        method = (button.get("formmethod") or form.attributes.get("method") or "get").lower()
        match = self._match(urlsplit(address).path)
        if match is None:
            self.problems.append(f"a form of {path} goes to {address}, which is no address")
            return
        values = self._values(form, button)
        key = (match.view_name, method, *sorted(name for name, _value in values))
        if key in self._sent:
            return
        self._sent.add(key)
        if method == "post" and match.view_name in ENDS:
            return
        if match.view_name == LAST and method == "post":
            self._last.append((address, method, path, values))
        else:
            self._send(address, method, path, values)

    def _values(self, form: Form, button: Attributes) -> list[tuple[str, str]]:
        values = list(form.fields)
        chosen = {name for name, _value in values}
        values += [pair for pair in form.unchosen.items() if pair[0] not in chosen]
        for name, here in form.typed.items():
            own = self.password if name == "password" else VALUES.get(name, "")
            values.append((name, here.get("value") or own))
        if button.get("name"):
            values.append((button["name"], button.get("value", "")))
        return values

    def _send(self, address: str, method: str, origin: str, values: list[tuple[str, str]]) -> None:
        if method == "get":
            self._plan(f"{address}?{urlencode(values)}", origin, is_entry=False)
            return
        answer = self.client.post(
            address, urlencode(values), content_type="application/x-www-form-urlencoded"
        )
        name = self._reach(address)
        if answer.status_code == 302:
            self.password = dict(values).get("new_password", self.password)
            self._plan(urljoin(address, answer["Location"]), address, is_entry=False)
        elif answer.status_code == 422 and name in ASK_FIRST:
            return
        elif answer.status_code != 200 and name not in REFUSED:
            self.problems.append(
                f"the form of {origin} to {address} answers {answer.status_code}: {values}"
            )

    def _match(self, path: str) -> ResolverMatch | None:
        if path not in self._matches:
            try:
                self._matches[path] = resolve(path)
            except Resolver404:
                self._matches[path] = None
        return self._matches[path]

    def _reach(self, url: str) -> str:
        match = self._match(urlsplit(url).path)
        assert match is not None
        self.reached.add((match.view_name, match.kwargs.get("organization", "")))
        return match.view_name

    def names_in(self, organization: str) -> set[str]:
        """What was reached in an Organization, or outside of all with ""."""
        return {name for name, where in self.reached if where == organization}
