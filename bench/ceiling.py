"""The ceiling: Flask, one ORM query with authors, a template of 20 posts. Nothing else.

`CEILING_DB` names the SQLite file of the demo city, so that it reads the very same rows, and
`CEILING_THREAD` the thread. Served by gunicorn with one gevent worker, as the forum is.
"""

import os

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['CEILING_DB']}"
db = SQLAlchemy(app)
THREAD = int(os.environ["CEILING_THREAD"])


@event.listens_for(Engine, "connect")
def pragmas(connection, _record):
    for pragma in ("journal_mode=WAL", "cache_size=-65536", "mmap_size=268435456"):
        connection.execute(f"PRAGMA {pragma}")


class Author(db.Model):
    __tablename__ = "account_user"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_name: Mapped[str]


class Post(db.Model):
    __tablename__ = "discussion_post"
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int]
    root_id: Mapped[int]
    branch_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("account_user.id"))
    html: Mapped[str]
    support_count: Mapped[int]
    created_at: Mapped[str]
    author: Mapped[Author] = relationship(lazy="raise")


@app.get("/")
def page():
    posts = db.session.scalars(
        select(Post)
        .where(Post.thread_id == THREAD)
        .order_by(Post.root_id, Post.branch_id, Post.id)
        .limit(20)
        .options(joinedload(Post.author))
    ).all()
    return render_template("page.html", posts=posts)
