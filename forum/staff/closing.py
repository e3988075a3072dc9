"""Roles and invitations for a unit end when it is closed; here is what the page says of them."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from forum.city.closing import Ending, Endings, ends_with_a_unit
from forum.core.actor import Actor
from forum.staff import queries
from forum.staff.words import role_words


@ends_with_a_unit
def roles(_viewer: Actor, unit_id: int) -> Endings:
    return Endings(
        _l("Peran yang berakhir"),
        _l("Orangnya diberi tahu dengan alasan Anda. Akun mereka tetap ada."),
        [
            Ending(
                role_words(grant.role, grant.area, grant.unit),
                grant.user.public_name,
                url_for("staff.person", user_id=grant.user_id),
            )
            for grant in queries.grants_of_unit(unit_id)
        ],
    )


@ends_with_a_unit
def invitations(_viewer: Actor, unit_id: int) -> Endings:
    return Endings(
        _l("Undangan yang ditarik"),
        _l("Tautannya tidak berlaku lagi."),
        [
            Ending(role_words(one.role, one.area, one.unit), one.address)
            for one in queries.open_invitations_of_unit(unit_id)
        ],
    )
