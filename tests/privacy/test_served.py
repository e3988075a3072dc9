"""The real program: what its log says, and what its files still hold when someone has left."""

import contextlib
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser import PASSWORD
from tests.privacy.search import in_files
from tests.servers import Forum, wait_until
from tests.stories.people import TOKEN, Caller, one

pytestmark = pytest.mark.served

NAME, PUBLIC, MAIL = "Kusumaningrum Wulandari", "Ningrum Permata", "ningrum@contoh.id"
OWN_PASSWORD = "empat kata tidak umum"
NIK, PHONE = "6271034567891234", "081298765432"


class RefusingMailServer:
    """Speaks SMTP, and refuses whoever a mail is for, by name."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._listening.getsockname()[1]}"
        self.refused: list[str] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._listening.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as line:
            self._say(line, "220 here")
            for raw in line:
                said = raw.decode(errors="replace").strip()
                if said.upper().startswith("RCPT"):
                    self.refused.append(said)
                    self._say(line, f"450 not at the moment: {said} {NAME}")
                elif said.upper().startswith("QUIT"):
                    self._say(line, "221 bye")
                    return
                else:
                    self._say(line, "250 ok")

    def _say(self, line: object, words: str) -> None:
        line.write(f"{words}\r\n".encode())  # type: ignore[attr-defined]
        line.flush()  # type: ignore[attr-defined]


@pytest.fixture
def post_office() -> Iterator[RefusingMailServer]:
    server = RefusingMailServer()
    yield server
    server.stop()


@contextlib.contextmanager
def serving(city: Path, var: Path, **settings: str) -> Iterator[Forum]:
    """Like the fixture `serve`, but errors in the log are what is looked at here."""
    server = Forum(var, **settings)
    server.fill_from(city)
    try:
        yield server.start()
    finally:
        server.stop()


def test_the_log_names_nobody(demo_city, tmp_path, post_office):
    with serving(demo_city, tmp_path / "var", FORUM_MAIL_URL=post_office.url) as server:
        register(server)
        sign_in_wrongly(server)
        visitor = Caller(server)
        token = "rahasia-0123456789-tautan-abcdefghij"
        visitor.get(f"/akun/sandi-baru/{token}?next=/isu&q={NAME}")
        talk_nonsense(server)
        caller = Caller(server, "warga")
        break_the_database(server)
        words = f"Saya {NAME}, NIK {NIK}, {PHONE}, {MAIL}"
        assert caller.post("/isu/1/balas", text=words).status_code == 500
        wait_until(lambda: post_office.refused, "a mail was refused")
        wait_until(lambda: "SMTPRecipientsRefused" in log(server), "the refusal was logged")

        said = log(server)

    assert MAIL in str(post_office.refused)  # it was about this person
    assert "request failed, code BTG-" in said
    assert "Traceback (most recent call last)" in said
    assert "IntegrityError" in said
    for secret in (
        NAME,
        NAME.split()[0],
        PUBLIC,
        MAIL,
        NIK,
        PHONE,
        PASSWORD,
        OWN_PASSWORD,
        token,
        "warga@",
    ):
        assert secret.lower() not in said.lower().replace(PUBLISHED.lower(), "")
    assert "127.0.0.1" not in said


# What is printed at the start of a demonstration, on purpose: accounts that are nobody's.
PUBLISHED = "Akun demo (…@betang.example, kata sandi Betang-2026!)"


def log(server: Forum) -> str:
    return server.log.read_text(errors="replace")


def register(server: Forum) -> None:
    area = one(server, "SELECT min(id) FROM city_area WHERE level = 'kelurahan'")
    answer = Caller(server).post(
        "/daftar",
        name=NAME,
        email=MAIL,
        area_id=str(area),
        password=OWN_PASSWORD,
        adult="y",
        agreed="y",
    )
    assert answer.status_code == 303


def sign_in_wrongly(server: Forum) -> None:
    for password in (NAME, f"{NIK} salah"):
        assert Caller(server).post("/masuk", email=MAIL, password=password).status_code == 422


def talk_nonsense(server: Forum) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(f"GET {NAME} {MAIL}\r\n\r\n".encode())
        with contextlib.suppress(OSError):
            line.recv(1024)


def break_the_database(server: Forum) -> None:
    """From now on whoever replies meets an error of ours, which quotes what they wrote."""
    with closing(sqlite3.connect(server.var / "betang.db", timeout=20)) as database:
        database.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON discussion_post "
            f"BEGIN SELECT RAISE(ABORT, 'no room for {NAME} {MAIL}'); END"
        )
        database.commit()


def test_nothing_of_who_left_is_in_any_file(demo_city, tmp_path):
    var = tmp_path / "var"
    needles = (NAME, PUBLIC, MAIL, PHONE)
    with serving(demo_city, var) as server:
        caller = someone(server)
        leave_traces(server, caller)
        found = in_files(var, needles)
        assert {place for place in found if place.startswith("betang.db")}
        assert {place for place in found if place.startswith("mail/")}

        answer = caller.post("/akun/hapus", takes_words="tinggal", when="kini", word="HAPUS")
        assert answer.status_code == 303

        wait_until(
            lambda: not one(server, "SELECT count(*) FROM privacy_wipe"),
            "the journal was emptied",
            seconds=60,
        )
        end = time.monotonic() + 30
        while (left := in_files(var, needles)) and time.monotonic() < end:
            time.sleep(0.5)
        assert left == set()
        assert one(server, "SELECT count(*) FROM account_user WHERE erased_at IS NOT NULL") == 1
        page = Caller(server).get("/isu/1").text
        assert "Akun dihapus" in page
        assert "[nama dihapus]" in page


def someone(server: Forum) -> Caller:
    server.command(
        "user", "create", MAIL, "--name", NAME, "--role", "resident", "--area", "62.71.03.1002",
        text=f"{OWN_PASSWORD}\n",
    )  # fmt: skip
    with closing(sqlite3.connect(server.var / "betang.db", timeout=20)) as database:
        database.execute(
            "UPDATE account_user SET phone = ? WHERE email = ?", (f"+62{PHONE[1:]}", MAIL)
        )
        database.commit()
    caller = Caller(server)
    assert caller.post("/masuk", email=MAIL, password=OWN_PASSWORD).status_code == 303
    found = TOKEN.search(caller.get("/akun").text)
    assert found
    caller.token = found[1]
    return caller


def leave_traces(server: Forum, caller: Caller) -> None:
    assert caller.post("/akun/nama", public_name=PUBLIC).status_code == 303
    for number in range(3):
        words = f"Setuju ke-{number}. Salam, {NAME}, {MAIL}, {PHONE}. " + "Panjang. " * 200
        assert caller.post("/isu/1/balas", text=words).status_code == 303
    post = one(server, "SELECT max(id) FROM discussion_post WHERE thread_id = 2")
    caller.post(f"/isu/2/kiriman/{post}/dukung", nilai="1")
    request = {
        "kind": "correction",
        "subject": "nama",
        "wrong": f"Saya {NAME}",
        "right": PUBLIC,
    }
    assert caller.post("/akun/data/permintaan", **request).status_code == 303
    assert caller.post("/akun/data/salinan").status_code == 303
    wait_until(
        lambda: one(server, "SELECT count(*) FROM privacy_copy WHERE state = 'ready'"),
        "the copy is ready",
    )
    wait_until(lambda: list((server.var / "mail").glob("*.eml")), "a mail was written")
