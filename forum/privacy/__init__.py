"""Privacy: the texts people agree to, what is kept about them, and how it goes away again."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors."""
