"""A session with an EPP server: opened when it is needed, asked whether it lives after a pause,
closed for good at the first doubt."""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable
from time import monotonic

from epptools import Client, Config, Frame, Response
from epptools.exceptions import CommandException, ConnectionException, EppException

from products.registrar import codes
from products.registrar.epp_wire import EppAccess, Wire
from products.registrar.port import Refused, Unavailable, Uncertain

logger = logging.getLogger(__name__)

# A connection that was silent for longer is asked for a greeting before a command goes over it:
# what the server closed meanwhile is found out by a question that changes nothing.
SILENCE_SECONDS = 20.0
LONGEST_KEY = 64
# Registries count refused logins, and lock the account after a few: with hundreds of orders due,
# each of which asks for a session, one refusal is the answer to all of them for this long.
LOGIN_PAUSE = 60.0

type Command = Callable[[Client], Response]


class _Conversation(Client):
    """The library's client, with transaction identifiers that are chosen by the caller."""

    key = ""

    def frame(self) -> Frame:
        """A command under the key at hand; without one, under a new one."""
        return Frame.command(self.key or _any_key())


class EppSession:
    """One conversation at a time; threads wait for each other, a forked process starts its own."""

    def __init__(self, access: EppAccess) -> None:
        self._access = access
        self._lock = threading.RLock()
        self._client: _Conversation | None = None
        self._owner = 0
        self._spoke_at = 0.0
        self._turned_away: Unavailable | None = None
        self._turned_away_at = 0.0

    def ask(self, command: Command) -> Response:
        """A question that changes nothing: any failure of the connection is `Unavailable`."""
        return self._send(command, key="", doubt=lambda why: Unavailable(0, why))

    def order(self, command: Command, *, key: str, secret: str = "") -> Response:
        """A command that changes something: with no answer to it, `Uncertain`. `secret` is kept
        out of whatever the registry says back."""
        return self._send(command, key=key[:LONGEST_KEY], secret=secret, doubt=Uncertain)

    def prepare(self, command: Command, *, key: str) -> Response:
        """A command that may be repeated at will (a contact under its own identifier)."""
        return self._send(command, key=key[:LONGEST_KEY], doubt=lambda why: Unavailable(0, why))

    def offers(self, service: str) -> bool:
        """Whether the greeting names the object service."""
        with self._lock:
            greeting = self._ready().greeting
            return greeting is not None and service in greeting.service_obj_uris()

    def close(self) -> None:
        """Say goodbye (1500) if that is possible, and let go."""
        with self._lock:
            client = self._client
            if client is not None and self._owner == os.getpid():
                try:
                    client.key = ""
                    client.logout()
                except EppException as error:
                    logger.info("EPP logout failed: %s", type(error).__name__)
            self._drop()

    def _send(
        self,
        command: Command,
        *,
        key: str,
        doubt: Callable[[str], Exception],
        secret: str = "",
    ) -> Response:
        with self._lock:
            client = self._ready()
            # A question has an identifier too: what answers none was not asked.
            client.key = key = key or _any_key()
            begin = monotonic()
            try:
                response = command(client)
                code, echo = response.code(), response.cl_trid()
            except ConnectionException as error:
                self._drop()
                raise doubt(f"No answer from the registry ({error})") from error
            except EppException as error:
                # The library itself found what no server would take; nothing was sent.
                raise Refused(2005, f"No such command can be written: {_clean(error)}") from error
            except Exception as error:  # what the library stumbles over is no answer
                self._drop()
                raise doubt(f"No answer that can be read ({type(error).__name__})") from error
            self._spoke_at = monotonic()
            # Who could not read the frame could not read whose it is.
            is_unread = code in codes.UNREAD and not echo
            if code == 0 or not (echo == key or is_unread):
                self._drop()
                raise doubt("The registry answered something else")
            if code in codes.CLOSING or is_unread:
                self._drop()
            took = 1000 * (monotonic() - begin)
            logger.info("EPP %s: %s in %.0f ms (%s)", key, code, took, response.sv_trid())
            if not codes.is_success(code):
                raise codes.failure(code, _clean(response.message() or "", secret))
            return response

    def _ready(self) -> _Conversation:
        """A client that is signed in; `Unavailable` when there is none to be had."""
        if self._client is not None and self._owner == os.getpid() and self._lives(self._client):
            return self._client
        self._drop()
        refused = self._turned_away
        if refused is not None and monotonic() - self._turned_away_at < LOGIN_PAUSE:
            raise Unavailable(refused.code, refused.message)
        access = self._access
        config = Config(host=access.host, port=access.port, clid=access.user,
                        password=access.password, login_security=False)  # fmt: skip
        client = _Conversation(config, connection=Wire(access))
        client.throw_on_failure(False)
        try:
            client.connect()
            client.login()
        except CommandException as error:
            client.disconnect()
            # Our own access is wrong or used up: that says nothing about anybody's order.
            said = error.response.message() or "" if error.response else ""
            message = _clean(said, access.password)
            logger.error("EPP login refused: %s %s", error.epp_code, message)
            self._turned_away = Unavailable(error.epp_code, f"No session: {message}")
            self._turned_away_at = monotonic()
            raise self._turned_away from error
        except EppException as error:
            client.disconnect()
            why = _clean(error, access.password)
            logger.warning("EPP connection failed: %s", why)
            raise Unavailable(0, f"No session: {why}") from error
        except Exception as error:  # a greeting that the library stumbles over is none
            client.disconnect()
            logger.exception("EPP connection failed")
            raise Unavailable(0, f"No session: {type(error).__name__}") from error
        self._turned_away = None
        self._client, self._owner, self._spoke_at = client, os.getpid(), monotonic()
        return client

    def _lives(self, client: _Conversation) -> bool:
        if not client.is_connected():
            return False
        if monotonic() - self._spoke_at < SILENCE_SECONDS:
            return True
        try:
            client.hello()
        except Exception:  # whatever came of it, it is no session to go on with
            return False
        self._spoke_at = monotonic()
        return True

    def _drop(self) -> None:
        if self._client is not None and self._owner == os.getpid():
            self._client.disconnect()
        self._client = None


def _any_key() -> str:
    """An identifier for what is not an order."""
    return f"q-{secrets.token_hex(12)}"


def _clean(message: object, secret: str = "") -> str:
    """What may be kept and shown: short, and without the secret."""
    text = str(message)
    return (text.replace(secret, "…") if secret else text)[:280]
