"""What the embedded registry refuses, and with which code."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from products.models import RegistryName
from products.registrar import codes
from products.registrar.port import Refused
from products.registrar.registry_clock import LONGEST, OURS

# ICANN, Transfer Policy, I.A.3.7: within 60 days of the registration or of the last transfer a
# registrar may refuse. https://www.icann.org/resources/pages/transfer-policy-2016-06-01-en
SETTLING = timedelta(days=60)
# Labels of letters, digits and hyphens (RFC 1035, RFC 5890), two of them or more.
NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def check_name(name: str) -> None:
    """2005 for what is no domain name."""
    if not NAME.fullmatch(name):
        raise Refused(2005, "This is not a domain name")


def check_years(years: int) -> None:
    """2004 outside of one to ten."""
    if not 1 <= years <= LONGEST:
        raise Refused(2004, "One to ten years")


def check_settled(row: RegistryName, now: datetime) -> None:
    """2106 within 60 days of the registration or the last transfer."""
    if now - max(row.registered_at, row.moved_at or row.registered_at) < SETTLING:
        raise Refused(codes.NOT_TRANSFERABLE, "The name moved less than 60 days ago")


def own(row: RegistryName | None) -> RegistryName:
    """The name, where it is ours to change; 2303 when there is none, 2201 when it is another's."""
    if row is None:
        raise Refused(codes.DOES_NOT_EXIST, "The name is not registered")
    if row.sponsor != OURS:
        raise Refused(2201, "Another registrar sponsors the name")
    return row
