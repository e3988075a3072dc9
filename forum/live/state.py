"""The same over plain HTTP, for those whose network shuts sockets out."""

from flask import Response, jsonify, request

from forum.core import clock
from forum.core.actor import Actor
from forum.live import log, messages, rooms
from forum.web import language


def answer_state(actor: Actor, room: str) -> Response:
    """What a room was told since `?since=`: `{room, seq, version, now, events}` or a snapshot.

    304 while nothing happened.
    """
    rooms.enter(actor, room)
    seq = log.last_seq(room)
    tongue = language()
    etag = f"{room}-{seq}-{tongue}"
    after = request.args.get("since", 0, type=int)
    response = Response(status=304)
    if not request.if_none_match.contains_weak(etag):
        body = {
            "room": room,
            "seq": seq,
            "version": log.last_version(room),
            "now": clock.now().isoformat(),
        }
        events = [] if after == seq and seq else messages.missed(room, after, seq, tongue)
        if events is None:
            whole = messages.snapshot_message(room, seq, tongue)
            body["snapshot"] = {"state": whole["state"], "html": whole["html"]}
        else:
            body["events"] = events
        response = jsonify(body)
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    return response
