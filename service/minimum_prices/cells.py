"""A cell: the set of households that a figure is computed from, kept as runs of their ids.

Ids and not sets of them are compared: a country has some thousand cells of hundreds of households each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cell:
    """Households by their ids: the first id, then by turns how many there are and how many are left out.

    A survey's households are stored one after the other, so these are few and short numbers. The same households are
    always the same runs, so that cells can be compared and looked up. Made by `of` and `of_runs`.
    """

    runs: tuple[int, ...] = ()
    households: int = 0

    @classmethod
    def of(cls, ids: Ids) -> Cell:
        """Return the cell of these ids, which are in ascending order and each of them but once."""
        import numpy as np

        if not len(ids):
            return cls()
        last = np.flatnonzero(ids[1:] - ids[:-1] > 1)
        bounds = np.empty(2 * len(last) + 2, dtype=np.int64)
        bounds[0], bounds[-1] = ids[0], ids[-1] + 1
        bounds[1:-1:2], bounds[2:-1:2] = ids[last] + 1, ids[last + 1]
        bounds[1:] -= bounds[:-1].copy()
        return cls(tuple(bounds.tolist()), len(ids))

    @classmethod
    def of_runs(cls, runs: Sequence[int]) -> Cell:
        """Return the cell that was written as these runs."""
        return cls(tuple(runs), sum(runs[1::2]))

    def __len__(self) -> int:
        """Return how many households there are."""
        return self.households

    def ids(self) -> Ids:
        """Return the ids of the households in ascending order."""
        import numpy as np

        bounds = np.cumsum(np.array(self.runs, dtype=np.int64))
        lengths = bounds[1::2] - bounds[::2]
        # What comes before each run, in ids less in households.
        before = bounds[::2] - (np.cumsum(lengths) - lengths)
        ids: Ids = np.arange(self.households) + np.repeat(before, lengths)
        return ids

    def within(self, ids: Ids) -> bool:
        """Return whether all its households are among these."""
        import numpy as np

        return bool(np.isin(self.ids(), ids).all())

    def differs_by(self, other: Cell) -> int:
        """Return how many households are in one of the two cells only."""
        import numpy as np

        if self.runs == other.runs:
            return 0
        return len(np.setxor1d(self.ids(), other.ids(), assume_unique=True))
