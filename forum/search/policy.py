"""Who may find what: each kind answers for its own things."""

from sqlalchemy import ColumnElement, false, or_

from forum.core.actor import Actor
from forum.search.kinds import KINDS
from forum.search.models import Document


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The documents this viewer may find, by the rules of the folders that own them."""
    return or_(
        false(),
        *(
            (Document.kind == name) & kind.visible_to(viewer, Document.ref_id)
            for name, kind in KINDS.items()
        ),
    )


def written_by(viewer: Actor) -> ColumnElement[bool]:
    """The documents of what this person wrote, unnamed or not; they alone are shown these."""
    own = [
        (Document.kind == name) & condition
        for name, kind in KINDS.items()
        if (condition := kind.written_by(viewer, Document.ref_id)) is not None
    ]
    return or_(false(), *own)
