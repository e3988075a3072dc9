"""Many Socket.IO clients in one room: how long until each has the news.

Raw WebSockets over asyncio, just enough Engine.IO to follow a room, so that the clients cost
little beside the server. Latency is counted from the server's own time in the message (written
when the change is made, before its commit) to its arrival here, on the same clock.
"""

import asyncio
import json
import resource
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import psutil


@dataclass
class Result:
    clients: int
    lost: int
    latencies_ms: list[float] = field(default_factory=list)
    expected: int = 0
    bytes_each: int = 0
    cpu_us: float = 0.0

    def quantile(self, part: float) -> float:
        ordered = sorted(self.latencies_ms)
        return (
            ordered[min(len(ordered) - 1, int(len(ordered) * part))]
            if ordered
            else float("nan")
        )


class Client(asyncio.Protocol):
    """One follower. Masks its frames with zeros, which leaves the text as it is."""

    def __init__(self, port: int, room: str, on_event: Callable[[bytes], None]) -> None:
        self.port, self.room, self.on_event = port, room, on_event
        self.buffer, self.upgraded, self.lost = b"", False, False
        self.ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport) -> None:
        self.transport = transport
        request = (
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        transport.write(request.encode())

    def send(self, text: str) -> None:
        body = text.encode()
        head = (
            bytes((0x81, 0x80 | len(body)))
            if len(body) < 126
            else bytes((0x81, 0xFE)) + len(body).to_bytes(2, "big")
        )
        self.transport.write(head + b"\0\0\0\0" + body)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.upgraded:
            head, separator, rest = self.buffer.partition(b"\r\n\r\n")
            if not separator:
                return
            if b" 101 " not in head[:20]:
                self.ready.set_exception(RuntimeError(head[:80].decode("latin1")))
                return
            self.upgraded, self.buffer = True, rest
        while True:
            frame = self._frame()
            if frame is None:
                return
            self._packet(frame)

    def _frame(self) -> bytes | None:
        buffer = self.buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 127, 2
        if length == 126:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start + length:
            return None
        self.buffer = buffer[start + length :]
        return buffer[start : start + length]

    def _packet(self, packet: bytes) -> None:
        if packet.startswith(b"0"):
            self.send("40")
        elif packet.startswith(b"40"):
            join = ["join", {"room": self.room, "since": 0, "lang": "id"}]
            self.send("421" + json.dumps(join))
        elif packet.startswith(b"431") and not self.ready.done():
            self.ready.set_result(True)
        elif packet == b"2":
            self.send("3")
        elif packet.startswith(b'42["event"'):
            self.on_event(packet)

    def connection_lost(self, _error) -> None:
        self.lost = True
        if not self.ready.done():
            self.ready.set_exception(RuntimeError("connection lost"))


async def follow(
    port: int,
    pid: int,
    room: str,
    *,
    clients: int,
    messages: int,
    interval: float,
    act: Callable[[int], Awaitable[None]],
) -> Result:
    """Let `clients` follow the room while `act(n)` makes news `messages` times."""
    result = Result(clients, 0, expected=clients * messages)

    def on_event(packet: bytes) -> None:
        arrived = time.time()
        result.bytes_each = len(packet)
        at = json.loads(packet[2:])[1]["at"]
        moment = at if isinstance(at, float) else datetime.fromisoformat(at).timestamp()
        result.latencies_ms.append((arrived - moment) * 1000)

    loop = asyncio.get_running_loop()
    gate = asyncio.Semaphore(50)

    async def arrive() -> Client:
        async with gate:
            _transport, client = await loop.create_connection(
                lambda: Client(port, room, on_event), "127.0.0.1", port
            )
            await asyncio.wait_for(client.ready, 30)
            return client

    followers = await asyncio.gather(*(arrive() for _number in range(clients)))
    await asyncio.sleep(1)
    result.latencies_ms.clear()
    before = _cpu(pid)
    for number in range(messages):
        await act(number)
        await asyncio.sleep(interval)
    for _wait in range(50):
        if len(result.latencies_ms) >= result.expected:
            break
        await asyncio.sleep(0.1)
    result.cpu_us = (_cpu(pid) - before) * 1e6 / max(1, len(result.latencies_ms))
    result.lost = sum(client.lost for client in followers)
    for client in followers:
        client.transport.abort()
    await asyncio.sleep(0.5)
    return result


def _cpu(pid: int) -> float:
    root = psutil.Process(pid)
    return sum(
        sum(process.cpu_times()[:2]) for process in [root, *root.children(recursive=True)]
    )


def raise_open_files(count: int) -> None:

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, count), hard), hard))
