"""The program as it is served: one process by default, several with a queue between them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import socketio

from tests.servers import Forum, fetch
from tests.stories.people import PATIENCE, Caller

pytestmark = pytest.mark.served


def test_two_workers_serve_from_postgresql_and_redis(serve, postgres, redis_url):
    postgres.create("served")

    server = serve(
        FORUM_DATABASE_URL=postgres.url("served"), FORUM_REDIS_URL=redis_url, FORUM_WORKERS="2"
    )

    assert fetch(f"{server.url}/readyz") == 200
    assert [fetch(f"{server.url}{path}") for path in ("/", "/isu", "/suara")] == [200] * 3
    assert server.stop() == 0


def test_news_of_one_worker_reaches_the_pages_of_all(serve, postgres, redis_url):
    """Twelve sockets spread over two workers; each of four people writes three replies at once."""
    postgres.create("spread")
    server = serve(
        FORUM_DATABASE_URL=postgres.url("spread"), FORUM_REDIS_URL=redis_url, FORUM_WORKERS="2"
    )
    people = [Caller(server, f"warga{number}") for number in (2, 3, 4, 5)]
    with following(server, "thread:1", 12) as heard:
        writers = [threading.Thread(target=write, args=(person,)) for person in people]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        until(lambda: all(len(events) == 12 for events in heard))

    for events in heard:
        assert sorted(event["seq"] for event in events) == list(range(2, 14))
        assert len({event["data"]["post"]["text"] for event in events}) == 12
    assert server.stop() == 0


def write(person: Caller) -> None:
    for number in range(3):
        text = f"Balasan ke-{number} dari {id(person)}"
        assert person.post("/isu/1/balas", text=text).status_code == 303


@contextmanager
def following(server: Forum, room: str, count: int) -> Iterator[list[list[dict[str, Any]]]]:
    """So many visitors' sockets that have joined a room, and what each hears."""
    heard: list[list[dict[str, Any]]] = [[] for _number in range(count)]
    clients = [socketio.Client(reconnection=False) for _number in range(count)]
    for client, events in zip(clients, heard, strict=True):
        client.on("event", events.append)
        client.connect(server.url, transports=["websocket"])
        assert client.call("join", {"room": room, "since": 1, "lang": "id"})["ok"] is True
    yield heard
    for client in clients:
        client.disconnect()


def until(condition: Any, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)


def test_a_stop_or_a_crash_loses_nothing(server):
    assert fetch(f"{server.url}/isu/1") == 200

    server.kill()
    server.start()
    assert fetch(f"{server.url}/isu/1") == 200

    assert server.stop() == 0
    server.start()
    assert fetch(f"{server.url}/isu/1") == 200
