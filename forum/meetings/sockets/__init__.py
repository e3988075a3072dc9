"""Citizen forums live: the public room, the one behind the scenes, and what is done there."""

from forum.meetings.sockets import commands, rooms

__all__ = ["commands", "rooms"]
