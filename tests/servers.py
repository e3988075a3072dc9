"""The servers that tests talk to, each private to the run: PostgreSQL, Redis, the forum itself.

All of them keep their files in a temporary folder, answer on this machine only, and are
stopped by their process id.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
NOT_ROOT: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []}
FORUM = Path(sys.executable).with_name("forum")
MOVED_CLOCK = ROOT / "tests/moved_clock"


class NotInstalled(Exception):
    """A program that the test needs is not on this machine."""


class Postgres:
    """A PostgreSQL cluster on a unix socket, quick rather than durable."""

    def __init__(self) -> None:
        initdb = _postgres_program("initdb")
        self.folder = Path(tempfile.mkdtemp(prefix="betang-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, NOT_ROOT["user"])
        data = self.folder / "data"
        self._run(
            [initdb, "--no-sync", "--auth=trust", "--username=betang", "--encoding=UTF8",
             "--locale=C.UTF-8", "--no-instructions", "-D", str(data)]
        )  # fmt: skip
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_connections": "120",
            "log_timezone": "UTC",
            "timezone": "UTC",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self._log = (self.folder / "log").open("wb")
        self._process = subprocess.Popen(
            [_postgres_program("postgres"), "-D", str(data), *options],
            stdout=self._log, stderr=self._log, stdin=subprocess.DEVNULL,
            start_new_session=True, cwd=self.folder, **self._identity(),
        )  # fmt: skip
        try:
            wait_until(self._answers, "PostgreSQL answers", process=self._process)
        except BaseException as error:
            error.add_note((self.folder / "log").read_text(errors="replace"))
            self.stop()
            raise

    def url(self, name: str = "betang") -> str:
        return f"postgresql+psycopg://betang@/{name}?host={self.folder}"

    def create(self, name: str, *, like: str = "template1") -> None:
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')

    def drop(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        _stop(self._process, signal.SIGINT)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user="betang", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def _identity(self) -> dict[str, Any]:
        return NOT_ROOT if os.geteuid() == 0 else {}

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.folder,
            **self._identity(),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stderr}")


class Redis:
    """A Redis that remembers nothing, on a free port of the loopback address."""

    def __init__(self) -> None:
        program = shutil.which("redis-server", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            raise NotInstalled("redis-server (Debian: redis-server)")
        port = free_port()
        self.url = f"redis://127.0.0.1:{port}/0"
        self.folder = Path(tempfile.mkdtemp(prefix="betang-redis-"))
        self._process = subprocess.Popen(
            [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "",
             "--appendonly", "no", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        wait_until(self._answers, "Redis answers", process=self._process)

    def empty(self) -> None:
        redis.Redis.from_url(self.url).flushall()

    def stop(self) -> None:
        _stop(self._process, signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url).ping())
        except redis.ConnectionError:
            return False


class Forum:
    """The real program, as `forum serve` starts it, with a state folder of its own.

    It can be stopped, killed and started again on the same data and the same address.
    """

    def __init__(self, var: Path, **settings: str) -> None:
        self.var = var
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.settings = {
            "FORUM_HOST": "127.0.0.1",
            "FORUM_PORT": str(self.port),
            "FORUM_BASE_URL": self.url,
            "FORUM_VAR": str(var),
            "FORUM_DEMO": "1",
            **settings,
        }
        var.mkdir(parents=True, exist_ok=True)
        self.log = var / "serve.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._log_file: IO[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def command(self, *arguments: str, text: str | None = None) -> str:
        """Run `forum …` with this server's settings and return what it printed."""
        done = subprocess.run(
            [FORUM, *arguments], input=text, capture_output=True, text=True, check=False,
            cwd=ROOT, env=forum_environment(self.settings),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(
                f"forum {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def fill(self) -> None:
        """Migrate and put the demo city in."""
        self.command("db", "upgrade")
        self.command("demo")

    def fill_from(self, state: Path) -> None:
        """Begin with a copy of what is kept in this folder."""
        shutil.copytree(state, self.var, dirs_exist_ok=True)

    def start(self, *, at: datetime | None = None) -> "Forum":
        """Serve; with `at`, as if that moment were now."""
        environment = forum_environment(self.settings)
        if at is not None:
            ahead = (at - datetime.now(UTC)).total_seconds()
            environment |= {"PYTHONPATH": str(MOVED_CLOCK), "BETANG_CLOCK_AHEAD": str(ahead)}
        self._log_file = self.log.open("ab")
        self._process = subprocess.Popen(
            [FORUM, "serve"], stdout=self._log_file, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL, cwd=ROOT, env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            wait_until(self._answers, "forum serve answers", seconds=120, process=self._process)
        except BaseException as error:
            error.add_note(self.log.read_text(errors="replace")[-4000:])
            self.kill()
            raise
        return self

    def stop(self) -> int:
        """Ask it to stop, and return its exit status."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """As a power cut would: it and its workers at once."""
        return self._end(signal.SIGKILL)

    def tracebacks(self, since: int = 0) -> str:
        """What went wrong in the log after this many bytes, else an empty text."""
        with self.log.open("rb") as file:
            file.seek(since)
            text = file.read().decode(errors="replace")
        return text if "Traceback (most recent call last)" in text else ""

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        if how == signal.SIGKILL:
            with suppress(ProcessLookupError):  # the group is this server's own
                os.killpg(self._process.pid, how)
            status = self._process.wait()
        else:
            status = _stop(self._process, how)
        if self._log_file is not None:
            self._log_file.close()
        self._process = self._log_file = None
        return status

    def _answers(self) -> bool:
        return fetch(f"{self.url}/healthz") == 200


def forum_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment without any FORUM_ setting but these, and without the developer's .env."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("FORUM_")}
    return {**inherited, "PYTHON_DOTENV_DISABLED": "1", "PYTHONUNBUFFERED": "1", **settings}


def fetch(url: str) -> int | None:
    """The status that this address answers with, None while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, urllib.error.URLError):
        return None


def free_port() -> int:
    """A port that nobody listens on and that no connection from here will be given.

    It lies below the range that Linux takes the near ends of connections from, so a server may
    be down for a while and find it free again. Processes that share the tests take every tenth,
    each its own.
    """
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    ports = list(range(20_000 + process % 10, 32_000, 10))
    random.SystemRandom().shuffle(ports)
    for port in ports:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def wait_until(
    is_so: Callable[[], Any],
    what: str,
    *,
    seconds: float = 60,
    process: subprocess.Popen[bytes] | None = None,
) -> None:
    """Look often until it is so; too late, or the process being gone, is an error."""
    end = time.monotonic() + seconds
    while not is_so():
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"{what}: the process ended with status {process.returncode}")
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:g} seconds")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes], how: signal.Signals) -> int:
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def _postgres_program(name: str) -> str:
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(path.parent.parent.name),
    )
    program = str(installed[-1]) if installed else shutil.which(name)
    if program is None:
        raise NotInstalled(f"{name} (Debian: postgresql)")
    return program
