"""issues: steps, clocks, what a proposal says, secret reports

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('issue_clock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('verifikasi', 'tanggapan_pertama', 'penyelesaian', name='clockkind', native_enum=False, length=32), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('was_kept', sa.Boolean(), nullable=True),
    sa.Column('is_overdue', sa.Boolean(), nullable=False),
    sa.Column('looks', sa.Integer(), nullable=False),
    sa.Column('look_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_clock_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_clock'))
    )
    with op.batch_alter_table('issue_clock', schema=None) as batch_op:
        batch_op.create_index('ix_issue_clock_issue', ['issue_id', 'id'], unique=False)
        batch_op.create_index('ix_issue_clock_look', ['look_on'], unique=False, sqlite_where=sa.text('look_on IS NOT NULL'), postgresql_where=sa.text('look_on IS NOT NULL'))

    op.create_table('issue_pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_pause_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_pause'))
    )
    with op.batch_alter_table('issue_pause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_pause_issue_id'), ['issue_id'], unique=False)

    op.create_table('issue_proposal',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.Enum('infrastruktur', 'ekonomi', 'sosial_budaya', name='field', native_enum=False, length=32), nullable=True),
    sa.Column('volume', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('volume_unit', sa.String(length=40), nullable=True),
    sa.Column('estimate', sa.BigInteger(), nullable=True),
    sa.Column('male', sa.Integer(), nullable=True),
    sa.Column('female', sa.Integer(), nullable=True),
    sa.Column('vulnerable', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_proposal_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('issue_id', name=op.f('pk_issue_proposal'))
    )
    op.create_table('issue_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('verifikasi', 'minta-kelengkapan', 'lengkapi', 'disposisi', 'teruskan', 'kerjakan', 'perpanjang', 'tanggapi', 'terima', 'terima-sebagian', 'tunda', 'tolak', 'laksanakan', 'selesaikan', 'buka-kembali', 'tutup', 'buka', 'catat', 'gabung', 'pisahkan', name='step', native_enum=False, length=32), nullable=False),
    sa.Column('before', sa.Enum('draf', 'diterima', 'diverifikasi', 'didisposisikan', 'diproses', 'ditanggapi', 'selesai', 'perlu_kelengkapan', 'ditolak', 'digabung', 'dibuka_kembali', 'diajukan', 'diverifikasi_kelurahan', 'dibahas_opd', 'diterima_usulan', 'diterima_sebagian', 'ditunda', 'dilaksanakan', 'terbuka', 'ditutup', name='issuestate', native_enum=False, length=32), nullable=False),
    sa.Column('after', sa.Enum('draf', 'diterima', 'diverifikasi', 'didisposisikan', 'diproses', 'ditanggapi', 'selesai', 'perlu_kelengkapan', 'ditolak', 'digabung', 'dibuka_kembali', 'diajukan', 'diverifikasi_kelurahan', 'dibahas_opd', 'diterima_usulan', 'diterima_sebagian', 'ditunda', 'dilaksanakan', 'terbuka', 'ditutup', name='issuestate', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('role', sa.String(length=32), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('to_unit_id', sa.Integer(), nullable=True),
    sa.Column('other_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['account_user.id'], name=op.f('fk_issue_step_actor_id_account_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_step_issue_id_issue'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_unit_id'], ['city_unit.id'], name=op.f('fk_issue_step_to_unit_id_city_unit')),
    sa.ForeignKeyConstraint(['unit_id'], ['city_unit.id'], name=op.f('fk_issue_step_unit_id_city_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issue_step'))
    )
    with op.batch_alter_table('issue_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issue_step_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index('ix_issue_step_history', ['issue_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_step_to_unit_id'), ['to_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_step_unit_id'), ['unit_id'], unique=False)

    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_secret', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('is_formal', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('classification', sa.Enum('berkadar_pengawasan', 'tidak_berkadar_pengawasan', name='classification', native_enum=False, length=32), nullable=True))
        batch_op.add_column(sa.Column('reported_unit_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('owner_unit_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('lapor_number', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('repeats_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('due_for', sa.Enum('verifikasi', 'tanggapan_pertama', 'penyelesaian', name='clockkind', native_enum=False, length=32), nullable=True))
        batch_op.add_column(sa.Column('is_overdue', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('reopened_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_issue_repeats_id'), ['repeats_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issue_reported_unit_id'), ['reported_unit_id'], unique=False)
        batch_op.create_index('ix_issue_work', ['owner_unit_id', 'due_on', 'id'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_issue_lapor_number'), ['lapor_number'])
        batch_op.create_foreign_key(batch_op.f('fk_issue_reported_unit_id_city_unit'), 'city_unit', ['reported_unit_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_issue_owner_unit_id_city_unit'), 'city_unit', ['owner_unit_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_issue_repeats_id_issue'), 'issue', ['repeats_id'], ['id'], ondelete='SET NULL')



def downgrade() -> None:
    with op.batch_alter_table('issue', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_issue_repeats_id_issue'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_issue_owner_unit_id_city_unit'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_issue_reported_unit_id_city_unit'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_issue_lapor_number'), type_='unique')
        batch_op.drop_index('ix_issue_work')
        batch_op.drop_index(batch_op.f('ix_issue_reported_unit_id'))
        batch_op.drop_index(batch_op.f('ix_issue_repeats_id'))
        batch_op.drop_column('reopened_at')
        batch_op.drop_column('is_overdue')
        batch_op.drop_column('due_for')
        batch_op.drop_column('due_on')
        batch_op.drop_column('repeats_id')
        batch_op.drop_column('lapor_number')
        batch_op.drop_column('owner_unit_id')
        batch_op.drop_column('reported_unit_id')
        batch_op.drop_column('classification')
        batch_op.drop_column('is_formal')
        batch_op.drop_column('is_secret')

    with op.batch_alter_table('issue_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_step_unit_id'))
        batch_op.drop_index(batch_op.f('ix_issue_step_to_unit_id'))
        batch_op.drop_index('ix_issue_step_history')
        batch_op.drop_index(batch_op.f('ix_issue_step_actor_id'))

    op.drop_table('issue_step')
    op.drop_table('issue_proposal')
    with op.batch_alter_table('issue_pause', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issue_pause_issue_id'))

    op.drop_table('issue_pause')
    with op.batch_alter_table('issue_clock', schema=None) as batch_op:
        batch_op.drop_index('ix_issue_clock_look', sqlite_where=sa.text('look_on IS NOT NULL'), postgresql_where=sa.text('look_on IS NOT NULL'))
        batch_op.drop_index('ix_issue_clock_issue')

    op.drop_table('issue_clock')
