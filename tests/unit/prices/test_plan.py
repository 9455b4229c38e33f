"""Which column is which, by header or mapping; a header nobody knows is refused, not left out."""

import pytest

from service.files.mapping import ColumnMapping
from service.imports.errors import ColumnFilledTwice, ColumnsMissing, MappedColumnMissing, NoColumnKnown, UnknownColumns
from service.imports.forms import grade_of, plain
from service.imports.plan import ColumnPlan, plan_columns
from service.prices.headers import PRICES

AS_IT_SAYS = ColumnMapping()
NEEDED = ("tanggal", "kabupaten", "tingkat", "harga", "sumber", "asal_data")
WITHOUT_PRICE = ("tanggal", "kabupaten", "tingkat", "sumber", "asal_data")


def planned(*header: str, mapping: ColumnMapping = AS_IT_SAYS) -> ColumnPlan:
    return plan_columns(header, mapping, PRICES)


def test_headers_as_clerks_write_them_are_known() -> None:
    plan = planned("No", "TANGGAL", "Kab./Kota", "Tingkat Harga", "Harga (Rp/kg)", "K3 (%)", "Sumber", "Asal data")
    assert plan.fields == {
        "observed_on": "TANGGAL",
        "district": "Kab./Kota",
        "price_level": "Tingkat Harga",
        "price_idr_per_kg": "Harga (Rp/kg)",
        "dry_rubber_content_percent": "K3 (%)",
        "source": "Sumber",
        "provenance": "Asal data",
    }
    assert (plan.grades, plan.constants, plan.is_table) == ({}, {}, False)


def test_every_field_is_known_by_its_own_name() -> None:
    for field in PRICES.names:
        assert PRICES.field_of_header[field] == field


def test_no_header_stands_for_two_fields() -> None:
    names = [name for field, names in PRICES.names.items() for name in (field, *names.split())]
    assert len(names) == len(set(names))
    assert [name for name in names if plain(name) != name] == []


def test_unknown_columns_are_named_with_those_that_are_known() -> None:
    with pytest.raises(UnknownColumns) as refused:
        planned(*NEEDED, "warna", "cuaca")
    assert "Nothing is known of warna, cuaca; rename them, " in str(refused.value)


def test_a_row_that_names_no_column_is_not_told_as_it_may_name_people() -> None:
    with pytest.raises(NoColumnKnown, match="Not one of the 3 columns is known; put a row ") as refused:
        planned("16.03", "Siti Aminah", "081234567890", mapping=ColumnMapping(columns={"Harga": "price_idr_per_kg"}))
    assert "Siti" not in str(refused.value) + refused.value.message("id")


def test_missing_columns_are_named_with_what_would_do() -> None:
    with pytest.raises(ColumnsMissing) as refused:
        planned("tanggal", "tingkat", "sumber", "asal_data")
    assert str(refused.value).startswith(
        "district_code or district or bps_code or province_code or province; price_idr_per_kg cannot be done without"
    )


def test_a_constant_stands_for_a_column() -> None:
    constants = {"source": "Dinas", "provenance": "survey", "derived": True, "district_code": "16.03"}
    plan = planned("tanggal", "tingkat", "harga", mapping=ColumnMapping(constants=constants))
    assert plan.constants == {"source": "Dinas", "provenance": "survey", "derived": "1", "district_code": "16.03"}


def test_a_mapping_goes_before_what_a_header_says() -> None:
    mapping = ColumnMapping(columns={"harga": "fee_idr_per_kg", "Rupiah": "price_idr_per_kg"})
    plan = planned(*NEEDED, "Rupiah", mapping=mapping)
    assert (plan.fields["fee_idr_per_kg"], plan.fields["price_idr_per_kg"]) == ("harga", "Rupiah")


def test_a_mapping_of_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(MappedColumnMissing) as refused:
        planned(*NEEDED, mapping=ColumnMapping(columns={"Harga Karet": "price_idr_per_kg"}))
    assert "'Harga Karet'" in str(refused.value)
    assert "it has tanggal, kabupaten" in str(refused.value)


@pytest.mark.parametrize(
    ("header", "mapping", "field"),
    [
        ((*NEEDED, "Harga (Rp)"), AS_IT_SAYS, "price_idr_per_kg"),
        (NEEDED, ColumnMapping(constants={"source": "Dinas"}), "source"),
        ((*NEEDED, "KKK 100", "KKK 60"), AS_IT_SAYS, "price_idr_per_kg"),
        ((*NEEDED, "KKK 100"), AS_IT_SAYS, "price_idr_per_kg"),
        ((*WITHOUT_PRICE, "KKK", "KKK 100", "KKK 60"), AS_IT_SAYS, "dry_rubber_content_percent"),
        ((*WITHOUT_PRICE, "KKK 100", "KKK 60", "K3 60 %"), AS_IT_SAYS, "KKK 60"),
    ],
    ids=["two columns", "column and constant", "table and price", "grade and price", "table and content", "one grade"],
)
def test_what_is_filled_twice_is_refused(header: tuple[str, ...], mapping: ColumnMapping, field: str) -> None:
    with pytest.raises(ColumnFilledTwice, match=f"^{field} is filled twice"):
        planned(*header, mapping=mapping)


def test_columns_of_two_and_more_grades_are_a_table() -> None:
    plan = planned(*WITHOUT_PRICE, "KKK 100", "Harga K3 60 %", "kkk_50_persen")
    assert plan.is_table
    assert plan.grades == {100: "KKK 100", 60: "Harga K3 60 %", 50: "kkk_50_persen"}


def test_one_grade_is_a_price_at_a_stated_content() -> None:
    plan = planned(*WITHOUT_PRICE, "Harga KKK 60%")
    assert not plan.is_table
    assert plan.fields["price_idr_per_kg"] == "Harga KKK 60%"
    assert plan.constants == {"dry_rubber_content_percent": "60"}


@pytest.mark.parametrize("header", ["KKK", "KKK 0", "KKK 00", "KKK 101", "KKK 140", "KKK 6", "KKK 60 basah", "60"])
def test_what_is_no_grade_is_none(header: str) -> None:
    assert grade_of(header) is None


@pytest.mark.parametrize("header", ["KKK 60", "kkk60", "K3 60%", "KKK 60 %", "Harga KKK 60", "harga_k3_60_persen"])
def test_a_grade_is_known_in_its_common_forms(header: str) -> None:
    assert grade_of(header) == 60
