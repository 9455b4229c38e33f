"""Months as clerks write them."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.indices.months import to_months


def read(text: str) -> str | None:
    told = to_months(pd.Series([text], dtype="str"))
    (month,), (unreadable,) = told.values, told.unreadable
    assert unreadable == pd.isna(month)
    return None if pd.isna(month) else month


@pytest.mark.parametrize(
    "text",
    [
        "2026-10",
        "2026/10",
        "10/2026",
        "10-2026",
        "Okt 2026",
        "Oktober 2026",
        "okt. 2026",
        "October-2026",
        " Oct, 2026 ",
        "2026-10-01",
        "2026-10-31 00:00:00",
        "31/10/2026",
        "17 Okt 2026",
        "46296",
    ],
)
def test_a_month_is_its_first_day(text: str) -> None:
    assert read(text) == "2026-10-01"


@pytest.mark.parametrize("text", ["1/10/2026", "2026-13", "0/2026", "Okt 26", "10/26", "2026", "202610", "Hujan 2026"])
def test_what_may_be_another_month_or_none_is_unreadable(text: str) -> None:
    assert read(text) is None


def test_a_day_that_is_of_one_month_either_way_is_of_that_month() -> None:
    assert read("10/10/2026") == "2026-10-01"


def test_blank_cells_are_missing_and_not_unreadable() -> None:
    told = to_months(pd.Series(["2026-10", None], dtype="str", index=[2, 3]))
    assert (told.values.isna().tolist(), told.unreadable.tolist()) == ([False, True], [False, False])


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_every_form_of_a_month_is_the_same_month(day: date) -> None:
    forms = {read(f"{day:{form}}") for form in ("%Y-%m", "%m/%Y", "%B %Y", "%b %Y", "%Y-%m-%d")}
    assert forms == {day.replace(day=1).isoformat()}
