"""The embedded registry: rules and refusals of a real one, in tables of its own; the default.

It takes its time from whoever calls it (`now`), never from the database, and moves only when it
is asked: each command first brings its name up to that moment, and `registry_clock.advance` does
so for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from products.models import RegistryCommand, RegistryMessage, RegistryName
from products.registrar import codes, registry_clock, registry_rules
from products.registrar.life import (
    ACTIVE,
    EXPIRED,
    PENDING_DELETE,
    REDEMPTION,
    LifeOf,
    add_years,
    life_of,
    phase_at,
)
from products.registrar.port import Card, Message, Receipt, Refused, State
from products.registrar.registry_clock import LONGEST, OURS
from products.registrar.sealing import code_made_of

type Answer = tuple[datetime | None, bool]


class EmbeddedRegistry:
    """`products.registrar.port.Registrar` over our own tables."""

    def __init__(
        self, *, now: Callable[[], datetime] = timezone.now, life_of: LifeOf = life_of
    ) -> None:
        self._now = now
        self._life_of = life_of

    def check(self, names: Sequence[str]) -> Mapping[str, bool]:
        """Whether each name is free."""
        return {name: self.query(name) is None for name in names}

    def query(self, name: str) -> State | None:
        """What is known of the name; its holder is told to its own registrar alone."""
        now = self._now()
        with transaction.atomic():
            registry_clock.hold(name)
            row = registry_clock.find(name, now, self._life_of)
        if row is None:
            return None
        is_ours = row.sponsor == OURS
        return State(
            name=row.name,
            is_ours=is_ours,
            statuses=self._statuses(row, now),
            registered_at=row.registered_at,
            expires_at=row.expires_at,
            holder=Card(**row.holder) if is_ours and row.holder else None,
            nameservers=tuple(row.nameservers),
            transfer="pending" if row.transfer_asked_at else row.transfer_answer,
        )

    def poll(self) -> Message | None:
        """The oldest message."""
        row = RegistryMessage.objects.order_by("pk").first()
        if row is None:
            return None
        return Message(str(row.pk), row.at, row.text, row.name, row.kind, dict(row.facts))

    def acknowledge(self, message: Message) -> None:
        """Take it off the queue."""
        RegistryMessage.objects.filter(pk=int(message.identifier)).delete()

    def register(
        self, name: str, *, years: int, holder: Card, nameservers: Sequence[str], key: str
    ) -> Receipt:
        """2302 when it is taken, 2005 for what is no name, 2004 for a wrong number of years."""

        def do(row: RegistryName | None, now: datetime) -> Answer:
            registry_rules.check_name(name)
            registry_rules.check_years(years)
            if row is not None:
                raise Refused(codes.EXISTS, "The name is registered")
            made = RegistryName.objects.create(
                name=name,
                sponsor=OURS,
                registered_at=now,
                expires_at=add_years(now, years),
                holder=asdict(holder),
                nameservers=list(nameservers),
                authorization_code=code_made_of(f"register {key}"),
            )
            return made.expires_at, False

        return self._once(key, "register", name, do)

    def renew(self, name: str, *, years: int, expires_at: datetime, key: str) -> Receipt:
        """2105 when the expiry is another day than the one said, or would lie past ten years."""

        def do(row: RegistryName | None, now: datetime) -> Answer:
            row = registry_rules.own(row)
            registry_rules.check_years(years)
            if self._phase(row, now) not in {ACTIVE, EXPIRED}:
                raise Refused(codes.STATUS_PROHIBITS, "The name has to be restored")
            if row.expires_at.date() != expires_at.date():
                raise Refused(codes.WRONG_EXPIRY, "The name expires on another day")
            until = add_years(row.expires_at, years)
            if until > add_years(now, LONGEST):
                raise Refused(codes.WRONG_EXPIRY, "No name is registered past ten years")
            row.expires_at = until
            row.told = ACTIVE
            row.save(update_fields=["expires_at", "told"])
            return until, False

        return self._once(key, "renew", name, do)

    def restore(self, name: str, *, key: str) -> Receipt:
        """2304 unless it is in redemption. A restored name runs a year longer, as with the
        registries that renew by themselves when a name expires."""

        def do(row: RegistryName | None, now: datetime) -> Answer:
            row = registry_rules.own(row)
            if self._phase(row, now) != REDEMPTION:
                raise Refused(codes.STATUS_PROHIBITS, "The name is not in redemption")
            while row.expires_at <= now:
                row.expires_at = add_years(row.expires_at, 1)
            row.told = ACTIVE
            row.save(update_fields=["expires_at", "told"])
            return row.expires_at, False

        return self._once(key, "restore", name, do)

    def transfer_in(self, name: str, *, authorization_code: str, key: str) -> Receipt:
        """2202 wrong code, 2304 locked or run out, 2106 ours already or settling for 60 days,
        2300 under way; else pending until the other registrar answers or its time is up."""

        def do(row: RegistryName | None, now: datetime) -> Answer:
            if row is None:
                raise Refused(codes.DOES_NOT_EXIST, "The name is not registered")
            if row.sponsor == OURS:
                raise Refused(codes.NOT_TRANSFERABLE, "The name is here already")
            if row.transfer_asked_at is not None:
                raise Refused(codes.TRANSFER_PENDING, "A transfer is under way")
            if not constant_time_compare(row.authorization_code, authorization_code):
                raise Refused(codes.WRONG_CODE, "The authorization code is wrong")
            if row.is_locked or self._phase(row, now) not in {ACTIVE, EXPIRED}:
                raise Refused(codes.STATUS_PROHIBITS, "The name is locked or has run out")
            registry_rules.check_settled(row, now)
            row.transfer_asked_at, row.transfer_key, row.transfer_answer = now, key, ""
            row.save(update_fields=["transfer_asked_at", "transfer_key", "transfer_answer"])
            return None, True

        return self._once(key, "transfer", name, do)

    def update_contacts(self, name: str, *, holder: Card, key: str) -> Receipt:
        """Set the holder; 2304 while the name has to be restored."""

        def do(row: RegistryName | None, now: datetime) -> Answer:
            row = registry_rules.own(row)
            if self._phase(row, now) not in {ACTIVE, EXPIRED}:
                raise Refused(codes.STATUS_PROHIBITS, "The name has to be restored")
            row.holder = asdict(holder)
            row.save(update_fields=["holder"])
            return row.expires_at, False

        return self._once(key, "contacts", name, do)

    def authorization_code(self, name: str, *, key: str) -> str:
        """A new code, made of the key, so that the same question has the same answer."""
        code = code_made_of(key)

        def do(row: RegistryName | None, now: datetime) -> Answer:
            row = registry_rules.own(row)
            row.authorization_code = code
            row.save(update_fields=["authorization_code"])
            return row.expires_at, False

        self._once(key, "code", name, do)
        return code

    def lock(self, name: str, *, is_locked: bool, key: str) -> Receipt:
        """Forbid or allow a transfer away."""

        def do(row: RegistryName | None, now: datetime) -> Answer:
            row = registry_rules.own(row)
            row.is_locked = is_locked
            row.save(update_fields=["is_locked"])
            return row.expires_at, False

        return self._once(key, "lock", name, do)

    def _once(
        self, key: str, verb: str, name: str, do: Callable[[RegistryName | None, datetime], Answer]
    ) -> Receipt:
        """Carry it out unless that key was carried out before; one command a name at a time."""
        now = self._now()
        with transaction.atomic():
            registry_clock.hold(name)
            done = RegistryCommand.objects.filter(key=key).first()
            if done is None:
                row = registry_clock.find(name, now, self._life_of)
                expires_at, is_pending = do(row, now)
                done = RegistryCommand.objects.create(
                    key=key, verb=verb, name=name, at=now, expires_at=expires_at,
                    is_pending=is_pending,
                )  # fmt: skip
            elif (done.verb, done.name) != (verb, name):
                raise Refused(codes.POLICY, "The key stands for another command")
        return Receipt(key, name, done.is_pending, done.expires_at, f"R{done.pk}")

    def _phase(self, row: RegistryName, now: datetime) -> str:
        return phase_at(self._life_of(row.name), row.expires_at, now)

    def _statuses(self, row: RegistryName, now: datetime) -> frozenset[str]:
        found = {
            EXPIRED: {"serverHold"},
            REDEMPTION: {"redemptionPeriod"},
            PENDING_DELETE: {"pendingDelete"},
        }.get(self._phase(row, now), set())
        if row.is_locked:
            found = found | {"clientTransferProhibited"}
        if row.transfer_asked_at is not None:
            found = found | {"pendingTransfer"}
        return frozenset(found or {"ok"})
