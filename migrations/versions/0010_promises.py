"""decisions: results, promises and confirmation

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('decision_closing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('done', sa.Text(), nullable=False),
    sa.Column('intangible', sa.Text(), nullable=True),
    sa.Column('finished_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('verdict', sa.Enum('menunggu', 'dikonfirmasi', 'tidak_menanggapi', 'disanggah', 'gugur', name='verdict', native_enum=False, length=32), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('by_slip', sa.Boolean(), nullable=False),
    sa.Column('verdict_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account_user.id'], name=op.f('fk_decision_closing_author_id_account_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_decision_closing_issue_id_issue'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['city_unit.id'], name=op.f('fk_decision_closing_unit_id_city_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_closing'))
    )
    with op.batch_alter_table('decision_closing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_closing_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_closing_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('ix_decision_closing_issue', ['issue_id', 'id'], unique=False)
        batch_op.create_index('ix_decision_closing_open', ['ends_on'], unique=False, sqlite_where=sa.text("verdict = 'menunggu'"), postgresql_where=sa.text("verdict = 'menunggu'"))

    op.create_table('decision_commitment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=300), nullable=False),
    sa.Column('owner', sa.String(length=160), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('estimate', sa.BigInteger(), nullable=True),
    sa.Column('standing', sa.Enum('berjalan', 'selesai', 'dibatalkan', 'ditunda', 'tidak_dapat_dipenuhi', 'digantikan', name='standing', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=True),
    sa.Column('moves', sa.Integer(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('told_late', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['decision_official_answer.id'], name=op.f('fk_decision_commitment_answer_id_decision_official_answer'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_decision_commitment_issue_id_issue'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['city_unit.id'], name=op.f('fk_decision_commitment_unit_id_city_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_commitment'))
    )
    with op.batch_alter_table('decision_commitment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_commitment_answer_id'), ['answer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_commitment_created_at'), ['created_at'], unique=False)
        batch_op.create_index('ix_decision_commitment_issue', ['issue_id', 'id'], unique=False)
        batch_op.create_index('ix_decision_commitment_standing', ['standing', 'due_on'], unique=False)
        batch_op.create_index('ix_decision_commitment_unit', ['unit_id', 'id'], unique=False)

    op.create_table('decision_commitment_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('perkembangan', 'tenggat', 'selesai', 'dibatalkan', 'digantikan', name='notekind', native_enum=False, length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=32), nullable=True),
    sa.Column('intangible', sa.Text(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account_user.id'], name=op.f('fk_decision_commitment_note_author_id_account_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['commitment_id'], ['decision_commitment.id'], name=op.f('fk_decision_commitment_note_commitment_id_decision_commitment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['city_unit.id'], name=op.f('fk_decision_commitment_note_unit_id_city_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_commitment_note'))
    )
    with op.batch_alter_table('decision_commitment_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_commitment_note_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_commitment_note_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('ix_decision_note_history', ['commitment_id', 'id'], unique=False)

    with op.batch_alter_table('decision_official_answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('result', sa.Enum('diterima', 'diterima_sebagian', 'ditunda', 'tidak_dapat_dipenuhi', name='result', native_enum=False, length=32), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.String(length=32), nullable=True))
        batch_op.alter_column('due_on',
               existing_type=sa.DATE(),
               nullable=True)



def downgrade() -> None:
    with op.batch_alter_table('decision_official_answer', schema=None) as batch_op:
        batch_op.alter_column('due_on',
               existing_type=sa.DATE(),
               nullable=False)
        batch_op.drop_column('reason')
        batch_op.drop_column('result')

    with op.batch_alter_table('decision_commitment_note', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_note_history')
        batch_op.drop_index(batch_op.f('ix_decision_commitment_note_unit_id'))
        batch_op.drop_index(batch_op.f('ix_decision_commitment_note_author_id'))

    op.drop_table('decision_commitment_note')
    with op.batch_alter_table('decision_commitment', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_commitment_unit')
        batch_op.drop_index('ix_decision_commitment_standing')
        batch_op.drop_index('ix_decision_commitment_issue')
        batch_op.drop_index(batch_op.f('ix_decision_commitment_created_at'))
        batch_op.drop_index(batch_op.f('ix_decision_commitment_answer_id'))

    op.drop_table('decision_commitment')
    with op.batch_alter_table('decision_closing', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_closing_open', sqlite_where=sa.text("verdict = 'menunggu'"), postgresql_where=sa.text("verdict = 'menunggu'"))
        batch_op.drop_index('ix_decision_closing_issue')
        batch_op.drop_index(batch_op.f('ix_decision_closing_unit_id'))
        batch_op.drop_index(batch_op.f('ix_decision_closing_author_id'))

    op.drop_table('decision_closing')
