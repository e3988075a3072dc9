"""How wide the columns of a table are, for the formats that fill a page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_PAGE = 470.0  # points between the margins
_LETTER = 0.54  # the width of an average letter, as a part of its size
# up to how many columns, size of the type, air beside the text
_SIZES = ((5, 9.0, 5.0), (7, 8.2, 4.0), (12, 7.2, 3.0), (math.inf, 5.5, 1.5))


def shares(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """The part of the width for each column, one in all: short ones take what they need, long
    ones grow with the square root of their text, none is narrower than its longest word likes.
    """
    needs = [_need(column) for column in zip(header, *rows, strict=True)]
    total = sum(needs)
    return [need / total for need in needs]


@dataclass(frozen=True)
class Fit:
    """How a table is set on the page: sizes in points, and how many letters a line takes."""

    size: float
    inset: float
    shares: list[float]
    letters: list[int]

    def height(self, row: Sequence[str]) -> int:
        """How many lines the tallest cell of the row will have, rather too many than too few."""
        heights = (
            sum(-(-max(len(line), 1) // letters) for line in text.split("\n"))
            for text, letters in zip(row, self.letters, strict=True)
        )
        return max(heights, default=0)


def fitted(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Fit:
    """The more columns, the smaller the type and the less air, as long as one can read it."""
    columns = len(header)
    size, inset = next((s, i) for most, s, i in _SIZES if columns <= most)
    parts = shares(header, rows)
    letters = [int((_PAGE * part - 2 * inset) / (_LETTER * size)) for part in parts]
    return Fit(size, inset, parts, [max(number, 1) for number in letters])


def _need(texts: Sequence[str]) -> float:
    longest = min(max(map(len, texts)), 600)
    if longest <= 18:
        return max(longest, 3) + 2
    longest_word = min(
        max((len(word) for text in texts for word in text.split()), default=1), 24
    )
    return max(18.0, longest_word + 2, 3.2 * math.sqrt(longest))


def filled(fraction: float) -> float:
    """The length of a bar, kept between nothing and all; what is no number is nothing."""
    return 0.0 if math.isnan(fraction) else min(max(fraction, 0.0), 1.0)
