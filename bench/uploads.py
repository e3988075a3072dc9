"""A photo from a telephone: what 12 MB cost on the device, and what 5 MB cost the server.

The device is Chromium at 360 px, its processor slowed to a quarter, as cheap telephones are. The
browser makes the photo small before it travels, so the server sees 12 MB from nobody; 5 MB is
what it takes from those whose browser cannot.
"""

import io
import shutil
import statistics
import sys
import threading
import time
from pathlib import Path

import psutil
import requests
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench.person import Person
from bench.signing_in import p50_and_p95, read_until
from bench.weight import ARGUMENTS

MEGABYTE = 1024 * 1024
SLOWER = 4  # times
SIZE = (4080, 3060)  # of a telephone's 12 megapixels


def photo(megabytes: float) -> bytes:
    """A JPEG of 12 megapixels whose grain makes it as large as asked for, within 5 %."""
    low, high = 0.02, 1.0
    smooth = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    noise = Image.effect_noise(SIZE, 60).convert("RGB")
    content = b""
    for _try in range(14):
        share = (low + high) / 2
        file = io.BytesIO()
        Image.blend(smooth, noise, share).save(file, "JPEG", quality=96)
        content = file.getvalue()
        if abs(len(content) / MEGABYTE / megabytes - 0.98) < 0.02:
            break
        low, high = (share, high) if len(content) / MEGABYTE < megabytes else (low, share)
    return content


def report(base: str, thread: int, pid: int, folder: Path) -> list[str]:
    path = folder / "IMG_20261124.jpg"
    path.write_bytes(photo(12))
    shrinking, sending, sent = _on_a_telephone(base, thread, path)
    alone, cpu, meanwhile, quiet = _on_the_server(base, pid, photo(5))
    size = path.stat().st_size / MEGABYTE
    return [
        f"| a photo of {size:.1f} MB from a telephone, {SLOWER} times slower | |",
        "|---|---|",
        f"| made small on the device | {shrinking:.1f} s |",
        f"| what travels | {sent / 1024:.0f} KB |",
        f"| from sending to its row in the form | {sending:.1f} s |",
        "| **a photo of 5 MB to the server** | |",
        f"| one after the other: median | {alone:.0f} ms |",
        f"| processor time of the server for each | {cpu:.0f} ms |",
        f"| a reader meanwhile, two photos at once: p50 / p95 | {meanwhile} |",
        f"| a reader while nothing is sent: p50 / p95 | {quiet} |",
    ]


def _on_a_telephone(base: str, thread: int, path: Path) -> tuple[float, float, int]:
    """Seconds until it is sent, seconds from there to the row, and bytes sent."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing (Debian package chromium)")
    person = Person(base, "warga2@betang.example")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
        )
        context.add_cookies(
            [{"name": each.name, "value": each.value or "", "url": base} for each in person.jar]
        )
        page = context.new_page()
        page.goto(f"{base}/isu/{thread}", wait_until="load")
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        taken = [_choose(page, path) for _round in range(3)]
        browser.close()
    shrinking, sending, sent = (statistics.median(each) for each in zip(*taken, strict=True))
    return shrinking, sending, int(sent)


def _choose(page: Page, path: Path) -> tuple[float, float, int]:
    rows = page.locator("#tulis [data-file]")
    before = rows.count()
    begun = time.perf_counter()
    with page.expect_request("**/berkas", timeout=120_000) as asked:
        page.locator("#tulis [data-files-input]").first.set_input_files(path)
    sent_at = time.perf_counter()
    rows.nth(before).wait_for(timeout=120_000)
    done = time.perf_counter()
    size = int(asked.value.all_headers().get("content-length", 0))
    return sent_at - begun, done - sent_at, size


def _on_the_server(base: str, pid: int, content: bytes) -> tuple[float, float, str, str]:
    people = [Person(base, f"warga{number}@betang.example") for number in (3, 4)]
    times: list[float] = []
    before = _cpu(pid)
    for _round in range(10):
        times.append(_upload(people[0], content))
    cpu = (_cpu(pid) - before) * 1000 / len(times)
    stop, busy = threading.Event(), []
    reader = threading.Thread(target=read_until, args=(base, stop, busy))
    reader.start()
    senders = [
        threading.Thread(target=lambda who=who: [_upload(who, content) for _ in range(6)])
        for who in people
    ]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    stop.set()
    reader.join()
    stop, quiet = threading.Event(), []
    threading.Timer(3, stop.set).start()
    read_until(base, stop, quiet)
    return statistics.median(times), cpu, p50_and_p95(sorted(busy)), p50_and_p95(sorted(quiet))


def _upload(person: Person, content: bytes) -> float:
    begun = time.perf_counter()
    answer = requests.post(
        f"{person.base}/berkas",
        data={"csrf_token": person.token},
        files={"berkas": ("foto.jpg", content)},
        headers={"Cookie": person.cookie},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    return (time.perf_counter() - begun) * 1000


def _cpu(pid: int) -> float:
    """Seconds of the processor that the server and its processes have used."""
    main = psutil.Process(pid)
    used = (each.cpu_times() for each in [main, *main.children(recursive=True)])
    return sum(each.user + each.system for each in used)
