from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from forum.core.models import Base


def test_the_migrations_make_what_the_models_say(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
