"""Scenarios of floors that come of household rows, in both databases."""

from service.analysis.answers import scenario
from service.analysis.schemas import ScenarioIn
from service.database import Database
from service.minimum_prices.grounds import FloorSettings
from service.minimum_prices.recompute import recompute
from tests.builders import NOW, TODAY, read
from tests.household_builders import household_number, take_in_forms


def test_a_survey_of_fewer_than_five_households_answers_with_the_reason(chain: Database) -> None:
    take_in_forms(chain, *(household_number(number) for number in range(4)))
    with chain.unit_of_work(NOW) as uow:
        recompute(uow, settings=FloorSettings())
    (survey_id,) = {row.survey_id for row in read(chain, "minimum_price")}
    asked = ScenarioIn.model_validate({"survey_id": survey_id, "changes": {"wage_percent": 3}})
    with chain.reading() as connection:
        told = scenario(connection, asked, TODAY)["floors"]
    assert len(told) == 5
    assert {(floor["reason"], floor["new_minimum_price_idr_per_kg"]) for floor in told} == {
        ("fewer_than_5_households", None)
    }
