"""HTTP load through wrk, in rounds that alternate over the targets: noise hits all alike.

CPU per request is the CPU time of the server's whole process tree over a run, divided by its
requests: other programs on the machine disturb it far less than requests per second.
"""

import re
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass, field

import psutil

ROUNDS, SECONDS, CONNECTIONS = 5, 3, 8


@dataclass
class Target:
    """An address under load, and the root of its server's process tree."""

    name: str
    url: str
    pid: int
    headers: dict[str, str] = field(default_factory=dict)
    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    p90_ms: list[float] = field(default_factory=list)
    errors: int = 0


def measure(targets: list[Target]) -> None:
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing (Debian package wrk)")
    for target in targets:
        _run(target, 1)
    for number in range(ROUNDS):
        for target in targets if number % 2 == 0 else targets[::-1]:
            before = _cpu(target.pid)
            rate, count, p90, errors = _run(target, SECONDS)
            target.rates.append(rate)
            target.p90_ms.append(p90)
            target.cpu_ms.append((_cpu(target.pid) - before) * 1000 / max(1, count))
            target.errors += errors


def report(targets: list[Target], base: Target) -> list[str]:
    """A table; the ratio is the median of each round's own ratio to the base."""
    lines = [
        "| page | requests/s | ratio to the ceiling | CPU ms a request | CPU ratio | p90 ms | errors |",
        "|---|---|---|---|---|---|---|",
    ]
    for target in targets:
        ratio = _median(a / b for a, b in zip(target.rates, base.rates, strict=True))
        cpu = _median(b / a for a, b in zip(target.cpu_ms, base.cpu_ms, strict=True))
        lines.append(
            f"| {target.name} | {_median(target.rates):.0f} | {ratio:.2f} "
            f"| {_median(target.cpu_ms):.2f} | {cpu:.2f} | {_median(target.p90_ms):.1f} "
            f"| {target.errors} |"
        )
    return lines


def _median(values) -> float:
    return statistics.median(values)


def _run(target: Target, seconds: int) -> tuple[float, int, float, int]:
    command = [
        "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--timeout", "10", "--latency",
    ]  # fmt: skip
    for name, value in target.headers.items():
        command += ["-H", f"{name}: {value}"]
    text = subprocess.run(
        [*command, target.url], capture_output=True, text=True, check=True
    ).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    count = int(re.search(r"(\d+) requests in", text).group(1))
    found = re.search(r"90%\s+([\d.]+)(us|ms|s)", text)
    p90 = float(found.group(1)) * {"us": 0.001, "ms": 1, "s": 1000}[found.group(2)]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    return rate, count, p90, int(bad.group(1)) if bad else 0


def _cpu(pid: int) -> float:
    total = 0.0
    root = psutil.Process(pid)
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total
