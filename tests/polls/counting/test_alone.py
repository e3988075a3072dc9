"""The rules without the rest of the house, as they are handed out with the ballots of a poll."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import forum.polls.counting

pytestmark = pytest.mark.pure

COUNT = """
import json, sys
sys.path.insert(0, sys.argv[1])
from forum.polls.counting import METHODS, Candidate, Lot
options = [Candidate(one) for one in "abc"]
counts = {"a>b": 3, "b>c": 2, "c>b": 2}
irv = METHODS["irv"]
result = irv.tally(counts, options, irv.check({}, options), Lot.drawn("x", "abc"))
foreign = sorted(
    name for name, one in sys.modules.items()
    if getattr(one, "__file__", None) and "site-packages" in one.__file__
)
print(json.dumps([result.winners, sorted(METHODS), foreign]))
"""


def test_plain_python_counts(tmp_path):
    package = Path(forum.polls.counting.__file__).parent
    shutil.copytree(package, tmp_path / "forum" / "polls" / "counting")

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", COUNT, str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    winners, methods, foreign = json.loads(done.stdout)
    assert winners == ["b"]
    assert methods == sorted(forum.polls.counting.METHODS)
    assert foreign == []
