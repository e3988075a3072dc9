"""`make bench`: seed the city, start the servers, print what was measured."""

import argparse
import asyncio
import os
import platform
import sqlite3
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from bench import (
    digests,
    fanout,
    http,
    opinions,
    places,
    search,
    servers,
    signing_in,
    sizes,
    tallies,
    uploads,
    weight,
)
from bench.person import Person

AT_SIZE: dict[str, Callable[[Path, argparse.Namespace], list[str]]] = {
    "sizes": lambda var, options: sizes.report(var, options.posts),
    "search": lambda var, options: search.report(var, options.posts),
    "digests": lambda var, options: digests.report(var, options.followers),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--messages", type=int, default=40)
    choices = [
        "http",
        "sockets",
        "weight",
        "signing-in",
        "places",
        "uploads",
        "opinions",
        *AT_SIZE,
        "tallies",
    ]
    parser.add_argument("--only", choices=choices)
    parser.add_argument("--issues", type=int, default=10_000, help="on the map")
    parser.add_argument("--posts", type=int, default=10_000, help="of pages and searches")
    parser.add_argument("--followers", type=int, default=10_000, help="of summaries by mail")
    options = parser.parse_args()
    if options.only in AT_SIZE:
        at_size(options)
        return
    if options.only == "opinions":  # needs no city
        print(machine(), "", *opinions.report(), sep="\n")
        return
    if options.only == "tallies":  # nor does this
        print(machine(), "", *tallies.report(), sep="\n")
        return
    fanout.raise_open_files(options.clients + 200)
    with tempfile.TemporaryDirectory(prefix="betang-bench-") as folder:
        run(Path(folder), options)
    if options.only is None:
        at_size(options)


def at_size(options: argparse.Namespace) -> None:
    """What has a database of its own, filled to the size that is asked for."""
    for name, report in AT_SIZE.items():
        if options.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="betang-bench-") as folder:
                print("\n".join(report(Path(folder), options)), "\n")


def run(folder: Path, options: argparse.Namespace) -> None:
    var, port = folder / "var", servers.free_port()
    env = servers.forum_env(var, port)
    begun = time.monotonic()
    servers.forum_shell(env, "db", "upgrade")
    print(servers.forum_shell(env, "demo", "--size", "city"))
    print(f"seeded in {time.monotonic() - begun:.0f} s; {machine()}\n")
    if options.only == "places":
        print("\n".join(places.report(var, options.issues)))
        return
    database = var / "betang.db"
    thread = _benched_thread(database)
    log = folder / "servers.log"
    ceiling_port, bare_port = servers.free_port(), servers.free_port()
    ceiling_env = {"CEILING_DB": str(database), "CEILING_THREAD": str(thread)}
    forum = [str(servers.FORUM), "serve"]
    ceiling = servers.gunicorn("bench.ceiling:app", ceiling_port)
    bare = servers.gunicorn("bench.bare_sockets:app", bare_port)
    with (
        servers.serving(forum, port, "/healthz", env, log) as forum_pid,
        servers.serving(ceiling, ceiling_port, "/", ceiling_env, log) as ceiling_pid,
        servers.serving(bare, bare_port, "/emit", {}, log) as bare_pid,
    ):
        base = f"http://localhost:{port}"
        if options.only in (None, "http"):
            bench_http(base, thread, forum_pid, ceiling_port, ceiling_pid)
        if options.only in (None, "weight"):
            bench_weight(base, thread)
        if options.only in (None, "signing-in"):
            print("\n".join(signing_in.report(base)), "\n")
        if options.only in (None, "uploads"):
            print("\n".join(uploads.report(base, thread, forum_pid, folder)), "\n")
        if options.only in (None, "sockets"):
            bench_sockets(base, port, thread, forum_pid, bare_port, bare_pid, options)
    if options.only is None:
        print("\n".join(places.report(var, options.issues)), "\n")
        print("\n".join(opinions.report()), "\n")
        print("\n".join(tallies.report()))


def bench_http(base: str, thread: int, pid: int, ceiling_port: int, ceiling_pid: int) -> None:
    signed_in = {"Cookie": Person(base, "warga@betang.example").cookie}
    etag = _etag(f"{base}/isu/{thread}")
    targets = [
        http.Target("the ceiling", f"http://127.0.0.1:{ceiling_port}/", ceiling_pid),
        http.Target("thread, visitor", f"{base}/isu/{thread}", pid),
        http.Target(
            "thread, visitor, unchanged (304)",
            f"{base}/isu/{thread}",
            pid,
            {"If-None-Match": etag},
        ),
        http.Target("thread, signed in", f"{base}/isu/{thread}", pid, signed_in),
        http.Target("list, visitor", f"{base}/isu", pid),
        http.Target("list, signed in", f"{base}/isu", pid, signed_in),
    ]
    http.measure(targets)
    print("\n".join(http.report(targets, targets[0])), "\n")


def bench_weight(base: str, thread: int) -> None:
    print("| first visit | requests | KB over the wire |\n|---|---|---|")
    for name, path in (("thread", f"/isu/{thread}"), ("list", "/isu"), ("front page", "/")):
        requests, size = weight.first_load(base + path)
        print(f"| {name} | {requests} | {size / 1000:.1f} |")
    print()


def bench_sockets(
    base: str,
    port: int,
    thread: int,
    pid: int,
    bare_port: int,
    bare_pid: int,
    options: argparse.Namespace,
) -> None:
    # Several people write, for each may write only so often.
    people = [Person(base, f"warga{number}@betang.example") for number in range(2, 9)]

    async def reply(number: int) -> None:
        person = people[number % len(people)]
        text = f"Ukuran ke-{number}: air di gang ketiga tinggal 12 sentimeter, terima kasih."
        await asyncio.to_thread(person.post, f"/isu/{thread}/balas", {"text": text})

    def follow(port: int, pid: int, room: str, act) -> fanout.Result:
        return asyncio.run(
            fanout.follow(
                port, pid, room,
                clients=options.clients, messages=options.messages, interval=0.3, act=act,
            )
        )  # fmt: skip

    ours = follow(port, pid, f"thread:{thread}", reply)

    async def emit(_number: int) -> None:
        url = f"http://127.0.0.1:{bare_port}/emit?size={ours.bytes_each}"
        await asyncio.to_thread(lambda: urllib.request.urlopen(url, timeout=10).read())

    bare = follow(bare_port, bare_pid, "room", emit)
    print(
        "| live delivery | clients | arrived | bytes | p50 ms | p95 ms | p99 ms | CPU us each |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    for name, result in (("the forum: a reply", ours), ("bare Flask-SocketIO", bare)):
        print(
            f"| {name} | {result.clients} | {len(result.latencies_ms)} of {result.expected} "
            f"| {result.bytes_each} | {result.quantile(0.5):.1f} | {result.quantile(0.95):.1f} "
            f"| {result.quantile(0.99):.1f} | {result.cpu_us:.0f} |"
        )
    print(f"\np95 ratio to bare: {ours.quantile(0.95) / bare.quantile(0.95):.2f}\n")


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def _benched_thread(database: Path) -> int:
    """The generated thread of exactly 20 posts: the first after the small city's."""
    with sqlite3.connect(database) as connection:
        row = connection.execute(
            "SELECT t.id FROM discussion_thread t JOIN discussion_post p ON p.thread_id = t.id "
            "LEFT JOIN demo_row d ON d.kind = 'issue' AND d.row_id = t.id "
            "WHERE d.id IS NULL GROUP BY t.id HAVING COUNT(*) = 20 ORDER BY t.id LIMIT 1"
        ).fetchone()
    return int(row[0])


def _etag(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.headers["ETag"])


if __name__ == "__main__":
    main()
