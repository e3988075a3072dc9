import logging
import sys

import pytest

from forum.core import logs

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        ("refused rina@contoh.id: no", "refused [alamat]: no"),
        ("{'rina@contoh.id': (550, b'no')}", "{'[alamat]': (550, b'no')}"),
        ("to +62 812-3456-7890", "to [nomor]"),
        ("to 081234567890.", "to [nomor]."),
        ("NIK 6271031203900001", "NIK [nomor]"),
        ("NIK 6271 0312 0390 0001", "NIK [nomor]"),
        ("from ip=10.20.30.40", "from ip=[jaringan]"),
        ("from 2001:db8::7", "from [jaringan]"),
        ("GET /isu?q=rina&u=2", "GET /isu?[isian]"),
        (
            "/akun/konfirmasi/eyJhbGciOiJIUzI1NiJ9.abc-123_x",
            "/akun/konfirmasi/[rahasia]",
        ),
    ],
)
def test_what_names_a_person_is_taken_out(line, logged):
    assert logs.without_people(line) == logged


@pytest.mark.parametrize(
    "line",
    [
        "delivery 417 to forum.accounts.subscribers.mail_the_code failed",
        "[2026-11-24 09:56:18 +0700] [WARNING] request failed, code BTG-7F3A",
        '  File "/opt/betang/forum/core/mail.py", line 61, in _by_smtp',
        "GET /isu/2026/kiriman/85/dukung",
    ],
)
def test_what_helps_to_find_the_fault_stays(line):
    assert logs.without_people(line) == line


def test_of_an_error_only_kind_and_place_are_logged():
    def fail():
        try:
            int("Rina Wulandari")
        except ValueError as error:
            raise RuntimeError("the card of Rina Wulandari") from error

    try:
        fail()
    except RuntimeError:
        record = logging.LogRecord("x", 40, "f", 1, "it failed", (), sys.exc_info())

    text = logs.Careful().format(record)

    assert "Rina" not in text
    assert "builtins.ValueError\nwhich led to\n" in text
    assert text.endswith("builtins.RuntimeError")
    assert "in fail" in text


def test_every_handler_there_is_writes_carefully(monkeypatch):
    handler, other = logging.StreamHandler(), logging.StreamHandler()
    handler.setFormatter(logging.Formatter("<%(message)s>"))
    logger = logging.getLogger("forum.tests.careful")
    for each in (handler, other):
        logger.addHandler(each)
    monkeypatch.setattr(logging.root, "handlers", [logging.NullHandler()])

    logs.set_up()
    logs.set_up()

    record = logging.LogRecord("x", 40, "f", 1, "to %s", ("rina@contoh.id",), None)
    assert handler.format(record) == "<to [alamat]>"
    assert other.format(record).endswith("to [alamat]")
    logger.handlers.clear()


def test_what_libraries_quote_is_left_out():
    said = "Invalid request from ip=10.0.0.7: Invalid HTTP Method: 'RINA'"
    record = logging.LogRecord("gunicorn.error", 30, "f", 1, said, (), None)
    assert logs.Careful().format(record) == "Invalid request from ip=[jaringan]"

    record = logging.LogRecord("engineio", 30, "f", 1, "packet 'Rina' is bad", (), None)
    assert logs.Careful().format(record) == "packet [isian] is bad"


def test_a_greenlet_that_failed_says_no_more(caplog):
    try:
        raise ValueError("Rina Wulandari")
    except ValueError:
        logs.of_greenlet(None, object(), *sys.exc_info())

    [record] = caplog.records
    assert record.getMessage() == "a greenlet failed: object"
    assert "Rina" not in logs.Careful().format(record)
