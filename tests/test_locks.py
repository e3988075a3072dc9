"""The locks: what is installed is what was tested, from whichever registry a machine uses."""

import json
import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

LOCKS = [f"requirements{which}.txt" for which in ("", "-dev", "-build", "-node")]
PIN = re.compile(r"^[a-z0-9-]+==[^\s;]+", re.MULTILINE)


def pins(lock: str) -> set[str]:
    """`name==version`; a package may have several, each for some versions of Python."""
    return {pin.group() for pin in PIN.finditer(Path(lock).read_text())}


def names(lock: str) -> set[str]:
    return {pin.partition("==")[0] for pin in pins(lock)}


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json"])
def test_lock_names_no_host(lock):
    text = Path(lock).read_text()

    assert "://" not in text
    assert not re.search(r"^\s*-(i|f|-index-url|-extra-index-url|-find-links)\b", text, re.M)
    assert "resolved" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_every_python_package_is_pinned_with_a_hash(lock):
    entries = re.split(r"\n(?=\S)", Path(lock).read_text().strip())

    assert pins(lock)
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_browser_package_is_pinned_with_a_hash():
    packages = json.loads(Path("package-lock.json").read_text())["packages"]
    locked = {name: entry for name, entry in packages.items() if name}

    assert locked
    assert [name for name, entry in locked.items() if not entry.get("integrity")] == []


def test_tools_are_tested_with_the_versions_that_serve():
    assert pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_every_dependency_of_the_project_is_locked():
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    wanted = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]}

    assert wanted
    assert wanted - names("requirements.txt") == set()
