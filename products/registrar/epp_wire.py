"""The connection to an EPP server: TLS that is always verified, frames of bounded size (RFC 5734),
and a clock over each whole step, so that a server that drips holds nobody up."""

from __future__ import annotations

import socket
import ssl
import struct
from dataclasses import dataclass, field
from time import monotonic

from epptools.exceptions import ConnectionException
from epptools.transport import Transport

# An answer about one domain has some kilobytes.
LARGEST_FRAME = 256 * 1024
HEADER = 4


@dataclass(frozen=True, slots=True)
class EppAccess:
    """Where the registry is and who we are there. `authority` is a file with the certificates
    that vouch for the server, empty for those of the system; `certificate` and `key` are ours."""

    host: str
    user: str
    password: str = field(repr=False)
    port: int = 700
    certificate: str = ""
    key: str = ""
    authority: str = ""
    connect_seconds: float = 10.0
    read_seconds: float = 30.0


class Wire(Transport):
    """One connection; after the first failure it is of no more use, because nobody knows where
    in the stream the next frame would begin."""

    def __init__(self, access: EppAccess) -> None:
        self._access = access
        self._socket: ssl.SSLSocket | None = None

    def open(self) -> None:
        """Connect and shake hands within `connect_seconds` each; ConnectionException."""
        access = self._access
        try:
            context = ssl.create_default_context(cafile=access.authority or None)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            if access.certificate:
                # A key that wants a passphrase is refused; nobody is there to be asked for one.
                context.load_cert_chain(access.certificate, access.key or None, password=b"")
            address = (access.host, access.port)
            plain = socket.create_connection(address, timeout=access.connect_seconds)
        except (OSError, ValueError) as error:
            raise ConnectionException(f"no connection: {error}") from error
        try:
            self._socket = context.wrap_socket(plain, server_hostname=access.host)
        except (OSError, ValueError) as error:
            plain.close()
            raise ConnectionException(f"no TLS: {error}") from error

    def is_open(self) -> bool:
        """Whether frames can be exchanged, as far as we know."""
        return self._socket is not None

    def write_frame(self, xml: str) -> None:
        """Send one frame."""
        body = xml.encode()
        until = monotonic() + self._access.read_seconds
        try:
            wire = self._in_time(until)
            wire.sendall(struct.pack("!I", len(body) + HEADER) + body)
        except OSError as error:
            self.close()
            raise ConnectionException(f"not sent: {error}") from error

    def read_frame(self) -> str:
        """The next frame, whole within `read_seconds`."""
        until = monotonic() + self._access.read_seconds
        try:
            (length,) = struct.unpack("!I", self._read(HEADER, until))
            if not HEADER < length <= LARGEST_FRAME:
                raise ConnectionException(f"a frame of {length} bytes")
            return self._read(length - HEADER, until).decode()
        except (OSError, UnicodeDecodeError) as error:
            self.close()
            raise ConnectionException(f"not read: {error}") from error
        except ConnectionException:
            self.close()
            raise

    def close(self) -> None:
        """Let go; twice does nothing."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _in_time(self, until: float) -> ssl.SSLSocket:
        """The socket, with what is left of the time as its patience."""
        left = until - monotonic()
        if self._socket is None:
            raise ConnectionException("not connected")
        if left <= 0:
            raise TimeoutError("the time is up")
        self._socket.settimeout(left)
        return self._socket

    def _read(self, count: int, until: float) -> bytes:
        parts = b""
        while len(parts) < count:
            part = self._in_time(until).recv(count - len(parts))
            if not part:
                raise ConnectionException("the connection was closed")
            parts += part
        return parts
