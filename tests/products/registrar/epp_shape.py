"""The shape of EPP's frames as RFC 5730 to 5733 and 3915 lay it down: namespaces, what must be
there, in which order, how often, how long. Written from the RFCs and used on every frame, both
ways; where the schemas of the RFCs lie beside the project, they are asked as well."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

E, D, C, H, R = (
    f"urn:ietf:params:xml:ns:{name}-1.0" for name in ("epp", "domain", "contact", "host", "rgp")
)
NAMESPACES = {"e": E, "d": D, "c": C, "h": H, "r": R}
MANY = 10_000


class Malformed(Exception):
    """What is wrong, and where."""


@dataclass(frozen=True)
class Rule:
    """One element: its children in order, or its text; `least` and `most` times."""

    tag: str
    children: tuple[Rule | Choice, ...] = ()
    text: Callable[[str], bool] | None = None
    needs: tuple[tuple[str, Callable[[str], bool]], ...] = ()
    least: int = 1
    most: int = 1
    is_open: bool = False

    def tags(self) -> set[str]:
        prefix, name = self.tag.split(":")
        return {f"{{{NAMESPACES[prefix]}}}{name}"}


@dataclass(frozen=True)
class Choice:
    """One of several elements."""

    of: tuple[Rule, ...]
    least: int = 1
    most: int = 1

    def tags(self) -> set[str]:
        return set().union(*(each.tags() for each in self.of))


def el(tag: str, *children: Rule | Choice, **more: object) -> Rule:
    return Rule(tag, children, **more)  # type: ignore[arg-type]


def maybe(rule: Rule) -> Rule:
    return Rule(**{**rule.__dict__, "least": 0})


def many(rule: Rule, least: int = 1) -> Rule:
    return Rule(**{**rule.__dict__, "least": least, "most": MANY})


def sized(least: int, most: int) -> Callable[[str], bool]:
    return lambda text: least <= len(text.strip()) <= most


def like(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text.strip()) is not None


def is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return "T" in text


anything = sized(0, MANY)
label, handle, trid = sized(1, 255), sized(3, 16), sized(3, 64)
day = like(r"\d{4}-\d\d-\d\d")
years = el("d:period", text=like(r"[1-9]\d?"), needs=(("unit", like("y")),))
domain_name = el("d:name", text=label)
auth = el("d:authInfo", Choice((el("d:pw", text=anything), el("d:null", text=sized(0, 0)))))
phone = like(r"(\+[0-9]{1,3}\.[0-9]{1,14})?")
postal = el(
    "c:postalInfo",
    el("c:name", text=sized(1, 255)),
    maybe(el("c:org", text=sized(0, 255))),
    el(
        "c:addr",
        Rule("c:street", text=sized(0, 255), least=0, most=3),
        el("c:city", text=sized(1, 255)),
        maybe(el("c:sp", text=sized(0, 255))),
        maybe(el("c:pc", text=sized(0, 16))),
        el("c:cc", text=like("[A-Z]{2}")),
    ),
    needs=(("type", like("int|loc")),),
)
servers = el(
    "d:ns",
    Choice(
        (
            el("d:hostObj", text=label),
            el("d:hostAttr", el("d:hostName", text=label), many(el("d:hostAddr", text=label), 0)),
        ),
        most=MANY,
    ),
)
contacts = many(
    el("d:contact", text=handle, needs=(("type", like("admin|billing|tech")),)), least=0
)
status = el("d:status", text=anything, needs=(("s", sized(2, 40)),))
delta = (maybe(servers), contacts, many(status, 0))

COMMANDS = (
    el(
        "e:login",
        el("e:clID", text=handle),
        el("e:pw", text=sized(6, 16)),
        el("e:options", el("e:version", text=like(r"1\.0")), el("e:lang", text=sized(2, 20))),
        el(
            "e:svcs",
            many(el("e:objURI", text=label)),
            maybe(el("e:svcExtension", many(el("e:extURI", text=label)))),
        ),
    ),
    el("e:logout"),
    el("e:poll", needs=(("op", like("req|ack")),)),
    el("e:check", el("d:check", many(domain_name))),
    el(
        "e:info",
        Choice((el("d:info", domain_name, maybe(auth)), el("c:info", el("c:id", text=handle)))),
    ),
    el(
        "e:create",
        Choice(
            (
                el(
                    "d:create",
                    domain_name,
                    maybe(years),
                    maybe(servers),
                    maybe(el("d:registrant", text=handle)),
                    contacts,
                    auth,
                ),
                el(
                    "c:create",
                    el("c:id", text=handle),
                    Rule("c:postalInfo", postal.children, needs=postal.needs, most=2),
                    maybe(el("c:voice", text=phone)),
                    maybe(el("c:fax", text=phone)),
                    el("c:email", text=sized(1, 255)),
                    el("c:authInfo", el("c:pw", text=anything)),
                ),
                el("h:create", el("h:name", text=label), many(el("h:addr", text=label), 0)),
            )
        ),
    ),
    el("e:renew", el("d:renew", domain_name, el("d:curExpDate", text=day), maybe(years))),
    el(
        "e:transfer",
        el("d:transfer", domain_name, maybe(years), maybe(auth)),
        needs=(("op", like("request|query|approve|reject|cancel")),),
    ),
    el(
        "e:update",
        el(
            "d:update",
            domain_name,
            maybe(el("d:add", *delta)),
            maybe(el("d:rem", *delta)),
            maybe(el("d:chg", maybe(el("d:registrant", text=sized(0, 16))), maybe(auth))),
        ),
    ),
)
restore = el(
    "r:restore",
    maybe(
        el(
            "r:report",
            el("r:preData", text=anything),
            el("r:postData", text=anything),
            el("r:delTime", text=is_moment),
            el("r:resTime", text=is_moment),
            el("r:resReason", text=anything),
            Rule("r:statement", text=anything, most=2),
            maybe(el("r:other", text=anything)),
        )
    ),
    needs=(("op", like("request|report")),),
)
command = el(
    "e:command",
    Choice(COMMANDS),
    maybe(el("e:extension", el("r:update", restore))),
    maybe(el("e:clTRID", text=trid)),
)
response = el(
    "e:response",
    many(
        el(
            "e:result",
            el("e:msg", text=anything),
            needs=(("code", like(r"1\d\d\d|2\d\d\d")),),
        )
    ),
    maybe(
        el(
            "e:msgQ",
            maybe(el("e:qDate", text=is_moment)),
            maybe(el("e:msg", text=anything)),
            needs=(("count", like(r"\d+")), ("id", sized(1, 64))),
        )
    ),
    maybe(el("e:resData", is_open=True)),
    maybe(el("e:extension", is_open=True)),
    el("e:trID", maybe(el("e:clTRID", text=trid)), el("e:svTRID", text=trid)),
)
greeting = el(
    "e:greeting",
    el("e:svID", text=sized(3, 64)),
    el("e:svDate", text=is_moment),
    el(
        "e:svcMenu",
        many(el("e:version", text=like(r"1\.0"))),
        many(el("e:lang", text=sized(2, 20))),
        many(el("e:objURI", text=label)),
        maybe(el("e:svcExtension", many(el("e:extURI", text=label)))),
    ),
    el("e:dcp", is_open=True),
)
FRAME = el("e:epp", Choice((command, el("e:hello"), response, greeting)))


class Frames:
    """Checks frames by the rules above and, if they are there, by the schemas."""

    def __init__(self, schemas: Path | None) -> None:
        self._schema = None
        if schemas is not None:
            from lxml import etree

            self._schema = etree.XMLSchema(etree.parse(str(schemas)))

    def read(self, raw: bytes) -> ET.Element:
        """The frame; Malformed."""
        try:
            root = ET.fromstring(raw)
        except ET.ParseError as error:
            raise Malformed(str(error)) from error
        if root.tag not in FRAME.tags():
            raise Malformed(f"{root.tag} instead of epp")
        check(root, FRAME)
        if self._schema is not None:
            from lxml import etree

            if not self._schema.validate(etree.fromstring(raw)):
                raise Malformed(f"schema: {self._schema.error_log.last_error}")
        return root


def check(element: ET.Element, rule: Rule) -> None:
    """Whether the element is as its rule says."""
    for name, is_right in rule.needs:
        if not is_right(element.get(name, "")):
            raise Malformed(f"{element.tag}: attribute {name} {element.get(name)!r}")
    if rule.text is not None:
        if len(element) or not rule.text(element.text or ""):
            raise Malformed(f"{element.tag}: text {element.text!r}")
    elif not rule.is_open:
        check_children(element, rule)


def check_children(element: ET.Element, rule: Rule) -> None:
    """Each part of the rule in its order, as often as it may be, and nothing else."""
    rest = list(element)
    for part in rule.children:
        count = 0
        while rest and rest[0].tag in part.tags() and count < part.most:
            child, *rest = rest
            options = part.of if isinstance(part, Choice) else (part,)
            check(child, next(each for each in options if child.tag in each.tags()))
            count += 1
        if count < part.least:
            where = rest[0].tag if rest else "the end"
            raise Malformed(f"{element.tag}: {sorted(part.tags())} is missing before {where}")
    if rest:
        raise Malformed(f"{element.tag}: {rest[0].tag} does not belong here")
