"""A mail server in a process of its own that does what it is told, and writes down what it got.

    python smtp_server.py LOG

Commands are JSON lines on standard input, each answered by one line on standard output:
`{"do": "behave", "as": "accept" | "silent" | "accept_then_silent" | "451" | "550" | "drop",
  "to": address or null, "times": count or null, "delay": seconds}`, `{"do": "refuse"}`,
`{"do": "listen"}`. A rule for one address goes before the rule for all. The log holds a JSON line
per connection and per accepted message.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
ANSWERS = {"451": "451 4.7.1 come back later", "550": "550 5.1.1 no such person"}


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Rules:
    def __init__(self) -> None:
        self.for_all: dict[str, Any] = {"as": "accept"}
        self.for_address: dict[str, dict[str, Any]] = {}

    def set(self, rule: dict[str, Any]) -> None:
        if rule.get("to"):
            self.for_address[rule["to"]] = rule
        else:
            self.for_all = rule

    def take(self, address: str) -> dict[str, Any]:
        rule = self.for_address.get(address, self.for_all)
        if rule.get("times") is not None:
            if rule["times"] == 0:
                return {"as": "accept"}
            rule["times"] -= 1
        return rule


class Handler:
    def __init__(self, rules: Rules, log: Any) -> None:
        self.rules, self.log = rules, log

    def note(self, **entry: object) -> None:
        self.log.write(json.dumps({"at": time.time(), **entry}) + "\n")
        self.log.flush()

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        rule = self.rules.take(envelope.rcpt_tos[0])
        behave = rule["as"]
        if rule.get("delay"):
            await asyncio.sleep(rule["delay"])
        if behave == "drop":
            server.transport.abort()
            return "421 gone"
        if behave in ANSWERS:
            self.note(event="refused", to=envelope.rcpt_tos, answer=behave)
            return ANSWERS[behave]
        message = message_from_bytes(envelope.content, policy=default)
        self.note(
            event="accepted",
            to=envelope.rcpt_tos,
            message_id=message["Message-ID"],
            subject=message["Subject"],
            raw=envelope.content.decode("utf-8", "replace"),
        )
        if behave == "accept_then_silent":
            await asyncio.sleep(3600)
        return "250 OK"


class Server(SMTP):
    async def _handle_client(self) -> None:
        handler: Handler = self.event_handler
        handler.note(event="connected")
        if handler.rules.for_all["as"] == "silent":
            await asyncio.sleep(3600)
        await super()._handle_client()


async def main(log_path: str) -> None:
    loop = asyncio.get_running_loop()
    with open(log_path, "a") as log:
        rules = Rules()
        handler = Handler(rules, log)

        def make() -> Server:
            return Server(handler, hostname="mx.test", loop=loop, decode_data=False)

        server = await loop.create_server(make, HOST, 0)
        port = server.sockets[0].getsockname()[1]
        say(port)
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            command = json.loads(line)
            if command["do"] == "behave":
                rules.set(command)
            elif command["do"] == "refuse":
                server.close()
                server.close_clients()
            elif command["do"] == "listen":
                with contextlib.suppress(Exception):
                    server.close()
                server = await loop.create_server(make, HOST, port)
            say("ok")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
