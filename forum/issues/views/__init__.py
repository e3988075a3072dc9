"""The pages of issues, under `/isu`."""

from forum.issues.views import lists, page, posts, writing
from forum.issues.views.blueprint import bp

__all__ = ["bp", "lists", "page", "posts", "writing"]
