"""The session, and where a transaction begins and ends.

Reading needs nothing special. Writing happens inside `atomic()`, which is the only place
that commits. On SQLite a writer takes the one write lock at its start (`BEGIN IMMEDIATE`):
a transaction that reads first and writes later would fail as soon as someone else wrote in
between. Writers of one process wait for each other in a lock of Python's own, because
waiting inside SQLite would hold up every other request of a gevent process.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from forum.core.errors import Stale
from forum.core.models import Base, UtcDateTime

db = SQLAlchemy(
    model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False}
)

Hook = Callable[[], None]
_writing: ContextVar[bool] = ContextVar("writing", default=False)
_one_writer = threading.RLock()

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged ballot survives a power cut
    "busy_timeout=5000",
    "foreign_keys=ON",
    "cache_size=-65536",
    "mmap_size=268435456",
    "temp_store=MEMORY",
    "secure_delete=ON",  # what is deleted is overwritten: a person who left is not in the file
)


def _render_item(kind: str, item: object, _context: object) -> str | bool:
    """Keep migrations free of our own classes, which may move."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


_left_to_migrations: set[str] = set()


def leave_to_migrations(*names: str) -> None:
    """No model describes these tables, columns (`table.column`) and indexes: a migration makes
    them for one database only. A table stands for all whose names begin with its own.
    """
    _left_to_migrations.update(names)


def is_described(
    thing: Any, name: str | None, kind: str, reflected: bool, _like: object
) -> bool:
    """For comparing the tables with the models: should a model know of this?"""
    if not reflected or name is None:
        return True
    if kind == "table":
        return not any(name == one or name.startswith(f"{one}_") for one in _left_to_migrations)
    full = f"{thing.table.name}.{name}" if kind == "column" else name
    return full not in _left_to_migrations


MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
migrate = Migrate(
    include_object=is_described,
    directory=str(MIGRATIONS),
    render_item=_render_item,
    render_as_batch=True,
    compare_server_default=False,
)


def engine_options(url: str) -> dict[str, Any]:
    """Engine settings for this database address."""
    if url.startswith("sqlite"):
        return {
            "hide_parameters": True,  # values name people; errors are logged
            "connect_args": {"timeout": 5, "check_same_thread": False},
        }
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 20,
        "connect_args": {"connect_timeout": 2},
    }


def prepare(engine: Engine) -> None:
    """Set each connection up; on SQLite, take the beginning of transactions into our own hands."""
    if engine.name != "sqlite":
        event.listen(engine, "connect", _read_plainly)
        return

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _read_plainly(connection: Any, _record: object) -> None:
    """PostgreSQL would compile a long statement to machine code each time it is asked: that
    takes far longer than any of ours runs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
    connection.commit()


def init_app(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        prepare(db.engine)


@contextmanager
def atomic() -> Iterator[None]:
    """All or nothing: commit on success, roll back on error. An inner block joins the outer."""
    session = db.session()
    if "atomic" in session.info:
        yield
        return
    if session.in_transaction():
        session.commit()  # what was read so far was read before; the change reads afresh
    notes: dict[str, Any] = {"before": [], "after": []}
    with _write_lock(session):
        token = _writing.set(True)
        session.info["atomic"] = notes
        try:
            yield
            for hook in notes["before"]:
                hook()
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info["atomic"]
            _writing.reset(token)
    for hook in notes["after"]:
        hook()


def in_atomic() -> bool:
    return "atomic" in db.session().info


def transaction() -> dict[str, Any]:
    """Notes of the present `atomic()` block, gone at its end; RuntimeError outside one."""
    notes: dict[str, Any] | None = db.session().info.get("atomic")
    if notes is None:
        raise RuntimeError("this belongs inside atomic(): outside it the change is lost")
    return notes


def before_commit(hook: Hook) -> None:
    """Call this last thing inside the present transaction."""
    transaction()["before"].append(hook)


def after_commit(hook: Hook) -> None:
    """Call this once the present transaction is durable; never if it is rolled back."""
    transaction()["after"].append(hook)


def lock(row: Base) -> None:
    """Hold this row until the transaction ends, reading its latest state.

    Only this row: what was loaded beside it by an outer join is read again, but not held.
    """
    db.session.flush()  # a refresh would drop what this transaction has changed so far
    db.session.refresh(row, with_for_update={"of": type(row)})


def require_version(row: Any, expected: int | None) -> None:
    """Refuse a change that was decided on an older state of this row (None: any state will do)."""
    if expected is not None and row.version != expected:
        raise Stale(
            _("Keadaan sudah berubah. Periksa yang terbaru, lalu ulangi bila masih perlu."),
            current={"version": row.version, "state": getattr(row, "state", None)},
        )


def _write_lock(session: Session) -> AbstractContextManager[Any]:
    return _one_writer if session.get_bind().dialect.name == "sqlite" else nullcontext()
