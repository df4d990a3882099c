"""What time does in the embedded registry: phases pass, transfers are approved, names released.

Everything follows from the dates in the row, so that days may be skipped or walked twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from products.models import RegistryMessage, RegistryName
from products.registrar.life import ACTIVE, EXPIRED, RELEASED, LifeOf, add_years, ends, life_of
from products.registrar.port import Card
from products.registrar.sealing import code_made_of

OURS = "regie"
LONGEST = 10
# ICANN, Transfer Policy, I.A.3.1: no answer within five calendar days is an approval.
# https://www.icann.org/resources/pages/transfer-policy-2016-06-01-en
ANSWER_WITHIN = timedelta(days=5)


def advance(now: datetime, life_of: LifeOf = life_of) -> None:
    """Bring every name up to that moment; twice, or days later, comes to the same."""
    due = RegistryName.objects.filter(Q(expires_at__lte=now) | Q(transfer_asked_at__isnull=False))
    for name in list(due.order_by("name").values_list("name", flat=True)):
        with transaction.atomic():
            hold(name)
            find(name, now, life_of)


def hold(name: str) -> None:
    """Until the end of the transaction wait for whoever works on the same name, present in the
    table or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5730))", [name])


def find(name: str, now: datetime, life_of: LifeOf) -> RegistryName | None:
    """The name as it stands at that moment; None when it is free. Whoever asks holds the name."""
    row = RegistryName.objects.filter(name=name).first()
    return bring_up_to(row, now, life_of) if row else None


def bring_up_to(row: RegistryName, now: datetime, life_of: LifeOf) -> RegistryName | None:
    """The name as it stands at that moment, each of its steps told once; None: it is released."""
    asked_at = row.transfer_asked_at
    if asked_at is not None and now >= asked_at + ANSWER_WITHIN:
        answer_transfer(row, "serverApproved", asked_at + ANSWER_WITHIN)
    phases = list(ends(life_of(row.name), row.expires_at))
    names = [phase for phase, _end in phases] + [RELEASED]
    # The one told last may have gone with a renewal; then it all begins anew.
    told = names.index(row.told) if row.told in names else 0
    passed = [end for _phase, end in phases if end <= now]
    for position in range(told, len(passed)):
        _tell_phase(row, names[position + 1], passed[position])
    phase = names[len(passed)]
    if phase == RELEASED:
        row.delete()
        return None
    if row.told != phase:
        row.told = phase
        row.save(update_fields=["told"])
    return row


def answer_transfer(row: RegistryName, answer: str, at: datetime) -> None:
    """How a pending transfer to us ended (`clientApproved`, `clientRejected`, `serverApproved`,
    `serverCancelled`, RFC 5730 2.9.3.4). Approved, the name runs a year longer, ten at most."""
    if row.transfer_asked_at is None:
        return
    key, row.transfer_asked_at, row.transfer_key = row.transfer_key, None, ""
    row.transfer_answer = answer
    if answer.endswith("Approved"):
        row.sponsor, row.moved_at = OURS, at
        row.expires_at = min(add_years(row.expires_at, 1), add_years(at, LONGEST))
        row.authorization_code = code_made_of(f"moved {key}")
        row.holder = row.holder or {}
    row.save()
    RegistryMessage.objects.create(
        at=at,
        text=f"Transfer of {row.name}: {answer}",
        name=row.name,
        kind="transfer",
        facts={"status": answer, "key": key, "expires_at": row.expires_at.isoformat()},
    )


def put(
    name: str,
    *,
    expires_at: datetime,
    registered_at: datetime,
    holder: Card | None = None,
    nameservers: Sequence[str] = (),
    sponsor: str = OURS,
    authorization_code: str = "",
    is_locked: bool = False,
) -> RegistryName:
    """Make the registry know a name that was registered before: an import, a demonstration, or
    one that stands at another registrar and waits to be transferred. Known already: left alone."""
    row, _is_new = RegistryName.objects.get_or_create(
        name=name,
        defaults={
            "expires_at": expires_at,
            "registered_at": registered_at,
            "holder": asdict(holder) if holder else {},
            "nameservers": list(nameservers),
            "sponsor": sponsor,
            "authorization_code": authorization_code or code_made_of(f"put {name}"),
            "is_locked": is_locked,
        },
    )
    return row


def _tell_phase(row: RegistryName, phase: str, at: datetime) -> None:
    """Say it to the registrar, but not what it sees coming itself: the expiry."""
    if row.sponsor == OURS and phase not in {ACTIVE, EXPIRED}:
        RegistryMessage.objects.create(
            at=at, text=f"{row.name}: {phase}", name=row.name, kind="phase", facts={"phase": phase}
        )
