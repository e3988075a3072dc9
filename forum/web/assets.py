"""The built styles, scripts and pictures: their addresses, and how they are handed out.

`scripts/build_assets.mjs` writes them to static/dist. Their names change with their content, so
browsers may keep them for good.
"""

import json
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_file
from flask.typing import ResponseReturnValue

ENCODINGS = {"br": ".br", "gzip": ".gz"}  # in the order in which we prefer them
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}

bp = Blueprint("assets", __name__)


class AssetsMissing(RuntimeError):
    """The built files are not there, or not the one that a page asks for."""


@dataclass
class Assets:
    """What the build left behind. In debug mode a new build is noticed."""

    folder: Path
    debug: bool
    names: dict[str, str] = field(default_factory=dict)
    read_at: int = 0

    def manifest(self) -> dict[str, str]:
        if self.names and not self.debug:
            return self.names
        path = self.folder / "manifest.json"
        try:
            changed_at = path.stat().st_mtime_ns
            if changed_at != self.read_at:
                self.names = json.loads(path.read_text(encoding="utf-8"))
                self.read_at = changed_at
        except FileNotFoundError as error:
            raise AssetsMissing(f"{path} is missing: run make assets") from error
        return self.names


def _assets() -> Assets:
    assets = current_app.extensions["assets"]
    assert isinstance(assets, Assets)
    return assets


def asset_url(name: str) -> str:
    """The address of a built file by its plain name: `app.css`, `live.js`, `ikon.svg`."""
    built = _assets().manifest().get(name)
    if built is None:
        raise AssetsMissing(f"no built file is called {name}: run make assets")
    return f"{current_app.static_url_path}/dist/{built}"


@bp.get("/<name>")
def built_file(name: str) -> ResponseReturnValue:
    """A built file, packed as well as the browser can unpack it."""
    assets = _assets()
    if name not in assets.manifest().values():
        abort(404)
    path, encoding = _packed(assets.folder / name)
    response: Response = send_file(path, mimetype=_kind(name), max_age=31536000)
    response.cache_control.public = True
    response.cache_control.immutable = True
    response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding
    return response


def _packed(path: Path) -> tuple[Path, str | None]:
    for encoding, ending in ENCODINGS.items():
        packed = path.with_name(path.name + ending)
        if request.accept_encodings.quality(encoding) > 0 and packed.exists():
            return packed, encoding
    return path, None


def _kind(name: str) -> str:
    """Of the endings that a build leaves. The machine's own list of types may lack some."""
    known = KINDS.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    return known or "application/octet-stream"


def init_app(app: Flask) -> None:
    assert app.static_folder is not None
    app.extensions["assets"] = Assets(Path(app.static_folder).resolve() / "dist", app.debug)
    app.jinja_env.globals["asset_url"] = asset_url
    # More specific than Flask's own rule for static files, so it comes first.
    app.register_blueprint(bp, url_prefix=f"{app.static_url_path}/dist")
