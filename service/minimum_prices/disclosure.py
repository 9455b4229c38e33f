"""Which households' figures may be shown beside each other, so that none of them can be told from the difference.

A cell is the set of households that a figure is computed from. Nothing computed from fewer than 5 households is shown,
and any two cells of a survey that are ever shown differ by no household or by at least 5 (issue: privacy). What was
shown once stays known, so the cells of earlier computations count as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, select

from service.database import UnitOfWork
from service.economics.survey_means import FEWEST_HOUSEHOLDS, enough_state_it
from service.minimum_prices.cells import Cell
from service.models.floor_policy import FloorComputation
from service.row_writing import insert_rows
from service.vocabulary import Tenure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Truths: TypeAlias = NDArray[np.bool_]
    Ids: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]

CellsByPart: TypeAlias = Mapping[str, Sequence[Cell]]

FEW, TOO_CLOSE = "fewer_than_5_households", "differs_by_fewer_than_5_households"
WHOLE = "survey"
TENURE, REST = "tenure:", "tenure:rest"


@dataclass(frozen=True, slots=True, eq=False)
class AskedHouseholds:
    """The households of a survey now: their ids, ascending, and which of the figures they state (households by names).

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

    >>> import numpy as np
    >>> releasable(Cell.of(np.arange(7)), [Cell.of(np.arange(10))])
    'differs_by_fewer_than_5_households'
    """
    if len(cell) < FEWEST_HOUSEHOLDS:
        return FEW
    return TOO_CLOSE if any(0 < _difference(cell, other) < FEWEST_HOUSEHOLDS for other in released) else None


def shown_beside(cells: Mapping[str, Cell], shown: Sequence[Cell]) -> dict[str, Cell]:
    """Return which of the cells may be shown beside those that are, and beside each other: who comes first is first."""
    accepted: dict[str, Cell] = {}
    for part, cell in cells.items():
        if releasable(cell, [*shown, *accepted.values()]) is None:
            accepted[part] = cell
    return accepted


def _difference(one: Cell, other: Cell) -> int:
    sizes = abs(len(one) - len(other))
    # Most cells differ in size already, and counting what two large ones share takes longer than all the rest.
    return sizes if sizes >= FEWEST_HOUSEHOLDS else one.differs_by(other)


def base_cell(stated: Truths) -> Truths:
    """Return which households make up a survey's cell, from who states what (households by figures).

    Households without a figure that all but 1 to 4 state are left out, so that all figures speak of the same ones;
    never so many that fewer than half would be left. A figure that still lacks 1 to 4 is for the caller to leave out.
    """
    import numpy as np

    kept = np.ones(len(stated), dtype=bool)
    while True:
        households = _count(kept)
        nearly = [has for has in stated.T if 0 < households - _count(kept & has) < FEWEST_HOUSEHOLDS]
        smaller = next((kept & has for has in nearly if enough_state_it(_count(kept & has), len(stated))), None)
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
    households = _count(kept)
    for column, name in enumerate(asked.names):
        own = kept & asked.stated[:, column]
        stating = _count(own)
        if stating == households:
            continue
        known[column] = enough_state_it(stating, households) and shown.accepts(name, _cell(asked, own))
        if stating and not known[column]:
            marks.append(f"{name}_suppressed")
    for name, cell in tenure_cells(asked, kept, shown.cells()).items():
        shown.add(name, cell)
    return SurveyCell(kept, known, tuple(marks), shown.new)


def _whole(asked: AskedHouseholds, released: CellsByPart) -> tuple[Truths, str | None]:
    import numpy as np

    kept = base_cell(asked.stated)
    reason = releasable(_cell(asked, kept), _all(released))
    if reason != TOO_CLOSE:
        return kept, reason
    earlier = next((cell for cell in reversed(released.get(WHOLE, ())) if cell.within(asked.ids)), None)
    return (kept, reason) if earlier is None else (np.isin(asked.ids, earlier.ids()), None)


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
    tenures = sorted(_tenures(asked, kept).items(), key=lambda each: -_count(each[1]))
    accepted = shown_beside({name: _cell(asked, own) for name, own in tenures}, shown)
    of_tenure = dict(tenures)
    while accepted:
        others = kept & ~_any_of([of_tenure[name] for name in accepted])
        if not others.any():
            return accepted
        rest = _cell(asked, others)
        if releasable(rest, [*shown, *accepted.values()]) is None:
            return accepted | {REST: rest}
        accepted.popitem()
    return {}


def _tenures(asked: AskedHouseholds, kept: Truths) -> dict[str, Truths]:
    if asked.tenures is None:
        return {}
    of_tenure = {f"{TENURE}{word}": kept & (asked.tenures == place) for place, word in enumerate(Tenure)}
    return {name: own for name, own in of_tenure.items() if own.any()}


def _any_of(masks: Sequence[Truths]) -> Truths:
    import numpy as np

    some: Truths = np.logical_or.reduce(masks)
    return some


def _count(households: Truths) -> int:
    import numpy as np

    # Twenty times as fast as adding up truths.
    return int(np.count_nonzero(households))


def _cell(asked: AskedHouseholds, kept: Truths) -> Cell:
    return Cell.of(asked.ids[kept])


def _all(released: CellsByPart) -> list[Cell]:
    return [cell for cells in released.values() for cell in cells]


def every_cell(found: SurveyCell, released: CellsByPart) -> list[Cell]:
    """Return all cells of a survey that are shown: those of earlier computations, and this one's."""
    return [*_all(released), *found.cells.values()]


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
        (row.survey_id, row.part, Cell.of_runs(row.household_ids), row.released)
        for row in connection.execute(statement)
    ]


def _row(uow: UnitOfWork, cell: ComputedCell) -> dict[str, Any]:
    return {
        "survey_id": cell.survey_id,
        "part": cell.part,
        "input_digest": cell.input_digest,
        "household_ids": cell.households.runs,
        "households": len(cell.households),
        "released": cell.released,
        "computed_at": uow.now,
        "revision": uow.revision,
    }
