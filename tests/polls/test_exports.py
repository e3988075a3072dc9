import csv
import io
import json

from forum.export import write_bytes
from forum.polls import exports
from tests.polls.factories import counted


def rows(table):
    return [dict(zip(table.keys(), line, strict=True)) for line in table.lines()]


def test_the_result_as_a_table():
    table = exports.results(counted(1, 3, labels=["Pagi", "Sore"]))

    assert rows(table) == [
        {"option": "Sore", "votes": 3, "percent": 75.0, "winner": True, "ballots": 4, "entitled": 10},
        {"option": "Pagi", "votes": 1, "percent": 25.0, "winner": False, "ballots": 4, "entitled": 10},
    ]  # fmt: skip


def test_a_tie_is_decided_by_the_lot():
    assert [row["winner"] for row in rows(exports.results(counted(2, 2)))] == [True, False]


def test_an_empty_box():
    assert [row["percent"] for row in rows(exports.results(counted()))] == [0.0, 0.0]


def test_as_csv_and_json(app):
    poll = counted(1, 3, labels=["=1+1", "Sore"])
    with app.test_request_context():
        table = exports.results(poll)
        as_csv = write_bytes(table, "csv").decode("utf-8-sig")
        as_json = json.loads(write_bytes(table, "json"))

    header, first, second = csv.reader(io.StringIO(as_csv))
    assert header[:2] == ["Pilihan", "Suara"]
    assert first[:2] == ["Sore", "3"]
    assert second[0] == "'=1+1"
    assert "Sore" in json.dumps(as_json)
