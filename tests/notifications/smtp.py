"""A mail server for tests: takes what it is sent, and refuses whom it is told to refuse."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


class Server(socketserver.ThreadingTCPServer):
    """`refuses` gives the answer to RCPT for an address; `on_mail` is called as one came in."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.refuses: dict[str, int] = {}
        self.mails: list[EmailMessage] = []
        self.connections = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def sent_to(self, address: str | None) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


class Conversation(socketserver.StreamRequestHandler):
    """RFC 5321, as much of it as smtplib speaks."""

    def handle(self) -> None:
        server = cast(Server, self.server)
        server.connections += 1
        self.say(220, "test")
        while line := self.rfile.readline():
            command = line.decode().strip()
            verb = command.upper()[:4]
            if verb == "RCPT":
                address = command.partition("<")[2].partition(">")[0]
                self.say(server.refuses.get(address, 250), "as told")
            elif verb == "DATA":
                self.say(354, "go on")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part[1:] if part.startswith(b"..") else part)
                mail = message_from_bytes(b"".join(lines), policy=policy.default)
                server.mails.append(cast(EmailMessage, mail))
                self.say(250, "taken")
            elif verb == "QUIT":
                self.say(221, "bye")
                return
            else:
                self.say(250, "ok")

    def say(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())


@contextmanager
def running() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
