"""Floors of many surveys are computed while others are read and written; each comes out as it does by itself."""

import pytest
from sqlalchemy import update

from benchmarks.household_rows import fill
from service.cost_surveys import household_years
from service.minimum_prices.recompute import recompute
from service.models.cost_survey import CostSurvey
from tests.builders import NOW, count, read, store_districts
from tests.conftest import NewDatabase

SURVEYS, METHODS, WITH_A_PRICE = 5, 5, 3
STORED = ("survey_id", "method", "minimum_price_idr_per_kg", "interval_low_idr_per_kg", "input_digest")


@pytest.mark.parametrize("together", [1, 2, 32])
def test_surveys_read_a_few_at_a_time_have_the_floors_each_has_alone(
    new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(household_years, "SURVEYS_TOGETHER", together)
    stored = []
    for at_once in (True, False):
        with new_database("postgresql", True) as database:
            store_districts(database)
            surveys = fill(database, SURVEYS, households=40)
            for some in [surveys] if at_once else [[survey] for survey in surveys]:
                with database.unit_of_work(NOW) as uow:
                    assert recompute(uow, some) == METHODS * len(some)
            stored.append(sorted(read(database, "minimum_price", *STORED), key=str))
            assert count(database, "minimum_price_event") == WITH_A_PRICE * SURVEYS
            assert {row.survey_id for row in read(database, "floor_computation")} == set(surveys)
    assert stored[0] == stored[1]
    assert len(stored[0]) == METHODS * SURVEYS


def test_surveys_computed_again_store_nothing_twice(new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(household_years, "SURVEYS_TOGETHER", 2)
    with new_database("postgresql", True) as database:
        store_districts(database)
        fill(database, SURVEYS, households=40)
        with database.unit_of_work(NOW) as uow:
            assert recompute(uow) == METHODS * SURVEYS
        cells = count(database, "floor_computation")
        with database.unit_of_work(NOW) as uow:
            uow.connection.execute(update(CostSurvey).values(floors_of=None))
            assert recompute(uow) == 0
        assert count(database, "floor_computation") == cells
