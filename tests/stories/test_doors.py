"""Every address from the outside: who is let in, who is sent away, and that nothing stirs then."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import socketio

from tests.servers import Forum
from tests.stories.doors import (
    ADMIN,
    DOORS,
    EVERYONE,
    FACILITATOR,
    HEAD,
    ISSUE,
    ITEM,
    MODERATOR,
    OBSERVER,
    OFFICIAL,
    PHOTO,
    PLAN,
    QUESTION,
    RESIDENT,
    UNVERIFIED,
    VISITOR,
    Door,
)
from tests.stories.evening import TOMORROW
from tests.stories.people import PATIENCE, Caller, one, rows

pytestmark = pytest.mark.browser

CSRF = re.compile(r'name="csrf-token" content="([^"]+)"')
UNKNOWN = ("999999", "99999999999", "-1")
# Mail programs press this one, without cookies (RFC 8058): the address itself is the proof.
BY_LINK_ALONE = "/pemberitahuan/berhenti/"
LEADS_ON = ("/masuk/kedua", "/masuk/kedua/cadangan")  # who is signed in has nothing to do there
LIFTED_OUT = re.compile(r"\{[^}]*\}")

# What must be as it was after somebody was sent away. What the worker does by itself (mails,
# notifications, pages kept under a new version) is not among it.
KEPT = dict.fromkeys(
    "meeting meeting_item meeting_item_poll meeting_speaker meeting_staff poll poll_option "
    "poll_ballot issue attachment discussion_post discussion_support "
    "discussion_argument_vote discussion_revision discussion_draft moderation_case "
    "moderation_flag decision_official_answer decision_commitment "
    "decision_commitment_note decision_closing core_command account_role_grant".split(),
    "*",
) | {
    "account_user": "id, email, name, public_name, password, active, confirmed_at, language",
    "discussion_thread": "id, title, author_id, is_closed, is_hidden, reply_count",
}


class World:
    """What the doors lead to. Each name is read from the database as it stands."""

    def __init__(self, server: Forum) -> None:
        self.server = server
        self.people = {who: Caller(server, None if who == VISITOR else who) for who in EVERYONE}
        neighbour = Caller(server, "warga2")
        in_draft, public, self.waiting_file = (self._uploaded(RESIDENT) for _ in range(3))
        self.unit: int = self("SELECT min(id) FROM city_unit")
        self.area: int = self("SELECT id FROM city_area WHERE name = 'Langkai'")
        resident, leader = self.people[RESIDENT], self.people[FACILITATOR]
        self.draft = self._made(
            resident, "/isu/baru", "issue", aksi="draf", **self._with(in_draft), **ISSUE
        )
        self.other_draft = self._made(resident, "/isu/baru", "issue", aksi="draf", **ISSUE)
        self.issue = self._made(resident, "/isu/baru", "issue", **self._with(public), **ISSUE)
        self.draft_file, self.file = in_draft, public
        self.fresh = self._made(resident, "/isu/baru", "issue", **ISSUE)
        self.double = self._made(resident, "/isu/baru", "issue", **ISSUE)
        self.secret = self._made(resident, "/isu/baru", "issue", secret="y", **ISSUE)
        say, lot = f"/isu/{self.issue}/balas", {"voice": "warga"}
        self.post = self._made(neighbour, say, "discussion_post", text="Benar.", **lot)
        rude = self._made(neighbour, say, "discussion_post", text="Gang Mawar 7.", **lot)
        self.own_post = self._made(resident, say, "discussion_post", text="Sejak Senin.", **lot)
        talk = ISSUE | {"kind": "diskusi"}
        self.talk = self._made(resident, "/isu/baru", "issue", **talk)
        self.argument = self._made(
            neighbour, f"/isu/{self.talk}/balas", "discussion_post", text="Lebih aman.",
            stance="mendukung", **lot,
        )  # fmt: skip
        flag = f"/isu/{self.issue}/kiriman/{rude}/lapor"
        self.case = self._made(resident, flag, "moderation_case", ground="data_pribadi")
        self.poll = self._made(leader, "/suara/baru", "poll", **QUESTION)
        self.meeting = self._made(leader, "/forum/baru", "meeting", **PLAN)
        self.item = self._made(leader, f"/forum/{self.meeting}/acara", "meeting_item", **ITEM)
        self._made(
            self.people[HEAD], f"/isu/{self.issue}/jawaban", "decision_official_answer",
            unit="{w.unit_of_official}", owner="Kepala Dinas", text="Kami periksa dulu.",
            result="diterima", what="Memeriksa parit", due_on=TOMORROW.isoformat(),
        )  # fmt: skip
        self.promise: int = self("SELECT max(id) FROM decision_commitment")

    def __call__(self, statement: str, *values: Any) -> Any:
        return one(self.server, statement, *values)

    def _made(self, person: Caller, path: str, table: str, **fields: str) -> int:
        filled = {name: value.format(w=self) for name, value in fields.items()}
        answer = person.post(path, **filled)
        assert answer.status_code == 303, f"{path}: {answer.status_code}\n{answer.text}"
        made: int = self(f"SELECT max(id) FROM {table}")  # noqa: S608
        return made

    def _uploaded(self, who: str) -> str:
        answer = self.people[who].post("/berkas", None, PHOTO)
        assert answer.status_code == 200, answer.text
        key: str = self("SELECT key FROM attachment ORDER BY id DESC LIMIT 1")
        return key

    def _with(self, key: str) -> dict[str, str]:
        """What a form sends along for a file that was taken before."""
        return {"berkas-ada": str(self("SELECT id FROM attachment WHERE key = ?", key))}

    def once(self, statement: str, *values: Any) -> Any:
        """What a background worker brings about in a moment."""
        end = time.monotonic() + PATIENCE
        while (found := self(statement, *values)) is None and time.monotonic() < end:
            time.sleep(0.05)
        assert found is not None, statement
        return found

    def name_of(self, who: str) -> str:
        name = "SELECT min(public_name) FROM account_user WHERE email = ?"
        return self(name, f"{who}@betang.example") or who

    @property
    def style(self) -> str:
        page = self.people[VISITOR].get("/").text
        return re.findall(r"/static/dist/(app-\w+\.css)", page)[0]  # type: ignore[no-any-return]

    @property
    def outlines(self) -> str:
        page = self.people[ADMIN].get("/isu/baru").text
        return re.findall(r"/isu/peta/garis-(\w+)\.svg", page)[0]  # type: ignore[no-any-return]

    @property
    def unit_of_official(self) -> int:
        unit = (
            "SELECT max(unit_id) FROM account_role_grant JOIN account_user u ON u.id = user_id "
            "WHERE email = ?"
        )
        return self(unit, f"{OFFICIAL}@betang.example")  # type: ignore[no-any-return]

    @property
    def notification(self) -> int:
        latest = (
            "SELECT max(n.id) FROM notification n JOIN account_user u ON u.id = user_id "
            "WHERE email = ?"
        )
        return self.once(latest, f"{RESIDENT}@betang.example")  # type: ignore[no-any-return]

    @property
    def state(self) -> str:
        return self("SELECT state FROM issue WHERE id = ?", self.issue)  # type: ignore[no-any-return]

    @property
    def draft_post(self) -> int:
        return self("SELECT max(id) FROM discussion_post WHERE thread_id = ?", self.draft)  # type: ignore[no-any-return]

    @property
    def option(self) -> int:
        return self("SELECT min(id) FROM poll_option WHERE poll_id = ?", self.poll)  # type: ignore[no-any-return]

    @property
    def counted_poll(self) -> int:
        return self.once(
            "SELECT max(id) FROM poll WHERE id = ? AND state = 'closed'", self.poll
        )  # type: ignore[no-any-return]

    @property
    def its_poll(self) -> int:
        return self("SELECT min(poll_id) FROM meeting_item_poll WHERE item_id = ?", self.item)  # type: ignore[no-any-return]

    @property
    def its_counted_poll(self) -> int:
        closed = "SELECT max(id) FROM poll WHERE id = ? AND state = 'closed'"
        return self.once(closed, self.its_poll)  # type: ignore[no-any-return]

    @property
    def last_item(self) -> int:
        return self("SELECT max(id) FROM meeting_item WHERE meeting_id = ?", self.meeting)  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        """`waiting`, `called`, `speaking`: a hand in that state; `…_version`: of that thing."""
        if name in ("waiting", "called", "speaking"):
            hand = "SELECT min(id) FROM meeting_speaker WHERE item_id = ? AND state = ?"
            return self(hand, self.item, name)
        tables = {
            "version": ("meeting", "meeting"),
            "item_version": ("meeting_item", "item"),
            "case_version": ("moderation_case", "case"),
            "poll_version": ("poll", "poll"),
            "its_poll_version": ("poll", "its_poll"),
            **{f"{state}_version": ("meeting_speaker", state)
               for state in ("waiting", "called", "speaking")},
        }  # fmt: skip
        if name not in tables:
            raise AttributeError(name)
        table, thing = tables[name]
        return self(f"SELECT version FROM {table} WHERE id = ?", getattr(self, thing))  # noqa: S608

    def kept(self) -> list[Any]:
        """Everything that people bring about."""
        return [
            rows(self.server, f"SELECT {columns} FROM {table}")  # noqa: S608
            for table, columns in KEPT.items()
        ]

    def ask(self, door: "Filled", who: str, token: str | None = None) -> requests.Response:
        """As this person, who afterwards is who they were before.

        Signing in or out ends the session for good, so that is done on another device.
        """
        person = self.people[who]
        if door.method == "POST" and door.address in ("/masuk", "/keluar"):
            person = Caller(self.server, None if who == VISITOR else who)
        before = person.http.cookies.copy()
        try:
            if door.method == "GET":
                return person.get(door.address)
            return person.post(door.address, token, door.door.files, **door.fields_for(who))
        finally:
            person.http.cookies = before


class Filled:
    """A door at this moment."""

    def __init__(self, door: Door, world: World) -> None:
        self.door, self.world, self.method = door, world, door.method
        self.address = door.address.format(w=world)
        self._fields = {name.format(w=world): value for name, value in door.fields.items()}
        self._values = {
            name: value.replace("{who}", "\0who").replace("{name}", "\0name").format(w=world)
            for name, value in self._fields.items()
        }

    def fields_for(self, who: str) -> dict[str, str]:
        told = {"\0who": who, "\0name": self.world.name_of(who)}
        fields = dict(self._values)
        for mark, word in told.items():
            fields = {name: value.replace(mark, word) for name, value in fields.items()}
        return fields


@pytest.fixture(scope="module")
def world(demo_server: Forum) -> World:
    return World(demo_server)


def test_no_address_is_missing_in_the_table(server: Forum) -> None:
    known = [
        (door.method, LIFTED_OUT.sub("1", door.address).split("?")[0])
        for group in DOORS.values()
        for door in group
    ]
    missing = [
        (method, rule)
        for methods, rule in every_rule(server)
        for method in methods
        if not any(m == method and as_pattern(rule).fullmatch(path) for m, path in known)
    ]

    assert missing == []


@pytest.mark.parametrize("group", DOORS)
def test_doors_open_for_some_and_nothing_stirs_for_others(
    server: Forum, world: World, group: str
) -> None:
    wrong = [line for door in DOORS[group] for line in tried(world, door)]

    assert "\n".join(wrong) == ""


def tried(world: World, door: Door) -> Iterator[str]:
    """Those who may not come first, then forms without proof, then those who may, one by one."""
    filled = Filled(door, world)
    before = world.kept()
    for who in EVERYONE:
        if who not in door.may:
            yield from answered(world, filled, who)
    if door.method == "POST" and not filled.address.startswith(BY_LINK_ALONE):
        who = door.may[0] if door.may else RESIDENT
        for token in ("", "palsu", world.people[HEAD if who != HEAD else ADMIN].token):
            status = world.ask(filled, who, token).status_code
            if status != (303 if filled.address in LEADS_ON else 400):
                yield f"{filled.address} as {who} with the token {token!r}: {status}"
    if world.kept() != before:
        yield f"{door.method} {filled.address}: something changed for those who were sent away"
    for who in door.may:
        yield from answered(world, filled, who)


def answered(world: World, filled: Filled, who: str) -> Iterator[str]:
    answer = world.ask(filled, who)
    expected = filled.door.answer_for(who)
    got = str(answer.status_code)
    if got == "303" and answer.headers["Location"].startswith("/masuk"):
        got += " to /masuk"
    if got != expected:
        yield f"{filled.method} {filled.address} as {who}: {got}, not {expected}"


@pytest.mark.parametrize("key", UNKNOWN)
def test_there_is_nothing_behind_ids_that_nobody_has(
    server: Forum, world: World, key: str
) -> None:
    """Not even for the administrator. What is no id of ours may be no address for a form."""
    admin = world.people[ADMIN]
    nothing = (404,) if key == UNKNOWN[0] else (404, 405)
    asked = [
        (method, re.sub(r"<int[^>]*>", key, rule).replace("<extension>", "csv"))
        for methods, rule in every_rule(server)
        for method in methods
        if "<int" in rule
    ]

    answers = {
        f"{method} {path}": (admin.get if method == "GET" else admin.post)(path).status_code
        for method, path in asked
    }

    wrong = {path: got for path, got in answers.items() if got not in nothing}
    officers_only = {
        path for path in wrong if "/meja/verifikasi" in path and wrong[path] == 403
    }
    assert wrong.keys() - officers_only == set(), wrong


# --- the socket


@pytest.fixture
def plug(server: Forum, world: World) -> Iterator[Callable[..., socketio.Client]]:
    """`plug("warga")`: a socket as that person's page opens it; `token` forges the proof."""
    clients: list[socketio.Client] = []

    def connect(who: str, token: str | None = None) -> socketio.Client:
        person = world.people[who]
        found = CSRF.search(person.get("/akun").text)
        auth = {"csrf": token or found[1]} if found else {}
        cookie = "; ".join(f"{each.name}={each.value}" for each in person.http.cookies)
        client = socketio.Client(reconnection=False)
        client.connect(
            server.url, headers={"Cookie": cookie}, auth=auth, transports=["websocket"]
        )
        clients.append(client)
        return client

    yield connect
    for client in clients:
        client.disconnect()


def test_only_staff_follow_the_staffs_room(plug: Callable[..., socketio.Client]) -> None:
    """Meeting 1 of the demo city: led by both facilitators, with a scribe."""
    staff = {"fasilitator", "fasilitator2", "notulis", OBSERVER, ADMIN}
    answers = {who: join(plug(who), "session:1:staff") for who in EVERYONE}

    let_in = {who for who, answer in answers.items() if answer["ok"]}
    assert let_in == staff
    refusals = {answers[who]["error"]["code"] for who in EVERYONE if who not in staff}
    assert refusals == {"NotFound"}
    assert all(join(plug(who), "session:1")["ok"] for who in (VISITOR, RESIDENT))


def test_a_persons_own_room_is_theirs_alone(
    world: World, plug: Callable[..., socketio.Client]
) -> None:
    whose = world("SELECT id FROM account_user WHERE email = ?", f"{RESIDENT}@betang.example")
    room = f"user:{whose}"

    assert join(plug(RESIDENT), room)["ok"]
    for who in (VISITOR, FACILITATOR, ADMIN):
        assert code_of(join(plug(who), room)) == "NotFound", who


COMMANDS: dict[str, dict[str, Any]] = {
    "session.open": {},
    "session.end": {},
    "session.finish": {},
    "item.ready": {"item_id": 5},
    "item.activate": {"item_id": 4},
    "item.finish": {"item_id": 3, "outcome": "noted", "text": "Dicatat saja."},
    "speaker.call": {"entry_id": 9},
    "speaker.start": {"entry_id": 8},
    "speaker.finish": {"entry_id": 7},
    "speaker.remove": {"entry_id": 9, "reason": "Sudah pulang."},
    "poll.attach": {"item_id": 3, "question": "Parit mana dulu?", "options": ["A", "B"]},
    "poll.open": {"poll_id": 4},
    "poll.close": {"poll_id": 2},
    "poll.publish": {"poll_id": 2},
}


@pytest.mark.parametrize("who", [VISITOR, RESIDENT, UNVERIFIED, MODERATOR, OFFICIAL, OBSERVER])
def test_only_those_who_lead_a_session_command_it(
    world: World, plug: Callable[..., socketio.Client], who: str
) -> None:
    """Meeting 1 of the demo city, which runs: each command would find what it names."""
    client, before = plug(who), world.kept()

    refusals = {kind: code_of(command(client, kind, "session:1", **data))
                for kind, data in COMMANDS.items()}  # fmt: skip

    assert refusals == dict.fromkeys(COMMANDS, "SignInFirst" if who == VISITOR else "Forbidden")
    assert world.kept() == before


@pytest.mark.parametrize("proof", ["palsu", "of somebody else"])
def test_a_forged_proof_makes_a_visitor_who_commands_nothing(
    world: World, plug: Callable[..., socketio.Client], proof: str
) -> None:
    token = world.people[RESIDENT].token if proof == "of somebody else" else proof
    forged, before = plug(ADMIN, token=token), world.kept()

    assert join(forged, "session:1")["ok"]
    assert code_of(join(forged, "session:1:staff")) == "NotFound"
    assert code_of(command(forged, "session.end", "session:1")) == "SignInFirst"
    assert code_of(command(forged, "post.reply", "thread:1", text="Halo")) == "SignInFirst"
    assert world.kept() == before


def code_of(answer: dict[str, Any]) -> str:
    """Why it was refused."""
    return "ok" if answer["ok"] else str(answer["error"]["code"])


def join(client: socketio.Client, room: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.call("join", {"room": room, "since": 0}, timeout=PATIENCE)
    return answer


def command(client: socketio.Client, kind: str, room: str, **data: Any) -> dict[str, Any]:
    message = {"cmd_id": f"pintu-{kind}", "type": kind, "room": room, "data": data}
    answer: dict[str, Any] = client.call("command", message, timeout=PATIENCE)
    return answer


# --- the program's own list of addresses


def every_rule(server: Forum) -> list[tuple[list[str], str]]:
    found = [line.split() for line in server.command("routes").splitlines()]
    assert len(found) > 80
    return [(methods.split(","), rule) for methods, rule in found]


def as_pattern(rule: str) -> re.Pattern[str]:
    return re.compile("".join(map(_pattern, re.split(r"(<[^>]+>)", rule))))


def _pattern(part: str) -> str:
    if not part.startswith("<"):
        return re.escape(part)
    return r"\d+" if part.startswith("<int") else ".+" if part.startswith("<path") else "[^/]+"
