"""The pages of issues, under `/isu`."""

from flask_babel import lazy_gettext as _l

from forum.issues import policy
from forum.issues.views import (
    categories,
    handling,
    likeness,
    lists,
    merging,
    own_posts,
    page,
    pictures,
    places,
    posts,
    whole,
    writing,
)
from forum.issues.views.blueprint import bp
from forum.web import administration

__all__ = [
    "bp",
    "categories",
    "categories_bp",
    "handling",
    "likeness",
    "lists",
    "merging",
    "own_posts",
    "page",
    "pictures",
    "places",
    "posts",
    "whole",
    "writing",
]

categories_bp = categories.bp


def register_sections() -> None:
    """Put the page of topics on the list under `/kelola`."""
    administration.section(
        "kategori",
        group="kota",
        title=_l("Topik isu"),
        endpoint="categories.index",
        rule=policy.can_manage_categories,
    )
