"""The command line as the city's IT officer uses it: real processes on a state of their own."""

import json
import shutil
import sqlite3
import tarfile

import pytest

from tests.commands import forum

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def filled(demo_city, tmp_path_factory):
    """A state with the small demo city; tests that change more than people copy it."""
    return shutil.copytree(demo_city, tmp_path_factory.mktemp("filled") / "var")


def refused(done, *words):
    """Exit code 2 and one clear line on stderr, no traceback."""
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words)
    return True


def people(var):
    with sqlite3.connect(var / "betang.db") as connection:
        return connection.execute("SELECT COUNT(*) FROM account_user").fetchone()[0]


@pytest.mark.parametrize(
    "command",
    [
        "serve",
        "worker",
        "routes",
        "demo",
        "export",
        "backup",
        "restore",
        "doctor",
        "db",
        "user",
    ],
)
def test_every_command_explains_itself(tmp_path, command):
    done = forum(tmp_path, command, "--help")

    assert done.returncode == 0
    assert "Usage: forum" in done.stdout


def test_routes_are_listed_with_the_rule_last(tmp_path):
    lines = forum(tmp_path, "routes").stdout.splitlines()

    rules = {line.split()[-1] for line in lines}
    assert {"/", "/isu", "/suara", "/forum", "/masuk", "/healthz", "/readyz"} <= rules


@pytest.mark.parametrize(
    ("environ", "word"),
    [
        ({"FORUM_PORT": "web"}, "FORUM_PORT"),
        ({"FORUM_WORKERS": "3"}, "FORUM_REDIS_URL"),
        ({"FORUM_DATABASE_URL": "oracle://x"}, "FORUM_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path, environ, word):
    assert refused(forum(tmp_path, "serve", **environ), word)


def test_serving_an_old_database_is_refused(tmp_path):
    assert refused(forum(tmp_path, "serve"), "forum db upgrade")


def test_the_demo_fills_an_empty_forum_only(filled):
    before = people(filled)

    assert refused(forum(filled, "demo"), "empty forum")
    assert people(filled) == before


def test_the_demo_needs_its_setting(tmp_path):
    forum(tmp_path, "db", "upgrade")

    assert refused(forum(tmp_path, "demo", FORUM_DEMO="0"), "FORUM_DEMO")


def test_a_thread_is_exported_in_every_format(filled, tmp_path):
    for extension, magic in {
        "pdf": b"%PDF-",
        "docx": b"PK",
        "csv": "\ufeff".encode(),
        "json": b"{",
    }.items():
        out = tmp_path / f"thread.{extension}"
        done = forum(filled, "export", "thread", "1", "--format", extension, "--out", str(out))
        assert done.returncode == 0, done.stderr
        assert out.read_bytes().startswith(magic)
    data = json.loads((tmp_path / "thread.json").read_text())
    assert "G. Obos" in json.dumps(data)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("thread", "999999", "--format", "pdf"), ""),
        (("thread", "1", "--format", "exe"), "exe"),
        (("thread", "one", "--format", "pdf"), "one"),
        (("poem", "1", "--format", "pdf"), "poem"),
    ],
)
def test_what_cannot_be_exported_is_refused(filled, tmp_path, arguments, word):
    out = tmp_path / "out"

    assert refused(forum(filled, "export", *arguments, "--out", str(out)), word)
    assert not out.exists()


def test_backup_and_restore_bring_everything_back(filled, tmp_path):
    (filled / "uploads").mkdir(exist_ok=True)
    (filled / "uploads" / "photo.webp").write_bytes(b"photo")
    (filled / "uploads" / "lampiran" / "zz").mkdir(parents=True)
    (filled / "uploads" / "lampiran" / "zz" / "abc-320").write_bytes(b"small")
    (filled / "uploads" / "lampiran" / "zz" / ".abd-1234").write_bytes(b"unfinished")
    archive, fresh = tmp_path / "state.tar.gz", tmp_path / "fresh"

    assert forum(filled, "backup", str(archive)).returncode == 0
    assert forum(fresh, "restore", str(archive)).returncode == 0

    assert people(fresh) == people(filled) > 0
    assert (fresh / "uploads" / "photo.webp").read_bytes() == b"photo"
    folder = fresh / "uploads" / "lampiran" / "zz"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"abc-320": b"small"}
    assert forum(fresh, "doctor").returncode == 0


def test_a_backup_holds_keys_only_when_asked(filled, tmp_path):
    forum(filled, "backup", str(tmp_path / "plain.tar.gz"))
    forum(filled, "backup", str(tmp_path / "keys.tar.gz"), "--with-keys")

    with tarfile.open(tmp_path / "plain.tar.gz") as plain:
        assert not [name for name in plain.getnames() if "key" in name]
    with tarfile.open(tmp_path / "keys.tar.gz") as keys:
        assert "keys/secret_key" in keys.getnames()


def test_restore_refuses_to_overwrite_unless_told(filled, tmp_path):
    archive = tmp_path / "state.tar.gz"
    forum(filled, "backup", str(archive))
    other = tmp_path / "other"
    forum(other, "db", "upgrade")

    assert refused(forum(other, "restore", str(archive)), "--replace")
    assert people(other) == 0
    assert forum(other, "restore", str(archive), "--replace").returncode == 0
    assert people(other) > 0


def test_what_is_no_backup_is_refused(tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Yth. Bapak Wali Kota")

    assert refused(forum(tmp_path / "var", "restore", str(other)), "no backup")


def test_the_doctor_names_what_is_wrong(filled):
    done = forum(filled, "doctor", "--json", FORUM_MAIL_URL="smtp://127.0.0.1:1")

    findings = json.loads(done.stdout)
    assert done.returncode == 1
    assert findings["mail"]["ok"] is False
    assert findings["database"]["ok"] is True
    assert findings["migrations"]["ok"] is True


def test_an_administrator_is_made_from_the_shell(filled):
    done = forum(
        filled,
        *("user", "create", "kepala.diskominfo@betang.go.id"),
        *("--name", "Sari Dewi", "--role", "admin"),
        typed="sebuah kalimat sandi\n",
    )

    assert done.returncode == 0, done.stderr
    with sqlite3.connect(filled / "betang.db") as connection:
        row = connection.execute(
            "SELECT g.role FROM account_role_grant g JOIN account_user u ON u.id = g.user_id "
            "WHERE u.email = 'kepala.diskominfo@betang.go.id'"
        ).fetchone()
    assert row == ("admin",)
