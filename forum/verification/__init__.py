"""Verification: how far the city knows that a resident is who they say, and lives here."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors."""
