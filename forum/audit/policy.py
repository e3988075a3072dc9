from forum.core.actor import Actor, Role


def can_read(actor: Actor) -> bool:
    """The record of everything is for those who run the city's forum and those who watch it."""
    return actor.has(Role.ADMIN, Role.OBSERVER)
