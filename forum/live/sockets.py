"""The socket's door: connecting, joining, leaving, commanding.

Rights are asked anew at every message: a connection holds an account's key, not its rights.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import signature
from typing import Any, get_args, get_origin, get_type_hints

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_socketio import ConnectionRefusedError as TurnedAway
from flask_socketio import join_room
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from forum.accounts import access
from forum.accounts import queries as accounts
from forum.accounts.models import User
from forum.core import commands
from forum.core.actor import VISITOR, Actor
from forum.core.db import db
from forum.core.errors import Invalid, NotFound, Refused, SignInFirst
from forum.live import admission, counts, log, messages, presence, rooms, sending, tasks
from forum.live.sending import channel, socketio
from forum.privacy import gate, standing
from forum.web import in_language, limits
from forum.web.languages import LANGUAGES
from forum.web.refusals import sentence_of

logger = logging.getLogger(__name__)
Answer = dict[str, Any]


@dataclass
class Connection:
    """What is known of one open socket."""

    key: str | None  # of the device; None for a visitor
    token: str | None = None  # of a program
    user_id: int | None = None  # whose it was when it came
    language: str = "id"
    memory: dict[str, Any] = field(default_factory=dict)  # texts this person owes nothing for


_connections: dict[str, Connection] = {}


@socketio.on("connect")
def connect(auth: Any = None) -> None:
    """A signed-in person's page proves itself with its CSRF token, a program with a token.

    All else is a visitor. A token that is spoilt, over or not for this is refused.
    """
    given = auth.get("token") if isinstance(auth, dict) else None
    if given is not None:
        token = given if isinstance(given, str) else ""
        actor = _behind(token)
        if actor is None:
            db.session.remove()
            raise TurnedAway("InvalidToken")
        access.note_use(token)
        admission.begin()
        db.session.remove()
        _connections[_sid()] = Connection(None, token=token, user_id=actor.id)
        return
    admission.begin()
    key = user_id = None
    user: Any = current_user
    if user and user.is_authenticated and _proves_itself(auth):
        key, user_id = user.get_id(), user.id
    _connections[_sid()] = Connection(key, user_id=user_id)


@socketio.on("disconnect")
def disconnect(_reason: Any = None) -> None:
    sid = _sid()
    _connections.pop(sid, None)
    for room in presence.rooms_of(sid):
        presence.left(room, sid)
        presence.changed(room)


@socketio.on("join")
def join(message: Any = None) -> Answer:
    return _answer(_join, message, {"room": str})


@socketio.on("leave")
def leave(message: Any = None) -> Answer:
    return _answer(_leave, message, {"room": str})


@socketio.on("command")
def carry_out(message: Any = None) -> Answer:
    return _answer(_command, message, {"cmd_id": str, "type": str, "room": str, "data": dict})


def _join(_actor: Actor, message: Answer) -> Answer:
    room, after = message["room"], message.get("since") or 0
    if isinstance(after, bool) or not isinstance(after, int):
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    _come_in(room)
    sid, language = _sid(), _connection().language
    db.session.rollback()  # what was told while we came in must be seen now
    presence.changed(room)
    seq = log.last_seq(room)
    events = messages.missed(room, after, seq, language)
    if events is None:
        whole = messages.snapshot_message(room, seq, language)
        socketio.emit("snapshot", whole, to=sid)
    else:
        for event in events:
            socketio.emit("event", event, to=sid)
    return {"seq": seq, "version": log.last_version(room)}


def _come_in(room: str) -> None:
    """First be seen by those who shut people out, then ask: no right ends between the two."""
    rooms.parse(room)
    sid, connection = _sid(), _connection()
    was_in = presence.is_in(room, sid)
    presence.came(room, sid)
    db.session.rollback()
    try:
        rooms.enter(_actor_of(connection), room)
    except Exception:
        _go_out(sid, room)
        if was_in:
            presence.changed(room)
        raise
    try:
        join_room(channel(room, connection.language))
    except (KeyError, ValueError):  # whoever asked is gone by now
        _go_out(sid, room)
        raise NotFound(_("Ruang ini tidak ada.")) from None
    if not presence.is_in(room, sid):  # shut out this very moment
        _go_out(sid, room)
        raise NotFound(_("Ruang ini tidak ada."))


def _go_out(sid: str, room: str) -> None:
    for language in LANGUAGES:
        socketio.server.leave_room(sid, channel(room, language), namespace="/")
    presence.left(room, sid)


@admission.by
def recheck(user_ids: set[int] | None) -> None:
    """Ask anew whether these people (None: everyone) may follow what they follow."""
    visitors: dict[str, Refused | None] = {}  # all of them may the same
    for sid, names in presence.everyone().items():
        connection = _connections.get(sid)
        if connection is None or (user_ids is not None and connection.user_id not in user_ids):
            continue
        with in_language(connection.language):
            actor = _actor_of(connection)
            for name in names:
                known = visitors if not actor.signed_in else {}
                if name not in known:
                    known[name] = _why_not(actor, name)
                refusal = known[name]
                if refusal is not None:
                    _shut_out(sid, name, refusal)
        socketio.sleep(0)


def _why_not(actor: Actor, room: str) -> Refused | None:
    try:
        rooms.enter(actor, room)
    except Refused as refusal:
        return refusal
    return None


def _shut_out(sid: str, room: str, refusal: Refused) -> None:
    _go_out(sid, room)
    problem = {"code": type(refusal).__name__, "message": sentence_of(refusal)}
    socketio.emit("closed", {"room": room, "error": problem}, to=sid)
    presence.changed(room)


def _leave(_actor: Actor, message: Answer) -> Answer:
    room = message["room"]
    rooms.parse(room)
    _go_out(_sid(), room)
    presence.changed(room)
    return {"seq": log.last_seq(room), "version": log.last_version(room)}


def _command(actor: Actor, message: Answer) -> Answer:
    if not actor.signed_in:
        raise SignInFirst("command")
    _demand_consent(actor)
    kind, _key = rooms.parse(message["room"])
    command = rooms.COMMANDS.get((kind, message["type"]))
    if command is None:
        raise NotFound(_("Perintah ini tidak dikenal."))
    limits.count(command.limit, "command", message["type"], str(actor.id))
    handler = command.handler
    shape = _shape_of(handler)
    data = dict(message["data"])
    if "expected_version" in shape:
        shape.pop("expected_version")
        version = message.get("expected_version")
        if version is not None and type(version) is not int:
            raise Invalid(_("Pesan ini tidak dapat dipahami."))
        data["expected_version"] = version
    _check_shape({k: v for k, v in data.items() if k != "expected_version"}, shape)
    key = rooms.enter(actor, message["room"])

    room = message["room"]

    def work() -> Answer:
        result = handler(actor, key, **data) or {}
        log.number_lines()  # so that a repeated command gets the very same numbers
        db.session.flush()
        return {"seq": log.last_seq(room), "version": log.last_version(room), **result}

    return commands.once(actor, message["cmd_id"], message["type"], work)


def _answer(work: Callable[[Actor, Answer], Answer], message: Any, shape: Answer) -> Answer:
    connection = _connection()
    if isinstance(message, dict) and message.get("lang") in LANGUAGES:
        connection.language = message["lang"]
    with in_language(connection.language):
        try:
            limits.count(limits.MESSAGES, "socket", _sid())
            if not isinstance(message, dict):
                raise Invalid(_("Pesan ini tidak dapat dipahami."))
            _check_shape({key: message.get(key) for key in shape}, shape)
            actor = _actor_of(connection)
            return {"ok": True, **work(actor, message)}
        except Refused as error:
            code, sentence = type(error).__name__, sentence_of(error)
            problem = {"code": code, "message": sentence, "current": error.current}
            return {"ok": False, "error": problem}
        except Exception:
            logger.exception("a socket message failed")
            sentence = _("Sedang sibuk. Perintah ini belum dijalankan; kirim lagi.")
            problem = {"code": "Busy", "message": sentence, "current": None}
            return {"ok": False, "error": problem}
        finally:
            db.session.remove()


def _demand_consent(actor: Actor) -> None:
    """What a form of the same person would be refused for, a command is refused for, too."""
    if actor.id is not None and standing.stamp():
        user = db.session.get(User, actor.id)  # read a moment ago
        if user is not None:
            gate.demand_consent(user, _connection().memory)


def _actor_of(connection: Connection) -> Actor:
    if connection.token is not None:
        return _behind(connection.token) or VISITOR
    return accounts.actor_by_key(connection.key) if connection.key else VISITOR


def _behind(token: str) -> Actor | None:
    return accounts.token_actor(token, access.LIVE, demo=bool(current_app.config["DEMO"]))


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


def _connection() -> Connection:
    return _connections.setdefault(_sid(), Connection(None))


def _proves_itself(auth: Any) -> bool:
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    token = auth.get("csrf") if isinstance(auth, dict) else None
    if not isinstance(token, str):
        return False
    try:
        validate_csrf(token)
    except ValidationError:
        return False
    return True


def _shape_of(handler: Callable[..., object]) -> Answer:
    hints = get_type_hints(handler)
    parameters = signature(handler).parameters.values()
    return {p.name: hints[p.name] for p in parameters if p.kind is p.KEYWORD_ONLY}


def _check_shape(message: Answer, shape: Answer) -> None:
    optional = {name for name, kind in shape.items() if type(None) in get_args(kind)}
    fits = (
        message.keys() <= shape.keys()
        and shape.keys() - optional <= message.keys()
        and all(_is(value, shape[name]) for name, value in message.items())
    )
    if not fits:
        raise Invalid(_("Pesan ini tidak dapat dipahami."))


def _is(value: Any, kind: Any) -> bool:
    if get_origin(kind) is list:
        return isinstance(value, list) and all(_is(item, get_args(kind)[0]) for item in value)
    choices = get_args(kind)
    if choices:
        return any(_is(value, choice) for choice in choices)
    return type(value) is kind


def init_app(app: Flask) -> None:
    app.config.setdefault("LIVE_INLINE", app.testing)
    tasks.bind(app)
    socketio.init_app(
        app,
        async_mode=app.config["SOCKETIO_ASYNC_MODE"],
        message_queue=app.config["REDIS_URL"] or None,
        transports=["websocket"],
        cors_allowed_origins=app.config["SOCKET_ORIGINS"],
        manage_session=False,
        max_http_buffer_size=65536,
        ping_interval=25,
        ping_timeout=20,
    )


def start_tasks() -> None:
    """Begin sending; called once in each serving process."""
    socketio.start_background_task(sending.run)
    socketio.start_background_task(counts.run)
    socketio.start_background_task(admission.run)
