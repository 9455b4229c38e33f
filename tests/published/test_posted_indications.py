"""Posted tables are proportional, misprints flagged, an administered price stays as decreed (DOMAIN 2, 3)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.economics.minimum_price import CostConcept, Floor, FloorInputs, FloorParameters, compute_floor
from service.economics.units import check_grades, proportional_table, round_half_up

POSTED = tomllib.loads(Path(__file__).with_name("indications.toml").read_text("utf-8"))


@pytest.mark.parametrize("table", POSTED["table"], ids=lambda table: str(table["day"]))
def test_all_but_the_misprints_are_proportional_to_the_reference_price(table: dict[str, Any]) -> None:
    shares = [percent / 100 for percent in table["contents_percent"]]
    computed = proportional_table(table["reference_price_idr_per_kg"], shares)
    for percent, printed in zip(table["contents_percent"], table["printed_idr_per_kg"], strict=True):
        assert (computed[percent / 100] == printed) == (percent not in table["flagged_percent"])


@pytest.mark.parametrize("table", POSTED["table"], ids=lambda table: str(table["day"]))
def test_the_cross_grade_check_flags_the_misprints_only_and_mends_nothing(table: dict[str, Any]) -> None:
    printed = dict(zip((p / 100 for p in table["contents_percent"]), table["printed_idr_per_kg"], strict=True))
    check = check_grades(printed)
    assert [round(content * 100) for content in check.flagged] == table["flagged_percent"]
    assert check.median_dry_price_idr_per_kg == pytest.approx(table["reference_price_idr_per_kg"], abs=1)
    assert round_half_up(check.implied_dry_price_idr_per_kg[1.0]) == printed[1.0]


def test_bangka_belitungs_price_is_taken_as_announced() -> None:
    announced = POSTED["bangka_belitung"]
    inputs = FloorInputs(2312, {CostConcept.AS_PRINTED: 2_402_469})
    for bound in ("support_from_idr_per_kg", "support_until_idr_per_kg"):
        parameters = FloorParameters(fixed_price_idr_per_kg=announced[bound], fixed_price_decree=announced["decree"])
        floor = compute_floor("fixed", inputs, parameters)
        assert isinstance(floor, Floor)
        assert floor.minimum_price_idr_per_kg == announced[bound]
