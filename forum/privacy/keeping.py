"""How old things of this folder, and of the floors below, go away each day."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, select

from forum.accounts.models import Device
from forum.city import settings
from forum.core import clock
from forum.core.commands import Command
from forum.core.db import db
from forum.core.models import Base
from forum.core.retention import keeps
from forum.privacy import files
from forum.privacy.actions.retention import NEVER
from forum.privacy.models import DataCopy, DataRequest, RequestState, RetentionRun

settings.retention(
    "accounts_unused",
    default=NEVER,
    title=_l("Akun yang tidak dipakai lagi (36.500 hari: tidak pernah)"),
)
settings.retention("data_requests", default=1095, title=_l("Permintaan atas data pribadi"))
settings.retention("backups", default=35, title=_l("Cadangan (backup) di luar program"))


@keeps("commands")
def commands(before: datetime) -> int:
    return _delete(Command, Command.at < before)


@keeps("kiosks")
def kiosks(before: datetime) -> int:
    """Devices lent at the desk are of nobody: they are not even kept as long as others."""
    return _delete(Device, Device.is_kiosk.is_(True), Device.expires_at < before)


@keeps("mail")
def mails(before: datetime) -> int:
    return files.remove_mails_before(before)


@keeps("data_copies")
def data_copies(before: datetime) -> int:
    """Each copy bears the time until which it is kept; a file without a row goes, too."""
    rows = db.session.scalars(select(DataCopy).where(DataCopy.expires_at < clock.now())).all()
    for row in rows:
        files.remove(row.file)
        db.session.delete(row)
    db.session.flush()
    known = db.session.scalars(select(DataCopy.file).where(DataCopy.file.is_not(None)))
    return len(rows) + files.remove_strays({str(name) for name in known}, before)


@keeps("data_requests")
def data_requests(before: datetime) -> int:
    return _delete(
        DataRequest, DataRequest.state != RequestState.OPEN, DataRequest.done_at < before
    )


@keeps("data_requests")
def runs(before: datetime) -> int:
    return _delete(RetentionRun, RetentionRun.at < before)


def _delete(model: type[Base], *which: ColumnElement[bool]) -> int:
    result = db.session.execute(
        delete(model).where(*which).execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0))
