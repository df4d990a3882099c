"""The server of these tests sees what is wrong with a frame, schemas or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.products.registrar.epp_shape import D, E, Frames, Malformed
from tests.products.registrar.server import schemas

INFO = f'<info><d:info xmlns:d="{D}"><d:name>a.example</d:name></d:info></info>'
RENEW = (
    f'<renew><d:renew xmlns:d="{D}"><d:name>a.example</d:name>'
    '<d:curExpDate>2027-01-01</d:curExpDate><d:period unit="y">1</d:period></d:renew></renew>'
)
KEY = "<clTRID>key</clTRID>"
GOOD = [
    f'<epp xmlns="{E}"><hello/></epp>',
    f'<epp xmlns="{E}"><command>{INFO}<clTRID>key</clTRID></command></epp>',
    f'<epp xmlns="{E}"><command>{RENEW}<clTRID>{"k" * 64}</clTRID></command></epp>',
]
BAD = {
    "no XML": "<epp",
    "another namespace": "<epp><hello/></epp>",
    "a key too short": GOOD[1].replace("key", "ke"),
    "a key too long": GOOD[1].replace("key", "k" * 65),
    "a key in the wrong place": f'<epp xmlns="{E}"><command>{KEY}{INFO}</command></epp>',
    "no name": GOOD[1].replace("<d:name>a.example</d:name>", ""),
    "an empty name": GOOD[1].replace("a.example", ""),
    "a command of no kind": GOOD[1].replace("info>", "enquire>").replace("d:enquire", "d:info"),
    "a date that is none": GOOD[2].replace("2027-01-01", "soon"),
    "no unit": GOOD[2].replace(' unit="y"', ""),
    "a hundred years": GOOD[2].replace(">1<", ">100<"),
    "children in the wrong order": GOOD[2].replace(
        "<d:curExpDate>2027-01-01</d:curExpDate>", ""
    ).replace("</d:renew>", "<d:curExpDate>2027-01-01</d:curExpDate></d:renew>"),
    "something more": GOOD[1].replace("</d:info>", "<d:more/></d:info>"),
}  # fmt: skip
CHECKS = [""] + ([schemas()] if schemas() else [])


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: "schemas" if path else "rules")
def test_it_takes_what_is_right(path: str) -> None:
    frames = Frames(Path(path) if path else None)
    for frame in GOOD:
        assert frames.read(frame.encode()).tag == f"{{{E}}}epp"


@pytest.mark.parametrize("what", BAD)
def test_its_own_rules_find_what_is_wrong(what: str) -> None:
    with pytest.raises(Malformed):
        Frames(None).read(BAD[what].encode())
