"""Frames and certificates as they come, from a server that sends bytes and nothing else."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from epptools.exceptions import ConnectionException

from products.registrar.epp_wire import EppAccess, Wire
from tests.products.registrar.server import make_certificate

Serve = Callable[..., Wire]


def framed(text: str) -> bytes:
    body = text.encode()
    return struct.pack("!I", len(body) + 4) + body


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("wire")
    make_certificate(found)
    return found


@pytest.fixture
def serve(folder: Path) -> Iterator[Serve]:
    """Starts a server that sends these bytes, piece by piece; answers the wire to it."""
    open_now: list[Any] = []

    def start(
        *pieces: bytes, change: Callable[[ssl.SSLContext], None] | None = None, **more: Any
    ) -> Wire:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        if change:
            change(context)
        listener = socket.create_server(("127.0.0.1", 0))

        def one() -> None:
            try:
                plain, _address = listener.accept()
                open_now.append(plain)
                plain.settimeout(5)
                wire = context.wrap_socket(plain, server_side=True)
                open_now.append(wire)
                for piece in pieces:
                    wire.sendall(piece)
                wire.recv(1)
            except OSError:
                pass

        thread = threading.Thread(target=one, daemon=True)
        thread.start()
        access = {
            "host": "localhost", "port": listener.getsockname()[1], "user": "us", "password": "x",
            "authority": str(folder / "server.pem"), "connect_seconds": 2.0, "read_seconds": 1.0,
        }  # fmt: skip
        wire = Wire(EppAccess(**(access | more)))
        open_now.extend([listener, wire])
        return wire

    yield start
    for each in reversed(open_now):
        each.close()


def test_frames_are_told_apart_however_they_arrive(serve: Serve) -> None:
    both = framed("<first/>") + framed("<zw\u00f6lf/>")
    for pieces in ([both], [bytes([each]) for each in both], [both[:2], both[2:13], both[13:]]):
        wire = serve(*pieces)
        wire.open()
        assert [wire.read_frame(), wire.read_frame()] == ["<first/>", "<zw\u00f6lf/>"]
        wire.close()


@pytest.mark.parametrize("length", [0, 1, 3, 4, 256 * 1024 + 1, 100 * 1024 * 1024, 2**32 - 1])
def test_a_length_that_cannot_be_is_the_end(serve: Serve, length: int) -> None:
    wire = serve(struct.pack("!I", length) + b"<first/>")
    wire.open()
    with pytest.raises(ConnectionException, match="a frame of"):
        wire.read_frame()
    assert not wire.is_open(), "nobody knows where the next one begins"
    with pytest.raises(ConnectionException):
        wire.write_frame("<next/>")


def test_a_frame_of_the_largest_size_is_read(serve: Serve) -> None:
    text = "x" * (256 * 1024 - 4)
    wire = serve(framed(text))
    wire.open()
    assert wire.read_frame() == text


def test_our_certificate_is_shown_where_it_is_asked_for(
    serve: Serve, folder: Path, tmp_path: Path
) -> None:
    ours, key = make_certificate(tmp_path)

    def ask(context: ssl.SSLContext) -> None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(ours)

    wire = serve(framed("<hello/>"), change=ask, certificate=str(ours), key=str(key))
    wire.open()
    assert wire.read_frame() == "<hello/>"
    stranger = serve(framed("<hello/>"), change=ask)
    stranger.open()
    with pytest.raises(ConnectionException):  # TLS 1.3 tells it with the first frame
        stranger.read_frame()
