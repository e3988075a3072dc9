"""Take the README's picture: the page of an issue on a phone, from the demo city.

Run by `.venv/bin/python scripts/screenshot.py` after `make run` has set everything up once.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FORUM = Path(sys.executable).parent / "forum"


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"FORUM_VAR": folder, "FORUM_PORT": str(port), "FORUM_DEMO": "1"}
        for command in (["db", "upgrade"], ["demo"]):
            subprocess.run([FORUM, *command], env=env, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([FORUM, "serve"], env=env, stdout=subprocess.DEVNULL)
        try:
            take(f"http://localhost:{port}", ROOT / "docs" / "screenshot.png")
        finally:
            server.terminate()
            server.wait(10)


def take(base: str, out: Path) -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=1)
            break
        except OSError:
            time.sleep(0.2)
    chromium = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            viewport={"width": 360, "height": 740},
            is_mobile=True,
            has_touch=True,
            locale="id-ID",
        )
        page = context.new_page()
        page.goto(f"{base}/isu/1")
        page.wait_for_timeout(800)
        page.screenshot(path=str(out))
        browser.close()


if __name__ == "__main__":
    main()
