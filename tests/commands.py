"""`forum …` many times over: each time a process of its own, forked where it is loaded already.

Loading the program takes longer than most commands do. The command as it is installed is what
`tests.servers.Forum.command` runs.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.servers import forum_environment

PATIENCE = 120  # seconds
_NEW = os.O_WRONLY | os.O_CREAT
_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(["pytest", "forum.cli"])


def forum(
    var: Path, *arguments: str, typed: str = "", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run `forum …` on the state in this folder, with these settings and no other."""
    environment = forum_environment({"FORUM_VAR": str(var), **environ})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "typed").write_text(typed)
        process = _forking.Process(target=_run, args=(folder, arguments, environment))
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(arguments, PATIENCE)
        return subprocess.CompletedProcess(
            arguments,
            process.exitcode,
            (folder / "stdout").read_text(),
            (folder / "stderr").read_text(),
        )


def _run(folder: Path, arguments: Sequence[str], environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(folder / "typed", os.O_RDONLY), 0)
    os.dup2(os.open(folder / "stdout", _NEW), 1)
    os.dup2(os.open(folder / "stderr", _NEW), 2)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - for as long as the process lives
    sys.argv = ["forum", *arguments]
    from forum.cli import main  # noqa: PLC0415 - loaded already where this runs

    main()
