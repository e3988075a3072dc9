"""What a first visit costs: requests and compressed bytes of a cold load in Chromium."""

import shutil
import sys

from playwright.sync_api import sync_playwright

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


def first_load(url: str) -> tuple[int, int]:
    """Requests and bytes over the wire, headers included, with an empty cache at 360 px."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing (Debian package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_context(
            viewport={"width": 360, "height": 740}, is_mobile=True, locale="id-ID"
        ).new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        seen: list[float] = []
        session.on(
            "Network.loadingFinished", lambda event: seen.append(event["encodedDataLength"])
        )
        page.goto(url, wait_until="load")
        page.wait_for_timeout(1500)
        browser.close()
    return len(seen), int(sum(seen))
