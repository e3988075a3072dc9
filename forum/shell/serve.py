"""Starting the server: one gevent process by default, more with a queue between them."""

import os
import sys

import click
from flask import Flask

from forum import create_app
from forum.core import worker
from forum.demo import actions as demo
from forum.shell.doctor import migration_heads

PASSWORD = "Betang-2026!"  # noqa: S105 - the demo accounts' published password
ACCOUNTS = "warga … warga9, petugas, fasilitator, fasilitator2, notulis, saksi, saksi2, moderator, moderator2, koordinator, pejabat, kepala, pengamat, admin"


def serve(app: Flask, *, worker: bool) -> None:
    """Replace this process by the server; it ends cleanly on SIGTERM and Ctrl-C."""
    config = app.config
    with app.app_context():
        present, newest = migration_heads()
        if present != newest:
            raise click.UsageError("the database is not up to date: run `forum db upgrade`")
        if config["DEMO"]:
            demo.begin_live_session()
    conf = os.path.join(os.path.dirname(__file__), "gunicorn_conf.py")
    os.environ["FORUM_SERVE_WORKER"] = "1" if worker else "0"
    os.environ["FORUM_SERVE_BANNER"] = banner(app)
    arguments = [
        "--config", f"file:{conf}",
        "--bind", f"{config['HOST']}:{config['PORT']}",
        "--workers", str(config["WORKERS"]),
        "forum:create_app()",
    ]  # fmt: skip
    if config["WORKERS"] > 1:
        arguments[0:0] = ["--reuse-port"]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606


def banner(app: Flask) -> str:
    """What is printed last: the address, and the demo accounts where there are any."""
    lines = [f"Betang: {app.config['BASE_URL']}"]
    if app.config["DEMO"]:
        lines.append(f"Akun demo (…@betang.example, kata sandi {PASSWORD}): {ACCOUNTS}")
    return "\n".join(lines)


def work_alone() -> None:
    """The background work in a process of its own; it tells rooms through the queue."""
    app = create_app({"SOCKETIO_ASYNC_MODE": "threading", "LIVE_INLINE": True})
    if not app.config["REDIS_URL"]:
        click.echo("forum: without FORUM_REDIS_URL open pages hear of this work late", err=True)
    try:
        worker.run(app)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
