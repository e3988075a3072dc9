import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import text

from forum import create_app
from forum.core.db import db, is_described
from forum.core.models import Base

NOW = "2026-11-20 08:00:00+00:00"


def test_the_migrations_make_what_the_models_say(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_described})
        assert compare_metadata(context, Base.metadata) == []


OLD = {
    "city_area": {"id": 1, "code": "62.71.03.1002", "level": "kelurahan", "name": "Menteng"},
    "account_user": {
        "id": 1, "email": "rina@contoh.id", "name": "Rina Sari", "public_name": "Rina, Menteng",
        "password": "x", "active": True, "fs_uniquifier": "k", "verification": "ktp",
        "area_id": 1, "language": "id", "unread_count": 0, "is_demo": False, "created_at": NOW,
    },
    "account_role_grant": {"id": 1, "user_id": 1, "role": "moderator", "created_at": NOW},
    "discussion_thread": {
        "id": 1, "subject": "issue", "title": "Parit", "author_id": 1, "is_hidden": False,
        "is_closed": False, "reply_count": 0, "support_count": 1, "last_post_at": NOW,
        "created_at": NOW, "version": 1,
    },
    "discussion_post": {
        "id": 1, "thread_id": 1, "root_id": 1, "is_opening": True, "author_id": 1,
        "source": "Halo", "html": "<p>Halo</p>", "state": "visible", "support_count": 1,
        "created_at": NOW,
    },
    "discussion_support": {"post_id": 1, "user_id": 1, "created_at": NOW},
    "poll": {
        "id": 1, "question": "Mana?", "description": "", "method": "single",
        "secrecy": "hidden", "state": "open", "author_id": 1, "entitled": 1,
        "ballot_count": 1, "created_at": NOW, "version": 1,
    },
    "poll_ballot": {
        "id": 1, "poll_id": 1, "voter_id": 1, "ballot_id": "b", "choices": "[1]", "number": 1,
        "cast_at": NOW,
    },
    "audit_entry": {
        "id": 1, "event": "BallotCast", "actor_id": 1, "details": "{}", "created_at": NOW,
    },
}  # fmt: skip


@pytest.mark.served
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_written_before_an_upgrade_is_there_after_it(kind, tmp_path, request):
    app = create_app({"SECRET_KEY": "k", "VAR": tmp_path, **database(kind, tmp_path, request)})
    with app.app_context():
        upgrade(revision="0001")
        with db.engine.connect() as connection:
            for table, values in OLD.items():
                names = ", ".join(values)
                given = ", ".join(f":{name}" for name in values)
                connection.execute(
                    text(f"INSERT INTO {table} ({names}) VALUES ({given})"),  # noqa: S608
                    values,
                )
            connection.commit()
        upgrade()
        with db.engine.connect() as connection:
            for table, values in OLD.items():
                row = connection.execute(text(f"SELECT * FROM {table}")).mappings().one()  # noqa: S608
                for name in ("id", "user_id", "author_id", "voter_id", "email", "title"):
                    if name in values:
                        assert row[name] == values[name], (table, name)
            compared = MigrationContext.configure(
                connection, opts={"include_object": is_described}
            )
            assert compare_metadata(compared, Base.metadata) == []
        db.engine.dispose()


def database(kind, tmp_path, request):
    if kind == "sqlite":
        return {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'old.db'}"}
    server = request.getfixturevalue("postgres")
    server.create("from_before")
    request.addfinalizer(lambda: server.drop("from_before"))
    return {"SQLALCHEMY_DATABASE_URI": server.url("from_before")}
