"""A signed-in person as a browser would be: the ordinary form, its cookie, its token."""

import http.cookiejar
import re
import urllib.parse
import urllib.request

PASSWORD = "Betang-2026!"  # noqa: S105 - the demo's published password


class Person:
    """Signs in at once; `cookie` is the header of a signed-in browser."""

    def __init__(self, base: str, email: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        form = {"email": email, "password": PASSWORD}
        self.post("/masuk", form, form_at="/masuk")
        self.token = self._token("/akun")

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def post(self, path: str, form: dict[str, str], *, form_at: str | None = None) -> None:
        token = self._token(form_at) if form_at else self.token
        body = urllib.parse.urlencode({**form, "csrf_token": token}).encode()
        headers = {"Referer": self.base + path, "X-CSRFToken": token}
        if form_at is None:
            headers["X-Fragment"] = "1"  # as the page's own script sends it
        request = urllib.request.Request(self.base + path, body, headers)
        self.opener.open(request, timeout=20).read()

    def _token(self, path: str) -> str:
        page = self.opener.open(self.base + path, timeout=20).read().decode()
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if found is None:
            raise RuntimeError(f"{path} shows no form: not signed in?")
        return found.group(1)
