"""Floors of household rows come out again from the households: figures, interval ends, and means of own floors."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from jobs.explain_command import REPRODUCED_FROM_HOUSEHOLDS, explain
from service.database import Database
from service.economics.survey_means import SurveySample
from service.minimum_prices.floor_households import rests_on_households, sample_behind, years_behind
from service.minimum_prices.grounds import FloorSettings
from service.minimum_prices.policy import Policy
from service.minimum_prices.recompute import recompute
from service.minimum_prices.reproduction import Difference, reproduced
from service.models.household_year import HouseholdYear
from service.models.minimum_price import MinimumPrice
from service.vocabulary import Aggregator, IndexName
from tests.builders import MUARA_ENIM, NOW, read
from tests.household_builders import household_number, take_in_forms
from tests.integration.minimum_prices.test_carried_floors import RISEN, with_indices

LATER = NOW + timedelta(days=200)
HOUSEHOLDS = 11


def asked(database: Database, *numbers: int, **changes: Any) -> None:
    """Take in households that differ in production and village."""
    forms = [
        household_number(
            number,
            village_code=f"16.03.01.200{number % 3 + 1}",
            **{"production_kg": str(150 + 9 * number), **changes},
        )
        for number in numbers or range(HOUSEHOLDS)
    ]
    assert take_in_forms(database, *forms, now=LATER).rejected == []


def recomputed(database: Database, aggregator: Aggregator = Aggregator.RATIO_OF_MEANS) -> list[Any]:
    with database.unit_of_work(LATER) as uow:
        recompute(uow, settings=FloorSettings(policy=Policy(aggregator=aggregator)))
    return list(read(database, "minimum_price"))


def sample_of(database: Database, row: Any) -> SurveySample | None:
    with database.reading() as connection:
        years = years_behind(connection, row)
    return None if years is None else sample_behind(row.inputs, years)


def differences(database: Database, rows: Sequence[Any]) -> list[Difference]:
    return [each for row in rows for each in reproduced(row, sample_of(database, row))]


@pytest.mark.parametrize("aggregator", Aggregator)
def test_every_figure_and_both_ends_come_out_again(chain: Database, aggregator: Aggregator) -> None:
    asked(chain)
    rows = recomputed(chain, aggregator)
    assert {row.interval_low_idr_per_kg is None for row in rows if row.method == "household-consumption"} == {False}
    assert all(rests_on_households(row) and sample_of(chain, row) is not None for row in rows)
    assert differences(chain, rows) == []


@pytest.mark.parametrize("aggregator", Aggregator)
@pytest.mark.parametrize("series", [tuple(RISEN), (IndexName.CONSUMPTION, IndexName.INPUTS)])
def test_carried_floors_come_out_again_by_what_they_were_carried_by(
    chain: Database, aggregator: Aggregator, series: tuple[IndexName, ...]
) -> None:
    asked(chain)
    with_indices(chain, *series)
    rows = [row for row in recomputed(chain, aggregator) if row.carried_to is not None]
    assert len(rows) == 5
    assert differences(chain, rows) == []


def test_households_without_production_come_out_again_as_their_reason(chain: Database) -> None:
    asked(chain)
    with chain.unit_of_work(LATER) as uow:
        uow.connection.execute(update(HouseholdYear).values(production_kg=0.0))
    rows = recomputed(chain)
    assert {row.reason for row in rows} == {"no_production"}
    assert differences(chain, rows) == []
    assert [each for row in rows for each in reproduced(row)] == []


def test_a_household_that_waits_for_others_is_no_part_of_the_floor(chain: Database) -> None:
    asked(chain)
    recomputed(chain)
    asked(chain, HOUSEHOLDS)
    rows = recomputed(chain)
    assert {row.households for row in rows} == {HOUSEHOLDS}
    assert differences(chain, rows) == []


@pytest.mark.parametrize(("moved", "found"), [(Decimal("0.01"), False), (Decimal("0.02"), True)])
def test_ends_agree_to_a_hundredth_of_a_rupiah_and_no_further(chain: Database, moved: Decimal, found: bool) -> None:
    asked(chain)
    first = next(row for row in recomputed(chain) if row.method == "household-consumption")
    with chain.unit_of_work(NOW) as uow:
        low = {"interval_low_idr_per_kg": first.interval_low_idr_per_kg - moved}
        uow.connection.execute(update(MinimumPrice).where(MinimumPrice.c.id == first.id).values(**low))
    row = next(row for row in read(chain, "minimum_price") if row.id == first.id)
    named = [each.figure for each in differences(chain, [row])]
    assert named == (["interval_low_idr_per_kg"] if found else [])


@pytest.fixture
def printed(chain: Database, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What `bokar explain` prints last of Muara Enim."""
    monkeypatch.setenv("BOKAR_DATABASE_URL", chain.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BOKAR_CLOCK", LATER.isoformat())
    monkeypatch.setattr("jobs.opening.configure_logging", lambda level: None)

    def last_lines(language: str = "en") -> list[str]:
        asked = [MUARA_ENIM, "--method", "household-consumption", "--language", language]
        result = CliRunner().invoke(explain, asked)
        assert result.exit_code == 0, result.output
        return result.stdout.split("\n\n")[-1].strip().splitlines()

    return last_lines


def test_explain_says_that_the_households_give_the_same(chain: Database, printed: Any) -> None:
    asked(chain)
    recomputed(chain)
    (told,) = printed()
    assert told == REPRODUCED_FROM_HOUSEHOLDS["en"]
    assert printed("id") == [REPRODUCED_FROM_HOUSEHOLDS["id"]]


def test_explain_names_households_that_have_changed_since(chain: Database, printed: Any) -> None:
    asked(chain)
    digest = recomputed(chain)[0].inputs["households_digest"]
    asked(chain, 3, production_kg="999")
    same, changed = printed()
    assert same.startswith("Computed again from the stored inputs by this version: the same figures")
    assert digest in changed
    assert changed.endswith("so its interval could not be computed again.")


def test_explain_claims_nothing_of_own_floors_whose_households_have_changed(chain: Database, printed: Any) -> None:
    asked(chain)
    recomputed(chain, Aggregator.MEAN_OF_RATIOS)
    asked(chain, 3, production_kg="999")
    (changed,) = printed()
    assert changed.endswith("the mean of the households' own floors and its interval could not be computed again.")
