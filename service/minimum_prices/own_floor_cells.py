"""Which households a mean of the households' own floors speaks of, and whether it may be told beside other figures.

Who produced nothing, or does not state what a method needs, has no floor of its own: the mean speaks of fewer of them
than the survey's other figures do, and by each method of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from service.economics.minimum_price import Floor, FloorParameters, not_computable
from service.economics.survey_means import SurveySample, own_floors
from service.minimum_prices.cells import Cell
from service.minimum_prices.disclosure import TOO_CLOSE, shown_beside
from service.minimum_prices.survey_floors import ComputedFloor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids: TypeAlias = NDArray[np.int64]

OWN_FLOORS = "own_floors:"


@dataclass(frozen=True, slots=True)
class OwnFloorCells:
    """The cells of means of own floors that are shown beside those of the survey, and the methods whose are not."""

    new: Mapping[str, Cell] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def told(self, floor: ComputedFloor) -> ComputedFloor:
        """Return a floor as it may be told."""
        result = floor.result
        if result.method not in self.hidden or not isinstance(result, Floor):
            return floor
        return ComputedFloor(not_computable(result.method, TOO_CLOSE))


def own_floor_cells(
    samples: Iterable[tuple[SurveySample, FloorParameters]], ids: Ids, shown: Sequence[Cell]
) -> OwnFloorCells:
    """Decide of each method whether the mean of own floors may be shown, given the cells that are shown already.

    `samples` are the households as surveyed and as carried forward; by a method the same ones have a floor in both, if
    any have. An administered price is nobody's own.
    """
    of_method = {
        f"{OWN_FLOORS}{slug}": Cell.of(ids[has])
        for sample, parameters in samples
        for slug, has in own_floors(sample, parameters).items()
        if has.any() and slug != "fixed"
    }
    accepted = shown_beside(of_method, shown)
    hidden = frozenset(part.removeprefix(OWN_FLOORS) for part in of_method.keys() - accepted.keys())
    return OwnFloorCells({part: cell for part, cell in accepted.items() if cell not in shown}, hidden)
