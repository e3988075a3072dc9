"""Desk: entri terbantu, for residents who are not online.

An officer of the kelurahan types in what somebody says who stands there, gives them a slip
with a number and a PIN, and lends them a device on which they vote themselves.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors: the desk, the tracking page, the kiosk."""
    from forum.desk import moving, traces, views  # noqa: F401

    views.init_app(app)
