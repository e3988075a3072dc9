"""Bare Flask-SocketIO: one room, and an address that emits a payload of a given size to it."""

import time

from flask import Flask, request
from flask_socketio import SocketIO, join_room

app = Flask(__name__)
app.config["SECRET_KEY"] = "bench"  # noqa: S105
socketio = SocketIO(app, async_mode="gevent", transports=["websocket"], cors_allowed_origins=[])


@socketio.on("join")
def join(_message):
    join_room("room")
    return {"ok": True}


@app.get("/emit")
def emit():
    filling = "x" * max(0, request.args.get("size", 300, type=int) - 60)
    at = time.time()
    socketio.emit("event", {"at": at, "data": filling}, to="room")
    return {"at": at}
