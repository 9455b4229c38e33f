"""Cost surveys as files, one household a row: taken in once, refused row by row, and nobody named."""

import csv
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.cost_surveys import imports
from service.database import Database
from service.errors import BadMapping, PersonalKeysOutOfStep, UnknownPerson
from service.files.convention_errors import AmbiguousNumbers
from service.files.mapping import ColumnMapping
from service.imports.errors import ColumnsMissing, UnknownColumns
from service.imports.files import ImportReport
from service.imports.ledger import Counts
from service.imports.transactions import none_kept
from service.privacy.hashing import KeyChain, respondent_hash
from service.privacy.rights import erase
from tests.builders import MUARA_ENIM, NOW, OGAN_KOMERING_ULU, contents, count, read, store_survey
from tests.household_builders import KEYS, SECOND_KEY
from tests.household_files import listed, survey_file, take_in_file, take_in_rows
from tests.household_forms import found_in_clear
from tests.price_files import csv_file
from tests.unit.files.made_files import xlsx_file

LATER = NOW + timedelta(days=3)
THREE = [listed(1), listed(2), listed(3)]


def told(report: ImportReport) -> list[tuple[int, str, Any]]:
    return [(line.line, problem.column, problem.value) for line in report.refused for problem in line.problems]


def test_a_row_becomes_a_household_with_its_lists(chain: Database, tmp_path: Path) -> None:
    report = take_in_rows(chain, tmp_path, [listed(1)])
    assert (report.counts, report.refused) == (Counts(accepted=1), ())
    (household,) = read(chain, "survey_household")
    assert household.household_hash == respondent_hash("Siti Aminah", "0812-3456-0001", KEYS)
    assert (household.production_kg, household.time_unit, household.months_tapped) == (Decimal("190.5"), "month", 10)
    assert (household.dry_rubber_content, household.none_of) == (Decimal("0.55"), [])
    items = read(chain, "cost_item", "cost_group", "behaviour", "payment", "unit", "amount")
    assert items == [
        ("fertiliser", "variable", "cash", "rupiah", 600_000),
        ("land", "fixed", "imputed", "rupiah", 250_000),
        ("group_fee", "variable", "cash", "revenue_share", Decimal("0.025")),
    ]
    labour = read(chain, "survey_labour", "labour_source", "activity", "person_days", "revenue_share")
    assert labour == [("family", "tapping", 20, None), ("share", "tapping", None, Decimal("0.33333"))]
    assert read(chain, "survey_consumption", "consumption_group", "amount_idr") == [("rice", 300_000)]
    assert read(chain, "survey_income", "income_source", "amount_idr") == [("off_farm", 0)]
    assert read(chain, "survey_tool", "name", "units", "economic_life_years") == [("pisau sadap", 2, Decimal("1.5"))]


def test_a_workbook_says_the_same_as_a_text(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, THREE)
    typed = {"Produksi (kg)": 190.5, "KKK (%)": 55, "Biaya pupuk (Rp)": 600000, "tool_1_economic_life_years": 1.5}
    rows = [{**row, **typed, "cost_group_fee_share_percent": 2.5, "labour_family_tapping_days": 20} for row in THREE]
    workbook = xlsx_file(tmp_path, data=[list(rows[0]), *(list(row.values()) for row in rows)])
    assert take_in_file(chain, workbook, LATER).counts == Counts(duplicate=3)


def test_the_same_file_again_changes_nothing(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, THREE)
    take_in_file(chain, file)
    before = contents(chain, without=["import_run"]), chain.revision()
    assert take_in_file(chain, file, LATER).counts == Counts(duplicate=3)
    assert (contents(chain, without=["import_run"]), chain.revision()) == before
    assert read(chain, "import_run", "kind", "attempts", "status") == [("surveys", 2, "completed")]


def test_a_file_may_hold_several_surveys_and_say_what_they_are(chain: Database, tmp_path: Path) -> None:
    elsewhere = listed(4, survey_id="oku-2026", Kabupaten="OKU")
    stated: dict[str, Any] = {
        "title": "Biaya produksi 2026",
        "sampling": "random",
        "represents": "district",
        "population": 1353,
    }
    assert take_in_rows(chain, tmp_path, [*THREE, elsewhere], **stated).counts == Counts(accepted=4)
    surveys = read(chain, "cost_survey", "external_id", "district_code", "households", *stated)
    assert surveys == [
        ("muara-enim-2026", MUARA_ENIM, 3, *stated.values()),
        ("oku-2026", OGAN_KOMERING_ULU, 1, *stated.values()),
    ]


def test_a_trial_shows_the_same_report_and_writes_nothing(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [*THREE, listed(4, **{"Produksi (kg)": "-5"})])
    before = contents(chain), chain.revision()
    trial = take_in_file(chain, file, writing=none_kept)
    assert (contents(chain), chain.revision()) == before
    real = take_in_file(chain, file)
    assert (trial.counts, trial.refused) == (real.counts, real.refused)
    assert real.counts == Counts(accepted=3, rejected=1)


def test_what_is_wrong_is_told_of_the_column_it_stands_in(chain: Database, tmp_path: Path) -> None:
    rows = [
        listed(1, **{"Produksi (kg)": "-5"}),
        listed(2, **{"Produksi (kg)": "banyak", "Bulan sadap": "13"}),
        listed(3, Kabupaten="Muara Enin"),
        listed(4, labour_hired_weeding_days="3"),
        listed(5, tool_1_name=""),
        listed(6, **{"Tanggal wawancara": "31/11/2026"}),
    ]
    report = take_in_rows(chain, tmp_path, rows)
    assert report.counts == Counts(rejected=6)
    assert told(report)[:4] == [
        (2, "Produksi (kg)", "-5"),
        (3, "Produksi (kg)", "banyak"),
        (3, "Bulan sadap", "13"),
        (4, "Kabupaten", "Muara Enin"),
    ]
    assert [(line, column) for line, column, _ in told(report)[4:]] == [
        (5, "labour_hired_weeding_days"),
        (6, "tool_1_name"),
        (7, "Tanggal wawancara"),
    ]


def test_refused_rows_keep_their_cells_and_name_nobody(chain: Database, tmp_path: Path) -> None:
    rows = [
        listed(1, **{"Produksi (kg)": "kata Siti Aminah 10", "tool_1_name": "pisau Rahmat Hidayat"}),
        listed(2, Kabupaten="rumah siti aminah 0812 3456 0002", **{"KKK (%)": "0812-3456-0002"}),
        listed(3),
    ]
    assert take_in_rows(chain, tmp_path, rows).counts == Counts(accepted=1, rejected=2)
    content = read(chain, "refused_row", "content")[0].content
    assert (content["Biaya pupuk (Rp)"], content["Bulan sadap"]) == ("Rp 600.000,00", "10")
    assert found_in_clear(chain) == []


def test_a_mended_row_leaves_the_open_list(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, **{"Produksi (kg)": "-5"}), listed(2)])
    (row,) = read(chain, "refused_row")
    mended = {**row.content, "Produksi (kg)": "190,5", "refused_row": row.id, "problems": "must be above 0"}
    assert take_in_rows(chain, tmp_path, [mended], LATER).counts == Counts(accepted=1)
    assert read(chain, "refused_row", "mended_at", "mended_by") == [(LATER, "team leader")]
    hashes = {row.household_hash for row in read(chain, "survey_household")}
    assert respondent_hash("Siti Aminah", "0812-3456-0001", KEYS) in hashes


def test_a_survey_that_cannot_be_taken_in_is_told_of_all_its_rows(chain: Database, tmp_path: Path) -> None:
    store_survey(chain, feed="survey team", external_id="muara-enim-2026")
    elsewhere = listed(4, survey_id="oku-2026", Kabupaten="OKU")
    report = take_in_rows(chain, tmp_path, [*THREE, elsewhere])
    assert report.counts == Counts(accepted=1, rejected=3)
    assert told(report) == [(line, "survey_id", "muara-enim-2026") for line in (2, 3, 4)]
    assert "published_means" in report.refused[0].problems[0].reason_en


def test_a_household_twice_is_refused_at_its_second_line(chain: Database, tmp_path: Path) -> None:
    report = take_in_rows(chain, tmp_path, [listed(1), listed(1, **{"Produksi (kg)": "7"})])
    assert report.counts == Counts(accepted=1, rejected=1)
    assert [line.line for line in report.refused] == [3]


def test_chunks_are_kept_one_by_one(chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "CHUNK_HOUSEHOLDS", 2)
    assert take_in_rows(chain, tmp_path, [listed(n) for n in range(5)]).counts == Counts(accepted=5)
    assert read(chain, "cost_survey", "households") == [(5,)]
    assert len({row.revision for row in read(chain, "survey_household", "revision")}) == 3


def test_a_file_that_contradicts_itself_changes_nothing_when_it_comes_again(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK_HOUSEHOLDS", 2)
    first, last = (listed(1, external_id="uuid:1", **{"Produksi (kg)": kg}) for kg in ("190", "200"))
    # Another household takes the number of the first one, which has a new one.
    others = [listed(n, external_id=f"uuid:{n}") for n in (2, 3, 4)]
    rows = [first, *others, {**last, "No HP": "0812-3456-0009"}, listed(1, external_id="uuid:5")]
    file = csv_file(tmp_path, rows)
    assert take_in_file(chain, file).counts == Counts(accepted=5, corrected=1)
    before = contents(chain, without=["import_run"]), chain.revision()
    assert take_in_file(chain, file, LATER).counts == Counts(duplicate=6)
    assert (contents(chain, without=["import_run"]), chain.revision()) == before
    assert (
        take_in_file(chain, csv_file(tmp_path, [first | {"No HP": "0812-3456-0009"}], "other.csv")).counts.corrected
        == 1
    )
    assert take_in_file(chain, file, LATER).counts.corrected == 1


def test_indonesian_words_and_english_ones_are_the_same(chain: Database, tmp_path: Path) -> None:
    extra = {"Anggota UPPB": "ya", "Jenis bokar": "sleb", "Umur simpan": "mingguan", "Penggarapan": "pemilik_penggarap"}
    take_in_rows(chain, tmp_path, [listed(1, **extra)])
    words = read(chain, "survey_household", "member", "bokar_type", "storage_age", "tenure")
    assert words == [(True, "slab", "weekly", "owner_tapper")]


def test_what_is_counted_and_comes_to_nought_is_said_to_be_none(chain: Database, tmp_path: Path) -> None:
    none = dict.fromkeys(("labour_family_tapping_days", "labour_share_tapping_share_percent"), "0")
    take_in_rows(chain, tmp_path, [listed(1, **none, tool_1_units="0")])
    assert count(chain, "survey_labour") == count(chain, "survey_tool") == 0
    assert read(chain, "survey_household", "none_of") == [(["labour", "tools"],)]


@pytest.mark.parametrize(
    ("mapping", "error", "told"),
    [
        ({"constants": {"population": "many"}}, BadMapping, "population"),
        ({"constants": {"colour": "red"}}, UnknownColumns, "colour"),
        ({"columns": {"Produksi (kg)": "yield"}}, UnknownColumns, "yield"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(
    chain: Database, tmp_path: Path, mapping: Any, error: type[Exception], told: str
) -> None:
    file = survey_file(csv_file(tmp_path, THREE), ColumnMapping(**mapping))
    with pytest.raises(error, match=told):
        take_in_file(chain, file)
    assert read(chain, "import_run", "status") == [("refused",)]
    assert count(chain, "survey_household") == 0


def test_a_column_that_leaves_its_numbers_open_refuses_the_file(chain: Database, tmp_path: Path) -> None:
    rows = [listed(1, **{"Biaya pupuk (Rp)": "600.000"})]
    with pytest.raises(AmbiguousNumbers, match=r"600\.000"):
        take_in_rows(chain, tmp_path, rows)
    declared = survey_file(csv_file(tmp_path, rows), ColumnMapping(numbers="comma_decimal"))
    assert take_in_file(chain, declared).counts == Counts(accepted=1)


def test_columns_that_every_household_needs_are_missed_at_once(chain: Database, tmp_path: Path) -> None:
    with (tmp_path / "few.csv").open("w") as file:
        csv.writer(file).writerows([["survey_id", "harga"], ["a", "9000"]])
    with pytest.raises(ColumnsMissing, match="production_kg"):
        take_in_file(chain, tmp_path / "few.csv")


def test_an_unknown_column_is_told_with_what_there_is(chain: Database, tmp_path: Path) -> None:
    with pytest.raises(UnknownColumns, match=r"Warna.*cost_<fertiliser\|") as refused:
        take_in_rows(chain, tmp_path, [listed(1, Warna="hijau")])
    assert len(str(refused.value)) < 2000


def test_nobody_is_hashed_with_keys_out_of_step(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1)])
    with pytest.raises(PersonalKeysOutOfStep):
        take_in_file(chain, csv_file(tmp_path, THREE), keys=KeyChain((SECOND_KEY,)))
    assert count(chain, "import_run") == count(chain, "survey_household") == 1


def test_of_a_household_that_was_erased_nothing_comes_back_with_its_file(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, THREE)
    first = respondent_hash("Siti Aminah", "0812-3456-0001", KEYS)
    with chain.unit_of_work(LATER) as uow:
        erase(uow, first, "data protection officer")
    report = take_in_rows(chain, tmp_path, THREE, LATER)
    assert report.counts == Counts(duplicate=2, rejected=1)
    assert [(row.line, row.content) for row in read(chain, "refused_row")] == [(2, {})]
    with chain.unit_of_work(LATER) as uow, pytest.raises(UnknownPerson):
        erase(uow, first, "data protection officer")
