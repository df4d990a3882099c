"""The only sender of e-mail: drains the outbox, one connection to the mail server per batch.

Letters are claimed with `FOR UPDATE SKIP LOCKED` under a lease in a short transaction, sent
outside any transaction with the Message-ID of their row, and finished one by one with a fence
(`… WHERE lease = mine`). Whoever dies in between loses nothing: when the lease has run out the
letter is taken again. SMTP cannot deliver exactly once; this delivers at least once, and a second
copy carries the same Message-ID.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from console.shell.delivery import Verdict, as_message, back_off, describe, judge
from console.shell.letters import objection
from console.shell.models import OutgoingLetter

logger = logging.getLogger(__name__)
State = OutgoingLetter.State

# One broken connection may be the letter's doing, two in a row are the server's.
BREAKS_IN_A_ROW = 2


def drain() -> None:
    """Send what is due, for about LETTER_SLICE_SECONDS at most.

    Any number of drains may run at once. The slice keeps a drain far below the broker's
    visibility timeout, and lets a worker that was told to stop do so soon.
    """
    until = monotonic() + settings.LETTER_SLICE_SECONDS
    take_back_expired()
    while monotonic() < until:
        batch = Batch.claim()
        if not batch.letters or not batch.send(until):
            return


def take_back_expired() -> int:
    """Make letters due again that nobody finished within the lease; answers how many."""
    now = timezone.now()
    expired = OutgoingLetter.objects.filter(state=State.SENDING, leased_until__lte=now)
    return expired.update(state=State.PENDING, lease=None, leased_until=None, due_at=now)


class Batch:
    """Letters that are ours until the lease runs out."""

    def __init__(
        self, letters: Sequence[OutgoingLetter], lease: uuid.UUID, until: datetime
    ) -> None:
        self.letters = letters
        self.lease = lease
        # Nothing is begun that might not end within the lease, slow server included.
        self.last_start = until - timedelta(seconds=2 * settings.EMAIL_TIMEOUT_SECONDS)

    @classmethod
    def claim(cls) -> Batch:
        """Take what is due, the longest waiting first, past what other drains hold."""
        now = timezone.now()
        lease, until = uuid.uuid4(), now + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
        with transaction.atomic():
            waiting = OutgoingLetter.objects.select_for_update(skip_locked=True)
            due = waiting.filter(state=State.PENDING, due_at__lte=now).order_by("due_at", "id")
            letters = list(due[: settings.LETTER_BATCH])
            OutgoingLetter.objects.filter(pk__in=[each.pk for each in letters]).update(
                state=State.SENDING, lease=lease, leased_until=until, attempts=F("attempts") + 1
            )
        return cls(letters, lease, until)

    def send(self, stop_at: float) -> bool:
        """Send letter by letter over one connection, reopened when one broke.

        Answers False when the server is not usable: then the rest waits, unblamed.
        """
        breaks = 0
        mailer = mailers.default
        try:
            for position, letter in enumerate(self.letters):
                if monotonic() >= stop_at or timezone.now() >= self.last_start:
                    self._give_back(position, wait=0)
                    return True
                verdict = self._send_one(mailer, letter)
                breaks = breaks + 1 if verdict is Verdict.BROKEN else 0
                if breaks == BREAKS_IN_A_ROW:
                    self._give_back(position + 1, wait=settings.LETTER_RETRY_SECONDS)
                    return False
            return True
        finally:
            _close(mailer)

    def _send_one(self, mailer: BaseEmailBackend, letter: OutgoingLetter) -> Verdict | None:
        """Send, or say why not; whatever goes wrong with one letter stays with it."""
        try:
            refusal = objection(letter.guard, letter.guard_arguments)
        except Exception as error:  # cannot tell whether it is still valid: it stays here
            logger.exception("guard of letter %s failed", letter.pk)
            return self._failed(letter, Verdict.LATER, error)
        if refusal:
            self._finish(letter, state=State.SKIPPED, last_error=refusal)
            return None
        try:
            message = as_message(letter)
        except Exception as error:
            return self._failed(letter, Verdict.DEAD, error)
        try:
            mailer.open()
        except OSError as error:  # whatever the code: it was not said about this letter
            return self._broke(mailer, letter, error)
        try:
            mailer.send_messages([message])
        except Exception as error:
            verdict = judge(error)
            if verdict is Verdict.BROKEN:
                return self._broke(mailer, letter, error)
            return self._failed(letter, verdict, error)
        self._finish(letter, state=State.SENT, sent_at=timezone.now(), last_error="")
        return None

    def _broke(self, mailer: BaseEmailBackend, letter: OutgoingLetter, error: Exception) -> Verdict:
        _close(mailer)
        return self._failed(letter, Verdict.BROKEN, error)

    def _failed(self, letter: OutgoingLetter, verdict: Verdict, error: Exception) -> Verdict:
        now = timezone.now()
        reason = describe(error)
        if now - letter.created_at > timedelta(days=settings.LETTER_GIVE_UP_DAYS):
            verdict_now = Verdict.DEAD
        else:
            verdict_now = verdict
        if verdict_now is Verdict.DEAD:
            logger.error("letter %s is undeliverable: %s", letter.pk, reason)
            self._finish(letter, state=State.DEAD, last_error=reason)
        else:
            wait = timedelta(seconds=back_off(letter.attempts + 1))
            self._finish(letter, state=State.PENDING, due_at=now + wait, last_error=reason)
        return verdict

    def _finish(self, letter: OutgoingLetter, **values: object) -> None:
        """The fence: a worker that lost its lease writes nothing over the next one's work."""
        mine = OutgoingLetter.objects.filter(pk=letter.pk, lease=self.lease)
        if not mine.update(lease=None, leased_until=None, **values):
            logger.warning("letter %s was taken over: the lease had run out", letter.pk)

    def _give_back(self, position: int, *, wait: float) -> None:
        """Free the letters from `position` on, untried, to be due in `wait` seconds."""
        rest = [each.pk for each in self.letters[position:]]
        OutgoingLetter.objects.filter(pk__in=rest, lease=self.lease).update(
            state=State.PENDING,
            lease=None,
            leased_until=None,
            attempts=F("attempts") - 1,
            due_at=timezone.now() + timedelta(seconds=wait),
        )


def _close(mailer: BaseEmailBackend) -> None:
    """Say goodbye, or hang up; what was sent is sent whatever the server answers to QUIT."""
    try:
        mailer.close()
    except OSError as error:
        logger.info("connection to the mail server ended badly: %s", describe(error))
