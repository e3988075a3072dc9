"""posts: two levels of answers, arguments, rewriting, drafts, how far one has read

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


# Whoever answers an answer stands in the branch of the first one of that line.
BRANCHES = """
WITH RECURSIVE branches (id, branch_id) AS (
    SELECT id, id FROM discussion_post WHERE parent_id = root_id
    UNION ALL
    SELECT post.id, branches.branch_id
    FROM discussion_post AS post JOIN branches ON post.parent_id = branches.id
)
UPDATE discussion_post SET branch_id = branches.branch_id
FROM branches WHERE branches.id = discussion_post.id
"""


def upgrade() -> None:
    op.create_table('discussion_draft',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_discussion_draft_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'place', name=op.f('pk_discussion_draft'))
    )
    with op.batch_alter_table('discussion_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_draft_updated_at'), ['updated_at'], unique=False)

    op.create_table('discussion_reading',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('last_post_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['thread_id'], ['discussion_thread.id'], name=op.f('fk_discussion_reading_thread_id_discussion_thread'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_discussion_reading_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'thread_id', name=op.f('pk_discussion_reading'))
    )
    with op.batch_alter_table('discussion_reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_reading_thread_id'), ['thread_id'], unique=False)

    op.create_table('discussion_argument_vote',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['discussion_post.id'], name=op.f('fk_discussion_argument_vote_post_id_discussion_post'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_discussion_argument_vote_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('post_id', 'user_id', name=op.f('pk_discussion_argument_vote'))
    )
    with op.batch_alter_table('discussion_argument_vote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_argument_vote_user_id'), ['user_id'], unique=False)

    op.create_table('discussion_mention',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['post_id'], ['discussion_post.id'], name=op.f('fk_discussion_mention_post_id_discussion_post'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['city_unit.id'], name=op.f('fk_discussion_mention_unit_id_city_unit')),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_discussion_mention_user_id_account_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_mention')),
    sa.UniqueConstraint('post_id', 'unit_id', name=op.f('uq_discussion_mention_post_id_unit_id')),
    sa.UniqueConstraint('post_id', 'user_id', name=op.f('uq_discussion_mention_post_id_user_id'))
    )
    with op.batch_alter_table('discussion_mention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_mention_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_discussion_mention_user_id'), ['user_id'], unique=False)

    op.create_table('discussion_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('title_diff', sa.Text(), nullable=True),
    sa.Column('diff', sa.Text(), nullable=False),
    sa.Column('support_count', sa.Integer(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['discussion_post.id'], name=op.f('fk_discussion_revision_post_id_discussion_post'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_revision'))
    )
    with op.batch_alter_table('discussion_revision', schema=None) as batch_op:
        batch_op.create_index('ix_discussion_revision_post', ['post_id', 'id'], unique=False)

    with op.batch_alter_table('discussion_post', schema=None) as batch_op:
        batch_op.add_column(sa.Column('branch_id', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('stance', sa.Enum('mendukung', 'menolak', name='stance', native_enum=False, length=32), nullable=True))
        batch_op.add_column(sa.Column('agree_count', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('disagree_count', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('backing', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('agreement', sa.Double(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('contested', sa.Double(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('revision', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('pinned_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f('ix_discussion_post_order'))
        batch_op.create_index('ix_discussion_post_order', ['thread_id', 'root_id', 'branch_id', 'id'], unique=False)
        batch_op.create_index('ix_discussion_post_argument', ['thread_id', 'stance', 'agreement', 'id'], unique=False, sqlite_where=sa.text('stance IS NOT NULL'), postgresql_where=sa.text('stance IS NOT NULL'))
        batch_op.create_index('ix_discussion_post_backed', ['thread_id', 'backing', 'id'], unique=False)
        batch_op.create_index('ix_discussion_post_contested', ['thread_id', 'contested', 'id'], unique=False, sqlite_where=sa.text('contested > 0'), postgresql_where=sa.text('contested > 0'))
        batch_op.create_index('ix_discussion_post_deleted', ['deleted_at'], unique=False, sqlite_where=sa.text('deleted_at IS NOT NULL'), postgresql_where=sa.text('deleted_at IS NOT NULL'))
        batch_op.create_index('ix_discussion_post_newest', ['thread_id', 'id'], unique=False)
        batch_op.create_index('ix_discussion_post_pinned', ['thread_id', 'pinned_at'], unique=False, sqlite_where=sa.text('pinned_at IS NOT NULL'), postgresql_where=sa.text('pinned_at IS NOT NULL'))

    with op.batch_alter_table('discussion_thread', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slow_minutes', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('closed_note', sa.String(length=300), nullable=True))

    op.execute("UPDATE discussion_post SET backing = support_count")
    op.execute(BRANCHES)
