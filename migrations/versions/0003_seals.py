"""seals: what the database itself refuses to do to the record, and where the log begins

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Seals and checkpoints can be added to, never changed.
APPEND_ONLY = ("audit_seal", "audit_checkpoint")

# Every entry waits for its seal, whoever wrote it. What people wrote can be blanked, no more.
POSTGRESQL = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;

CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_checkpoint_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_text_no_delete BEFORE DELETE OR TRUNCATE ON audit_text
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE FUNCTION audit_text_is_blanked_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.text IS NOT NULL OR NEW.salt IS NOT NULL
        OR NEW.entry_id <> OLD.entry_id OR NEW.field <> OLD.field THEN
        RAISE EXCEPTION 'audit_text can only be blanked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_text_no_rewriting BEFORE UPDATE ON audit_text
FOR EACH ROW EXECUTE FUNCTION audit_text_is_blanked_only();

CREATE FUNCTION audit_entry_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO audit_pending (entry_id) SELECT id FROM added; RETURN NULL; END $$;
CREATE TRIGGER audit_entry_waits AFTER INSERT ON audit_entry
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_waits();
"""

SQLITE_NO_CHANGE = """
CREATE TRIGGER {table}_no_{lower} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
# INSERT OR REPLACE deletes without asking the trigger above.
SQLITE_NO_REPLACING = """
CREATE TRIGGER {table}_no_replacing BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
SQLITE_BLANKED_ONLY = """
CREATE TRIGGER audit_text_no_rewriting BEFORE UPDATE ON audit_text
WHEN NEW.text IS NOT NULL OR NEW.salt IS NOT NULL
    OR NEW.entry_id IS NOT OLD.entry_id OR NEW.field IS NOT OLD.field
BEGIN SELECT RAISE(ABORT, 'audit_text can only be blanked'); END
"""
SQLITE_WAITS = """
CREATE TRIGGER audit_entry_waits AFTER INSERT ON audit_entry
BEGIN INSERT INTO audit_pending (entry_id) VALUES (NEW.id); END
"""
SAME = {
    "audit_entry": "id = NEW.id",
    "audit_text": "entry_id = NEW.entry_id AND field = NEW.field",
    "audit_seal": "number = NEW.number OR entry_id = NEW.entry_id",
    "audit_checkpoint": "size = NEW.size",
}


def protect_the_log() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)
        return
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE_NO_CHANGE.format(table=table, verb=verb, lower=verb.lower()))
    op.execute(SQLITE_NO_CHANGE.format(table="audit_text", verb="DELETE", lower="delete"))
    for table, same in SAME.items():
        op.execute(SQLITE_NO_REPLACING.format(table=table, same=same))
    op.execute(SQLITE_BLANKED_ONLY)
    op.execute(SQLITE_WAITS)


def begin_the_log() -> None:
    """An empty log; what was recorded before waits for its seal like everything else."""
    head = sa.table(
        "audit_head",
        sa.column("id", sa.Integer),
        sa.column("size", sa.Integer),
        sa.column("chain", sa.LargeBinary),
        sa.column("frontier", sa.JSON),
        sa.column("checked_size", sa.Integer),
    )
    empty = {"size": 0, "roots": []}
    op.bulk_insert(
        head,
        [{"id": 1, "size": 0, "chain": bytes(32), "frontier": empty, "checked_size": 0}],
    )
    op.execute("INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entry")


def upgrade() -> None:
    begin_the_log()
    protect_the_log()
