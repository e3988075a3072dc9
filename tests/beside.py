"""Tests that compare with data kept beside this project, where it is there."""

from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
_LEFT_OUT = pytest.StashKey[set[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "beside(path): needs this file of ../shared/data")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if _absent(item)]
    if left_out:
        items[:] = [item for item in items if not _absent(item)]
        config.hook.pytest_deselected(items=left_out)
        config.stash[_LEFT_OUT] = {str(_absent(item)) for item in left_out}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    absent = sorted(terminalreporter.config.stash.get(_LEFT_OUT, set()))
    if absent:
        terminalreporter.write_line(
            f"left out, for their data is not there: {' '.join(absent)}"
        )


def _absent(item: pytest.Item) -> Path | None:
    """The file beside this project that the test needs and that is missing."""
    mark = item.get_closest_marker("beside")
    if mark is None or (BESIDE / mark.args[0]).is_file():
        return None
    return Path("../shared/data") / mark.args[0]
