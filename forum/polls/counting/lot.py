"""The lot that decides what a rule leaves equal: drawn before the voting, the same at any count."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True)
class Lot:
    """`order` holds the ids of all options, the luckiest first."""

    order: tuple[str, ...]

    @classmethod
    def drawn(cls, seed: str, option_ids: Iterable[str]) -> "Lot":
        """Options by SHA-256 of the seed, a line end and their id; lower is luckier."""
        return cls(tuple(sorted(option_ids, key=lambda one: _draw(seed, one))))

    def position(self, option_id: str) -> int:
        """0 for the luckiest."""
        return self._positions[option_id]

    def sorted(self, option_ids: Iterable[str]) -> tuple[str, ...]:
        """These options, the luckiest first."""
        return tuple(sorted(option_ids, key=self._positions.__getitem__))

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {one: place for place, one in enumerate(self.order)}


def _draw(seed: str, option_id: str) -> bytes:
    return sha256(f"{seed}\n{option_id}".encode()).digest()
