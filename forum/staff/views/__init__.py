"""The pages of staff: people, roles and invitations under /kelola, and the page of a link."""

from forum.staff.views.blueprint import bp, register_sections

__all__ = ["bp", "register_sections"]

from forum.staff.views import invitations, joining, own, people, roles  # noqa: F401
