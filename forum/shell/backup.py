"""A consistent copy of database and uploads while serving, and the way back.

A backup is a tar archive: `betang.db` (SQLite's own online copy) or `betang.sql` (pg_dump),
`uploads/`, `manifest.json`, and the keys only when asked for.
"""

import contextlib
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid, Refused

KEYS = ("secret_key", "nik_key", "sign_key")
FORMAT = 1


def backup(app: Flask, out: Path, *, with_keys: bool) -> str:
    """Write the archive beside its place first, so that a half one never bears the name."""
    var: Path = app.config["VAR"]
    with tempfile.TemporaryDirectory(dir=out.absolute().parent) as folder:
        work = Path(folder)
        database = _copy_database(app, work)
        unfinished = work / "archive.tar.gz"
        with tarfile.open(unfinished, "w:gz") as archive:
            archive.add(database, database.name)
            uploads = var / "uploads"
            if uploads.is_dir():
                archive.add(uploads, "uploads", recursive=False)
                _add_files(archive, uploads)
            kept = [key for key in KEYS if with_keys and (var / key).is_file()]
            for key in kept:
                archive.add(var / key, f"keys/{key}")
            manifest = {
                "format": FORMAT,
                "made_at": clock.now().isoformat(),
                "database": database.name,
                "keys": kept,
            }
            _add_text(archive, "manifest.json", json.dumps(manifest, indent=1))
        unfinished.chmod(0o600)
        unfinished.replace(out)
    return f"{out} ({out.stat().st_size} bytes{', with keys' if kept else ''})"


def restore(app: Flask, source: Path, *, replace: bool) -> str:
    """Bring a backup back; a state that is not empty is replaced only when asked to."""
    var: Path = app.config["VAR"]
    var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var) as folder:
        work = Path(folder)
        try:
            with tarfile.open(source) as archive:
                archive.extractall(work, filter="data")
            manifest = json.loads((work / "manifest.json").read_text())
        except (tarfile.TarError, OSError, ValueError) as error:
            raise Invalid(f"{source} is no backup of this program") from error
        if manifest.get("format") != FORMAT:
            raise Invalid(f"{source} has a format that this version does not read")
        database = work / manifest["database"]
        if not replace and not _is_empty(app):
            raise Refused("there is data here already: use --replace to overwrite it")
        _bring_database(app, database)
        for key in manifest["keys"]:
            shutil.copy2(work / "keys" / key, var / key)
            (var / key).chmod(0o600)
        if (work / "uploads").is_dir():
            shutil.rmtree(var / "uploads", ignore_errors=True)
            shutil.move(work / "uploads", var / "uploads")
    return f"restored what was kept on {manifest['made_at']}"


def _add_files(archive: tarfile.TarFile, uploads: Path) -> None:
    """All that is whole: the forum goes on meanwhile, so that files come and go.

    Each row of the database, which was copied first, finds its content here, for content is
    written before its row; what was thrown away meanwhile is left out.
    """
    for path in sorted(uploads.rglob("*")):
        if path.is_dir() or path.name.startswith(".") or path.suffix == ".part":
            continue
        with contextlib.suppress(FileNotFoundError):
            archive.add(path, f"uploads/{path.relative_to(uploads)}", recursive=False)


def _url(app: Flask) -> str:
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


def _sqlite_file(app: Flask) -> Path:
    return Path(str(make_url(_url(app)).database))


def _libpq(app: Flask) -> str:
    url = make_url(_url(app)).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _copy_database(app: Flask, work: Path) -> Path:
    if _url(app).startswith("sqlite"):
        source_file = _sqlite_file(app)
        if not source_file.is_file():
            raise Invalid(f"there is no database at {source_file}")
        target = work / "betang.db"
        with sqlite3.connect(source_file) as source, sqlite3.connect(target) as copy:
            source.backup(copy)
        copy.close()
        source.close()
        return target
    target = work / "betang.sql"
    _run_tool(["pg_dump", "--no-owner", "--file", str(target), _libpq(app)])
    return target


def _bring_database(app: Flask, copy: Path) -> None:
    if _url(app).startswith("sqlite") != (copy.suffix == ".db"):
        raise Invalid("this backup was made from the other kind of database")
    if copy.suffix == ".db":
        target = _sqlite_file(app)
        target.parent.mkdir(parents=True, exist_ok=True)
        for old in (f"{target}-wal", f"{target}-shm"):
            Path(old).unlink(missing_ok=True)
        shutil.move(copy, target)
        return
    clean = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    _run_tool(["psql", "--quiet", "-v", "ON_ERROR_STOP=1", "-c", clean, _libpq(app)])
    _run_tool(["psql", "--quiet", "-v", "ON_ERROR_STOP=1", "-f", str(copy), _libpq(app)])


def _is_empty(app: Flask) -> bool:
    if _url(app).startswith("sqlite"):
        return not _sqlite_file(app).exists()
    with app.app_context():
        return not db.inspect(db.engine).get_table_names()


def _run_tool(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise Refused(f"{command[0]} is missing (Debian package postgresql-client)") from error
    if done.returncode:
        reason = done.stderr.strip().splitlines() or ["no reason given"]
        raise Refused(f"{command[0]}: {reason[-1]}")


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    info = tarfile.TarInfo(name)
    data = text.encode()
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))
