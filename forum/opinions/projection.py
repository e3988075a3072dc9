"""The two axes along which the votes differ most, and where everybody stands on them.

Needs numpy. Works through the votes in slices, so that besides one byte a cell only a small part
of the table is held as numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forum.opinions.votes import AGREE, DISAGREE, EMPTY

Cells = NDArray[np.int8]  # participants by statements
Floats = NDArray[np.float64]
_SLICE = 4096  # participants
_NOTHING = 1e-9  # variance that is only rounding


@dataclass(frozen=True)
class Axes:
    """Means of the statements (m), their components (2 by m), the shares explained (2)."""

    means: Floats
    components: Floats
    explained: Floats


def axes_of(cells: Cells, rejected: NDArray[np.bool_], earlier: Floats | None = None) -> Axes:
    """Steps 1 to 3. `earlier` (2 by m) holds the previous components, 0 for new statements."""
    seen = (cells != EMPTY).sum(axis=0)
    total = (cells == AGREE).sum(axis=0) - (cells == DISAGREE).sum(axis=0)
    means = np.where(rejected, 0.0, total / np.maximum(seen, 1))
    width = cells.shape[1]
    spread = np.zeros((width, width))
    for _, centred in _centred(cells, rejected, means):
        spread += centred.T @ centred
    sizes, vectors = np.linalg.eigh(spread)
    components = np.zeros((2, width))
    explained = np.zeros(2)
    whole = float(sizes.sum())
    for axis in range(min(2, width)):
        if sizes[-1 - axis] > _NOTHING * max(1.0, whole):
            components[axis] = vectors[:, -1 - axis]
            explained[axis] = sizes[-1 - axis] / whole
    _keep_signs(components, earlier)
    return Axes(means, components, explained)


def _keep_signs(components: Floats, earlier: Floats | None) -> None:
    for axis, one in enumerate(components):
        if not one.any():
            continue
        likeness = float(one @ earlier[axis]) if earlier is not None else 0.0
        turned = likeness if likeness else one[np.argmax(np.abs(one).round(9))]
        if turned < 0:
            components[axis] = -one


def places(cells: Cells, rejected: NDArray[np.bool_], axes: Axes) -> Floats:
    """Where every participant stands (n by 2), step 4."""
    found = np.zeros((cells.shape[0], 2))
    for part, centred in _centred(cells, rejected, axes.means):
        voted = ((cells[part] != EMPTY) | rejected).sum(axis=1)
        stretch = np.sqrt(cells.shape[1] / np.maximum(voted, 1))
        found[part] = (centred @ axes.components.T) * stretch[:, None]
    return found


def statement_places(axes: Axes) -> Floats:
    """Where somebody stands who only agreed with one statement (m by 2)."""
    width = len(axes.means)
    found: Floats = ((1 - axes.means) * axes.components).T * np.sqrt(width)
    return found


def _centred(
    cells: Cells, rejected: NDArray[np.bool_], means: Floats
) -> Iterator[tuple[slice, Floats]]:
    """Votes less the mean, slice by slice; 0 where nothing was voted or is rejected."""
    for begin in range(0, len(cells), _SLICE):
        part = slice(begin, begin + _SLICE)
        votes = cells[part]
        nothing = (votes == EMPTY) | rejected
        yield part, np.where(nothing, 0.0, votes - means)
