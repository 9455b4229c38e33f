"""Values and links as they arrive, and what is asked for."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from service.errors import ReversedPeriod
from service.indices.schemas import IndexLinkIn, IndexQuery, IndexValueIn

SERIES = {"index_name": "consumption", "base": "2018=100", "source": "made up", "provenance": "published"}


def value(**changes: Any) -> IndexValueIn:
    return IndexValueIn.model_validate({**SERIES, "month": "2026-10-01", "value": "120.5", **changes})


def link(**changes: Any) -> IndexLinkIn:
    return IndexLinkIn.model_validate(
        {**SERIES, "base": "2012=100", "to_base": "2018=100", "factor": "0.75", **changes}
    )


def kinds(error: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return [each["type"] for each in error.value.errors()]


@pytest.mark.parametrize("base", ["2018=100", " 2018 = 100 ", "(2018=100)"])
def test_a_base_is_the_same_however_it_is_spaced(base: str) -> None:
    assert value(base=base).base == "2018=100"


@pytest.mark.parametrize("base", ["IDR", "Rp", "rupiah"])
def test_wages_are_in_rupiah(base: str) -> None:
    assert value(index_name="wage", base=base, value="85000").base == "IDR"


@pytest.mark.parametrize("base", ["2018", "100", "2018=10O", "USD", ""])
def test_what_is_no_base_is_refused(base: str) -> None:
    with pytest.raises(ValidationError) as error:
        value(base=base)
    assert kinds(error) == ["string_pattern_mismatch"]


@pytest.mark.parametrize(("name", "base"), [("consumption", "IDR"), ("rice_price", "2018=100")])
def test_a_base_of_another_kind_of_series_is_refused(name: str, base: str) -> None:
    with pytest.raises(ValidationError) as error:
        value(index_name=name, base=base)
    assert kinds(error) == ["base_of_other_series"]


def test_without_a_province_it_is_the_countrys() -> None:
    assert value().stored()["area_code"] == "00"
    assert value(province_code="16").stored()["area_code"] == "16"


def test_figures_are_rounded_half_up_to_what_is_stored() -> None:
    assert value(value="120.1234565").value == Decimal("120.123457")
    assert link(factor="0.123456785").factor == Decimal("0.12345679")


@pytest.mark.parametrize("wrong", ["0", "-1", "0.0000001", "1e9", "NaN", "Infinity"])
def test_a_value_that_is_no_factor_of_anything_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        value(value=wrong)
    with pytest.raises(ValidationError):
        link(factor="0.000000001" if wrong == "0.0000001" else wrong)


def test_a_link_joins_two_bases() -> None:
    assert (link().stored()["from_base"], link().stored()["to_base"]) == ("2012=100", "2018=100")
    with pytest.raises(ValidationError) as error:
        link(to_base="(2012=100)")
    assert kinds(error) == ["link_to_itself"]


@pytest.mark.parametrize("month", ["2026-10", "2026-10-01", "2026-10-31"])
def test_a_list_is_asked_for_by_months_or_their_days(month: str) -> None:
    query = IndexQuery.model_validate({"from": month, "to": month})
    assert (query.start, query.end) == (date(2026, 10, 1), date(2026, 10, 1))


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-10-32", "Okt 2026", "0000-01", 2026])
def test_what_is_no_month_cannot_be_asked_for(month: Any) -> None:
    with pytest.raises(ValidationError) as error:
        IndexQuery.model_validate({"from": month})
    assert kinds(error) == ["month_form"]


def test_months_that_run_backwards_are_refused() -> None:
    with pytest.raises(ReversedPeriod):
        IndexQuery.model_validate({"from": "2026-10", "to": "2026-09"})
