"""Demo: the invented city that fills a first installation, and a large one for benches."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Make its table known; the shell and the start of the server call the actions."""
    from forum.demo import models  # noqa: F401
