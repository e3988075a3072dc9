"""issues in lists

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = (
    "issue_id, kind, state, area_id, category_id, created_at, last_post_at, support_count, "
    "x, y, is_exact"
)
LISTED = (
    "SELECT i.id, i.kind, i.state, i.area_id, i.category_id, t.created_at, t.last_post_at, "
    "t.support_count, p.x, p.y, p.is_exact FROM issue i "
    "JOIN discussion_thread t ON t.id = i.id LEFT JOIN issue_point p ON p.issue_id = i.id "
    "WHERE i.state <> 'draf' AND NOT i.is_secret AND NOT t.is_hidden"
)
ALL = f"INSERT INTO issue_listed ({COLUMNS}) {LISTED}"
OF_ISSUE = "kind, state, area_id, category_id, is_secret"
OF_POINT = "x, y, is_exact"
MOVED = "last_post_at, support_count"  # often, and nothing else: the row is kept


def again(which: str) -> str:
    return f"DELETE FROM issue_listed WHERE issue_id = {which}; {ALL} AND i.id = {which};"


SQLITE = (
    ("added", f"AFTER INSERT ON issue BEGIN {again('NEW.id')} END"),
    ("changed", f"AFTER UPDATE OF {OF_ISSUE} ON issue BEGIN {again('NEW.id')} END"),
    (
        "hidden",
        "AFTER UPDATE OF is_hidden, created_at ON discussion_thread "
        f"BEGIN {again('NEW.id')} END",
    ),
    (
        "moved",
        f"AFTER UPDATE OF {MOVED} ON discussion_thread BEGIN UPDATE issue_listed "
        "SET last_post_at = NEW.last_post_at, support_count = NEW.support_count "
        "WHERE issue_id = NEW.id; END",
    ),
    ("put", f"AFTER INSERT ON issue_point BEGIN {again('NEW.issue_id')} END"),
    (
        "put_elsewhere",
        f"AFTER UPDATE OF {OF_POINT} ON issue_point BEGIN {again('NEW.issue_id')} END",
    ),
    ("taken_away", f"AFTER DELETE ON issue_point BEGIN {again('OLD.issue_id')} END"),
)

# The thread is locked first, as by whoever writes in it: two changes of one issue then wait for
# each other, never in a circle.
POSTGRESQL = (
    f"""
    CREATE FUNCTION issue_list_again(which integer) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM discussion_thread WHERE id = which FOR NO KEY UPDATE;
        {again("which")}
    END $$
    """,
    """
    CREATE FUNCTION issue_listed_issue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM issue_list_again(NEW.id); RETURN NULL; END $$
    """,
    """
    CREATE FUNCTION issue_listed_moved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE issue_listed
        SET last_post_at = NEW.last_post_at, support_count = NEW.support_count
        WHERE issue_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION issue_listed_point() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM issue_list_again(CASE TG_OP WHEN 'DELETE' THEN OLD.issue_id ELSE NEW.issue_id END);
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER issue_listed_added AFTER INSERT ON issue "
    "FOR EACH ROW EXECUTE FUNCTION issue_listed_issue()",
    f"CREATE TRIGGER issue_listed_changed AFTER UPDATE OF {OF_ISSUE} ON issue "
    "FOR EACH ROW EXECUTE FUNCTION issue_listed_issue()",
    "CREATE TRIGGER issue_listed_hidden AFTER UPDATE OF is_hidden, created_at ON discussion_thread "
    "FOR EACH ROW EXECUTE FUNCTION issue_listed_issue()",
    f"CREATE TRIGGER issue_listed_moved AFTER UPDATE OF {MOVED} ON discussion_thread "
    "FOR EACH ROW EXECUTE FUNCTION issue_listed_moved()",
    f"CREATE TRIGGER issue_listed_put AFTER INSERT OR DELETE OR UPDATE OF {OF_POINT} "
    "ON issue_point FOR EACH ROW EXECUTE FUNCTION issue_listed_point()",
)

FILTERED = ["category_id", "kind", "state", "area_id"]


def upgrade() -> None:
    op.create_table(
        "issue_listed",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "aduan",
                "usulan",
                "tanya",
                "diskusi",
                name="issuekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draf",
                "diterima",
                "diverifikasi",
                "didisposisikan",
                "diproses",
                "ditanggapi",
                "selesai",
                "perlu_kelengkapan",
                "ditolak",
                "digabung",
                "dibuka_kembali",
                "diajukan",
                "diverifikasi_kelurahan",
                "dibahas_opd",
                "diterima_usulan",
                "diterima_sebagian",
                "ditunda",
                "dilaksanakan",
                "terbuka",
                "ditutup",
                name="issuestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("support_count", sa.Integer(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=True),
        sa.Column("y", sa.Integer(), nullable=True),
        sa.Column("is_exact", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issue.id"],
            name=op.f("fk_issue_listed_issue_id_issue"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("issue_id", name=op.f("pk_issue_listed")),
    )
    op.execute(ALL)
    for name, columns in (
        ("newest", ["created_at", "issue_id", *FILTERED]),
        ("supported", ["support_count", "issue_id", *FILTERED]),
        ("recent", ["last_post_at", "issue_id", *FILTERED]),
        ("area", ["area_id", "created_at", "issue_id", *FILTERED[:3]]),
        ("category", ["category_id", "created_at", "issue_id", *FILTERED[1:]]),
    ):
        op.create_index(f"ix_issue_listed_{name}", "issue_listed", columns)
    op.create_index(
        "ix_issue_listed_map",
        "issue_listed",
        ["x", "y", "issue_id", *FILTERED, "is_exact"],
        sqlite_where=sa.text("x IS NOT NULL"),
        postgresql_where=sa.text("x IS NOT NULL"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRESQL:
            op.execute(statement)
    else:
        for name, body in SQLITE:
            op.execute(f"CREATE TRIGGER issue_listed_{name} {body}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("issue", "discussion_thread", "issue_point"):
            for name in ("added", "changed", "hidden", "moved", "put"):
                op.execute(f"DROP TRIGGER IF EXISTS issue_listed_{name} ON {table}")
        for name in ("issue_listed_issue", "issue_listed_moved", "issue_listed_point"):
            op.execute(f"DROP FUNCTION {name}()")
        op.execute("DROP FUNCTION issue_list_again(integer)")
    else:
        for name, _body in SQLITE:
            op.execute(f"DROP TRIGGER issue_listed_{name}")
    op.drop_table("issue_listed")
