"""Before serving: bring the database to the present version, and give an empty one the demo city.

The same as `forum db upgrade` and, the first time, `forum demo --size small`, in one process.
"""

import sys

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from forum import create_app
from forum.accounts.models import User
from forum.cli import migrate
from forum.config import WrongSetting
from forum.core.db import db
from forum.demo.actions import fill_in


def main() -> int:
    try:
        app = create_app()
        migrate(app)
        with app.app_context():
            is_empty = db.session.scalar(select(User.id).limit(1)) is None
            db.session.rollback()
            if is_empty and app.config["DEMO"]:
                print(fill_in("small"))
    except (WrongSetting, OperationalError) as error:
        reason = error.orig if isinstance(error, OperationalError) else error
        print(f"forum: {str(reason).splitlines()[0]}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
