"""One letter as a message, and what the mail server's answer to it means."""

from __future__ import annotations

import enum
import random
import smtplib
from email.headerregistry import Address
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from console.shell.models import OutgoingLetter

LONGEST_BACK_OFF_SECONDS = 3600
# RFC 4954: the server wants other credentials. No letter is to blame.
AUTHENTICATION_CODES = {530, 534, 535, 538}
CLOSING = 421  # RFC 5321: service not available, closing the channel
ERROR_LENGTH = 500


class Verdict(enum.Enum):
    """What is to become of a letter, and of the connection it was tried on."""

    DEAD = "never again"
    LATER = "try again later; the connection is fine"
    BROKEN = "try again later; the connection, or the whole server, is not usable"


def as_message(letter: OutgoingLetter) -> EmailMultiAlternatives:
    """The letter with the headers it keeps however often it is sent.

    Raises ValueError when an address or a header is not one.
    """
    recipient = Address(display_name=letter.to_name, addr_spec=letter.to)
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[str(recipient)],
        headers={
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.created_at),
            # RFC 3834: vacation notices and the like do not answer.
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def judge(error: Exception) -> Verdict:
    """What an exception raised while sending means: 5xx never again, 4xx later, the rest later
    and on another connection; what the message itself raised, never again."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _judge_code(max(code for code, _ in error.recipients.values()))
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return Verdict.BROKEN
        case smtplib.SMTPResponseException():
            return _judge_code(error.smtp_code)
        case OSError():  # refused, timed out, disconnected, TLS, a full disk
            return Verdict.BROKEN
        case _:
            return Verdict.DEAD


def _judge_code(code: int) -> Verdict:
    if code == CLOSING or code in AUTHENTICATION_CODES:
        return Verdict.BROKEN
    return Verdict.DEAD if 500 <= code < 600 else Verdict.LATER


def back_off(attempts: int) -> float:
    """Seconds until the next attempt: doubled each time up to an hour, ± 20 % so that letters
    which failed together do not come back together."""
    seconds: float = settings.LETTER_RETRY_SECONDS * 2.0 ** min(attempts - 1, 20)
    return min(seconds, LONGEST_BACK_OFF_SECONDS) * random.uniform(0.8, 1.2)  # noqa: S311


def describe(error: Exception) -> str:
    """One printable line about an error; what a server says is as hostile as any input."""
    line = f"{type(error).__name__}: {error}"
    return "".join(each if each.isprintable() else " " for each in line)[:ERROR_LENGTH]
