"""the points of issues

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('issue_point',
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=False),
    sa.Column('longitude', sa.Double(), nullable=False),
    sa.Column('is_exact', sa.Boolean(), nullable=False),
    sa.Column('x', sa.Integer(), nullable=False),
    sa.Column('y', sa.Integer(), nullable=False),
    sa.Column('east', sa.Double(), nullable=False),
    sa.Column('north', sa.Double(), nullable=False),
    sa.Column('up', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_issue_point_issue_id_issue'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('issue_id', name=op.f('pk_issue_point'))
    )
    with op.batch_alter_table('issue_point', schema=None) as batch_op:
        batch_op.create_index('ix_issue_point_map', ['x', 'y', 'issue_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('issue_point', schema=None) as batch_op:
        batch_op.drop_index('ix_issue_point_map')

    op.drop_table('issue_point')
