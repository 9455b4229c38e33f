"""Misprints of posted tables (DOMAIN section 2), and which arriving prices plausibility looks at."""

from decimal import Decimal

import pytest

from service.prices.content import values_of
from service.prices.flagging import Candidate, candidate, grades_flag
from service.prices.plausibility import SeriesKey
from tests.builders import arriving_price

POSTED_2020_12_17 = {"100": "18382", "70": "12867", "60": "11029", "50": "9191", "40": "7353"}
# The 100 % grade as printed; the others imply 21 075.
POSTED_2021_02_24 = {"100": "20075", "70": "14753", "60": "12645", "50": "10538", "40": "8430"}


def test_a_proportional_table_is_not_flagged() -> None:
    assert grades_flag(POSTED_2020_12_17) is None


def test_a_misprint_is_flagged_with_what_the_other_grades_imply() -> None:
    assert grades_flag(POSTED_2021_02_24) == "KKK 100% says 20075, the other grades imply 21075"


def test_two_misprints_are_both_told() -> None:
    flag = grades_flag({**POSTED_2020_12_17, "70": "12367", "40": "8353"})
    assert flag == ("KKK 70% says 12367, the other grades imply 12867; KKK 40% says 8353, the other grades imply 7353")


def test_two_grades_cannot_outvote_each_other() -> None:
    assert grades_flag({"100": "20075", "50": "20075"}) is None
    assert grades_flag(None) is None


@pytest.mark.parametrize("share", range(1, 101))
def test_every_grade_is_told_as_it_was_written(share: int) -> None:
    rest = {str(grade): str(grade * 100) for grade in (99, 98, 97, 96) if grade != share}
    assert f"KKK {share}% says 900000" in str(grades_flag({**rest, str(share): "900000"}))


def test_a_flag_fits_its_column() -> None:
    rest = {str(grade): str(grade * 100) for grade in range(50, 70)}
    wrong = {str(grade): "900000" for grade in range(1, 19)}
    assert len(str(grades_flag({**rest, **wrong}))) == 200


def test_plausibility_looks_at_what_the_farmer_gets() -> None:
    values = values_of(
        arriving_price(
            price_level="collector",
            deduction_percent="10",
            fee_idr_per_kg="150",
            transport_idr_per_kg="100",
            storage_age="weekly",
        )
    )
    series = SeriesKey("16.03", "farmgate", "weekly")
    assert candidate(values) == Candidate(series, values["observed_on"], 9500, 9500 * 0.9 - 250)
    texts = {name: value if value is None else str(value) for name, value in values.items()}
    assert candidate(texts) == candidate(values)


@pytest.mark.parametrize("changes", [{"district_code": None}, {"suspect": "a misprint"}], ids=["province", "suspect"])
def test_what_is_not_computed_with_is_not_looked_at(changes: dict[str, str | None]) -> None:
    assert candidate({**values_of(arriving_price()), **changes, "price_idr_per_kg": Decimal(1)}) is None
