"""The years of households as columns: what floors and costs of many surveys are computed from at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Boolean, ColumnElement, Connection, case, func, select

from service.cost_surveys.figure_rows import read_figures
from service.imports.ahead import ahead
from service.models.household_year import HouseholdYear
from service.vocabulary import Tenure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]

SURVEYS_TOGETHER = 32
TENURES = tuple(Tenure)
_PLACE = (HouseholdYear.c.survey_id, HouseholdYear.c.household_id, func.coalesce(HouseholdYear.c.village, 0))


@dataclass(frozen=True, slots=True)
class HouseholdYears:
    """Years of households in the order of their surveys' ids and, within a survey, of their own.

    `village` is the digits of its code, 0 where it is not known. `figures` are households by `columns`, NaN where a
    household did not state it; every column of them lies in one piece.
    """

    columns: tuple[str, ...]
    survey_id: Integers
    household_id: Integers
    village: Integers
    weight: Floats
    figures: Floats

    def __len__(self) -> int:
        """Return how many households there are."""
        return len(self.household_id)

    def column(self, name: str) -> Floats:
        """Return one figure of all households."""
        figure: Floats = self.figures[:, self.columns.index(name)]
        return figure

    def offsets(self) -> list[int]:
        """Return where the households of each survey begin, and the number of households at the end."""
        import numpy as np

        if not len(self):
            return [0]
        return [0, *(np.flatnonzero(self.survey_id[1:] != self.survey_id[:-1]) + 1).tolist(), len(self)]

    def by_survey(self) -> Iterator[tuple[int, HouseholdYears]]:
        """Yield the id of each survey that has households, and its years; nothing is copied."""
        for start, end in pairwise(self.offsets()):
            yield int(self.survey_id[start]), self.rows(slice(start, end))

    def of_survey(self, survey_id: int) -> HouseholdYears:
        """Return the years of one survey, of no household if it has none; nothing is copied."""
        import numpy as np

        return self.rows(slice(*np.searchsorted(self.survey_id, (survey_id, survey_id + 1)).tolist()))

    def rows(self, rows: Any) -> HouseholdYears:
        """Return some of the households: a slice, or which of them."""
        return HouseholdYears(
            self.columns,
            self.survey_id[rows],
            self.household_id[rows],
            self.village[rows],
            self.weight[rows],
            self.figures[rows],
        )


def read_years(
    connection: Connection, columns: Sequence[str], survey_ids: Sequence[int] | None = None
) -> HouseholdYears:
    """Read figures of the households of these surveys, or of all.

    `columns` are numbers of the table `household_year`, and `sold_kg`: production * (1 - revenue share). Truths are 1
    and 0, `tenure` is its place in `TENURES`. A survey without households does not appear.
    """
    statement = select(*_PLACE, HouseholdYear.c.weight, *(_number(name).label(f"figure_{name}") for name in columns))
    if survey_ids is not None:
        statement = statement.where(HouseholdYear.c.survey_id.in_(survey_ids))
    place, numbers = read_figures(connection, statement, len(_PLACE))
    rows = _in_order(place)
    return HouseholdYears(
        columns=tuple(columns),
        survey_id=place[0, rows],
        household_id=place[1, rows],
        village=place[2, rows],
        weight=numbers[0, rows],
        figures=numbers[1:, rows].T,
    )


def _nothing() -> None:
    """Do nothing between two readings."""


def years_by_survey(
    connection: Connection, columns: Sequence[str], survey_ids: Sequence[int], between: Callable[[], None] = _nothing
) -> Iterator[tuple[int, HouseholdYears]]:
    """Yield the id of each of these surveys that has households, and its years, as `read_years` gives them.

    While some surveys are dealt with, those after them are read in a thread: nothing else may use the connection before
    the end but `between`, which that thread calls before it reads on.
    """

    def read(start: int) -> HouseholdYears:
        between()
        return read_years(connection, columns, survey_ids[start : start + SURVEYS_TOGETHER])

    for years in ahead(read(start) for start in range(0, len(survey_ids), SURVEYS_TOGETHER)):
        yield from years.by_survey()


def digest_of_years(years: HouseholdYears) -> str:
    """Return the SHA-256 of what a survey's households stated, of their weights and villages.

    It depends on nothing else: not on how and under which ids they are stored, but on their order, which decides what
    is drawn for whom in replicates.
    """
    import numpy as np

    stated = np.vstack([years.village, years.weight, years.figures.T])
    # One zero and one NaN, the bytes in one order.
    stated = np.where(np.isnan(stated), np.nan, stated + 0.0).astype("<f8", copy=False)
    return hashlib.sha256(" ".join(years.columns).encode() + b"\n" + stated.tobytes()).hexdigest()


def _in_order(place: Integers) -> Any:
    """Return which rows to take one after the other: they come as they are stored, mostly in order.

    Sorting them here, where they have to be, takes a tenth of the time it takes the server.
    """
    import numpy as np

    surveys, households = place[:2]
    later = (surveys[1:] > surveys[:-1]) | ((surveys[1:] == surveys[:-1]) & (households[1:] > households[:-1]))
    return slice(None) if later.all() else np.lexsort((households, surveys))


def _number(name: str) -> ColumnElement[Any]:
    years = HouseholdYear.c
    if name == "sold_kg":
        return years.production_kg * (1 - years.revenue_share)
    if name == "tenure":
        return case({tenure.value: place for place, tenure in enumerate(TENURES)}, value=years.tenure)
    if isinstance(years[name].type, Boolean):
        return case((years[name].is_(True), 1), (years[name].is_(False), 0))
    return years[name]
