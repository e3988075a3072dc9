"""Staff: how people come to act for the city: invited, given roles, and taken out of them."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open this folder's doors."""
