"""A database from before the seals: what it recorded is sealed from its first entry on."""

import pytest
from flask_migrate import upgrade
from sqlalchemy import text

from forum import create_app
from forum.audit import actions, queries
from forum.core.db import db

pytestmark = pytest.mark.pure


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    server = request.getfixturevalue("postgres")
    server.create("old")
    yield server.url("old")
    server.drop("old")


def test_what_was_recorded_before_is_sealed_from_the_start(url, tmp_path):
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "for tests only, and as long as a real one",
            "SQLALCHEMY_DATABASE_URI": url,
            "VAR": tmp_path / "var",
        }
    )
    with app.app_context():
        upgrade(revision="0001")
        written = [
            {"n": n, "details": "{}", "at": f"2026-01-0{n} 10:00:00.000001+00:00"}
            for n in range(1, 4)
        ]
        db.session.execute(
            text(
                "INSERT INTO audit_entry (event, actor_id, details, created_at) "
                "VALUES ('Before', :n, :details, :at)"
            ),
            written,
        )
        db.session.commit()
        upgrade()

        assert queries.standing().waiting == 3
        assert actions.seal_all() == 3
        assert queries.verify().findings == []
        db.session.remove()
        db.engine.dispose()
