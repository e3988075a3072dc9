"""In which role someone acts, in words, for the line that pages show."""

from forum.core.actor import Actor, Role
from forum.staff import queries, words
from forum.web import administration

ORDER = (
    Role.ADMIN,
    Role.COORDINATOR,
    Role.HEAD,
    Role.OFFICIAL,
    Role.MODERATOR,
    Role.FACILITATOR,
    Role.SCRIBE,
    Role.DESK,
    Role.OBSERVER,
)


@administration.names_standing
def standing_of(actor: Actor, roles: tuple[str, ...]) -> str:
    """The first of these roles that the person holds (of all, if none is named), with its scope.

    Asks for the names of areas and units, in one query, and for nothing else.
    """
    wanted = [Role(role) for role in roles] or list(ORDER)
    role = next((role for role in wanted if actor.serves_as(role)), None)
    if role is None:
        return ""
    grants = [grant for grant in actor.grants if grant.role is role]
    areas, units = queries.places(
        {grant.area_id for grant in grants if grant.area_id},
        {grant.unit_id for grant in grants if grant.unit_id},
    )
    return words.all_called(grants, areas, units)
