import pytest

from forum.audit import words
from forum.core.events import Event
from forum.demo import events  # noqa: F401


def test_what_happened_is_told_in_plain_words(app):
    with app.test_request_context():
        assert words.sentence("PollOpened") == "Pemungutan suara dibuka"


def test_an_event_without_words_shows_its_name_in_pieces():
    assert words.sentence("BigRecordRung") == "Big record rung"


def test_words_are_only_kept_for_events_that_there_are(app):
    assert set(words.SENTENCES) - set(Event.by_name) == set()


def test_every_event_has_words(app):
    """Name a new event in `forum/audit/words.py`, so that the record can be read by people."""
    kinds = {name for name in words.kinds() if Event.by_name[name].__module__[:6] == "forum."}

    assert sorted(kinds - set(words.SENTENCES)) == []


@pytest.mark.parametrize(
    ("standing", "shown"),
    [
        (None, ""),
        ("admin", "Pengelola"),
        ("admin area:3", "Pengelola (wilayah 3)"),
        ("head unit:12", "Kepala perangkat daerah (unit 12)"),
        ("something new", "something new"),
    ],
)
def test_the_role_is_shown_with_what_it_was_held_for(app, standing, shown):
    with app.test_request_context():
        assert words.role(standing) == shown


def test_ids_lead_to_their_pages_where_there_are_some(app):
    with app.test_request_context():
        shown = words.details({"issue_id": 7, "post_id": 3, "before": None, "odd_thing_id": 1})

    assert shown == [("isu", "7", "/isu/7"), ("tulisan", "3", None), ("odd thing", "1", None)]
