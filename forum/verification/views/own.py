"""One's own verification: how far it goes, and how to get further."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts import queries as accounts
from forum.accounts.models import User
from forum.accounts.words import VERIFICATION
from forum.core import clock
from forum.core.errors import Invalid, TooMany
from forum.core.policy import require
from forum.verification import actions, codes, levels, policy, queries
from forum.verification.actions import RENEWED_WITHIN, CodeNotGood, OtherArea
from forum.verification.forms import RedeemForm
from forum.verification.views.blueprint import (
    TRIES_PER_ACCOUNT,
    TRIES_PER_ADDRESS,
    bp,
    own_id,
)
from forum.verification.words import HOW
from forum.web import current_actor
from forum.web.limits import WRITING, account_key, address_key, count, limiter


@bp.get("/akun/verifikasi")
def own() -> ResponseReturnValue:
    require(policy.can_redeem, current_actor())
    return _page(RedeemForm())


@bp.post("/akun/verifikasi")
def redeem() -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_redeem, actor)
    form = RedeemForm()
    moves_to = request.form.get("moves_to", type=int)
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        count(TRIES_PER_ADDRESS, "printed codes", address_key())
        count(TRIES_PER_ACCOUNT, "printed codes", account_key())
        actions.redeem_code(actor, code=form.code.data, moves_to=moves_to)
    except OtherArea as other:
        form.code.errors = [str(other)]
        return _page(form, offered=other.area), 422
    except (CodeNotGood, Invalid) as error:
        form.code.errors = [str(error)]
        return _page(form), 422
    except TooMany as error:  # what was typed stays for later
        form.code.errors = [str(error)]
        return _page(form), error.status
    flash(_("Akun Anda sudah diverifikasi dengan kode."), "ok")
    return redirect(url_for(".own"), 303)


@bp.post("/akun/verifikasi/kode-meja")
@limiter.limit(WRITING)
def desk_code() -> ResponseReturnValue:
    """Digits to show at the desk, so that nobody has to spell a name."""
    actions.ask_desk_code(current_actor())
    return redirect(f"{url_for('.own')}#meja", 303)


def _page(form: RedeemForm, offered: object = None) -> str:
    user = accounts.own_account(own_id())
    shown = queries.desk_code_of(user.id)
    return render_template(
        "verification/own.html",
        user=user,
        form=form,
        offered=offered,
        level=user.level,
        words=VERIFICATION,
        hows=HOW,
        records=queries.records_of(user.id),
        now_=clock.now(),
        desk_code=codes.desk_code(user.id, shown.nonce) if shown is not None else None,
        ends_soon=_ends_soon(user),
        case=queries.open_case_of(user.id),
        desk_code_until=shown.expires_at if shown is not None else None,
        needs=[
            (words, levels.why_not(current_actor(), action))
            for action, words in levels.ACTIONS.items()
        ],
    )


def _ends_soon(user: User) -> bool:
    """So soon that it is time to be verified once more."""
    until = user.verified_until
    return until is not None and until < clock.now() + RENEWED_WITHIN
