"""What every test may ask for.

A test that is marked neither `pure` nor `served` nor `browser` runs twice, on SQLite and on
PostgreSQL, whose tables come from the real migrations, once per run. Everything it does is
undone afterwards, commits included; one marked `commits` gets real transactions and a database
that is laid anew after it.

All tests together run in several processes (pytest-xdist), each with databases, servers, ports
and folders of its own; what is one for the whole run below is one for each process.
"""

import fcntl
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from flask import Flask
from flask.globals import app_ctx
from flask.testing import FlaskClient
from flask_migrate import upgrade
from flask_socketio import SocketIOTestClient
from playwright.sync_api import Browser
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from forum import create_app
from forum.accounts.devices import register_device
from forum.city import settings
from forum.city.actions import load_city
from forum.core import clock as real_clock
from forum.core.db import db
from forum.live import admission, messages, socketio, tasks
from forum.privacy import standing
from forum.web import caching
from tests import browser as browsers
from tests.browser import Visitor
from tests.servers import Forum, NotInstalled, Postgres, Redis

for name in [name for name in os.environ if name.startswith("FORUM_")]:
    del os.environ[name]  # a developer's own settings are not what is tested
os.environ["PYTHON_DOTENV_DISABLED"] = "1"

pytest_plugins = ["tests.beside"]

DATABASES = ("sqlite", "postgresql")
ORDER = ("pure", *DATABASES, "served")
# What hashing costs is tested where it is (tests/accounts/test_passwords.py).
QUICK_HASH = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
MOST_PROCESSES = 4  # each may have a browser, a PostgreSQL and servers of its own


# --- which tests run, how often, in what order


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=[*DATABASES, "all"], default="all", help="where tests keep rows"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if needs_database(metafunc.definition):
        chosen = metafunc.config.getoption("--database")
        databases = DATABASES if chosen == "all" else (chosen,)
        metafunc.parametrize("database", databases, indirect=True, scope="session")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """All tests share the cores; for a folder or a file one process is as quick."""
    everything = config.args_source is not pytest.Config.ArgsSource.ARGS
    cores = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    return cores if everything and cores > 1 else 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The quick ones first, then one database after the other, the browser at the end.

    Processes that share the tests begin at places spread over this list and help each other
    out from its end. So there the long walks of the browser come before PostgreSQL: they begin
    at once, beside tests that take one core, and what is shared out last are short tests.
    """
    order = ("sqlite", "pure", "served", "postgresql") if shared(config) else ORDER

    def turn(item: pytest.Item) -> int:
        if item.get_closest_marker("pure"):
            return order.index("pure")
        if not needs_database(item):
            return order.index("served")
        return order.index(item.callspec.params["database"])  # type: ignore[attr-defined]

    items.sort(key=turn)


def shared(config: pytest.Config) -> bool:
    """Whether this is one of several processes that share the tests."""
    return hasattr(config, "workerinput")


def needs_database(item: pytest.Item) -> bool:
    return not any(item.get_closest_marker(name) for name in ("pure", "served", "browser"))


@pytest.fixture(autouse=True)
def turn(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Processes go on side by side, except beside a test that is marked `alone`."""
    if not shared(request.config):
        yield
        return
    folder = tmp_path_factory.getbasetemp().parent  # the whole run's
    alone = request.node.get_closest_marker("alone") is not None
    with (folder / "gate").open("w") as gate, (folder / "hall").open("w") as hall:
        fcntl.flock(gate, fcntl.LOCK_EX)  # nobody overtakes who waits to be alone
        fcntl.flock(hall, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield


@contextmanager
def installed() -> Iterator[None]:
    """A program that is missing fails the tests that need it, and is named."""
    try:
        yield
    except NotInstalled as missing:
        pytest.fail(f"not installed: {missing}", pytrace=False)


# --- servers


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with installed():
        server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    with installed():
        server = Redis()
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_server: Redis) -> str:
    """An empty Redis."""
    redis_server.empty()
    return redis_server.url


# --- the database


class Store(Protocol):
    """A database that can be laid anew, with the tables as they were right after migrating."""

    url: str

    def keep(self) -> None: ...

    def restore(self) -> None: ...

    def remove(self) -> None: ...


class SqliteStore:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="betang-sqlite-"))
        self.file = self.folder / "test.db"
        self.url = f"sqlite:///{self.file}"

    def keep(self) -> None:
        shutil.copy(self.file, self.folder / "kept.db")

    def restore(self) -> None:
        for suffix in ("-wal", "-shm"):
            self.file.with_name(f"{self.file.name}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.folder / "kept.db", self.file)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresStore:
    def __init__(self, server: Postgres) -> None:
        self.server = server
        self.server.create("betang")
        self.url = server.url("betang")

    def keep(self) -> None:
        self.server.create("kept", like="betang")

    def restore(self) -> None:
        self.server.drop("betang")
        self.server.create("betang", like="kept")

    def remove(self) -> None:
        self.server.drop("betang")
        self.server.drop("kept")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> Iterator[Store | None]:
    """Where the rows go; None for tests that need no database."""
    kind = getattr(request, "param", None)
    if kind is None:
        yield None
        return
    store: Store = (
        PostgresStore(request.getfixturevalue("postgres"))
        if kind == "postgresql"
        else SqliteStore()
    )
    yield store
    store.remove()


@pytest.fixture(scope="session")
def app(database: Store | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:

    assert database, "tests marked pure, served or browser have no application"
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "for tests only, and as long as a real one",
            "SQLALCHEMY_DATABASE_URI": database.url,
            "VAR": tmp_path_factory.mktemp("var"),
            "REDIS_URL": "",
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
            "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": QUICK_HASH,
        }
    )
    app.wsgi_app = ContextOfItsOwn(app.wsgi_app).wsgi
    with app.app_context():
        upgrade()
        db.engine.dispose()
    database.keep()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def engine(app: Flask) -> Engine:

    with app.app_context():
        return db.engine


@pytest.fixture(autouse=True)
def session(
    request: pytest.FixtureRequest, database: Store | None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[scoped_session[Session] | None]:
    """The session of `db`, whose every change is undone; requests get one of their own."""
    if database is None:
        yield None
        return

    caching.clear()  # ids come again after a rollback, with other rows behind them
    messages.forget_everything()
    admission.forget()
    settings.forget()
    standing.forget()
    app: Flask = request.getfixturevalue("app")
    tasks.bind(app)  # another test may have made another application
    engine: Engine = request.getfixturevalue("engine")
    if request.node.get_closest_marker("commits"):
        factory = sessionmaker(bind=engine, expire_on_commit=False)
        session = scoped_session(factory, scopefunc=scope)
        monkeypatch.setattr(db, "session", session)
        with app.app_context():
            yield session
        engine.dispose()
        database.restore()
        return
    with engine.connect() as connection:
        outer = connection.begin()
        factory = sessionmaker(
            bind=connection,
            join_transaction_mode="create_savepoint",
            expire_on_commit=False,
        )
        session = scoped_session(factory, scopefunc=scope)
        monkeypatch.setattr(db, "session", session)
        with app.app_context():
            yield session
        outer.rollback()


def scope() -> tuple[int, int]:
    """One session for each application context of each thread."""
    return threading.get_ident(), id(app_ctx._get_current_object()) if app_ctx else 0


class ContextOfItsOwn:
    """Runs what the program answers apart from the test's own context.

    Actions need an application context, so the test has one. A request or a socket's message
    that found it would share its `g`, and with it the first person who was recognised.
    """

    def __init__(self, answers: Callable[..., Any]) -> None:
        self.answers = answers

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return Context().run(self.answers, *arguments, **named)

    def wsgi(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        return Context().run(self._whole, environ, start_response)

    def _whole(self, environ: Any, start_response: Any) -> list[bytes]:
        answer = self.answers(environ, start_response)
        try:
            return list(answer)
        finally:
            answer.close()


@pytest.fixture
def count_queries(engine: Engine) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with count_queries() as seen:` collects the statements sent meanwhile."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def city(app: Flask) -> None:
    """The register of the city that is shipped: its areas, units and holidays."""
    load_city(app.config["CITY"])


# --- the clock


class Clock:
    """The forum's clock, stopped. Change what it shows with `at` and `tick`."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def at(self, moment: datetime) -> datetime:
        """Show this moment (an aware one)."""
        assert moment.tzinfo, "the forum's times are aware"
        self.now = moment.astimezone(UTC)
        return self.now

    def tick(self, seconds: float = 1) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop `forum.core.clock`, also for columns that ask it by default."""

    stopped = Clock(datetime.now(UTC).replace(microsecond=0))

    class StoppedDatetime(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return stopped.now.astimezone(tz)

    monkeypatch.setattr(real_clock, "datetime", StoppedDatetime)
    return stopped


# --- doors


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def signed_in(client: FlaskClient) -> Callable[..., Any]:
    """Sign a person in on the test client, or on another: `signed_in(UserFactory())`."""

    def sign_in(user: Any, on: FlaskClient = client) -> Any:
        key = register_device(user).key
        with on.session_transaction() as cookie:
            cookie["_user_id"] = key
            cookie["_fresh"] = True
            cookie["proved_at"] = time.time()  # when they last showed that it is them
        return user

    return sign_in


@pytest.fixture
def socket(
    app: Flask, signed_in: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., SocketIOTestClient]]:
    """Connect: `socket(user)` with that person's cookie, `socket()` as a visitor."""
    monkeypatch.setattr(socketio, "_handle_event", ContextOfItsOwn(socketio._handle_event))

    connected: list[SocketIOTestClient] = []

    def connect(user: Any = None, **options: Any) -> SocketIOTestClient:
        client = app.test_client()
        if user is not None:
            signed_in(user, on=client)
        connected.append(socketio.test_client(app, flask_test_client=client, **options))
        return connected[-1]

    yield connect
    for one in connected:
        if one.is_connected():
            one.disconnect()


# --- the real program, and a browser


@pytest.fixture(scope="session")
def demo_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of a forum with the small demo city, on SQLite; copy it, never change it."""
    forum = Forum(tmp_path_factory.mktemp("demo") / "var")
    forum.fill()
    return forum.var


@pytest.fixture
def serve(demo_city: Path, tmp_path: Path) -> Iterator[Callable[..., Forum]]:
    """`serve(FORUM_WORKERS="2", …)`: a server of the test's own, with the demo city."""
    servers: list[Forum] = []

    def start(**settings: str) -> Forum:
        server = Forum(tmp_path / f"var{len(servers)}", **settings)
        if "FORUM_DATABASE_URL" in settings:
            server.fill()
        else:
            server.fill_from(demo_city)
        servers.append(server)
        return server.start()

    yield start
    for server in servers:
        server.stop()
    assert "".join(server.tracebacks() for server in servers) == ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with installed():
        launched = browsers.launched_browser()
        one = launched.__enter__()
    yield one
    launched.__exit__(None, None, None)


@pytest.fixture(scope="session")
def demo_server(demo_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forum]:
    """One server with the small demo city, for all browser tests."""
    server = Forum(tmp_path_factory.mktemp("served") / "var")
    server.fill_from(demo_city)
    server.start()
    yield server
    server.stop()
    assert server.tracebacks() == ""


@pytest.fixture
def server(demo_server: Forum) -> Iterator[Forum]:
    """The running server; whatever it logged as a traceback fails the test."""
    if not demo_server.running:
        demo_server.start()
    since = demo_server.log.stat().st_size
    yield demo_server
    assert demo_server.tracebacks(since) == ""


@pytest.fixture
def visitor(browser: Browser, server: Forum) -> Iterator[Callable[..., Visitor]]:
    """`visitor(**options of a browser context)`: a person with a device of their own."""
    people: list[Visitor] = []

    def arrive(**options: Any) -> Visitor:
        people.append(Visitor(browser, server, **options))
        return people[-1]

    yield arrive
    leave_all(people)


@pytest.fixture
def phone(visitor: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """A person with a phone: `phone()`, `phone(java_script_enabled=False)`."""
    return lambda **options: visitor(**browsers.PHONE | options)


@pytest.fixture
def desktop(visitor: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """A person at a desk."""
    return lambda **options: visitor(**browsers.DESKTOP | options)


def leave_all(people: list[Visitor]) -> None:
    """Everyone leaves, even when one of them has something to complain about."""
    complaints = []
    for person in people:
        try:
            person.leave()
        except AssertionError as complaint:
            complaints.append(str(complaint))
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)
