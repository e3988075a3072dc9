"""people: accounts, devices, second factor, roles, verification, privacy, the desk

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account_spent_challenge',
    sa.Column('challenge_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('challenge_hash', name=op.f('pk_account_spent_challenge'))
    )
    with op.batch_alter_table('account_spent_challenge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_spent_challenge_expires_at'), ['expires_at'], unique=False)

    op.create_table('audit_checkpoint',
    sa.Column('size', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('root', sa.LargeBinary(length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('size', name=op.f('pk_audit_checkpoint'))
    )
    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('chain', sa.LargeBinary(length=32), nullable=False),
    sa.Column('frontier', sa.JSON(), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_size', sa.Integer(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fault', sa.String(length=40), nullable=True),
    sa.Column('fault_entry_id', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('audit_pending',
    sa.Column('entry_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_audit_pending'))
    )
    op.create_table('audit_seal',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('leaf', sa.LargeBinary(length=32), nullable=False),
    sa.Column('chain', sa.LargeBinary(length=32), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_audit_seal')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_audit_seal_entry_id'))
    )
    op.create_table('audit_text',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('salt', sa.LargeBinary(length=16), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['audit_entry.id'], name=op.f('fk_audit_text_entry_id_audit_entry')),
    sa.PrimaryKeyConstraint('entry_id', 'field', name=op.f('pk_audit_text'))
    )
    op.create_table('account_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('confirm', 'change', 'reset', 'sign_in', 'prove', name='codepurpose', native_enum=False, length=32), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('target', sa.String(length=254), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_account_code_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_code')),
    sa.UniqueConstraint('user_id', 'purpose', name=op.f('uq_account_code_user_id_purpose'))
    )
    with op.batch_alter_table('account_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_code_expires_at'), ['expires_at'], unique=False)

    op.create_table('account_code_generator',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.Text(), nullable=False),
    sa.Column('last_counter', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_account_code_generator_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_account_code_generator'))
    )
    op.create_table('account_device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('known_hash', sa.String(length=64), nullable=True),
    sa.Column('place_hash', sa.String(length=64), nullable=True),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('is_kiosk', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_account_device_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_device')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_account_device_key_hash'))
    )
    with op.batch_alter_table('account_device', schema=None) as batch_op:
        batch_op.create_index('ix_account_device_known', ['user_id', 'known_hash'], unique=False)

    op.create_table('account_external_identity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('issuer', sa.String(length=255), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_account_external_identity_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_external_identity')),
    sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_account_external_identity_issuer_subject'))
    )
    with op.batch_alter_table('account_external_identity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_external_identity_user_id'), ['user_id'], unique=False)

    op.create_table('account_passkey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(length=1024), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.Integer(), nullable=False),
    sa.Column('transports', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_account_passkey_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_account_passkey_credential_id'))
    )
    with op.batch_alter_table('account_passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_passkey_user_id'), ['user_id'], unique=False)

    op.create_table('account_recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_account_recovery_code_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_recovery_code')),
    sa.UniqueConstraint('user_id', 'code_hash', name=op.f('uq_account_recovery_code_user_id_code_hash'))
    )
    op.create_table('account_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('scopes', sa.String(length=120), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_on', sa.Date(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_account_token_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_account_token_token_hash'))
    )
    with op.batch_alter_table('account_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_token_user_id'), ['user_id'], unique=False)

    op.create_table('city_population',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('male', sa.Integer(), nullable=True),
    sa.Column('female', sa.Integer(), nullable=True),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['area_id'], ['city_area.id'], name=op.f('fk_city_population_area_id_city_area')),
    sa.ForeignKeyConstraint(['noted_by'], ['account_user.id'], name=op.f('fk_city_population_noted_by_account_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_city_population')),
    sa.UniqueConstraint('area_id', 'year', name=op.f('uq_city_population_area_id_year'))
    )
    with op.batch_alter_table('city_population', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_city_population_area_id'), ['area_id'], unique=False)

    op.create_table('city_setting',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['updated_by'], ['account_user.id'], name=op.f('fk_city_setting_updated_by_account_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_city_setting'))
    )
    with op.batch_alter_table('account_role_grant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('granted_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('ended_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('end_reason', sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f('ix_account_role_grant_ended_by_id'), ['ended_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_role_grant_granted_by_id'), ['granted_by_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_account_role_grant_ended_by_id_account_user'), 'account_user', ['ended_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_account_role_grant_granted_by_id_account_user'), 'account_user', ['granted_by_id'], ['id'])

    with op.batch_alter_table('account_user', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phone', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('verified_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('second_factor_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('is_assisted', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('last_seen_on', sa.Date(), nullable=True))
        batch_op.alter_column('email',
               existing_type=sa.VARCHAR(length=254),
               nullable=True)
        batch_op.create_unique_constraint(batch_op.f('uq_account_user_phone'), ['phone'])

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_created_at'), ['created_at'], unique=False)

    with op.batch_alter_table('city_area', schema=None) as batch_op:
        batch_op.add_column(sa.Column('variants', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))

    with op.batch_alter_table('city_unit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))

    with op.batch_alter_table('discussion_post', schema=None) as batch_op:
        batch_op.add_column(sa.Column('assisted_count', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('is_anonymous', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('entered_by', sa.Enum('desk', 'guide', name='enteredby', native_enum=False, length=32), nullable=True))

    with op.batch_alter_table('discussion_support', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_assisted', sa.Boolean(), server_default=sa.false(), nullable=False))
