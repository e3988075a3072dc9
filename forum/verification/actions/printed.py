"""Codes on paper: made for an RT, printed, redeemed once each, voided."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.city.models import Area
from forum.core import clock
from forum.core.actor import Actor, Verification
from forum.core.db import atomic, db, lock
from forum.core.errors import Invalid, Refused
from forum.core.outbox import record
from forum.core.policy import require
from forum.verification import codes, policy, queries
from forum.verification.actions.standing import hold_people, raise_level, role_for
from forum.verification.events import CodesMade, CodesPrinted, CodesVoided
from forum.verification.models import BatchCode, CodeBatch, How

MOST = 500  # codes of one batch
LASTS = (7, 180)  # days
CODE = Verification.CODE


class CodeNotGood(Refused):
    """The code is none of ours, is used, is over, or was voided."""


class OtherArea(Refused):
    """The code was printed for another kelurahan than the person's; `area` says which."""

    def __init__(self, message: str, area: Area) -> None:
        super().__init__(message)
        self.area = area


@atomic()
def make_codes(
    actor: Actor, area: Area, *, rt: str, rw: str, count: int, days: int
) -> CodeBatch:
    """Make a batch for an RT. Only hashes are kept: the codes follow from number and place."""
    require(policy.can_print_codes, actor, area)
    if not 1 <= count <= MOST:
        raise Invalid(_("Jumlah kode antara 1 dan %(n)s.", n=MOST))
    if not LASTS[0] <= days <= LASTS[1]:
        raise Invalid(_("Kode berlaku 7 sampai 180 hari."))
    batch = CodeBatch(
        area_id=area.id,
        area=area,
        rt=neighbourhood(rt),
        rw=neighbourhood(rw),
        count=count,
        made_by_id=actor.id,
        expires_at=clock.now() + timedelta(days=days),
    )
    db.session.add(batch)
    db.session.flush()
    _add_codes(batch)
    role = role_for(actor, area.id, area.parent_id)
    record(
        CodesMade(batch_id=batch.id, area_id=area.id, count=count, actor_id=actor.id, role=role)
    )
    return batch


@atomic()
def note_printing(actor: Actor, batch: CodeBatch) -> list[str]:
    """The codes that can still be redeemed; that somebody looked at them is on record."""
    require(policy.can_print_codes, actor, batch.area)
    if not batch.is_good(clock.now()):
        raise CodeNotGood(_("Kode ini sudah dibatalkan atau habis masa berlakunya."))
    role = role_for(actor, batch.area_id, batch.area.parent_id)
    record(CodesPrinted(batch_id=batch.id, actor_id=actor.id, role=role))
    return [codes.printed_code(batch.id, each) for each in queries.unused_positions(batch.id)]


@atomic()
def void_codes(actor: Actor, batch: CodeBatch) -> None:
    """What is left of the batch is worth nothing from now on. Twice is harmless."""
    require(policy.can_print_codes, actor, batch.area)
    parent_id = batch.area.parent_id
    lock(batch)
    if batch.voided_at is not None:
        return
    batch.voided_at, batch.voided_by_id = clock.now(), actor.id
    role = role_for(actor, batch.area_id, parent_id)
    record(CodesVoided(batch_id=batch.id, actor_id=actor.id, role=role))


@atomic()
def redeem_code(actor: Actor, *, code: str, moves_to: int | None = None) -> None:
    """Take a code for this person. It must be for their kelurahan, or they move to its.

    Redeeming one's own code again is harmless.
    """
    require(policy.can_redeem, actor)
    assert actor.id is not None
    typed = codes.as_printed(code)
    if typed is None:
        raise Invalid(_("Kode terdiri dari 8 huruf dan angka, misalnya 7K2M-9XQ4."))
    (user,) = hold_people(actor.id)
    found = queries.code_named(typed)
    if found is None:
        raise CodeNotGood(_("Kode ini tidak dikenal. Periksa lagi kertasnya."))
    batch, area = found.batch, found.batch.area
    lock(batch)
    lock(found)
    if found.used_at is not None and found.used_by_id == actor.id:
        return
    _expect_good(found, batch)
    if user.area_id is not None and user.area_id != area.id:
        _expect_move(user.level, area, moves_to)
    found.used_at, found.used_by_id = clock.now(), actor.id
    raise_level(actor, user, level=CODE, how=How.CODE, area_id=area.id)


def neighbourhood(text: str) -> str:
    """The number of an RT or RW, as it is written: `003`."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 3 and int(digits)):
        raise Invalid(_("Nomor RT dan RW terdiri dari angka 1 sampai 999."))
    return f"{int(digits):03}"


def _add_codes(batch: CodeBatch) -> None:
    """One hash for each place; a code that is on another sheet already is left out."""
    made: dict[str, int] = {}
    position = 0
    while len(made) < batch.count:
        wanted = batch.count - len(made)
        fresh = {
            codes.hash_of(codes.printed_code(batch.id, each)): each
            for each in range(position, position + wanted)
        }
        position += wanted
        taken = db.session.scalars(
            select(BatchCode.code_hash).where(BatchCode.code_hash.in_(fresh))
        ).all()
        made |= {hash_: place for hash_, place in fresh.items() if hash_ not in taken}
    db.session.add_all(
        BatchCode(batch_id=batch.id, position=place, code_hash=hash_)
        for hash_, place in made.items()
    )
    db.session.flush()


def _expect_good(code: BatchCode, batch: CodeBatch) -> None:
    if code.used_at is not None:
        raise CodeNotGood(_("Kode ini sudah dipakai. Satu kode untuk satu orang."))
    if not batch.is_good(clock.now()):
        raise CodeNotGood(
            _("Kode ini sudah tidak berlaku. Minta kode baru kepada ketua RT atau kelurahan.")
        )


def _expect_move(held: Verification, area: Area, moves_to: int | None) -> None:
    if held is Verification.IDENTITY_CARD:
        raise CodeNotGood(
            _(
                "Kode ini untuk warga %(area)s. Kelurahan Anda sudah diperiksa dengan KTP. "
                "Bila pindah, bawa KTP baru ke kantor kelurahan.",
                area=area.label,
            )
        )
    if moves_to != area.id:
        raise OtherArea(
            _(
                "Kode ini untuk warga %(area)s, sedangkan akun Anda dari kelurahan lain. "
                "Bila Anda tinggal di sana, ubah kelurahan Anda, lalu pakai kodenya.",
                area=area.label,
            ),
            area,
        )
