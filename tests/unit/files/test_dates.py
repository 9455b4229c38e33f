"""Days as people write them: what is read, what a column proves, what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.files.convention_errors import AmbiguousDates, MixedDates, SwappedDates
from service.files.conventions import Evidence, Example
from service.files.dates import DateEvidence, DateOrder, date_evidence, order_of, to_days

DAY_FIRST, MONTH_FIRST = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST

DAY = date(2020, 12, 17)
EVE_IN_UTC = datetime(2020, 12, 16, 17, tzinfo=UTC)

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
figures = st.integers(0, 32)
written = st.one_of(
    st.builds("{:02}/{:02}/20{:02}".format, figures, figures, figures),
    st.builds("{}-{}-2020 08:30".format, figures, figures),
    st.builds("2020-{}-{}".format, figures, figures),
    st.builds("{} Des 2020".format, figures),
)


def texts(*cells: str | None) -> pd.Series[str]:
    """A column of a CSV file whose first cell stands on line 2."""
    return pd.Series(list(cells), index=range(2, len(cells) + 2), dtype="str")


def read(cell: Any, order: DateOrder = DAY_FIRST) -> str | None:
    dtype = "str" if isinstance(cell, str) else object
    found = to_days(pd.Series([cell], dtype=dtype), order)
    value = found.values.iloc[0]
    assert found.unreadable.iloc[0] == (pd.isna(value) and cell is not None)
    return None if pd.isna(value) else value


def order(*cells: str) -> DateOrder:
    return order_of(date_evidence(texts(*cells)), "observed_on")


@pytest.mark.parametrize("order", DateOrder)
@pytest.mark.parametrize(
    "text",
    [
        "2020-12-17",
        "2020/12/17",
        "2020.12.17",
        "17 Des 2020",
        "17 des. 2020",
        "17  Desember\xa02020",
        "17-Des-2020",
        "17DES2020",
        "17 Dec 2020",
        "December 17, 2020",
        "Dec 17 2020",
        "Kamis, 17 Desember 2020",
        "kamis 17 Des 2020",
        "Thursday, December 17, 2020",
        "2020-12-17 00:00:00",
        "2020-12-17T08:30:00",
        "2020-12-17T08:30:00.123+07:00",
        "2020-12-17 08.30 WIB",
        "2020-12-17T08:30:00Z",
        "2020-12-16T17:00:00Z",
        "2020-12-17T23:30:00+09:00",
        "44182",
    ],
)
def test_a_day_that_can_be_read_in_one_way_only_needs_no_order(text: str, order: DateOrder) -> None:
    assert read(text, order) == "2020-12-17"


@pytest.mark.parametrize(
    "text", ["03/04/2020", "3/4/2020", "03-04-2020", "3.4.2020", "03/04/2020 23:59", "3/4/2020 12:00 AM"]
)
def test_figures_are_read_in_the_order_asked_for(text: str) -> None:
    assert (read(text, DAY_FIRST), read(text, MONTH_FIRST)) == ("2020-04-03", "2020-03-04")


@pytest.mark.parametrize(
    ("names", "month"),
    [
        ("Januari January Jan", 1),
        ("Februari Pebruari February Feb", 2),
        ("Maret March Mar", 3),
        ("April Apr", 4),
        ("Mei May", 5),
        ("Juni June Jun", 6),
        ("Juli July Jul", 7),
        ("Agustus August Agt Agu Ags Aug", 8),
        ("September Sep Sept", 9),
        ("Oktober October Okt Oct", 10),
        ("November Nopember Nov Nop", 11),
        ("Desember December Des Dec", 12),
    ],
)
def test_months_go_by_their_indonesian_and_english_names(names: str, month: int) -> None:
    for name in names.split():
        assert read(f"9 {name} 2020") == read(f"9-{name.upper()}-2020") == f"2020-{month:02}-09"


@pytest.mark.parametrize(
    "text", ["Jumat, 18 Desember 2020", "Jum'at, 18 Desember 2020", "Jum\u2019at 18 Desember 2020"]
)
def test_friday_is_written_in_three_ways(text: str) -> None:
    assert read(text) == "2020-12-18"


@pytest.mark.parametrize("order", DateOrder)
@pytest.mark.parametrize(
    "text",
    [
        "31/02/2020",
        "29/02/2021",
        "2020-02-30",
        "31 Apr 2020",
        "32/01/2020",
        "0/1/2020",
        "2020-13-01",
        "13/13/2020",
        "17/12/20",
        "17-Des-20",
        "17 Des",
        "Des 2020",
        "17/12-2020",
        "1/1/0020",
        "17 Foo 2020",
        "Foo, 17 Des 2020",
        "Rabu, 17 Desember 2020",
        "2020-12-17T25:00:00",
        "2020-12-17T08:30:00+99:00",
        "17/12/2020 25:00",
        "soon",
        "20201217",
        "19999",
        "60001",
        "44182.5",
        "1e5",
        "nan",
        "-44182",
        "١٧/12/2020",
    ],
)
def test_what_is_no_day_of_the_calendar_is_unreadable(text: str, order: DateOrder) -> None:
    assert read(text, order) is None


@pytest.mark.parametrize(
    "cell",
    [
        44182,
        44182.75,
        DAY,
        datetime.combine(DAY, time.max),
        EVE_IN_UTC,
        pd.Timestamp("2020-12-17 08:30"),
        " 17/12/2020 ",
    ],
)
def test_a_workbook_has_serials_and_typed_dates(cell: Any) -> None:
    assert to_days(pd.Series([cell], dtype=object), DAY_FIRST).values.tolist() == ["2020-12-17"]


@pytest.mark.parametrize("cell", [True, 5, 19999, 60001, 60000.99 + 1, float("nan"), float("inf"), 10**400, object()])
def test_what_is_typed_otherwise_is_no_day(cell: Any) -> None:
    assert read(cell) is None


def test_serials_run_from_1954_to_2064() -> None:
    assert [read(serial) for serial in (20_000, 60_000)] == ["1954-10-03", "2064-04-08"]


def test_blank_cells_are_missing_and_not_unreadable() -> None:
    for column in (
        texts(None, "44182"),
        pd.Series([None, 44182], dtype=object),
        pd.Series([pd.NaT, 44182], dtype=object),
    ):
        found = to_days(column, DAY_FIRST)
        assert found.values.isna().tolist() == [True, False]
        assert not found.unreadable.any()


def test_an_empty_column_is_read() -> None:
    assert to_days(texts(), DAY_FIRST).values.empty
    assert to_days(texts(None, None), DAY_FIRST).values.isna().all()
    assert date_evidence(texts()) == date_evidence(texts(None)) == DateEvidence()


def test_one_cell_settles_the_whole_column() -> None:
    assert order("03/04/2020", "17/12/2020") is DAY_FIRST
    assert order("03/04/2020", "12/17/2020") is MONTH_FIRST
    assert order("03/04/2020", "17-12-2020 08:30") is DAY_FIRST


def test_a_column_on_which_nothing_depends_has_the_day_first() -> None:
    assert order() is order("2020-04-03", "3 Apr 2020", "05/05/2020", "31/02/2020", "soon") is DAY_FIRST


def test_an_ambiguous_column_is_refused_with_an_example() -> None:
    with pytest.raises(AmbiguousDates) as refused:
        order("2020-12-17", "05/05/2020", "03/04/2020", "04/05/2020")
    for language in ("en", "id"):
        message = refused.value.message(language)
        assert all(part in message for part in ("'observed_on'", "'03/04/2020'", "4)", 'dates = "day_first"'))


def test_a_mixed_column_is_refused_with_both_examples() -> None:
    with pytest.raises(MixedDates) as refused:
        order("12/17/2020", "03/04/2020", "17/12/2020")
    for language in ("en", "id"):
        message = refused.value.message(language)
        assert all(part in message for part in ("'observed_on'", "'17/12/2020'", " 4)", "'12/17/2020'", " 2)"))


def test_typed_cells_prove_no_order() -> None:
    column = pd.Series([date(2020, 12, 17), " 03/04/2020 ", 44182], index=range(2, 5), dtype=object)
    assert date_evidence(column).order == Evidence(ambiguous=Example(3, "03/04/2020"))


def typed_and_written(*cells: Any) -> DateOrder:
    return order_of(date_evidence(pd.Series(cells, index=range(2, len(cells) + 2), dtype=object)), "Tanggal")


def test_days_that_a_program_took_for_months_are_refused() -> None:
    # As Excel in English holds 3 April, 17 April and 5 April that somebody writes with the day first.
    swapped = (date(2020, 3, 4), "17/04/2020", date(2020, 5, 4))
    with pytest.raises(SwappedDates) as refused:
        typed_and_written(*swapped)
    for language in ("en", "id"):
        message = refused.value.message(language)
        assert all(part in message for part in ("'Tanggal'", "'17/04/2020'", " 3)", "2020-03-04", " 2)"))


@pytest.mark.parametrize(
    "cells",
    [
        (date(2020, 4, 3), date(2020, 4, 17), "17/04/2020"),
        (date(2020, 4, 4), "17/04/2020"),
        (date(2020, 4, 3), "3 April 2020"),
        (date(2020, 4, 3), None),
    ],
    ids=["a typed day that is no month", "the same either way", "no figures", "no text"],
)
def test_typed_days_beside_texts_are_right_where_they_cannot_have_been_swapped(cells: tuple[Any, ...]) -> None:
    assert typed_and_written(*cells) is DAY_FIRST


@given(st.lists(written), st.integers(0, 9), st.integers(0, 9))
def test_evidence_of_chunks_is_that_of_the_column_in_any_order(cells: list[str], one: int, two: int) -> None:
    column = texts(*cells)
    first, last = sorted((one, two))
    a, b, c = (date_evidence(part) for part in (column[:first], column[first:last], column[last:]))
    assert (a | b) | c == a | (b | c) == c | a | b == date_evidence(column)


@given(written)
def test_evidence_says_what_the_two_readings_say(text: str) -> None:
    readings = {order: value for order in DateOrder if (value := read(text, order)) is not None}
    evidence = date_evidence(texts(text))
    assert set(evidence.order.proofs) == (set(readings) if len(readings) == 1 else set())
    assert (evidence.order.ambiguous is not None) == (len(set(readings.values())) == 2)


@given(days)
def test_every_day_survives_being_written_in_either_order(day: date) -> None:
    assert read(f"{day:%d/%m/%Y}", DAY_FIRST) == read(f"{day:%m/%d/%Y}", MONTH_FIRST) == day.isoformat()
    assert read(f"{day:%A, %d %B %Y}") == read(day.isoformat()) == read(day) == day.isoformat()


@given(st.builds(datetime.combine, st.dates(date(1965, 1, 1), date(2099, 12, 31)), st.times()))
def test_a_moment_with_an_offset_is_its_day_in_jakarta(moment: datetime) -> None:
    assert read(f"{moment:%Y-%m-%dT%H:%M:%S}Z") == (moment + timedelta(hours=7)).date().isoformat()
    assert read(f"{moment:%Y-%m-%dT%H:%M:%S}+07:00") == moment.date().isoformat()
