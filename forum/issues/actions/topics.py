"""Topics of issues as the demo and imports add them; `issues.categories` changes them."""

from forum.core.db import atomic, db
from forum.issues import queries
from forum.issues.models import Category


@atomic()
def add_category(name: str) -> Category:
    """A topic to choose from; one that is there already is given back."""
    category = queries.category_named(name)
    if category is None:
        category = Category(name=name)
        db.session.add(category)
        db.session.flush()
    return category
