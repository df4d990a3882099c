"""What the registry of the tests does with a command: its own rules over names in memory,
written without a look at the embedded registry, so that one can be held against the other.

It does not know what it has done under which transaction identifier: told twice it acts twice,
as registries do. `ledger` counts what cost money.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from tests.products.registrar.epp_shape import C, D, E, H, R

US = "registrar-one"
PASSWORD = "correct horse"
GRACE, REDEMPTION, DELETING = timedelta(days=45), timedelta(days=30), timedelta(days=5)


class No(Exception):
    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass
class Name:
    sponsor: str
    created: datetime
    expires: datetime
    code: str = "none"
    registrant: str = ""
    hosts: list[str] = field(default_factory=list)
    statuses: set[str] = field(default_factory=set)
    moved: datetime | None = None
    restoring: bool = False
    transfer: dict[str, Any] | None = None


@dataclass
class Answer:
    code: int
    text: str = "Command completed"
    data: str = ""
    extension: str = ""
    queue: str = ""


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.0Z")


def later(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def text_of(element: ET.Element, space: str, tag: str) -> str:
    found = element.find(f".//{{{space}}}{tag}")
    return (found.text or "").strip() if found is not None else ""


class Registry:
    def __init__(self) -> None:
        self.names: dict[str, Name] = {}
        self.contacts: dict[str, str] = {}
        self.hosts: set[str] = set()
        self.queue: list[tuple[int, str, str, str]] = []
        self.ledger: Counter[str] = Counter()
        self.offset = timedelta()
        self.count = 0
        self.wants_report = True
        self.waits: set[str] = set()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    # --- Setting the scene, from the test ---

    def put(self, name: str, facts: dict[str, Any]) -> None:
        self.names[name] = Name(
            sponsor=facts.get("sponsor", US),
            created=datetime.fromisoformat(facts["registered_at"]),
            expires=datetime.fromisoformat(facts["expires_at"]),
            code=facts.get("code", "none"),
            statuses={"clientTransferProhibited"} if facts.get("is_locked") else set(),
        )
        if by := facts.get("asked_by"):
            self.names[name].transfer = {"status": "pending", "at": self.now, "by": by}
        if status := facts.get("status"):
            self.names[name].statuses.add(status)

    def tell(self, name: str, text: str, data: str = "") -> None:
        self.count += 1
        self.queue.append((self.count, stamp(self.now), text, data))

    def answer_transfer(self, name: str, answer: str) -> None:
        found = self.names[name]
        assert found.transfer is not None
        found.transfer["status"] = answer
        if answer.endswith("Approved"):
            found.sponsor, found.moved = US, self.now
            found.expires = later(found.expires, 1)
            self.ledger[f"transfer {name}"] += 1
        self.tell(name, f"Transfer {answer}", self.transfer_data(name))

    # --- Commands ---

    def run(self, command: ET.Element, extension: ET.Element | None) -> Answer:
        """What comes of it; every refusal is an answer too."""
        inner = command[0] if len(command) else command
        verb = command.tag.partition("}")[2]
        kind = {D: "domain", C: "contact", H: "host"}.get(inner.tag[1:].partition("}")[0], "")
        try:
            if verb == "poll":
                return self.poll(command)
            if verb == "update" and extension is not None:
                return self.restore(inner, extension)
            if verb == "transfer":
                return self.transfer(inner, command.get("op", ""))
            return getattr(self, f"{verb}_{kind}")(inner)
        except No as no:
            return Answer(no.code, str(no))

    def check_domain(self, inner: ET.Element) -> Answer:
        names = [(each.text or "").strip() for each in inner]
        cells = "".join(
            f'<d:cd><d:name avail="{int(self.find(name) is None)}">{escape(name)}</d:name></d:cd>'
            for name in names
        )
        return Answer(1000, data=f'<d:chkData xmlns:d="{D}">{cells}</d:chkData>')

    def info_domain(self, inner: ET.Element) -> Answer:
        name = text_of(inner, D, "name")
        found = self.find(name)
        if found is None:
            raise No(2303, "No such name")
        phase = self.phase(found)
        statuses = set(found.statuses)
        grace = {"redemption": "redemptionPeriod", "deleting": "pendingDelete"}.get(phase, "")
        if found.restoring:
            grace = "pendingRestore"
        if grace:
            statuses.add("pendingDelete")
        if phase == "grace":
            statuses.add("serverHold")
        if found.transfer and found.transfer["status"] == "pending":
            statuses.add("pendingTransfer")
        rows = "".join(f'<d:status s="{each}"/>' for each in sorted(statuses or {"ok"}))
        registrant = f"<d:registrant>{found.registrant}</d:registrant>" if found.registrant else ""
        hosts = "".join(f"<d:hostObj>{each}</d:hostObj>" for each in found.hosts)
        data = (
            f'<d:infData xmlns:d="{D}"><d:name>{escape(name)}</d:name><d:roid>D1-TEST</d:roid>'
            f"{rows}{registrant}{f'<d:ns>{hosts}</d:ns>' if hosts else ''}"
            f"<d:clID>{found.sponsor}</d:clID><d:crDate>{stamp(found.created)}</d:crDate>"
            f"<d:exDate>{stamp(found.expires)}</d:exDate></d:infData>"
        )
        more = f'<r:infData xmlns:r="{R}"><r:rgpStatus s="{grace}"/></r:infData>' if grace else ""
        return Answer(1000, data=data, extension=more)

    def create_domain(self, inner: ET.Element) -> Answer:
        name = text_of(inner, D, "name")
        period = int(text_of(inner, D, "period") or 1)
        if "." not in name or name.startswith("-"):
            raise No(2005, "Not a name")
        if period > 10:
            raise No(2004, "Ten years at most")
        if self.find(name):
            raise No(2302, "Taken")
        hosts = [(each.text or "") for each in inner.iter(f"{{{D}}}hostObj")]
        if missing := [each for each in hosts if each not in self.hosts]:
            raise No(2303, f"No host {missing[0]}")
        handle = text_of(inner, D, "registrant")
        if handle not in self.contacts:
            raise No(2303, "No such contact")
        until = later(self.now, period)
        self.names[name] = Name(US, self.now, until, text_of(inner, D, "pw"), handle, hosts)
        self.ledger[f"register {name}"] += 1
        return Answer(
            1000,
            data=f'<d:creData xmlns:d="{D}"><d:name>{escape(name)}</d:name>'
            f"<d:crDate>{stamp(self.now)}</d:crDate><d:exDate>{stamp(until)}</d:exDate>"
            "</d:creData>",
        )

    def renew_domain(self, inner: ET.Element) -> Answer:
        name = text_of(inner, D, "name")
        found = self.ours(name)
        period = int(text_of(inner, D, "period") or 1)
        if period > 10:
            raise No(2004, "Ten years at most")
        if self.phase(found) not in {"active", "grace"}:
            raise No(2304, "Gone")
        said = text_of(inner, D, "curExpDate")
        until = later(found.expires, period)
        if said != found.expires.date().isoformat() or until > later(self.now, 10):
            raise No(2105, "Not that day")
        found.expires = until
        self.ledger[f"renew {name}"] += 1
        return Answer(
            1000,
            data=f'<d:renData xmlns:d="{D}"><d:name>{escape(name)}</d:name>'
            f"<d:exDate>{stamp(until)}</d:exDate></d:renData>",
        )

    def transfer(self, inner: ET.Element, op: str) -> Answer:
        name = text_of(inner, D, "name")
        found = self.find(name)
        if found is None:
            raise No(2303, "No such name")
        if op == "query":
            if found.transfer is None:
                raise No(2301, "None")
            return Answer(1000, data=self.transfer_data(name))
        self.check_transfer(found, text_of(inner, D, "pw"))
        found.transfer = {"status": "pending", "at": self.now}
        self.ledger[f"asked {name}"] += 1
        return Answer(1001, "Action pending", data=self.transfer_data(name))

    def check_transfer(self, found: Name, code: str) -> None:
        if found.sponsor == US:
            raise No(2106, "Here already")
        if found.transfer and found.transfer["status"] == "pending":
            raise No(2300, "Pending")
        if code != found.code:
            raise No(2202, "Wrong code")
        if found.statuses or self.phase(found) not in {"active", "grace"}:
            raise No(2304, "Locked")
        if self.now - (found.moved or found.created) < timedelta(days=60):
            raise No(2106, "Too young")

    def transfer_data(self, name: str) -> str:
        found = self.names[name]
        assert found.transfer is not None
        at = found.transfer["at"]
        return (
            f'<d:trnData xmlns:d="{D}"><d:name>{escape(name)}</d:name>'
            f"<d:trStatus>{found.transfer['status']}</d:trStatus>"
            f"<d:reID>{found.transfer.get('by', US)}</d:reID>"
            f"<d:reDate>{stamp(at)}</d:reDate><d:acID>registrar-two</d:acID>"
            f"<d:acDate>{stamp(at + timedelta(days=5))}</d:acDate>"
            f"<d:exDate>{stamp(found.expires)}</d:exDate></d:trnData>"
        )

    def restore(self, inner: ET.Element, extension: ET.Element) -> Answer:
        name = text_of(inner, D, "name")
        found = self.ours(name)
        if inner.find(f"{{{D}}}chg") is None:
            raise No(2003, "RFC 3915: an empty chg at least")
        request = extension.find(f".//{{{R}}}restore")
        op = request.get("op") if request is not None else ""
        status = ""
        if op == "request":
            if self.phase(found) != "redemption" or found.restoring:
                raise No(2304, "Not in redemption")
            self.ledger[f"restore {name}"] += 1
            if self.wants_report:
                found.restoring, status = True, "pendingRestore"
            else:
                self.restored(found)
        else:
            if not found.restoring:
                raise No(2304, "Nothing to report on")
            self.restored(found)
        more = f'<r:upData xmlns:r="{R}"><r:rgpStatus s="{status}"/></r:upData>' if status else ""
        return Answer(1000, extension=more)

    def restored(self, found: Name) -> None:
        found.restoring = False
        while found.expires <= self.now:
            found.expires = later(found.expires, 1)

    def update_domain(self, inner: ET.Element) -> Answer:
        found = self.ours(text_of(inner, D, "name"))
        if self.phase(found) not in {"active", "grace"}:
            raise No(2304, "Gone")
        for op in ("add", "rem"):
            block = inner.find(f"{{{D}}}{op}")
            for each in block.iter(f"{{{D}}}status") if block is not None else ():
                status = each.get("s", "")
                if (status in found.statuses) == (op == "add"):
                    raise No(2306, "So already")
                found.statuses ^= {status}
        if handle := text_of(inner, D, "registrant"):
            if handle not in self.contacts:
                raise No(2303, "No such contact")
            found.registrant = handle
        if inner.find(f".//{{{D}}}pw") is not None:
            found.code = text_of(inner, D, "pw")
        return Answer(1000)

    def create_contact(self, inner: ET.Element) -> Answer:
        handle = text_of(inner, C, "id")
        if handle in self.contacts:
            raise No(2302, "Taken")
        parts = [ET.tostring(each, encoding="unicode") for each in inner]
        self.contacts[handle] = "".join(part for part in parts if "authInfo" not in part)
        return Answer(
            1000,
            data=f'<c:creData xmlns:c="{C}"><c:id>{handle}</c:id>'
            f"<c:crDate>{stamp(self.now)}</c:crDate></c:creData>",
        )

    def info_contact(self, inner: ET.Element) -> Answer:
        handle = text_of(inner, C, "id")
        if handle not in self.contacts:
            raise No(2303, "No such contact")
        first, _, rest = self.contacts[handle].partition("</ns0:id>")
        body = (first + "</ns0:id>", '<c:roid>C1-TEST</c:roid><c:status s="ok"/>', rest)
        tail = f"<c:clID>{US}</c:clID><c:crID>{US}</c:crID><c:crDate>{stamp(self.now)}</c:crDate>"
        joined = "".join(body) + tail
        return Answer(1000, data=f'<c:infData xmlns:c="{C}">{joined}</c:infData>')

    def create_host(self, inner: ET.Element) -> Answer:
        name = text_of(inner, H, "name")
        if name in self.hosts:
            raise No(2302, "Taken")
        self.hosts.add(name)
        return Answer(
            1000,
            data=f'<h:creData xmlns:h="{H}"><h:name>{name}</h:name>'
            f"<h:crDate>{stamp(self.now)}</h:crDate></h:creData>",
        )

    def poll(self, command: ET.Element) -> Answer:
        if command.get("op") == "ack":
            before = len(self.queue)
            self.queue = [each for each in self.queue if str(each[0]) != command.get("msgID")]
            if len(self.queue) == before:
                raise No(2303, "No such message")
            return Answer(1000)
        if not self.queue:
            return Answer(1300, "No messages")
        number, at, text, data = self.queue[0]
        queue = (
            f'<msgQ count="{len(self.queue)}" id="{number}"><qDate>{at}</qDate>'
            f"<msg>{escape(text)}</msg></msgQ>"
        )
        return Answer(1301, "Ack to dequeue", data=data, queue=queue)

    # --- Inside ---

    def phase(self, found: Name) -> str:
        moment = found.expires
        for phase, length in (
            ("active", timedelta()),
            ("grace", GRACE),
            ("redemption", REDEMPTION),
            ("deleting", DELETING),
        ):
            moment += length
            if self.now < moment:
                return phase
        return "released"

    def find(self, name: str) -> Name | None:
        found = self.names.get(name)
        if found and self.phase(found) == "released":
            del self.names[name]
            return None
        waiting = found is not None and found.transfer and found.transfer["status"] == "pending"
        if waiting and self.now >= found.transfer["at"] + timedelta(days=5):
            self.answer_transfer(name, "serverApproved")
        return found

    def ours(self, name: str) -> Name:
        found = self.find(name)
        if found is None:
            raise No(2303, "No such name")
        if found.sponsor != US:
            raise No(2201, "Not yours")
        return found


def frame(answer: Answer, key: str, number: int) -> str:
    """The response as XML."""
    echo = f"<clTRID>{escape(key)}</clTRID>" if key else ""
    data = f"<resData>{answer.data}</resData>" if answer.data else ""
    more = f"<extension>{answer.extension}</extension>" if answer.extension else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><epp xmlns="{E}"><response>'
        f'<result code="{answer.code}"><msg>{escape(answer.text)}</msg></result>'
        f"{answer.queue}{data}{more}<trID>{echo}<svTRID>SV-{number}</svTRID></trID>"
        "</response></epp>"
    )
