"""An EPP server in a process of its own that does what it is told, and writes down what it got.

    python -m tests.products.registrar.epp_server LOG CERTIFICATE KEY [SCHEMAS]

Each frame, either way, is held against the rules of `epp_shape` and against the schemas where a
path is given. Commands are JSON lines on standard input, each answered by one JSON line:
`put`, `answer_transfer`, `unrestore`, `clock`, `tell`, `ledger`, `state`, `reset`, `cut`, `say`.

`cut` takes a list of `[number, way]`: frames are counted from 1 over all connections, greetings
too. Ways: `before` (gone before it is read), `arrived` (read, not run), `ran` (run, no answer),
`half` (half an answer), `late` (run after the client gave up), `slow`, `drip`, `huge`, `bomb`,
`other` (someone else's answer), `noise`, `odd` (a code that is a digit to Unicode alone), `gone`
(in the middle of the length).
`say` takes a verb and a code: the next such command is answered so and not run. With `skip`, the
ones before it are; with `echo`, that is what it gives back as the transaction identifier.
"""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.products.registrar.epp_rules import PASSWORD, US, Answer, Registry, frame, stamp, text_of
from tests.products.registrar.epp_shape import C, D, E, Frames, H, Malformed, R

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE epp [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    f']><epp xmlns="{E}"><response><result code="1000"><msg>&b;</msg></result></response></epp>'
)
ODD = f'<epp xmlns="{E}"><response><result code="²"><msg>?</msg></result></response></epp>'
PAUSE = 1.6


class Gone(Exception):
    """The connection is cut here."""


class World:
    """What all connections share."""

    def __init__(self, log: Path, schemas: Path | None) -> None:
        self.log = log.open("a", buffering=1)
        self.frames = Frames(schemas)
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        self.registry = Registry()
        self.cuts: dict[int, str] = {}
        self.says: dict[str, dict[str, Any]] = {}
        self.seen = 0
        self.services = [D, C, H]

    def note(self, **entry: object) -> None:
        self.log.write(json.dumps(entry) + "\n")

    def next_way(self) -> str:
        with self.lock:
            self.seen += 1
            return self.cuts.pop(self.seen, "")

    def control(self, order: dict[str, Any]) -> object:
        """One command of the test; the name of a method, here or of the registry."""
        do = f"do_{order.pop('do')}"
        with self.lock:
            return getattr(self, do)(**order) or "ok"

    def do_reset(self) -> None:
        self.reset()

    def do_put(self, name: str, **facts: Any) -> None:
        self.registry.put(name, facts)

    def do_answer_transfer(self, name: str, answer: str) -> None:
        self.registry.answer_transfer(name, answer)

    def do_unrestore(self, name: str) -> None:
        self.registry.names[name].restoring = False

    def do_tell(self, **message: str) -> None:
        self.registry.tell(**message)

    def do_clock(self, days: float) -> None:
        self.registry.offset = timedelta(days=days)

    def do_cut(self, at: list[tuple[int, str]]) -> None:
        self.seen, self.cuts = 0, {int(number): way for number, way in at}

    def do_say(
        self, verb: str, code: int | str, skip: int = 0, echo: str | None = None, text: str = ""
    ) -> None:
        self.says[verb] = {"code": code, "skip": skip, "echo": echo, "text": text}

    def told(self, verb: str) -> dict[str, Any] | None:
        """What to say to this one, if it was told."""
        found = self.says.get(verb)
        if found is None or found["skip"]:
            if found is not None:
                found["skip"] -= 1
            return None
        return self.says.pop(verb)

    def do_set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self if name == "services" else self.registry, name, value)

    def do_ledger(self) -> object:
        return {"counted": dict(self.registry.ledger)}

    def do_seen(self) -> object:
        return {"frames": self.seen, "uncut": len(self.cuts)}

    def do_state(self, name: str) -> object:
        found = self.registry.find(name)
        return {"code": found.code if found else ""}


class Conversation(socketserver.BaseRequestHandler):
    world: World
    context: ssl.SSLContext

    def handle(self) -> None:
        # What runs late runs in the registry it was sent to, whatever test is on by then.
        self.user, self.registry = "", self.world.registry
        try:
            plain = self.request
            plain.settimeout(30)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.wire = self.context.wrap_socket(plain, server_side=True)
            self.deliver(self.greeting(), self.world.next_way())
            while self.one():
                pass
        except (Gone, OSError, ssl.SSLError):
            pass
        except Exception:
            self.world.note(event="invalid", why=traceback.format_exc())
        finally:
            getattr(self, "wire", self.request).close()

    def one(self) -> bool:
        """One frame in, one out; False after goodbye."""
        (length,) = struct.unpack("!I", self.read(4))
        way = self.world.next_way()
        if way == "before":
            raise Gone
        raw = self.read(length - 4)
        try:
            root = self.world.frames.read(raw)
        except Malformed as error:
            self.world.note(event="invalid", why=str(error), frame=raw.decode(errors="replace"))
            self.deliver(frame(Answer(2001, str(error)), "", self.world.seen), way)
            return True
        if way == "arrived":
            raise Gone
        if way == "late":
            time.sleep(PAUSE)
        if root[0].tag == f"{{{E}}}hello":
            self.deliver(self.greeting(), way)
            return True
        command = root[0]
        verb, key = command[0].tag.partition("}")[2], text_of(command, E, "clTRID")
        with self.world.lock:
            told = self.world.told(verb)
            answer = self.answer(verb, command, told)
            number = self.world.seen
        self.world.note(event="command", verb=verb, key=key, code=answer.code)
        if way == "ran":
            raise Gone
        key = "someone-else" if way == "other" else key
        if told is not None and told["echo"] is not None:
            key = told["echo"]
        self.deliver(frame(answer, key, number), way)
        return answer.code not in {1500, 2500, 2501, 2502}

    def answer(self, verb: str, command: Any, told: dict[str, Any] | None) -> Answer:
        registry = self.registry
        if told is not None:
            return Answer(told["code"], told["text"] or f"As told: {told['code']}")
        if verb == "login":
            if (text_of(command, E, "clID"), text_of(command, E, "pw")) != (US, PASSWORD):
                return Answer(2200, "Authentication error")
            self.user = US
            return Answer(1000)
        if verb == "logout":
            return Answer(1500, "Goodbye")
        if not self.user:
            return Answer(2002, "Log in first")
        return registry.run(command[0], command.find(f"{{{E}}}extension"))

    def greeting(self) -> str:
        objects = "".join(f"<objURI>{uri}</objURI>" for uri in self.world.services)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><epp xmlns="{E}"><greeting>'
            f"<svID>Test registry</svID><svDate>{stamp(self.world.registry.now)}</svDate>"
            f"<svcMenu><version>1.0</version><lang>en</lang>{objects}"
            f"<svcExtension><extURI>{R}</extURI></svcExtension></svcMenu>"
            "<dcp><access><all/></access><statement><purpose><admin/><prov/></purpose>"
            "<recipient><ours/></recipient><retention><stated/></retention></statement></dcp>"
            "</greeting></epp>"
        )

    def deliver(self, xml: str, way: str) -> None:
        """Send it, in the way it was told."""
        body = xml.encode()
        if way in {"before", "arrived"}:
            raise Gone
        if way not in {"bomb", "noise", "odd"}:
            self.check_own(body)
        if way == "slow":
            time.sleep(PAUSE)
        body = {"bomb": BOMB.encode(), "noise": b"\xff<not xml", "odd": ODD.encode()}.get(way, body)
        length = 1 << 30 if way == "huge" else len(body) + 4
        whole = struct.pack("!I", length) + body
        if way == "drip":
            for position in range(40):
                self.wire.sendall(whole[position : position + 1])
                time.sleep(0.1)
        shown = {"gone": 2, "half": len(whole) // 2}.get(way, len(whole))
        self.wire.sendall(whole[:shown])
        if way in {"half", "gone", "ran"}:
            raise Gone

    def check_own(self, body: bytes) -> None:
        """What it sends is held against the same rules."""
        try:
            self.world.frames.read(body)
        except Malformed as error:
            self.world.note(event="invalid", why=f"sent: {error}", frame=body.decode())

    def read(self, count: int) -> bytes:
        parts = b""
        while len(parts) < count:
            part = self.wire.recv(count - len(parts))
            if not part:
                raise Gone
            parts += part
        return parts


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def main(log: str, certificate: str, key: str, schemas: str = "") -> None:
    world = World(Path(log), Path(schemas) if schemas else None)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    handler = type("Bound", (Conversation,), {"world": world, "context": context})
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        for line in sys.stdin:
            print(json.dumps(world.control(json.loads(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
