"""Elections for tests: files with known outcomes, and a short way to count."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from forum.polls.counting import METHODS, Candidate, Lot, Result
from forum.polls.counting.files import Election, Reading, read
from tests.beside import BESIDE

KEPT = Path(__file__).parents[2] / "data"


def known(path: str) -> dict[str, Any]:
    """What is expected; empty where the data is not there."""
    for folder in (KEPT, BESIDE):
        if (folder / path).is_file():
            content: dict[str, Any] = json.loads((folder / path).read_text())
            return content
    return {}


def beside(folder: str, names: Sequence[str]) -> list[Any]:
    """Parameters: names of files that lie beside this project only; if none is known, for the
    folder is not there, the one that would have named them.
    """
    return [
        pytest.param(f"{folder}/{one}", marks=pytest.mark.beside(f"{folder}/{one}"))
        for one in names or ["expected.json"]
    ]


def file(path: str, **reading: str) -> Election:
    kept = KEPT / path
    return read(kept if kept.is_file() else BESIDE / path, Reading(**reading))


def counted(election: Election, name: str, *, seed: str = "known", **params: Any) -> Result:
    """As `forum tally` counts; every result also survives its way through JSON."""
    method = METHODS[name]
    papers = election.papers(method.ballot)
    assert papers is not None
    checked = method.check(params, election.options)
    result = method.tally(papers, election.options, checked, election.lot(seed))
    assert Result.from_json(json.loads(json.dumps(result.as_json()))) == result
    return result


def tally(
    name: str,
    counts: Mapping[str, int],
    options: Sequence[str],
    *,
    lot: Sequence[str] | None = None,
    **params: Any,
) -> Result:
    """Count these texts; the lot is in the order of the options if no other is given."""
    method = METHODS[name]
    candidates = [Candidate(one) for one in options]
    checked = method.check(params, candidates)
    return method.tally(counts, candidates, checked, Lot(tuple(lot or options)))


def called(election: Election, ids: Sequence[str]) -> list[str]:
    return [election.names[one] for one in ids]
