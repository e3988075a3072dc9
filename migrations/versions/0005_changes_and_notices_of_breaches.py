"""changes and notices of breaches

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "privacy_incident_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account_user.id"],
            name=op.f("fk_privacy_incident_change_author_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["privacy_incident.id"],
            name=op.f("fk_privacy_incident_change_incident_id_privacy_incident"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_incident_change")),
    )
    with op.batch_alter_table("privacy_incident_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_privacy_incident_change_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_privacy_incident_change_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "privacy_incident_notice",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["privacy_incident.id"],
            name=op.f("fk_privacy_incident_notice_incident_id_privacy_incident"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_privacy_incident_notice_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "incident_id", "user_id", name=op.f("pk_privacy_incident_notice")
        ),
    )
    with op.batch_alter_table("privacy_incident_notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_privacy_incident_notice_user_id"), ["user_id"], unique=False
        )

    with op.batch_alter_table("privacy_incident", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("authority", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("letter_number", sa.String(length=120), nullable=False, server_default="")
        )

    _take_over_notices()


def _take_over_notices() -> None:
    """Who was told of a breach so far stands in the record alone; nobody is told twice."""
    connection = op.get_bind()
    entry = sa.table(
        "audit_entry",
        sa.column("event"),
        sa.column("details", sa.JSON),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    rows = connection.execute(
        sa.select(entry.c.details, entry.c.created_at).where(entry.c.event == "IncidentToldTo")
    ).all()
    notice = sa.table(
        "privacy_incident_notice",
        sa.column("incident_id"),
        sa.column("user_id"),
        sa.column("told_at", sa.DateTime(timezone=True)),
    )
    known = {(details["incident_id"], details["user_id"]): at for details, at in rows}
    if known:
        connection.execute(
            sa.insert(notice),
            [
                {"incident_id": incident_id, "user_id": user_id, "told_at": at}
                for (incident_id, user_id), at in known.items()
            ],
        )


def downgrade() -> None:
    with op.batch_alter_table("privacy_incident", schema=None) as batch_op:
        batch_op.drop_column("letter_number")
        batch_op.drop_column("authority")

    with op.batch_alter_table("privacy_incident_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_privacy_incident_notice_user_id"))

    op.drop_table("privacy_incident_notice")
    with op.batch_alter_table("privacy_incident_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_privacy_incident_change_incident_id"))
        batch_op.drop_index(batch_op.f("ix_privacy_incident_change_author_id"))

    op.drop_table("privacy_incident_change")
