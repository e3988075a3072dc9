"""Desk: entri terbantu, for residents who are not online."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors."""
