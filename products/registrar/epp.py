"""The registrar over EPP: RFC 5730 to 5734, and RFC 3915 for what is in redemption."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from epptools import Response, namespaces

from products.registrar import codes, epp_cards, epp_report
from products.registrar.epp_answers import expiry_of, message_of, receipt_of, statuses_of
from products.registrar.epp_session import EppSession
from products.registrar.epp_wire import EppAccess
from products.registrar.port import NOT_SAID, Card, Message, Receipt, Refused, State, Uncertain
from products.registrar.sealing import code_made_of

logger = logging.getLogger(__name__)

LOCKED = "clientTransferProhibited"
# Who may look is the registry's policy; it says 2201 or tells little of what others sponsor.
NOT_FOR_US = 2201
NO_TRANSFER = frozenset({codes.NO_TRANSFER_PENDING, codes.DOES_NOT_EXIST})


class EppRegistrar:
    """`products.registrar.port.Registrar` over one session. EPP itself repeats what it is told
    to repeat: that nothing happens twice under one key is `products.registrar.orders`' care,
    which asks `query` first."""

    def __init__(self, access: EppAccess) -> None:
        self._user = access.user
        self._session = EppSession(access)

    def close(self) -> None:
        """End the session."""
        self._session.close()

    # --- What only asks ---------------------------------------------------------------------

    def check(self, names: Sequence[str]) -> Mapping[str, bool]:
        """Whether each name is free; a name that the answer leaves out is not."""
        response = self._session.ask(lambda client: client.domain.check(list(names)))
        found = {name.lower(): is_free for name, is_free in response.availability().items()}
        return {name: found.get(name.lower(), False) for name in names}

    def query(self, name: str) -> State | None:
        """Up to three questions: the domain, and its holder or its transfer."""
        try:
            response = self._info(name)
        except Refused as refusal:
            if refusal.code == codes.DOES_NOT_EXIST:
                return None
            if refusal.code != NOT_FOR_US:
                raise
            return State(name, False, frozenset(), transfer=self._transfer_of(name))
        is_ours, statuses = response.sponsor() == self._user, statuses_of(response)
        transfer = "" if is_ours else self._transfer_of(name)
        if not is_ours and not transfer:
            # One that is pending was asked for by another registrar.
            statuses -= {"pendingTransfer"}
        return State(
            name=name,
            is_ours=is_ours,
            statuses=statuses,
            registered_at=epp_cards.moment_of(response.created_date()),
            expires_at=expiry_of(response),
            holder=self._holder(response.registrant()) if is_ours else None,
            nameservers=tuple(response.nameservers()),
            transfer=transfer,
        )

    def poll(self) -> Message | None:
        """The oldest message; transfers (RFC 5731, 3.2.4) and late results (3.3) with facts."""
        response = self._session.ask(lambda client: client.poll.request())
        if response.code() == codes.QUEUE_EMPTY or response.message_id() is None:
            return None
        return message_of(response)

    def acknowledge(self, message: Message) -> None:
        """Take it off the queue; one that is gone already is fine."""
        try:
            self._session.ask(lambda client: client.poll.ack(message.identifier))
        except Refused as refusal:
            if refusal.code not in {codes.DOES_NOT_EXIST, 2308}:
                raise

    # --- What changes something -------------------------------------------------------------

    def register(
        self, name: str, *, years: int, holder: Card, nameservers: Sequence[str], key: str
    ) -> Receipt:
        """The contact and the hosts first, each of which may exist already; then the domain."""
        handle = self._contact(holder, key)
        hosts = self._hosts(nameservers, key)
        code = code_made_of(f"register {key}")
        response = self._session.order(
            lambda client: client.domain.create(
                name,
                years=years,
                registrant=handle,
                contacts={"admin": handle, "tech": handle},
                nameservers=hosts,
                auth_info=code,
            ),
            key=key,
            secret=code,
        )
        return receipt_of(key, name, response)

    def renew(self, name: str, *, years: int, expires_at: datetime, key: str) -> Receipt:
        """With the day of the expiry known here, in UTC as registries count it."""
        day = expires_at.astimezone(UTC).date().isoformat()
        response = self._session.order(
            lambda client: client.domain.renew(name, day, years), key=key
        )
        return receipt_of(key, name, response)

    def restore(self, name: str, *, key: str) -> Receipt:
        """The request, then the report if the registry waits for one; only the report where the
        request was heard before."""
        before = after = self._info(name)
        if "pendingRestore" not in before.rgp_status():
            self._session.order(lambda client: client.domain.restore(name), key=key)
            after = self._seen_after(name)
        if "pendingRestore" in after.rgp_status():
            after = self._reported(name, before, key=f"{key[:60]}-rep")
        is_pending = "pendingRestore" in after.rgp_status()
        return replace(receipt_of(key, name, after), is_pending=is_pending)

    def transfer_in(self, name: str, *, authorization_code: str, key: str) -> Receipt:
        """Ask for it; 1001 while the other registrar decides."""
        response = self._session.order(
            lambda client: client.domain.transfer("request", name, authorization_code),
            key=key,
            secret=authorization_code,
        )
        return receipt_of(key, name, response)

    def update_contacts(self, name: str, *, holder: Card, key: str) -> Receipt:
        """A new contact takes the old one's place: an old one may hold other names too."""
        handle = self._contact(holder, key)
        response = self._session.order(
            lambda client: client.domain.update(name, chg={"registrant": handle}), key=key
        )
        return receipt_of(key, name, response)

    def authorization_code(self, name: str, *, key: str) -> str:
        """Made of the key, so that the same question sets the same code."""
        code = code_made_of(key)
        self._session.order(
            lambda client: client.domain.update(name, chg={"auth_info": code}),
            key=key,
            secret=code,
        )
        return code

    def lock(self, name: str, *, is_locked: bool, key: str) -> Receipt:
        """Add or take the status, where it is not so already."""
        info = self._info(name)
        if info.sponsor() == self._user and (LOCKED in info.statuses()) == is_locked:
            return receipt_of(key, name, info)
        change = {"statuses": [LOCKED]}
        response = self._session.order(
            lambda client: client.domain.update(
                name, add=change if is_locked else None, rem=None if is_locked else change
            ),
            key=key,
        )
        return receipt_of(key, name, response)

    # --- Inside -----------------------------------------------------------------------------

    def _info(self, name: str) -> Response:
        return self._session.ask(lambda client: client.domain.info(name))

    def _seen_after(self, name: str) -> Response:
        """The domain after a command that was heard: a look that is refused is no refusal of it."""
        try:
            return self._info(name)
        except Refused as refusal:
            raise Uncertain(refusal.message) from refusal

    def _reported(self, name: str, before: Response, *, key: str) -> Response:
        """Send the report; the domain after it. The request was heard and costs: with its report
        refused it is in hand until the registry takes it back."""
        report, refused = epp_report.report(key, name, before), None
        try:
            self._session.order(lambda client: client.request(report), key=key)
        except Refused as refusal:
            logger.error("the report on the restore of %s is refused: %s", name, refusal)
            refused = refusal
        after = self._seen_after(name)
        if refused is not None and "redemptionPeriod" in after.rgp_status():
            raise refused
        return after

    def _contact(self, card: Card, key: str) -> str:
        """A contact of this order; 2302 says that it was made when the order went out before."""
        handle = epp_cards.handle_of(key)
        try:
            self._session.prepare(
                lambda client: client.contact.create(
                    handle, auth_info=code_made_of(f"contact {key}"), **epp_cards.contact_of(card)
                ),
                key=f"{key[:60]}-con",
            )
        except Refused as refusal:
            if refusal.code != codes.EXISTS:
                raise
        return handle

    def _hosts(self, nameservers: Sequence[str], key: str) -> list[str | dict[str, Any]]:
        """Names of host objects where the registry has them (RFC 5732), else attributes."""
        if not self._session.offers(namespaces.HOST):
            return [{"name": name, "addresses": []} for name in nameservers]
        for position, name in enumerate(nameservers):
            self._host(name, f"{key[:58]}-host{position}")
        return list(nameservers)

    def _host(self, name: str, key: str) -> None:
        """A host object that is there already is as good as a new one."""
        try:
            self._session.prepare(lambda client: client.host.create(name), key=key)
        except Refused as refusal:
            if refusal.code != codes.EXISTS:
                raise

    def _holder(self, handle: str | None) -> Card | None:
        if not handle:
            return None
        try:
            response = self._session.ask(lambda client: client.contact.info(handle))
        except Refused:
            return None
        return epp_cards.card_of(response)

    def _transfer_of(self, name: str) -> str:
        """How the last transfer that we asked for stands; registries tell of one to both its
        sides only, and some to anybody."""
        try:
            response = self._session.ask(lambda client: client.domain.transfer("query", name))
        except Refused as refusal:
            return "" if refusal.code in NO_TRANSFER else NOT_SAID
        found = response.transfer() or {"status": "", "requested_by": ""}
        return found["status"] if found["requested_by"] == self._user else ""
