"""Attachments: photos and documents that people add to what they write.

A file is first its uploader's alone; `attach` gives it to a holder (a post, say), and from then
on whoever may see the holder may see the file, and nobody else.
"""

from flask import Flask

from forum.attachments.holders import Holder, holder

__all__ = ["Holder", "holder", "init_app"]


def init_app(app: Flask) -> None:
    from forum.attachments import forms, sweeping, traces, views  # noqa: F401

    views.init_app(app)
