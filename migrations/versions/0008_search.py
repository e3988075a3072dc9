"""search: the index of what can be found, and the engine of each database

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = "title_stems, body_stems, title_words, body_words, kind"
NEW = "NEW.title_stems, NEW.body_stems, NEW.title_words, NEW.body_words, NEW.kind"
OLD = "OLD.title_stems, OLD.body_stems, OLD.title_words, OLD.body_words, OLD.kind"

# The words lie in search_document; the full-text table points to them and is kept in step.
SQLITE = (
    f"CREATE VIRTUAL TABLE search_text USING fts5({COLUMNS}, content='search_document', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER search_document_added AFTER INSERT ON search_document "
    f"BEGIN INSERT INTO search_text(rowid, {COLUMNS}) VALUES (NEW.id, {NEW}); END",
    "CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN "
    f"INSERT INTO search_text(search_text, rowid, {COLUMNS}) VALUES ('delete', OLD.id, {OLD}); END",
    "CREATE TRIGGER search_document_changed AFTER UPDATE "
    f"OF id, {COLUMNS} ON search_document BEGIN "
    f"INSERT INTO search_text(search_text, rowid, {COLUMNS}) VALUES ('delete', OLD.id, {OLD}); "
    f"INSERT INTO search_text(rowid, {COLUMNS}) VALUES (NEW.id, {NEW}); END",
)

POSTGRESQL = (
    """
    ALTER TABLE search_document ADD COLUMN terms tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_stems), 'A')
        || setweight(to_tsvector('simple', body_stems), 'B')
        || setweight(to_tsvector('simple', title_words), 'C')
        || setweight(to_tsvector('simple', body_words), 'D')
    ) STORED
    """,
    # without the list of pending entries: who searches must not pay for who wrote
    "CREATE INDEX ix_search_document_terms ON search_document USING gin (terms) "
    "WITH (fastupdate = off)",
)


def add_the_engine() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL if on_postgresql else SQLITE:
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "search_purge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_purge")),
    )
    op.create_table(
        "search_document",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("title_stems", sa.Text(), nullable=False),
        sa.Column("body_stems", sa.Text(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("body_words", sa.Text(), nullable=False),
        sa.Column("made_with", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["city_area.id"],
            name=op.f("fk_search_document_area_id_city_area"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["city_unit.id"],
            name=op.f("fk_search_document_unit_id_city_unit"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "ref_id", name=op.f("uq_search_document_kind_ref_id")),
    )
    with op.batch_alter_table("search_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_search_document_area_id"), ["area_id"], unique=False
        )
        batch_op.create_index("ix_search_document_group", ["group_id", "kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_search_document_unit_id"), ["unit_id"], unique=False
        )

    op.create_table(
        "search_title_word",
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column(
            "document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["search_document.id"],
            name=op.f("fk_search_title_word_document_id_search_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("word", "document_id", name=op.f("pk_search_title_word")),
    )
    with op.batch_alter_table("search_title_word", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_search_title_word_document_id"), ["document_id"], unique=False
        )

    add_the_engine()
