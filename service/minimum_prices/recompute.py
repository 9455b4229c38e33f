"""Recomputing the floors of surveys: every method side by side, stored once per distinct input."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from queue import SimpleQueue
from typing import Any

from sqlalchemy import Connection, select

from service.clock import add_months
from service.cost_surveys.household_years import years_by_survey
from service.database import UnitOfWork
from service.economics.bootstrap import Interval, ReplicateDesign
from service.economics.minimum_price import Floor, NotComputable
from service.economics.sensitivities import Alternative
from service.minimum_prices.disclosure import ComputedCell, note_cells, released_cells
from service.minimum_prices.events import note_proposed
from service.minimum_prices.grounds import FloorSettings, Grounds, digest_of, grounds_of, survey_midpoint
from service.minimum_prices.household_floors import READ, of_households
from service.minimum_prices.policy import publish_by_policy
from service.minimum_prices.survey_floors import ComputedFloor, SurveyFloors, carried_forward, of_published_means
from service.minimum_prices.survey_year import SurveyFigures
from service.models.cost_survey import CostItem, CostSurvey, SurveyTool
from service.models.minimum_price import MinimumPrice
from service.row_writing import insert_rows, set_by_id
from service.vocabulary import Basis, FloorStatus, LegalStatus, SurveyKind

SOFTWARE_VERSION = version("bokar")
STALE_AFTER_MONTHS = 36
USUAL = FloorSettings()


def recompute(uow: UnitOfWork, survey_ids: Collection[int] | None = None, settings: FloorSettings = USUAL) -> int:
    """Compute the floors of the surveys that changed, or whose grounds did, and store those whose input is new.

    `survey_ids` narrows it to some surveys. Returns how many floors were stored. Floors are published where the
    district's policy says so.
    """
    surveys = _surveys(uow.connection, survey_ids)
    grounds = grounds_of(uow.connection, surveys, settings)
    changed = [survey for survey in surveys if survey.floors_of != _floors_of(survey, grounds[survey.id])]
    if not changed:
        return 0
    known, computed = _known(uow.connection, changed), _Computed(uow)
    with closing(_found(uow.connection, changed, grounds, computed.write)) as found:
        for floors in found:
            computed.add(floors, known)
    computed.write()
    _note_floors_of(uow, changed, grounds)
    publish_by_policy(uow, [survey.id for survey in changed], settings.policy)
    return computed.floors


class _Computed:
    """Floors that are computed and not written yet.

    Whoever reads the households also writes, by turns, as only one thread may use the connection; the server is never
    left waiting for what is computed meanwhile.
    """

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._waiting: SimpleQueue[tuple[list[dict[str, Any]], list[ComputedCell]]] = SimpleQueue()
        self.floors = 0

    def add(self, floors: SurveyFloors, known: set[tuple[int, str]]) -> None:
        rows = list(_rows(floors, known, self._uow.now))
        self.floors += len(rows)
        self._waiting.put((rows, list(_cells(floors))))

    def write(self) -> None:
        rows: list[dict[str, Any]] = []
        cells: list[ComputedCell] = []
        while not self._waiting.empty():
            some_rows, some_cells = self._waiting.get()
            rows += some_rows
            cells += some_cells
        if rows:
            _store(self._uow, rows)
        if cells:
            note_cells(self._uow, cells)


def _surveys(connection: Connection, survey_ids: Collection[int] | None) -> Sequence[Any]:
    statement = select(CostSurvey).order_by(CostSurvey.c.id)
    return connection.execute(
        statement if survey_ids is None else statement.where(CostSurvey.c.id.in_(survey_ids))
    ).all()


def _floors_of(survey: Any, grounds: Grounds) -> str:
    return digest_of({"revision": survey.revision, "grounds": grounds.digest, "software": SOFTWARE_VERSION})


def _note_floors_of(uow: UnitOfWork, surveys: Sequence[Any], grounds: dict[int, Grounds]) -> None:
    # The survey itself has not changed, so its revision stays.
    computed_of = {survey.id: _floors_of(survey, grounds[survey.id]) for survey in surveys}
    set_by_id(uow.connection, CostSurvey.c.floors_of, computed_of)


def _found(
    connection: Connection, surveys: Sequence[Any], grounds: dict[int, Grounds], between: Callable[[], None]
) -> Generator[SurveyFloors, None, None]:
    """Yield the floors of surveys; households are read meanwhile, so only `between` may use the connection."""
    yield from _of_published_means(connection, surveys, grounds)
    yield from _of_households(connection, surveys, grounds, between)


def _of_published_means(
    connection: Connection, surveys: Sequence[Any], grounds: dict[int, Grounds]
) -> Iterable[SurveyFloors]:
    for survey in surveys:
        if survey.kind == SurveyKind.PUBLISHED_MEANS:
            yield of_published_means(read_figures(connection, survey), grounds[survey.id])


def read_figures(connection: Connection, survey: Any) -> SurveyFigures:
    """Read the printed figures of a survey, given its row."""
    items = select(CostItem).where(CostItem.c.survey_id == survey.id, CostItem.c.household_id.is_(None))
    tools = select(SurveyTool).where(SurveyTool.c.survey_id == survey.id, SurveyTool.c.household_id.is_(None))
    return SurveyFigures(
        survey,
        connection.execute(items.order_by(CostItem.c.id)).all(),
        connection.execute(tools.order_by(SurveyTool.c.id)).all(),
    )


def _of_households(
    connection: Connection, surveys: Sequence[Any], grounds: dict[int, Grounds], between: Callable[[], None]
) -> Iterable[SurveyFloors]:
    by_id = {survey.id: survey for survey in surveys if survey.kind == SurveyKind.HOUSEHOLDS}
    if not by_id:
        return
    released = released_cells(connection, by_id)
    for survey_id, years in years_by_survey(connection, READ, sorted(by_id), between):
        yield of_households(by_id[survey_id], years, grounds[survey_id], released.get(survey_id, {}))


def _rows(found: SurveyFloors, known: set[tuple[int, str]], now: datetime) -> Iterator[dict[str, Any]]:
    """Yield the floors of a survey, and those carried forward, whose input is new, as they are stored."""
    for floors in (found, *_carried_forward(found)):
        if (floors.survey.id, floors.digest) not in known:
            shared = _shared_columns(floors, now)
            for floor in floors.compute():
                yield {**shared, **_columns(floor), **_interval(floor, floors.grounds.design)}


def _carried_forward(found: SurveyFloors) -> Iterator[SurveyFloors]:
    if found.inputs is not None and found.grounds.ratios is not None:
        yield carried_forward(found, found.grounds.ratios)


def _store(uow: UnitOfWork, rows: Sequence[dict[str, Any]]) -> None:
    note_proposed(uow, insert_rows(uow.connection, MinimumPrice, [row | {"revision": uow.revision} for row in rows]))


def _known(connection: Connection, surveys: Sequence[Any]) -> set[tuple[int, str]]:
    columns = MinimumPrice.c.survey_id, MinimumPrice.c.input_digest
    statement = select(*columns).distinct().where(columns[0].in_([survey.id for survey in surveys]))
    return {(row.survey_id, row.input_digest) for row in connection.execute(statement)}


def _cells(floors: SurveyFloors) -> Iterable[ComputedCell]:
    for part, households in floors.cells.items():
        yield ComputedCell(floors.survey.id, part, households, floors.digest)


def _shared_columns(floors: SurveyFloors, now: datetime) -> dict[str, Any]:
    survey = floors.survey
    midpoint, carried_to = survey_midpoint(survey), floors.carried_to
    return {
        "district_code": survey.district_code,
        "survey_id": survey.id,
        "aggregator": floors.aggregator,
        "households": floors.households,
        "represents": survey.represents,
        # Per delivered kilogram, as production is; its rubber content stands with the inputs.
        "basis": Basis.AS_SOLD,
        "survey_midpoint": midpoint,
        "stale_from": add_months(carried_to or midpoint, STALE_AFTER_MONTHS),
        "valid_from": max(survey.floor_valid_from, carried_to or survey.floor_valid_from),
        "carried_to": carried_to,
        "known_from": now,
        "legal_status": LegalStatus.INDICATION,
        "historical": survey.historical,
        "inputs": floors.documented,
        "input_digest": floors.digest,
        "software_version": SOFTWARE_VERSION,
    }


def _columns(floor: ComputedFloor) -> dict[str, Any]:
    result = floor.result
    columns: dict[str, Any] = {
        "method": result.method,
        "method_version": result.method_version,
        "alternatives": [_alternative(each) for each in floor.alternatives],
        "surveyed_minimum_price_idr_per_kg": _price(floor.surveyed),
    }
    if isinstance(result, NotComputable):
        return {**_NO_FLOOR, **columns, "reason": result.reason, "warnings": []}
    return (
        _NO_FLOOR
        | columns
        | {
            "cost_concept": result.cost_concept,
            "cost_of_production_idr_per_kg": result.cost_of_production_idr_per_kg,
            "household_consumption_idr_per_kg": result.household_need_idr_per_kg,
            "minimum_price_idr_per_kg": result.minimum_price_idr_per_kg,
            "status": FloorStatus.PROPOSED,
            "warnings": list(result.warnings),
        }
    )


_NO_FLOOR = dict.fromkeys(
    (
        "cost_concept",
        "cost_of_production_idr_per_kg",
        "household_consumption_idr_per_kg",
        "minimum_price_idr_per_kg",
        "status",
        "reason",
    )
)


def _interval(floor: ComputedFloor, design: ReplicateDesign) -> dict[str, Any]:
    if not isinstance(floor.around, Interval):
        return _NO_INTERVAL
    return {
        "interval_low_idr_per_kg": floor.around.low,
        "interval_high_idr_per_kg": floor.around.high,
        "replicates": design.replicates,
        "seed": design.seed,
    }


_NO_INTERVAL = dict.fromkeys(("interval_low_idr_per_kg", "interval_high_idr_per_kg", "replicates", "seed"))


def _price(floor: Floor | NotComputable | None) -> float | None:
    return floor.minimum_price_idr_per_kg if isinstance(floor, Floor) else None


def _alternative(alternative: Alternative) -> dict[str, Any]:
    floor, price = alternative.floor, _price(alternative.floor)
    return {
        "slug": alternative.slug,
        "label_en": alternative.label_en,
        "label_id": alternative.label_id,
        "minimum_price_idr_per_kg": None if price is None else round(price, 2),
        "reason": None if isinstance(floor, Floor) else floor.reason,
    }
