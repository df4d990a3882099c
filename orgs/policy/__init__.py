"""Who may do what: the whole table, and the only gate."""

from orgs.policy.gate import (
    TABLE,
    Can,
    Denied,
    Rule,
    UnknownPermission,
    decide,
    demand,
    register,
    requires,
)
from orgs.policy.table import ADMINISTRATORS, EVERY_MEMBER, EVERYBODY, INSIDE

__all__ = [
    "ADMINISTRATORS",
    "EVERYBODY",
    "EVERY_MEMBER",
    "INSIDE",
    "TABLE",
    "Can",
    "Denied",
    "Rule",
    "UnknownPermission",
    "decide",
    "demand",
    "register",
    "requires",
]
