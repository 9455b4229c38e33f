"""The error of a refused delivery, kept in both languages in one column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cost_surveys.headers import HOUSEHOLDS
from service.errors import BokarError
from service.files.errors import FileEmpty, SheetMissing
from service.files.mapping import ColumnMapping
from service.imports.errors import UnknownColumns
from service.imports.ledger import LONGEST_ERROR
from service.imports.plan import plan_columns
from service.imports.told_errors import in_both_languages, in_language


def test_an_error_is_told_in_either_language() -> None:
    error = SheetMissing(file='"lelang".xlsx', sheet="Data\x00", found="é, ñ")
    kept = in_both_languages(error)
    assert in_language(kept, "en") == error.message("en")
    assert in_language(kept, "id") == error.message("id")


def test_an_error_kept_in_english_alone_comes_as_it_is() -> None:
    assert in_language("The file 'a.csv' is empty.", "id") == "The file 'a.csv' is empty."
    assert in_language(None, "id") is None


@given(st.text(max_size=3000), st.text(max_size=3000))
def test_however_long_an_error_is_it_fits_its_column_in_both_languages(file: str, found: str) -> None:
    error = FileEmpty(file=file, found=found)
    kept = in_both_languages(error)
    assert len(kept) <= LONGEST_ERROR
    for language in ("en", "id"):
        told = in_language(kept, language)
        assert told == error.message(language) or (told or "")[:-1] == error.message(language)[: len(told or "") - 1]


def test_what_is_to_be_done_is_not_cut_off_with_a_long_list() -> None:
    with pytest.raises(UnknownColumns) as refused:
        plan_columns(("kode survei", "x" * 50), ColumnMapping(), HOUSEHOLDS)
    kept = in_both_languages(refused.value)
    assert isinstance(refused.value, BokarError)
    assert "take them out" in (in_language(kept, "en") or "")
    assert "atau hilangkan" in (in_language(kept, "id") or "")
