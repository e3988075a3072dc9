"""people: accounts, devices, second factor, roles, verification, privacy, the desk

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_spent_challenge",
        sa.Column("challenge_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash", name=op.f("pk_account_spent_challenge")),
    )
    with op.batch_alter_table("account_spent_challenge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_spent_challenge_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "audit_checkpoint",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("chain", sa.LargeBinary(length=32), nullable=False),
        sa.Column("frontier", sa.JSON(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_size", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.Column("fault_entry_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_pending",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_pending")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("chain", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seal_entry_id")),
    )
    op.create_table(
        "privacy_retention_run",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_privacy_retention_run")),
    )
    op.create_table(
        "privacy_wipe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_wipe")),
    )
    op.create_table(
        "audit_text",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_text_entry_id_audit_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", "field", name=op.f("pk_audit_text")),
    )
    op.create_table(
        "account_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "confirm",
                "change",
                "reset",
                "sign_in",
                "prove",
                name="codepurpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("target", sa.String(length=254), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_code_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_code")),
        sa.UniqueConstraint("user_id", "purpose", name=op.f("uq_account_code_user_id_purpose")),
    )
    with op.batch_alter_table("account_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_code_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "account_code_generator",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_counter", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_code_generator_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_account_code_generator")),
    )
    op.create_table(
        "account_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("known_hash", sa.String(length=64), nullable=True),
        sa.Column("place_hash", sa.String(length=64), nullable=True),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("is_kiosk", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_device_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_device")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_account_device_key_hash")),
    )
    with op.batch_alter_table("account_device", schema=None) as batch_op:
        batch_op.create_index(
            "ix_account_device_known", ["user_id", "known_hash"], unique=False
        )

    op.create_table(
        "account_external_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_external_identity_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_external_identity")),
        sa.UniqueConstraint(
            "issuer", "subject", name=op.f("uq_account_external_identity_issuer_subject")
        ),
    )
    with op.batch_alter_table("account_external_identity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_external_identity_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "account_former_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_former_contact_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_former_contact")),
    )
    with op.batch_alter_table("account_former_contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_former_contact_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "account_passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_passkey_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_account_passkey_credential_id")),
    )
    with op.batch_alter_table("account_passkey", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_passkey_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "account_recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_recovery_code_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_recovery_code")),
        sa.UniqueConstraint(
            "user_id", "code_hash", name=op.f("uq_account_recovery_code_user_id_code_hash")
        ),
    )
    op.create_table(
        "account_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("scopes", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_token_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_token_token_hash")),
    )
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "city_population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("male", sa.Integer(), nullable=True),
        sa.Column("female", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_city_population_area_id_city_area")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"],
            ["account_user.id"],
            name=op.f("fk_city_population_noted_by_account_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_population")),
        sa.UniqueConstraint("area_id", "year", name=op.f("uq_city_population_area_id_year")),
    )
    with op.batch_alter_table("city_population", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_city_population_area_id"), ["area_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_city_population_noted_by"), ["noted_by"], unique=False
        )

    op.create_table(
        "city_setting",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["updated_by"],
            ["account_user.id"],
            name=op.f("fk_city_setting_updated_by_account_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_city_setting")),
    )
    with op.batch_alter_table("city_setting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_city_setting_updated_by"), ["updated_by"], unique=False
        )

    op.create_table(
        "desk_person",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("rt", sa.String(length=3), nullable=True),
        sa.Column("rw", sa.String(length=3), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_desk_person_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_desk_person")),
    )
    op.create_table(
        "privacy_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tata-krama",
                "privasi",
                "ketentuan",
                name="textkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_privacy_consent_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_consent")),
        sa.UniqueConstraint(
            "user_id", "kind", "version", name=op.f("uq_privacy_consent_user_id_kind_version")
        ),
    )
    op.create_table(
        "privacy_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("preparing", "ready", name="copystate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("file", sa.String(length=80), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_privacy_copy_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_copy")),
    )
    with op.batch_alter_table("privacy_copy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_privacy_copy_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_privacy_copy_user_id"), ["user_id"], unique=False)

    op.create_table(
        "privacy_incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("affected", sa.JSON(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("told_people_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_authority_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["account_user.id"],
            name=op.f("fk_privacy_incident_entered_by_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_incident")),
    )
    with op.batch_alter_table("privacy_incident", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_privacy_incident_entered_by"), ["entered_by"], unique=False
        )

    op.create_table(
        "privacy_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "access",
                "correction",
                "restriction",
                "withdrawal",
                "erasure",
                "objection",
                name="requestkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=True),
        sa.Column("wrong", sa.Text(), nullable=True),
        sa.Column("right", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "done",
                "refused",
                "cancelled",
                name="requeststate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("takes_words", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account_user.id"],
            name=op.f("fk_privacy_request_decided_by_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["account_user.id"],
            name=op.f("fk_privacy_request_entered_by_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_privacy_request_user_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_request")),
    )
    with op.batch_alter_table("privacy_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_privacy_request_acts_at"), ["acts_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_privacy_request_decided_by"), ["decided_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_privacy_request_entered_by"), ["entered_by"], unique=False
        )
        batch_op.create_index("ix_privacy_request_queue", ["state", "due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_privacy_request_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "privacy_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tata-krama",
                "privasi",
                "ketentuan",
                name="textkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["account_user.id"],
            name=op.f("fk_privacy_text_published_by_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_text")),
        sa.UniqueConstraint(
            "kind", "version", "language", name=op.f("uq_privacy_text_kind_version_language")
        ),
    )
    with op.batch_alter_table("privacy_text", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_privacy_text_published_by"), ["published_by"], unique=False
        )

    op.create_table(
        "staff_number",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_staff_number_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staff_number")),
    )
    op.create_table(
        "verification_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("rt", sa.String(length=3), nullable=False),
        sa.Column("rw", sa.String(length=3), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_verification_batch_area_id_city_area")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["account_user.id"],
            name=op.f("fk_verification_batch_made_by_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"],
            ["account_user.id"],
            name=op.f("fk_verification_batch_voided_by_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_batch")),
    )
    with op.batch_alter_table("verification_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_batch_area_id"), ["area_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_batch_made_by_id"), ["made_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_batch_voided_by_id"), ["voided_by_id"], unique=False
        )

    op.create_table(
        "verification_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nik_hash", sa.String(length=64), nullable=False),
        sa.Column("last4", sa.String(length=4), nullable=False),
        sa.Column("claimant_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("card_name", sa.String(length=60), nullable=False),
        sa.Column(
            "how",
            sa.Enum("code", "officer", "oidc", name="how", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "kept", "moved", name="casestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["city_area.id"],
            name=op.f("fk_verification_conflict_area_id_city_area"),
        ),
        sa.ForeignKeyConstraint(
            ["claimant_id"],
            ["account_user.id"],
            name=op.f("fk_verification_conflict_claimant_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account_user.id"],
            name=op.f("fk_verification_conflict_decided_by_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["account_user.id"],
            name=op.f("fk_verification_conflict_holder_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"],
            ["account_user.id"],
            name=op.f("fk_verification_conflict_opened_by_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_conflict")),
    )
    with op.batch_alter_table("verification_conflict", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_conflict_area_id"), ["area_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_conflict_claimant_id"), ["claimant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_conflict_decided_by_id"),
            ["decided_by_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_verification_conflict_holder_id"), ["holder_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_conflict_nik_hash"), ["nik_hash"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_conflict_opened_by_id"), ["opened_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_conflict_state"), ["state"], unique=False
        )

    op.create_table(
        "verification_desk_code",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["taken_by_id"],
            ["account_user.id"],
            name=op.f("fk_verification_desk_code_taken_by_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_verification_desk_code_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_verification_desk_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_verification_desk_code_code_hash")),
    )
    with op.batch_alter_table("verification_desk_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_desk_code_taken_by_id"), ["taken_by_id"], unique=False
        )

    op.create_table(
        "verification_nik",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nik_hash", sa.String(length=64), nullable=False),
        sa.Column("last4", sa.String(length=4), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_after", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_verification_nik_user_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_nik")),
        sa.UniqueConstraint("nik_hash", name=op.f("uq_verification_nik_nik_hash")),
    )
    with op.batch_alter_table("verification_nik", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_nik_erase_after"), ["erase_after"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_nik_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "verification_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("none", "kode", "ktp", name="verification", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column(
            "how",
            sa.Enum("code", "officer", "oidc", name="how", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_verification_record_area_id_city_area")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["account_user.id"],
            name=op.f("fk_verification_record_officer_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"],
            ["account_user.id"],
            name=op.f("fk_verification_record_revoked_by_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_verification_record_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_record")),
    )
    with op.batch_alter_table("verification_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_record_area_id"), ["area_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_record_officer_id"), ["officer_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_verification_record_revoked_by_id"), ["revoked_by_id"], unique=False
        )
        batch_op.create_index("ix_verification_record_until", ["until"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_verification_record_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "privacy_incident_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["account_user.id"],
            name=op.f("fk_privacy_incident_note_author_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["privacy_incident.id"],
            name=op.f("fk_privacy_incident_note_incident_id_privacy_incident"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_incident_note")),
    )
    with op.batch_alter_table("privacy_incident_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_privacy_incident_note_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_privacy_incident_note_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "staff_ending_notice",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["account_role_grant.id"],
            name=op.f("fk_staff_ending_notice_grant_id_account_role_grant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_staff_ending_notice")),
    )
    op.create_table(
        "staff_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
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
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("nip", sa.String(length=18), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"],
            ["account_user.id"],
            name=op.f("fk_staff_invitation_accepted_by_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_staff_invitation_area_id_city_area")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["account_role_grant.id"],
            name=op.f("fk_staff_invitation_grant_id_account_role_grant"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["account_user.id"],
            name=op.f("fk_staff_invitation_invited_by_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["city_unit.id"], name=op.f("fk_staff_invitation_unit_id_city_unit")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["account_user.id"],
            name=op.f("fk_staff_invitation_withdrawn_by_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitation")),
    )
    with op.batch_alter_table("staff_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_staff_invitation_accepted_by_id"), ["accepted_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_staff_invitation_area_id"), ["area_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_staff_invitation_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_staff_invitation_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_staff_invitation_grant_id"), ["grant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_staff_invitation_invited_by_id"), ["invited_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_staff_invitation_phone"), ["phone"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_staff_invitation_unit_id"), ["unit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_staff_invitation_withdrawn_by_id"), ["withdrawn_by_id"], unique=False
        )

    op.create_table(
        "verification_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["verification_batch.id"],
            name=op.f("fk_verification_code_batch_id_verification_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["used_by_id"],
            ["account_user.id"],
            name=op.f("fk_verification_code_used_by_id_account_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_code")),
        sa.UniqueConstraint(
            "batch_id", "position", name=op.f("uq_verification_code_batch_id_position")
        ),
        sa.UniqueConstraint("code_hash", name=op.f("uq_verification_code_code_hash")),
    )
    with op.batch_alter_table("verification_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_code_used_by_id"), ["used_by_id"], unique=False
        )

    op.create_table(
        "desk_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "daftar", "isu", "dukungan", name="entrykind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column(
            "consent",
            sa.Enum("paper", "spoken", name="consentkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("form_number", sa.String(length=40), nullable=True),
        sa.Column("form_date", sa.Date(), nullable=True),
        sa.Column("witness", sa.String(length=60), nullable=True),
        sa.Column("guide", sa.String(length=60), nullable=True),
        sa.Column("pin_hash", sa.String(length=64), nullable=True),
        sa.Column("pin_set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["city_area.id"], name=op.f("fk_desk_entry_area_id_city_area")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["account_user.id"],
            name=op.f("fk_desk_entry_officer_id_account_user"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["account_user.id"],
            name=op.f("fk_desk_entry_person_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["discussion_post.id"],
            name=op.f("fk_desk_entry_post_id_discussion_post"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["discussion_thread.id"],
            name=op.f("fk_desk_entry_thread_id_discussion_thread"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_entry")),
    )
    with op.batch_alter_table("desk_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_entry_area_id"), ["area_id"], unique=False)
        batch_op.create_index("ix_desk_entry_officer", ["officer_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_desk_entry_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_desk_entry_post_id"), ["post_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_desk_entry_thread_id"), ["thread_id"], unique=False
        )

    with op.batch_alter_table("account_role_grant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("granted_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("end_reason", sa.Text(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_account_role_grant_ended_by_id"), ["ended_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_role_grant_granted_by_id"), ["granted_by_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_account_role_grant_granted_by_id_account_user"),
            "account_user",
            ["granted_by_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_account_role_grant_ended_by_id_account_user"),
            "account_user",
            ["ended_by_id"],
            ["id"],
        )

    with op.batch_alter_table("account_user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.String(length=16), nullable=True))
        batch_op.add_column(
            sa.Column("verified_until", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("second_factor_since", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("is_assisted", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("last_seen_on", sa.Date(), nullable=True))
        batch_op.alter_column("email", existing_type=sa.VARCHAR(length=254), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_account_user_phone"), ["phone"])

    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entry_created_at"), ["created_at"], unique=False
        )

    with op.batch_alter_table("city_area", schema=None) as batch_op:
        batch_op.add_column(sa.Column("variants", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column("version", sa.Integer(), server_default="1", nullable=False)
        )

    with op.batch_alter_table("city_unit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("version", sa.Integer(), server_default="1", nullable=False)
        )

    with op.batch_alter_table("discussion_post", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("assisted_count", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("is_anonymous", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "entered_by",
                sa.Enum("desk", "guide", name="enteredby", native_enum=False, length=32),
                nullable=True,
            )
        )

    with op.batch_alter_table("discussion_support", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_assisted", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("issue_category", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_en", sa.String(length=60), nullable=True))
        batch_op.add_column(
            sa.Column("position", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("version", sa.Integer(), server_default="1", nullable=False)
        )
        batch_op.create_index(
            batch_op.f("ix_issue_category_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_issue_category_merged_into_id_issue_category"),
            "issue_category",
            ["merged_into_id"],
            ["id"],
        )

    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "level",
                sa.Enum(
                    "none", "kode", "ktp", name="verification", native_enum=False, length=32
                ),
                nullable=False,
                server_default="ktp",
            )
        )
        batch_op.add_column(
            sa.Column("is_binding", sa.Boolean(), nullable=False, server_default=sa.false())
        )
