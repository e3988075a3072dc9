"""Signing in: how many people a second, and whether everyone else is held up meanwhile.

A password is hashed with argon2id on purpose slowly, in a real thread beside the event loop.
"""

import statistics
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from argon2 import Parameters, PasswordHasher, Type

from bench.person import Person
from forum.accounts.passwords import COST

ACCOUNTS = [f"warga{n}@betang.example" for n in ("", *range(2, 10))]


def cost_of_a_hash(rounds: int = 10) -> float:
    """Milliseconds that one password takes on this machine, by the median."""
    hasher = PasswordHasher.from_parameters(
        Parameters(
            type=Type.ID,
            version=19,
            salt_len=16,
            hash_len=32,
            time_cost=COST["argon2__time_cost"],
            memory_cost=COST["argon2__memory_cost"],
            parallelism=COST["argon2__parallelism"],
        )
    )
    taken = []
    for _round in range(rounds):
        begun = time.perf_counter()
        hasher.hash("di bawah pohon karet")
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def report(base: str, people: int = 120, at_once: int = 12) -> list[str]:
    """Sign in so many people, so many at once, while one reader reads on."""
    quiet = _reading(base, seconds=3)
    stop = threading.Event()
    reading: list[float] = []
    reader = threading.Thread(target=read_until, args=(base, stop, reading))
    reader.start()
    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        taken = sorted(pool.map(lambda n: _sign_in(base, n), range(people)))
    seconds = time.perf_counter() - begun
    stop.set()
    reader.join()
    return [
        "| signing in | |",
        "|---|---|",
        f"| one argon2id hash alone | {cost_of_a_hash():.0f} ms |",
        f"| people a second, {at_once} at once | {people / seconds:.1f} |",
        f"| form, password, own page: p50 / p95 | {p50_and_p95(taken)} |",
        f"| a reader meanwhile: p50 / p95 | {p50_and_p95(sorted(reading))} |",
        f"| a reader while nobody signs in: p50 / p95 | {p50_and_p95(quiet)} |",
    ]


def _sign_in(base: str, number: int) -> float:
    begun = time.perf_counter()
    Person(base, ACCOUNTS[number % len(ACCOUNTS)])
    return (time.perf_counter() - begun) * 1000


def _reading(base: str, seconds: float) -> list[float]:
    stop = threading.Event()
    times: list[float] = []
    threading.Timer(seconds, stop.set).start()
    read_until(base, stop, times)
    return sorted(times)


def read_until(base: str, stop: threading.Event, times: list[float]) -> None:
    while not stop.is_set():
        begun = time.perf_counter()
        with urllib.request.urlopen(f"{base}/isu", timeout=20) as answer:
            answer.read()
        times.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.02)


def p50_and_p95(times: list[float]) -> str:
    return f"{_at(times, 50):.0f} / {_at(times, 95):.0f} ms"


def _at(times: list[float], percent: int) -> float:
    return times[min(len(times) - 1, len(times) * percent // 100)] if times else 0.0
