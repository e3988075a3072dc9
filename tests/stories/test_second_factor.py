"""Signing in with more than a password, on a phone: a passkey, an app, a provider."""

import itertools
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.accounts.test_oidc import Provider
from tests.accounts.test_second_factor import code_at
from tests.browser import PHONE, Visitor, axe
from tests.servers import Forum
from tests.stories.people import mail_to
from tests.stories.test_every_page import as_wide_as_the_screen

pytestmark = pytest.mark.browser

PASSWORD = "empat kata tidak umum"
REFUSED = r"status of (403|422|429)"  # of pages and of the script's questions
CODE = re.compile(r"^[a-z2-9]{5}-[a-z2-9]{5}$")
_numbers = itertools.count(1)


@pytest.fixture
def person(server: Forum, phone: Callable[..., Visitor]) -> Visitor:
    """A resident of her own account, signed in on a phone: not one of the demonstration."""
    visitor = phone()
    visitor.expects(REFUSED)
    email = f"rina{next(_numbers)}-{time.time_ns()}@contoh.id"
    arguments = (email, "--name", "Rina Wati", "--role", "resident")
    server.command("user", "create", *arguments, text=f"{PASSWORD}\n")
    visitor.email = email  # type: ignore[attr-defined]
    visitor.sign_in(email, PASSWORD)
    return visitor


class Device:
    """The phone's own unlock, as the browser's developer tools play it."""

    def __init__(self, visitor: Visitor) -> None:
        self._session: CDPSession = visitor.context.new_cdp_session(visitor.page)
        self._session.send("WebAuthn.enable")
        told = self._session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._which = {"authenticatorId": told["authenticatorId"]}

    def checks(self, passes: bool) -> None:
        """Whether the owner's finger is the right one from now on."""
        self._session.send(
            "WebAuthn.setUserVerified", {**self._which, "isUserVerified": passes}
        )

    def keys(self) -> list[Any]:
        found: list[Any] = self._session.send("WebAuthn.getCredentials", self._which)[
            "credentials"
        ]
        return found


def fine(page: Page) -> None:
    """Nothing for axe to find in the page itself, nothing wider than the phone."""
    assert [*axe(page, within="main"), *as_wide_as_the_screen(page, page.url)] == []


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/keluar")
    press(page.get_by_role("main").page, "Keluar")


def password(visitor: Visitor, target: str = "") -> Page:
    page = visitor.goto(f"/masuk{target}")
    page.get_by_label("Email atau nomor HP").fill(visitor.email)  # type: ignore[attr-defined]
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_label("Kata sandi", exact=True).press("Enter")
    return page


def recovery_codes(page: Page) -> list[str]:
    codes = page.locator("#kode-cadangan code").all_inner_texts()
    assert len(codes) == 10
    assert all(CODE.match(code) for code in codes)
    return codes


def test_a_passkey_from_its_making_to_its_removal(server: Forum, person: Visitor) -> None:
    device = Device(person)
    page = person.goto("/akun/keamanan")
    fine(page)
    page.get_by_role("link", name="Tambah kunci sandi").click()
    fine(page)
    page.get_by_label("Nama kunci sandi").fill("HP Rina")
    press(page, "Buat kunci sandi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode cadangan Anda")
    fine(page)
    codes = recovery_codes(page)
    [key] = device.keys()
    assert key["isResidentCredential"]
    assert key["rpId"] == "localhost"
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh").click()
    assert download.value.suggested_filename == "kode-cadangan-betang.txt"
    assert codes[9] in download.value.path().read_text()
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    page.get_by_role("link", name="Sudah saya simpan").click()
    expect(page.get_by_role("main")).to_contain_text("HP Rina")
    fine(page)
    assert "Cara masuk baru" not in page.inner_text("main")
    assert "Kunci sandi baru saja dipasang" in mail_to(server, person.email)  # type: ignore[attr-defined]

    page.goto("/akun/keamanan/kunci")  # the same phone has one already
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.locator("[data-passkey-said]")).to_have_text(
        "Perangkat ini sudah punya kunci sandi untuk akun Anda."
    )

    sign_out(page)
    page = person.goto("/masuk?next=/suara")
    fine(page)
    press(page, "Masuk dengan kunci sandi")
    assert path_of(page) == "/suara"
    page.goto("/akun")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rina Wati")

    sign_out(page)
    page = person.goto("/masuk")
    device.checks(False)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    said = page.locator("[data-passkey=signin] [data-passkey-said]")
    expect(said).to_contain_text("Coba lagi, atau pakai cara lain")
    fine(page)
    device.checks(True)

    password(person, "?next=/suara")
    assert path_of(page) == "/masuk/kedua"
    fine(page)
    press(page, "Pakai kunci sandi")
    assert path_of(page) == "/suara"

    page.goto("/akun/keamanan")
    page.get_by_role("link", name="Hapus HP Rina").click()
    expect(page.get_by_role("main")).to_contain_text("hanya dijaga kata sandi")
    fine(page)
    press(page, "Hapus")
    expect(page.get_by_role("main")).to_contain_text("Kunci sandi sudah dihapus.")
    sign_out(page)
    password(person)
    assert path_of(page) == "/"
    sign_out(page)
    page = person.goto("/masuk")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(said).to_contain_text("Kunci sandi tidak diterima")


def test_an_app_from_setting_it_up_to_losing_the_phone(person: Visitor) -> None:
    page = person.goto("/akun/keamanan")
    page.get_by_role("link", name="Pasang aplikasi pembuat kode").click()
    fine(page)
    expect(page.locator("svg.qr")).to_be_visible()
    assert page.locator("svg.qr").bounding_box()["width"] > 150  # type: ignore[index]
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.get_by_label("Kode 6 angka").fill("000000")
    press(page, "Pasang")
    expect(page.get_by_role("main")).to_contain_text("Kode tidak cocok")
    fine(page)
    assert page.locator("main code").inner_text().replace(" ", "") == secret
    page.get_by_label("Kode 6 angka").fill(code_at(secret, datetime.now(UTC)))
    press(page, "Pasang")
    codes = recovery_codes(page)
    sign_out(page)

    password(person, "?next=/forum")
    assert path_of(page) == "/masuk/kedua"
    fine(page)
    used = code_at(secret, datetime.now(UTC) + timedelta(seconds=30))
    page.get_by_label("Kode 6 angka").fill(f"{used[:3]} {used[3:]}")
    press(page, "Masuk")
    assert path_of(page) == "/forum"
    sign_out(page)

    password(person)
    page.get_by_label("Kode 6 angka").fill(used)
    press(page, "Masuk")
    expect(page.get_by_role("main")).to_contain_text("sudah dipakai")
    fine(page)
    page.get_by_text("HP hilang? Pakai kode cadangan").click()
    fine(page)
    page.get_by_label("Kode cadangan").fill(codes[2].upper())
    press(page, "Masuk dengan kode cadangan")
    assert path_of(page) == "/"
    page.goto("/akun/keamanan")
    expect(page.get_by_role("main")).to_contain_text("Tersisa 9 kode.")


def test_without_scripts_the_buttons_of_passkeys_are_not_there(
    phone: Callable[..., Visitor],
) -> None:
    page = phone(java_script_enabled=False).goto("/masuk")
    expect(page.get_by_role("button", name="Masuk dengan kunci sandi")).to_be_hidden()
    expect(page.get_by_role("button", name="Masuk", exact=True)).to_be_visible()


# --- a provider that nobody here wrote


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider("--require-nonce", "true")
    yield provider
    provider.stop()


@pytest.fixture
def with_provider(serve: Callable[..., Forum], provider: Provider) -> Forum:
    return serve(
        FORUM_OIDC_ISSUER=provider.issuer,
        FORUM_OIDC_CLIENT_ID="betang",
        FORUM_OIDC_CLIENT_SECRET="rahasia-bersama",
        FORUM_OIDC_NAME="SSO Palangka Raya",
    )


def test_joining_and_signing_in_by_a_provider(
    with_provider: Forum, provider: Provider, browser: Any
) -> None:
    provider.knows("rina", email="rina@contoh.id", email_verified=True, name="Rina Wati")
    provider.knows("w2", email="warga2@betang.example", email_verified=True, name="Budi")
    visitor = Visitor(browser, with_provider, **PHONE)
    visitor.expects(
        rf"other host: {provider.issuer}/", r"jsdelivr\.net", r"favicon\.ico"
    )  # its pages
    page = visitor.goto("/masuk?next=/isu/baru")
    fine(page)

    page.get_by_role("link", name="Masuk dengan SSO Palangka Raya").click()
    answer_there(page, "rina")
    expect(page.get_by_role("heading", level=1)).to_have_text("Daftar sebagai warga")
    fine(page)
    expect(page.get_by_label("Nama lengkap (sesuai KTP)")).to_have_value("Rina Wati")
    page.get_by_label("Kelurahan", exact=True).select_option(index=3)
    page.get_by_label("Saya berusia 17 tahun atau lebih").check()
    page.get_by_label("Saya menyetujui tata krama forum").check()
    press(page, "Daftar")
    assert path_of(page) == "/isu/baru"
    sign_out(page)

    page.goto("/masuk")
    page.get_by_role("link", name="Masuk dengan SSO Palangka Raya").click()
    answer_there(page, "rina")
    page.goto("/akun/keamanan")
    expect(page.get_by_role("main")).to_contain_text("SSO Palangka Raya")
    fine(page)
    sign_out(page)

    page.goto("/masuk")
    page.get_by_role("link", name="Masuk dengan SSO Palangka Raya").click()
    answer_there(page, "w2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alamat ini sudah punya akun")
    fine(page)
    page.get_by_role("link", name="Masuk dan hubungkan").click()
    page.get_by_label("Email atau nomor HP").fill("warga2@betang.example")
    page.get_by_label("Kata sandi", exact=True).fill("Betang-2026!")
    press(page, "Masuk")
    fine(page)
    page.get_by_role("link", name="Lanjut ke SSO Palangka Raya").click()
    answer_there(page, "w2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hubungkan akun")
    fine(page)
    press(page, "Hubungkan")
    expect(page.get_by_role("main")).to_contain_text(
        "Akun SSO Palangka Raya sudah dihubungkan."
    )
    visitor.leave()


def answer_there(page: Page, subject: str) -> None:
    """Sign in on the provider's own page, and come back."""
    page.locator("input[name=sub]").wait_for()
    page.locator("input[name=sub]").fill(subject)
    with page.expect_navigation():
        page.locator("input[name=sub]").press("Enter")
    page.wait_for_load_state()
