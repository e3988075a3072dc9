"""The ways of counting, by the name stored with a poll."""

from forum.polls.methods.base import Method, Result
from forum.polls.methods.single import Single

METHODS: dict[str, Method] = {method.name: method for method in (Single(),)}

__all__ = ["METHODS", "Method", "Result"]
