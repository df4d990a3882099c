"""The result codes of EPP (RFC 5730, section 3): what each means for an order."""

from __future__ import annotations

from products.registrar.port import Refused, RegistrarError, Unavailable

SUCCESS = 1000
PENDING = 1001
QUEUE_EMPTY = 1300
QUEUE_HAS_MORE = 1301
SESSION_ENDED = 1500
WRONG_EXPIRY = 2105
NOT_TRANSFERABLE = 2106
WRONG_CODE = 2202
TRANSFER_PENDING = 2300
NO_TRANSFER_PENDING = 2301
EXISTS = 2302
DOES_NOT_EXIST = 2303
STATUS_PROHIBITS = 2304
POLICY = 2306

# A definite no to this command. What we did wrong (2000 to 2103) stays wrong when repeated, and
# 2104 (the registrar's account is empty) is the operator's to mend: the customer gets their money
# back and may ask anew.
REFUSALS = frozenset(
    {
        *(2000, 2001, 2002, 2003, 2004, 2005, 2100, 2101, 2102, 2103, 2104, 2105, 2106),
        *(2200, 2201, 2202, 2300, 2301, 2302, 2303, 2304, 2305, 2306, 2307, 2308),
    }
)
# Not now: an error inside the registry, or the end of the session.
LATER = frozenset({2400, 2500, 2501, 2502})
# The server could not read the frame: its answer may name no transaction of ours.
UNREAD = frozenset({2000, 2001})
# After these answers the server closes the connection.
CLOSING = frozenset({1500, 2500, 2501, 2502})


def is_success(code: int) -> bool:
    """Whether the command was carried out, or taken in hand (1001)."""
    return 1000 <= code < 2000


def failure(code: int, message: str) -> RegistrarError:
    """The error of an answer that is no success. A code that the RFC does not know counts by its
    second digit, as section 3 defines it: 24xx and 25xx are the server's, all others ours."""
    if code in LATER or 2400 <= code < 2600:
        return Unavailable(code, message)
    return Refused(code, message)
