"""The few rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import configure_mappers

from forum.core.db import is_described
from forum.core.models import Base

MODULES = sorted(Path("forum").rglob("*.py"))
FOLDERS = [module.parent for module in MODULES if module.name == "__init__.py"]
TEMPLATES = sorted(Path("templates").rglob("*.html"))

# What the content policy of the pages refuses to run or apply.
INLINE = {
    "script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "style": re.compile(r"<style[\s>]", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:-][\w:-]*)\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
}


@pytest.mark.pure
def test_only_core_db_ends_a_transaction():
    offenders = [m for m in MODULES if re.search(r"\bsession(\(\))?\.commit\(", m.read_text())]

    assert offenders == [Path("forum/core/db.py")]


@pytest.mark.pure
@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_folder_says_what_it_is_for(folder):
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text()))


@pytest.mark.pure
def test_templates_hold_no_script_style_or_handler():
    found = [
        f"{template}: {what}"
        for template in TEMPLATES
        for what, pattern in INLINE.items()
        if pattern.search(without_jinja(template.read_text()))
    ]

    assert found == []


@pytest.mark.pure
@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("script", "<script>alert(1)</script>"),
        ("style", "<style>p {}</style>"),
        ("style attribute", '<p class="a" style="color: red">'),
        ("style attribute", '<p {% if a > b %}class="a"{% endif %} style="color: red">'),
        ("handler", '<a href="#" onclick="go()">'),
        ("handler", '<a hx-on:click="go()">'),
        ("javascript address", '<a href="javascript:go()">'),
    ],
)
def test_each_kind_of_inline_code_would_be_found(what, text):
    assert INLINE[what].search(without_jinja(text))


def test_every_foreign_key_has_an_index(tables):
    missing = [
        f"{table.name}.{key.parent.name}"
        for table in tables
        for key in table.foreign_keys
        if key.parent.name not in first_columns_of_indexes(table)
    ]

    assert missing == []


def test_every_relationship_is_loaded_on_purpose(app):
    configure_mappers()

    lazy = [
        f"{mapper.class_.__name__}.{relation.key} ({relation.lazy})"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy not in ("raise", "raise_on_sql", "noload", "write_only")
    ]
    assert lazy == []


def test_migrations_make_the_tables_that_the_models_describe(app, engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": False,
                "compare_server_default": False,
                "include_object": is_described,
            },
        )
        difference = compare_metadata(context, Base.metadata)

    assert difference == []


@pytest.fixture
def tables(app):
    return Base.metadata.sorted_tables


def first_columns_of_indexes(table):
    """Columns by which the database finds rows of this table quickly."""
    uniques = (UniqueConstraint, PrimaryKeyConstraint)
    constraints = [c for c in table.constraints if isinstance(c, uniques) and len(c.columns)]
    indexes = [index for index in table.indexes if len(index.columns)]
    return {next(iter(one.columns)).name for one in [*constraints, *indexes]}


def without_jinja(text):
    """The template without comments and tags, whose text could look like markup."""
    return re.sub(r"{#.*?#}|{%.*?%}", "", text, flags=re.DOTALL)
