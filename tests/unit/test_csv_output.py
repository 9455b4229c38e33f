"""CSV that leaves the house."""

from datetime import date
from decimal import Decimal

import pytest

from service.answers import to_csv


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert f"'{text}" in to_csv([{"note": text}], ["note"])


def test_a_negative_number_stays_a_number() -> None:
    assert to_csv([{"gap": Decimal("-12.50")}], ["gap"]).splitlines()[1] == "-12.50"


def test_lists_days_and_truths_have_one_spelling() -> None:
    row = {"evidence": [1, 2], "day": date(2020, 5, 24), "historical": True, "reason": None}
    assert to_csv([row], list(row)).splitlines()[1] == "1;2,2020-05-24,true,"
