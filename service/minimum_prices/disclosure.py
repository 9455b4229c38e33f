"""Which households' figures may be shown beside each other, so that none of them can be told from the difference.

A cell is the set of households that a figure is computed from. Nothing computed from fewer than 5 households is shown,
and any two cells of a survey that are ever shown differ by no household or by at least 5 (issue: privacy). What was
shown once stays known, so the cells of earlier computations count as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, select

from service.database import UnitOfWork
from service.economics.survey_means import FEWEST_HOUSEHOLDS, enough_state_it
from service.models.floor_policy import FloorComputation
from service.row_writing import insert_rows
from service.vocabulary import Tenure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Truths: TypeAlias = NDArray[np.bool_]
    Ids: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]

Cell: TypeAlias = frozenset[int]
CellsByPart: TypeAlias = Mapping[str, Sequence[Cell]]

FEW, TOO_CLOSE = "fewer_than_5_households", "differs_by_fewer_than_5_households"
WHOLE = "survey"
TENURE, REST = "tenure:", "tenure:rest"


@dataclass(frozen=True, slots=True, eq=False)
class AskedHouseholds:
    """The households of a survey now: their ids, and which of the figures named they state (households by names).

    `tenures` holds per household its place among `Tenure`, NaN where it is not stated (as `read_years` gives it).
    """

    ids: Ids
    stated: Truths
    names: Sequence[str]
    tenures: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SurveyCell:
    """What a survey may be computed from: the households kept, and the figures that are known of them.

    `reason` says why nothing may be shown; `cells` are those that are shown, by part, to be noted with the computation.
    """

    kept: Truths
    known: Truths
    marks: tuple[str, ...] = ()
    cells: Mapping[str, Cell] = field(default_factory=dict)
    reason: str | None = None


def releasable(cell: Cell, released: Iterable[Cell]) -> str | None:
    """Return why a cell may not be shown beside those that are, None if it may.

    >>> releasable(frozenset(range(7)), [frozenset(range(10))])
    'differs_by_fewer_than_5_households'
    """
    if len(cell) < FEWEST_HOUSEHOLDS:
        return FEW
    return TOO_CLOSE if any(0 < _difference(cell, other) < FEWEST_HOUSEHOLDS for other in released) else None


def _difference(one: Cell, other: Cell) -> int:
    sizes = len(one) - len(other)
    # Most cells differ in size already, and counting what two large ones share takes longer than all the rest.
    return abs(sizes) if abs(sizes) >= FEWEST_HOUSEHOLDS else len(one ^ other)


def base_cell(stated: Truths) -> Truths:
    """Return which households make up a survey's cell, from who states what (households by figures).

    Households without a figure that all but 1 to 4 state are left out, so that all figures speak of the same ones;
    never so many that fewer than half would be left. A figure that still lacks 1 to 4 is for the caller to leave out.
    """
    import numpy as np

    kept = np.ones(len(stated), dtype=bool)
    while True:
        missing = (~stated[kept]).sum(axis=0)
        nearly = stated[:, (missing > 0) & (missing < FEWEST_HOUSEHOLDS)].T
        smaller = next((kept & has for has in nearly if enough_state_it(int((kept & has).sum()), len(stated))), None)
        if smaller is None:
            return kept
        kept = smaller


def survey_cell(asked: AskedHouseholds, released: CellsByPart) -> SurveyCell:
    """Decide what of a survey may be shown, given the cells it has shown already (`released_cells`).

    Where the survey's cell is too close to an earlier one, the newest of those that is still whole stands: households
    that came later wait until they are five (mark `households_left_out`). A figure that at least 5 of the cell do not
    state has a cell of its own, if that may be shown too; else it counts as not known (mark `<figure>_suppressed`).
    """
    import numpy as np

    kept, reason = _whole(asked, released)
    if reason is not None:
        return SurveyCell(np.zeros_like(kept), np.zeros(len(asked.names), dtype=bool), reason=reason)
    shown = _Shown(released)
    shown.add(WHOLE, _cell(asked, kept))
    known, marks = np.ones(len(asked.names), dtype=bool), [] if kept.all() else ["households_left_out"]
    for column in np.flatnonzero(~asked.stated[kept].all(axis=0)).tolist():
        own, name = kept & asked.stated[:, column], asked.names[column]
        known[column] = enough_state_it(int(own.sum()), int(kept.sum())) and shown.accepts(name, _cell(asked, own))
        if own.any() and not known[column]:
            marks.append(f"{name}_suppressed")
    for name, cell in tenure_cells(asked, kept, shown.cells()).items():
        shown.add(name, cell)
    return SurveyCell(kept, known, tuple(marks), shown.new)


def _whole(asked: AskedHouseholds, released: CellsByPart) -> tuple[Truths, str | None]:
    kept = base_cell(asked.stated)
    reason = releasable(_cell(asked, kept), _all(released))
    if reason != TOO_CLOSE:
        return kept, reason
    present = frozenset(asked.ids.tolist())
    earlier = next((cell for cell in reversed(released.get(WHOLE, ())) if cell <= present), None)
    return (kept, reason) if earlier is None else (_mask(asked, earlier), None)


class _Shown:
    """The cells of a survey that are shown: those of earlier computations, and this one's."""

    def __init__(self, released: CellsByPart) -> None:
        self._before = _all(released)
        self.new: dict[str, Cell] = {}

    def cells(self) -> list[Cell]:
        return [*self._before, *self.new.values()]

    def add(self, part: str, cell: Cell) -> None:
        self.new[part] = cell

    def accepts(self, part: str, cell: Cell) -> bool:
        if releasable(cell, self.cells()) is not None:
            return False
        self.add(part, cell)
        return True


def tenure_cells(asked: AskedHouseholds, kept: Truths, shown: Sequence[Cell]) -> dict[str, Cell]:
    """Return the cells of the tenures that may be shown, and that of all households in none of these (`REST`).

    The rest can be had from the whole, so it must be one that may be shown, or nobody: else the smallest tenure goes
    too.
    """
    tenures = sorted(_tenures(asked, kept).items(), key=lambda each: -len(each[1]))
    accepted: dict[str, Cell] = {}
    for name, cell in tenures:
        if releasable(cell, [*shown, *accepted.values()]) is None:
            accepted[name] = cell
    while accepted:
        rest = _cell(asked, kept).difference(*accepted.values())
        if not rest:
            return accepted
        if releasable(rest, [*shown, *accepted.values()]) is None:
            return accepted | {REST: rest}
        accepted.popitem()
    return {}


def _tenures(asked: AskedHouseholds, kept: Truths) -> dict[str, Cell]:
    if asked.tenures is None:
        return {}
    cells = {f"{TENURE}{word}": _cell(asked, kept & (asked.tenures == place)) for place, word in enumerate(Tenure)}
    return {name: cell for name, cell in cells.items() if cell}


def _cell(asked: AskedHouseholds, kept: Truths) -> Cell:
    return frozenset(asked.ids[kept].tolist())


def _mask(asked: AskedHouseholds, cell: Cell) -> Truths:
    import numpy as np

    return np.isin(asked.ids, list(cell))


def _all(released: CellsByPart) -> list[Cell]:
    return [cell for cells in released.values() for cell in cells]


@dataclass(frozen=True, slots=True)
class ComputedCell:
    """One cell of a computation: of which survey and part, and whether figures of it may be shown."""

    survey_id: int
    part: str
    households: Cell
    input_digest: str
    released: bool = True


def released_cells(connection: Connection, survey_ids: Collection[int]) -> Mapping[int, CellsByPart]:
    """Return every cell that surveys have shown so far, by survey and part, oldest first."""
    found: defaultdict[int, defaultdict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for survey_id, part, households, released in _noted(connection, survey_ids):
        if released:
            found[survey_id][part].append(households)
    return found


def note_cells(uow: UnitOfWork, cells: Iterable[ComputedCell]) -> int:
    """Keep on record which cells were computed, those that are not yet; return how many."""
    wanted = list(cells)
    known = set(_noted(uow.connection, {cell.survey_id for cell in wanted}))
    new = [cell for cell in wanted if (cell.survey_id, cell.part, cell.households, cell.released) not in known]
    return len(insert_rows(uow.connection, FloorComputation, [_row(uow, cell) for cell in new]))


def _noted(connection: Connection, survey_ids: Collection[int]) -> list[tuple[int, str, Cell, bool]]:
    columns = [FloorComputation.c[name] for name in ("survey_id", "part", "household_ids", "released")]
    statement = select(*columns).where(FloorComputation.c.survey_id.in_(survey_ids)).order_by(FloorComputation.c.id)
    return [
        (row.survey_id, row.part, _from_runs(row.household_ids), row.released) for row in connection.execute(statement)
    ]


def _row(uow: UnitOfWork, cell: ComputedCell) -> dict[str, Any]:
    return {
        "survey_id": cell.survey_id,
        "part": cell.part,
        "input_digest": cell.input_digest,
        "household_ids": _to_runs(cell.households),
        "households": len(cell.households),
        "released": cell.released,
        "computed_at": uow.now,
        "revision": uow.revision,
    }


def _to_runs(cell: Cell) -> list[int]:
    """Write ids as runs: a survey's households are stored one after the other, so there are few.

    First comes the first id, then by turns how many ids there are and how many there are not: short numbers, as a
    survey has some ten cells of hundreds of runs.
    """
    import numpy as np

    if not cell:
        return []
    ids = np.sort(np.fromiter(cell, dtype=np.int64, count=len(cell)))
    last = np.flatnonzero(ids[1:] - ids[:-1] > 1)
    bounds = np.empty(2 * len(last) + 2, dtype=np.int64)
    bounds[0], bounds[-1] = ids[0], ids[-1] + 1
    bounds[1:-1:2], bounds[2:-1:2] = ids[last] + 1, ids[last + 1]
    bounds[1:] -= bounds[:-1].copy()
    runs: list[int] = bounds.tolist()
    return runs


def _from_runs(runs: Sequence[int]) -> Cell:
    bounds = list(accumulate(runs))
    return frozenset(chain.from_iterable(map(range, bounds[::2], bounds[1::2])))
