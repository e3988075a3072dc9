"""Fewer bytes over prepaid data, without telling secrets by their length.

A page that carries a person's CSRF token beside words the reader chose (a query, a form that
came back) is sent uncompressed: its length would let another site guess the token letter by
letter (the BREACH attack). Built files and pages kept for all visitors are compressed once.
"""

from flask import Flask, Response, request
from flask_compress import Compress

from forum.web.identity import current_actor

MIMETYPES = [
    "text/html",
    "text/plain",
    "text/csv",
    "text/calendar",
    "application/json",
    "application/problem+json",
    "application/atom+xml",
    "image/svg+xml",
]

_compress = Compress()


def _pack(response: Response) -> Response:
    reflects = bool(request.args) or request.method != "GET"
    if reflects and current_actor().signed_in:
        return response
    return _compress.after_request(response)


def init_app(app: Flask) -> None:
    app.config["COMPRESS_REGISTER"] = False
    app.config["COMPRESS_MIMETYPES"] = MIMETYPES
    app.config["COMPRESS_ALGORITHM"] = ["zstd", "br", "gzip"]
    app.config["COMPRESS_LEVEL"] = 1
    app.config["COMPRESS_EVALUATE_CONDITIONAL_REQUEST"] = False
    _compress.init_app(app)
    app.after_request(_pack)
