"""Starting and stopping the servers under test, each in a process group of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORUM = Path(sys.executable).parent / "forum"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: list[str], port: int, path: str, env: dict[str, str], log: Path
) -> Iterator[int]:
    """Run a server until the block ends; gives its process id once it answers."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}{path}", process, log)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _try in range(150):
        if process.poll() is not None:
            sys.exit(f"a server ended at its start:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"{url} did not answer within 30 seconds")


def gunicorn(target: str, port: int) -> list[str]:
    """The same server as the forum's own, for a bare application."""
    return [
        sys.executable, "-m", "gunicorn", "-w", "1", "-k", "gevent",
        "--worker-connections", "10000", "--keep-alive", "30", "--graceful-timeout", "3",
        "--no-control-socket", "--log-level", "warning", "-b", f"127.0.0.1:{port}", target,
    ]  # fmt: skip


def forum_env(var: Path, port: int) -> dict[str, str]:
    return {"FORUM_VAR": str(var), "FORUM_PORT": str(port), "FORUM_DEMO": "1"}


def forum_shell(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [str(FORUM), *arguments],
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"forum {' '.join(arguments)}: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()
