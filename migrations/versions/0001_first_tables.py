"""first tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# The record of what happened can be added to, never changed.
SQLITE = """
CREATE TRIGGER audit_entry_no_{lower} BEFORE {verb} ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END
"""
POSTGRESQL = """
CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$;
CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only();
"""


def protect_the_record() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(verb=verb, lower=verb.lower()))


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_event"), ["event"], unique=False)

    op.create_table(
        "city_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "kota", "kecamatan", "kelurahan", name="arealevel", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("parent_name", sa.String(length=80), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["city_area.id"], name=op.f("fk_city_area_parent_id_city_area")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_area")),
        sa.UniqueConstraint("code", name=op.f("uq_city_area_code")),
    )
    with op.batch_alter_table("city_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_city_area_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "city_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_city_holiday_day")),
    )
    op.create_table(
        "city_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_city_unit_code")),
    )
    op.create_table(
        "core_command",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("cmd_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_command")),
        sa.UniqueConstraint("actor_id", "cmd_id", name=op.f("uq_core_command_actor_id_cmd_id")),
    )
    with op.batch_alter_table("core_command", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_command_at"), ["at"], unique=False)

    op.create_table(
        "demo_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_row")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_demo_row_kind_key")),
    )
    op.create_table(
        "issue_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_category")),
        sa.UniqueConstraint("name", name=op.f("uq_issue_category_name")),
    )
    op.create_table(
        "live_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_event")),
        sa.UniqueConstraint("room", "seq", name=op.f("uq_live_event_room_seq")),
    )
    op.create_table(
        "live_room",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sent_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_live_room")),
    )
    with op.batch_alter_table("live_room", schema=None) as batch_op:
        batch_op.create_index(
            "ix_live_room_unsent",
            ["name"],
            unique=False,
            sqlite_where=sa.text("seq > sent_seq"),
            postgresql_where=sa.text("seq > sent_seq"),
        )

    op.create_table(
        "outbox_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_delivery")),
    )
    with op.batch_alter_table("outbox_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_delivery_due_at"), ["due_at"], unique=False)

    op.create_table(
        "account_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("public_name", sa.String(length=60), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "verification",
            sa.Enum("none", "kode", "ktp", name="verification", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("unread_count", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_account_user_area_id_city_area")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_user")),
        sa.UniqueConstraint("email", name=op.f("uq_account_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_user_fs_uniquifier")),
    )
    with op.batch_alter_table("account_user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_user_area_id"), ["area_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "scheduled",
                "live",
                "closing",
                "minutes_draft",
                name="meetingstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "promise",
            sa.Enum(
                "inform",
                "consult",
                "involve",
                "collaborate",
                "empower",
                name="promise",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["city_unit.id"], name=op.f("fk_meeting_unit_id_city_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index("ix_meeting_state_start", ["state", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "account_role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "resident",
                "desk",
                "facilitator",
                "scribe",
                "moderator",
                "coordinator",
                "official",
                "head",
                "observer",
                "admin",
                "system",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_account_role_grant_area_id_city_area")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["city_unit.id"], name=op.f("fk_account_role_grant_unit_id_city_unit")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_role_grant_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_role_grant")),
    )
    with op.batch_alter_table("account_role_grant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_role_grant_area_id"), ["area_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_role_grant_unit_id"), ["unit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_role_grant_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "discussion_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("support_count", sa.Integer(), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account_user.id"],
            name=op.f("fk_discussion_thread_author_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_thread")),
    )
    with op.batch_alter_table("discussion_thread", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_discussion_thread_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index("ix_discussion_thread_newest", ["created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_discussion_thread_recent", ["last_post_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_discussion_thread_supported", ["support_count", "id"], unique=False
        )

    op.create_table(
        "meeting_staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "assignment",
            sa.Enum(
                "lead", "co_lead", "scribe", name="assignment", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_staff_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account_user.id"], name=op.f("fk_meeting_staff_user_id_account_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_staff")),
        sa.UniqueConstraint(
            "meeting_id",
            "user_id",
            "assignment",
            name=op.f("uq_meeting_staff_meeting_id_user_id_assignment"),
        ),
    )
    with op.batch_alter_table("meeting_staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_staff_user_id"), ["user_id"], unique=False)

    op.create_table(
        "moderation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "hidden",
                "kept",
                "restored",
                name="casestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("flag_count", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(length=32), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account_user.id"],
            name=op.f("fk_moderation_case_decided_by_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
    )
    with op.batch_alter_table("moderation_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_case_decided_by_id"), ["decided_by_id"], unique=False
        )
        batch_op.create_index("ix_moderation_case_queue", ["state", "opened_at"], unique=False)
        batch_op.create_index(
            "ix_moderation_case_subject", ["subject_kind", "subject_id"], unique=False
        )
        batch_op.create_index(
            "uq_moderation_case_open",
            ["subject_kind", "subject_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_notification_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notification_user_id_key")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index("ix_notification_list", ["user_id", "id"], unique=False)

    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column(
            "secrecy",
            sa.Enum("hidden", name="secrecy", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "armed",
                "open",
                "counting",
                "closed",
                "published",
                name="pollstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("ballot_count", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_poll_area_id_city_area")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account_user.id"], name=op.f("fk_poll_author_id_account_user")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["city_unit.id"], name=op.f("fk_poll_unit_id_city_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_poll_state_closing", ["state", "closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "discussion_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("is_opening", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(length=32), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("visible", "hidden", name="poststate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("hidden_ground", sa.String(length=32), nullable=True),
        sa.Column("support_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account_user.id"],
            name=op.f("fk_discussion_post_author_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["discussion_post.id"],
            name=op.f("fk_discussion_post_parent_id_discussion_post"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["discussion_thread.id"],
            name=op.f("fk_discussion_post_thread_id_discussion_thread"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["city_unit.id"], name=op.f("fk_discussion_post_unit_id_city_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_post")),
    )
    with op.batch_alter_table("discussion_post", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_discussion_post_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            "ix_discussion_post_order", ["thread_id", "root_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_post_parent_id"), ["parent_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_discussion_post_unit_id"), ["unit_id"], unique=False
        )
        batch_op.create_index(
            "uq_discussion_post_opening",
            ["thread_id"],
            unique=True,
            sqlite_where=sa.text("is_opening = 1"),
            postgresql_where=sa.text("is_opening"),
        )

    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
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
                "ditolak",
                "diajukan",
                "dibahas_opd",
                "diterima_usulan",
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
        sa.Column("place", sa.String(length=160), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_issue_area_id_city_area")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["issue_category.id"],
            name=op.f("fk_issue_category_id_issue_category"),
        ),
        sa.ForeignKeyConstraint(
            ["id"],
            ["discussion_thread.id"],
            name=op.f("fk_issue_id_discussion_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
    )
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_state"), ["state"], unique=False)

    op.create_table(
        "moderation_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["moderation_case.id"],
            name=op.f("fk_moderation_flag_case_id_moderation_case"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"],
            ["account_user.id"],
            name=op.f("fk_moderation_flag_reporter_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_flag")),
        sa.UniqueConstraint(
            "case_id", "reporter_id", name=op.f("uq_moderation_flag_case_id_reporter_id")
        ),
    )
    with op.batch_alter_table("moderation_flag", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_flag_reporter_id"), ["reporter_id"], unique=False
        )

    op.create_table(
        "poll_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.String(length=64), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"],
            ["poll.id"],
            name=op.f("fk_poll_ballot_poll_id_poll"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["voter_id"], ["account_user.id"], name=op.f("fk_poll_ballot_voter_id_account_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_ballot")),
        sa.UniqueConstraint(
            "poll_id", "voter_id", name=op.f("uq_poll_ballot_poll_id_voter_id")
        ),
    )
    with op.batch_alter_table("poll_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_ballot_voter_id"), ["voter_id"], unique=False)

    op.create_table(
        "poll_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("hint", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"],
            ["poll.id"],
            name=op.f("fk_poll_option_poll_id_poll"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
    )
    with op.batch_alter_table("poll_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_option_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "decision_official_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account_user.id"],
            name=op.f("fk_decision_official_answer_author_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issue.id"],
            name=op.f("fk_decision_official_answer_issue_id_issue"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["city_unit.id"],
            name=op.f("fk_decision_official_answer_unit_id_city_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_official_answer")),
    )
    with op.batch_alter_table("decision_official_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_official_answer_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_official_answer_issue_id"), ["issue_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_decision_official_answer_unit_id"), ["unit_id"], unique=False
        )

    op.create_table(
        "discussion_support",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["discussion_post.id"],
            name=op.f("fk_discussion_support_post_id_discussion_post"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_discussion_support_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("pk_discussion_support")),
    )
    with op.batch_alter_table("discussion_support", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_discussion_support_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "meeting_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "accepted",
                "ready",
                "active",
                "deciding",
                "done",
                name="itemstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_seconds", sa.Integer(), nullable=False),
        sa.Column(
            "outcome_kind",
            sa.Enum(
                "decided",
                "noted",
                "action",
                "referred",
                "no_consensus",
                name="outcomekind",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("outcome_text", sa.Text(), nullable=True),
        sa.Column("outcome_owner", sa.String(length=160), nullable=True),
        sa.Column("outcome_due", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_meeting_item_issue_id_issue")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_item_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
    )
    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_item_issue_id"), ["issue_id"], unique=False
        )
        batch_op.create_index("ix_meeting_item_order", ["meeting_id", "position"], unique=False)
        batch_op.create_index(
            "uq_meeting_item_active",
            ["meeting_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('active', 'deciding')"),
            postgresql_where=sa.text("state IN ('active', 'deciding')"),
        )

    op.create_table(
        "meeting_item_poll",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["meeting_item.id"],
            name=op.f("fk_meeting_item_poll_item_id_meeting_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_meeting_item_poll_poll_id_poll")
        ),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_meeting_item_poll")),
    )
    with op.batch_alter_table("meeting_item_poll", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_item_poll_item_id"), ["item_id"], unique=False
        )

    op.create_table(
        "meeting_speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "called",
                "speaking",
                "done",
                "withdrawn",
                "removed",
                name="speakerstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["meeting_item.id"],
            name=op.f("fk_meeting_speaker_item_id_meeting_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["account_user.id"],
            name=op.f("fk_meeting_speaker_person_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_speaker")),
    )
    with op.batch_alter_table("meeting_speaker", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_speaker_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "ix_meeting_speaker_queue", ["item_id", "state", "raised_at"], unique=False
        )
        batch_op.create_index(
            "uq_meeting_speaker_hand",
            ["item_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'called', 'speaking')"),
            postgresql_where=sa.text("state IN ('waiting', 'called', 'speaking')"),
        )
        batch_op.create_index(
            "uq_meeting_speaker_speaking",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("state = 'speaking'"),
            postgresql_where=sa.text("state = 'speaking'"),
        )
    protect_the_record()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entry_no_change ON audit_entry")
        op.execute("DROP FUNCTION audit_entry_is_append_only()")
    with op.batch_alter_table("meeting_speaker", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_speaker_speaking",
            sqlite_where=sa.text("state = 'speaking'"),
            postgresql_where=sa.text("state = 'speaking'"),
        )
        batch_op.drop_index(
            "uq_meeting_speaker_hand",
            sqlite_where=sa.text("state IN ('waiting', 'called', 'speaking')"),
            postgresql_where=sa.text("state IN ('waiting', 'called', 'speaking')"),
        )
        batch_op.drop_index("ix_meeting_speaker_queue")
        batch_op.drop_index(batch_op.f("ix_meeting_speaker_person_id"))

    op.drop_table("meeting_speaker")
    with op.batch_alter_table("meeting_item_poll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_item_poll_item_id"))

    op.drop_table("meeting_item_poll")
    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_item_active",
            sqlite_where=sa.text("state IN ('active', 'deciding')"),
            postgresql_where=sa.text("state IN ('active', 'deciding')"),
        )
        batch_op.drop_index("ix_meeting_item_order")
        batch_op.drop_index(batch_op.f("ix_meeting_item_issue_id"))

    op.drop_table("meeting_item")
    with op.batch_alter_table("discussion_support", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussion_support_user_id"))

    op.drop_table("discussion_support")
    with op.batch_alter_table("decision_official_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_official_answer_unit_id"))
        batch_op.drop_index(batch_op.f("ix_decision_official_answer_issue_id"))
        batch_op.drop_index(batch_op.f("ix_decision_official_answer_author_id"))

    op.drop_table("decision_official_answer")
    with op.batch_alter_table("poll_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_option_poll_id"))

    op.drop_table("poll_option")
    with op.batch_alter_table("poll_ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_ballot_voter_id"))

    op.drop_table("poll_ballot")
    with op.batch_alter_table("moderation_flag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderation_flag_reporter_id"))

    op.drop_table("moderation_flag")
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_state"))
        batch_op.drop_index(batch_op.f("ix_issue_kind"))
        batch_op.drop_index(batch_op.f("ix_issue_category_id"))
        batch_op.drop_index(batch_op.f("ix_issue_area_id"))

    op.drop_table("issue")
    with op.batch_alter_table("discussion_post", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_discussion_post_opening",
            sqlite_where=sa.text("is_opening = 1"),
            postgresql_where=sa.text("is_opening"),
        )
        batch_op.drop_index(batch_op.f("ix_discussion_post_unit_id"))
        batch_op.drop_index(batch_op.f("ix_discussion_post_parent_id"))
        batch_op.drop_index("ix_discussion_post_order")
        batch_op.drop_index(batch_op.f("ix_discussion_post_author_id"))

    op.drop_table("discussion_post")
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_unit_id"))
        batch_op.drop_index("ix_poll_state_closing")
        batch_op.drop_index(batch_op.f("ix_poll_author_id"))
        batch_op.drop_index(batch_op.f("ix_poll_area_id"))

    op.drop_table("poll")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index("ix_notification_list")

    op.drop_table("notification")
    with op.batch_alter_table("moderation_case", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_moderation_case_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_moderation_case_subject")
        batch_op.drop_index("ix_moderation_case_queue")
        batch_op.drop_index(batch_op.f("ix_moderation_case_decided_by_id"))

    op.drop_table("moderation_case")
    with op.batch_alter_table("meeting_staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_staff_user_id"))

    op.drop_table("meeting_staff")
    with op.batch_alter_table("discussion_thread", schema=None) as batch_op:
        batch_op.drop_index("ix_discussion_thread_supported")
        batch_op.drop_index("ix_discussion_thread_recent")
        batch_op.drop_index("ix_discussion_thread_newest")
        batch_op.drop_index(batch_op.f("ix_discussion_thread_author_id"))

    op.drop_table("discussion_thread")
    with op.batch_alter_table("account_role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_role_grant_user_id"))
        batch_op.drop_index(batch_op.f("ix_account_role_grant_unit_id"))
        batch_op.drop_index(batch_op.f("ix_account_role_grant_area_id"))

    op.drop_table("account_role_grant")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_unit_id"))
        batch_op.drop_index("ix_meeting_state_start")
        batch_op.drop_index(batch_op.f("ix_meeting_starts_at"))

    op.drop_table("meeting")
    with op.batch_alter_table("account_user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_user_area_id"))

    op.drop_table("account_user")
    with op.batch_alter_table("outbox_delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_delivery_due_at"))

    op.drop_table("outbox_delivery")
    with op.batch_alter_table("live_room", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_live_room_unsent",
            sqlite_where=sa.text("seq > sent_seq"),
            postgresql_where=sa.text("seq > sent_seq"),
        )

    op.drop_table("live_room")
    op.drop_table("live_event")
    op.drop_table("issue_category")
    op.drop_table("demo_row")
    with op.batch_alter_table("core_command", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_command_at"))

    op.drop_table("core_command")
    op.drop_table("city_unit")
    op.drop_table("city_holiday")
    with op.batch_alter_table("city_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_city_area_parent_id"))

    op.drop_table("city_area")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_event"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
