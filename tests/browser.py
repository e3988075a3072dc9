"""A real browser before the real server, and everything that goes wrong in it.

`Visitor` is one person with one device: a browser context of its own. It notes what a person
would not see and a developer should: violations of the content policy, errors in the console,
uncaught exceptions, requests to other hosts. At the end of a test nothing may be noted but
what the test said it `expects`.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, Request, expect, sync_playwright

from tests.servers import Forum, NotInstalled

PASSWORD = "Betang-2026!"
PATIENCE = 30_000  # milliseconds for what takes a moment, on a busy machine, too
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.noteViolation(
    `${event.effectiveDirective} refused ${event.blockedURI} `
    + `(${event.sourceFile || document.location}:${event.lineNumber})`
  );
});
"""


expect.set_options(timeout=PATIENCE)


@contextmanager
def launched_browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise NotInstalled("chromium (Debian: chromium)")
    with sync_playwright() as playwright:
        browser = launch(playwright, program)
        yield browser
        browser.close()


def launch(playwright: Playwright, program: str) -> Browser:
    return playwright.chromium.launch(executable_path=program, args=ARGUMENTS)


class Visitor:
    """One person with one device."""

    def __init__(self, browser: Browser, server: Forum, **options: Any) -> None:
        self.server = server
        self.problems: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        self.context = browser.new_context(
            **{"base_url": server.url, "locale": "id-ID", "timezone_id": "Asia/Pontianak"}
            | options
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.expose_binding(
            "noteViolation", lambda _source, text: self._note("policy", text)
        )
        self.context.add_init_script(REPORT_VIOLATIONS)
        self.context.on("page", self._watch)
        self.context.on("request", self._see_where_to)
        self.page = self.context.new_page()

    def expects(self, *patterns: str) -> None:
        """These problems (regular expressions) belong to the test: a 404 on purpose, say."""
        self._expected += [re.compile(pattern) for pattern in patterns]

    def goto(self, path: str) -> Page:
        """Open this address of the forum on the first page."""
        self.page.goto(path, wait_until="load")
        return self.page

    def sign_in(self, name: str, password: str = PASSWORD) -> Page:
        """Sign in as `warga2` or with a full mail address, through the form."""
        email = name if "@" in name else f"{name}@betang.example"
        self.goto("/masuk")
        self.page.locator("input[name=email], input[name=username]").first.fill(email)
        self.page.locator("input[name=password]").fill(password)
        with self.page.expect_navigation():
            self.page.locator("input[name=password]").press("Enter")
        if urlsplit(self.page.url).path.startswith("/masuk"):
            raise AssertionError(f"{email} could not sign in: {self.page.inner_text('main')}")
        return self.page

    def unexpected(self) -> list[str]:
        """What went wrong so far and was not expected."""
        for page in self.context.pages:
            page.evaluate("0")  # whatever the page has already told arrives before this answer
        return [
            problem
            for problem in self.problems
            if not any(pattern.search(problem) for pattern in self._expected)
        ]

    def leave(self) -> None:
        """Close the device; anything unexpected fails the test."""
        try:
            unexpected = self.unexpected()
        finally:
            self.context.close()
        if unexpected:
            raise AssertionError("\n".join(unexpected))

    def _note(self, kind: str, text: str) -> None:
        self.problems.append(f"{kind}: {text}")

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._note("exception", str(error)))
        page.on(
            "console",
            lambda message: (
                self._note("console", f"{message.text} ({message.location['url']})")
                if message.type == "error"
                else None
            ),
        )

    def _see_where_to(self, request: Request) -> None:
        there, here = urlsplit(request.url), urlsplit(self.server.url)
        if there.scheme in ("http", "https", "ws", "wss") and there.netloc != here.netloc:
            self._note("other host", request.url)


def axe(page: Page, *, within: str | None = None, without: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong on this page (or in one element), a line each; [] is well."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
    found = page.evaluate(
        """async ([within, tags, rules]) => (await axe.run(within || document, {
            runOnly: {type: "tag", values: tags}, rules, resultTypes: ["violations"],
        })).violations""",
        [within, AXE_TAGS, {rule: {"enabled": False} for rule in without}],
    )
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']} — "
        f"{' '.join(map(str, node['target']))}"
        for violation in found
        for node in violation["nodes"]
    ]
