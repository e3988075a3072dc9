"""The topics that residents choose from, under `/kelola/kategori`."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forum.core import commands
from forum.core.errors import Invalid, Stale
from forum.core.policy import require
from forum.issues import policy, queries
from forum.issues.actions import categories
from forum.issues.forms import CategoryForm, MergeForm
from forum.issues.models import Category
from forum.web import administration, command_id, current_actor
from forum.web.limits import WRITING, limiter

bp = Blueprint("categories", __name__, url_prefix="/kelola/kategori")


@bp.route("", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def index() -> ResponseReturnValue:
    """All topics in their order; a new one is added at the end."""
    _may()
    actor, form = current_actor(), CategoryForm()

    def work() -> commands.Answer:
        made = categories.add(actor, name=form.name.data, name_en=form.name_en.data or "")
        return {"id": made.id}

    if _carried_out(form, lambda: commands.once(actor, command_id(), "category.add", work)):
        flash(_("Topik ditambahkan."), "ok")
        return redirect(url_for(".index"), 303)
    rows = queries.all_categories()
    page = _show(
        "issues/categories.html",
        form=form,
        offered=[one for one in rows if not one.is_retired],
        retired=[one for one in rows if one.is_retired],
        names={one.id: one for one in rows},
        counts=queries.issues_per_category(),
        cmd_id=request.form.get("cmd_id"),
    )
    return page, _status()


@bp.route("/<int:category_id>", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def edit(category_id: int) -> ResponseReturnValue:
    category = _category(category_id)
    form = CategoryForm(obj=category)

    def work() -> None:
        categories.rename(
            current_actor(),
            category,
            name=form.name.data,
            name_en=form.name_en.data or "",
            expected_version=_expected_version(),
        )

    if _carried_out(form, work):
        flash(_("Perubahan disimpan."), "ok")
        return redirect(url_for(".index"), 303)
    category = _category(category_id)
    return _show("issues/category.html", form=form, category=category), _status()


@bp.post("/<int:category_id>/pindah")
def move(category_id: int) -> ResponseReturnValue:
    """`arah` is naik or turun: one place up or down the list."""
    category, way = _category(category_id), request.form.get("arah")
    if way not in ("naik", "turun"):
        raise Invalid(_("Pesan ini tidak dapat dipahami."))
    categories.move(current_actor(), category, up=way == "naik")
    return redirect(url_for(".index") + f"#topik-{category_id}", 303)


@bp.post("/<int:category_id>/pensiun")
@limiter.limit(WRITING)
def retire(category_id: int) -> ResponseReturnValue:
    categories.retire(current_actor(), _category(category_id))
    flash(_("Topik tidak ditawarkan lagi. Isu yang memakainya tetap."), "ok")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:category_id>/pakai")
@limiter.limit(WRITING)
def restore(category_id: int) -> ResponseReturnValue:
    categories.restore(current_actor(), _category(category_id))
    flash(_("Topik ditawarkan lagi."), "ok")
    return redirect(url_for(".index"), 303)


@bp.route("/<int:category_id>/gabung", methods=["GET", "POST"])
@limiter.limit(WRITING, methods=["POST"])
def merge(category_id: int) -> ResponseReturnValue:
    """Cannot be undone, so it is asked for on a page of its own, with a reason."""
    category = _category(category_id)
    form = MergeForm.into([one for one in queries.categories() if one is not category])

    def work() -> None:
        into = _category(form.into_id.data)
        categories.merge(current_actor(), category, into, reason=form.reason.data)

    if _carried_out(form, work):
        flash(_("Topik digabung."), "ok")
        return redirect(url_for(".index"), 303)
    count = queries.issues_per_category().get(category_id, 0)
    page = _show("issues/merge_category.html", form=form, category=category, count=count)
    return page, _status()


def _may() -> None:
    require(policy.can_manage_categories, current_actor())


def _category(category_id: int) -> Category:
    _may()
    return queries.existing_category(category_id)


def _carried_out(form: FlaskForm, work: Callable[[], object]) -> bool:
    """Whether the form makes sense and the action took it; what is wrong then stands in it."""
    if not form.validate_on_submit():
        return False
    try:
        work()
    except (Invalid, Stale) as refusal:
        form.form_errors.append(str(refusal))
        return False
    return True


def _show(template: str, **values: Any) -> str:
    return administration.page(template, acting_as=_("Pengelola kota"), **values)


def _status() -> int:
    return 422 if request.method == "POST" else 200


def _expected_version() -> int | None:
    return request.args.get("v", type=int)
