"""polls in every shape

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

# A single choice was a list of one id; now it is the id.
PAPERS = """
UPDATE poll_ballot SET paper = REPLACE(REPLACE(CAST(choices AS TEXT), '[', ''), ']', '')
"""
# Who could vote in what is open now: verified before it was opened, and not its author.
ELECTORS = """
INSERT INTO poll_elector (poll_id, user_id, is_late)
SELECT poll.id, account_user.id, FALSE FROM poll, account_user
WHERE poll.state = 'open' AND account_user.active AND account_user.id <> poll.author_id
AND account_user.verified_at <= poll.opened_at
AND (account_user.verification = 'ktp' OR account_user.verification = poll.level)
"""


poll = sa.table("poll", sa.column("id", sa.Integer), sa.column("result", sa.JSON))


def rewrite_results() -> None:
    """What was counted keeps its numbers; ids became texts, and what explains a count came in."""
    connection = op.get_bind()
    counted = sa.select(poll.c.id, poll.c.result).where(poll.c.result.is_not(None))
    for poll_id, old in connection.execute(counted).all():
        if not old:
            continue
        tally = sorted(old["tally"].values(), reverse=True)
        result = {
            "method": "plurality",
            "params": {},
            "winners": [str(one) for one in old["winners"]],
            "tally": old["tally"],
            "ranking": [],
            "rounds": [],
            "matrix": None,
            "ties": [
                {
                    "options": [str(one) for one in tie],
                    "step": "winner",
                    "broken_by": "nothing",
                    "order": [str(one) for one in tie],
                }
                for tie in old["ties"]
            ],
            "ballots": old["ballots"],
            "blank": old["blank"],
            "invalid": old["invalid"],
            "margin": tally[0] - tally[1] if len(tally) > 1 and tally[0] else None,
            "details": {},
        }
        connection.execute(
            sa.update(poll).where(poll.c.id == poll_id).values(result=result)
        )


def upgrade() -> None:
    op.create_table('poll_elector',
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('is_late', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_elector_poll_id_poll'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_poll_elector_user_id_account_user')),
    sa.PrimaryKeyConstraint('poll_id', 'user_id', name=op.f('pk_poll_elector'))
    )
    with op.batch_alter_table('poll_elector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_elector_user_id'), ['user_id'], unique=False)

    op.create_table('poll_invited',
    sa.Column('poll_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_invited_poll_id_poll'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['account_user.id'], name=op.f('fk_poll_invited_user_id_account_user')),
    sa.PrimaryKeyConstraint('poll_id', 'user_id', name=op.f('pk_poll_invited'))
    )
    with op.batch_alter_table('poll_invited', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_invited_user_id'), ['user_id'], unique=False)

    with op.batch_alter_table('poll', schema=None) as batch_op:
        batch_op.add_column(sa.Column('params', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('disclosure', sa.Enum('nothing', 'turnout', 'tally', name='disclosure', native_enum=False, length=32), server_default='nothing', nullable=False))
        batch_op.add_column(sa.Column('is_local', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('only_role', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('is_by_invitation', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('takes_latecomers', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('may_change', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('asks_reasons', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('shuffles', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('shows_other_methods', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('quorum', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('quorum_is_share', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('seed', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('seed_words', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('is_extended', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('grace_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('annulled_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('annulled_because', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('round_of_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('statement', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('stated_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('seal', sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f('ix_poll_round_of_id'), ['round_of_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_poll_round_of_id_poll'), 'poll', ['round_of_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('poll_ballot', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paper', sa.String(length=2000), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('channel', sa.Enum('online', 'kiosk', 'paper', 'roll_call', name='channel', native_enum=False, length=32), server_default='online', nullable=False))
        batch_op.add_column(sa.Column('reason', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('changes', sa.Integer(), server_default='0', nullable=False))

    op.execute(PAPERS)
    with op.batch_alter_table('poll_ballot', schema=None) as batch_op:
        batch_op.alter_column('paper', server_default=None)
        batch_op.create_index('ix_poll_ballot_count', ['poll_id', 'paper'], unique=False)
        batch_op.drop_column('choices')

    with op.batch_alter_table('poll_option', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cost', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('running', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('area_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_poll_option_area_id'), ['area_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_poll_option_area_id_city_area'), 'city_area', ['area_id'], ['id'])

    op.execute("UPDATE poll SET method = 'plurality' WHERE method = 'single'")
    rewrite_results()
    op.execute(ELECTORS)


def downgrade() -> None:
    with op.batch_alter_table('poll_option', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_poll_option_area_id_city_area'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_poll_option_area_id'))
        batch_op.drop_column('area_id')
        batch_op.drop_column('running')
        batch_op.drop_column('cost')

    with op.batch_alter_table('poll_ballot', schema=None) as batch_op:
        batch_op.add_column(sa.Column('choices', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.drop_index('ix_poll_ballot_count')
        batch_op.drop_column('changes')
        batch_op.drop_column('reason')
        batch_op.drop_column('channel')
        batch_op.drop_column('paper')

    with op.batch_alter_table('poll', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_poll_round_of_id_poll'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_poll_round_of_id'))
        batch_op.drop_column('seal')
        batch_op.drop_column('stated_at')
        batch_op.drop_column('statement')
        batch_op.drop_column('reminded_at')
        batch_op.drop_column('round_of_id')
        batch_op.drop_column('annulled_because')
        batch_op.drop_column('annulled_at')
        batch_op.drop_column('grace_until')
        batch_op.drop_column('is_extended')
        batch_op.drop_column('seed_words')
        batch_op.drop_column('seed')
        batch_op.drop_column('quorum_is_share')
        batch_op.drop_column('quorum')
        batch_op.drop_column('shows_other_methods')
        batch_op.drop_column('shuffles')
        batch_op.drop_column('asks_reasons')
        batch_op.drop_column('may_change')
        batch_op.drop_column('takes_latecomers')
        batch_op.drop_column('is_by_invitation')
        batch_op.drop_column('only_role')
        batch_op.drop_column('is_local')
        batch_op.drop_column('disclosure')
        batch_op.drop_column('params')

    with op.batch_alter_table('poll_invited', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_poll_invited_user_id'))

    op.drop_table('poll_invited')
    with op.batch_alter_table('poll_elector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_poll_elector_user_id'))

    op.drop_table('poll_elector')
