"""What a database file remembers of rows that are gone.

On SQLite deleted rows are overwritten (`secure_delete`), but the journal beside the file holds
the pages as they were until it is emptied. PostgreSQL overwrites dead rows in its own time.
"""

from forum.core.db import db

BRIEFLY = 200  # milliseconds: whoever reads goes first, and we come again


def empty() -> bool:
    """Write the journal into the file and cut it to nothing; False while someone reads."""
    if db.engine.dialect.name != "sqlite":
        return True
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={BRIEFLY}")
        try:
            busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(patience)}")
            cursor.close()
    finally:
        connection.close()
    return bool(busy == 0)
