"""what is due and made

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

MADE = ('decision_official_answer', 'decision_commitment', 'decision_closing')


def upgrade() -> None:
    op.create_index('ix_notification_mail_due_turn', 'notification_mail_due', ['due_at', 'user_id'])
    op.drop_index('ix_notification_mail_due_due_at', table_name='notification_mail_due')
    for table in MADE:
        op.create_index(f'ix_{table}_made', table, ['created_at'])


def downgrade() -> None:
    for table in MADE:
        op.drop_index(f'ix_{table}_made', table_name=table)
    op.create_index('ix_notification_mail_due_due_at', 'notification_mail_due', ['due_at'])
    op.drop_index('ix_notification_mail_due_turn', table_name='notification_mail_due')
