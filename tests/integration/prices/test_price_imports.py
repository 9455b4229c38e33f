"""Price lists as files: taken in once, whatever the kind of file, and corrected without losing what was said before."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.database import Database
from service.errors import BokarError
from service.files.convention_errors import AmbiguousNumbers
from service.files.errors import FileRefused
from service.files.mapping import ColumnMapping
from service.imports.ledger import Counts
from service.imports.told_errors import in_language
from service.imports.transactions import none_kept
from service.prices import imports
from tests.builders import NOW, contents, count, read
from tests.price_files import csv_file, listed, price_file, take_in_file, take_in_rows
from tests.unit.files.made_files import ods_file, ods_row, ods_text, ods_value, xlsx_file

LATER = NOW + timedelta(days=3)
THREE = [listed(1), listed(2, district_code="16.01"), listed(3, observed_on="2026-11-09")]
FULL = listed(
    9,
    date_precision="approximate",
    price_kind="paid",
    dry_rubber_content_percent="55.5",
    deduction_percent="8",
    fee_idr_per_kg="150",
    transport_idr_per_kg="75.5",
    bokar_type="slab",
    storage_age="weekly",
    quality_note='"clean", as they say',
    volume_kg="48000.125",
    buyer_type="company",
    reporter="Siti Aminah",
    derived="1",
    range_part="low",
    suspect="two outlets disagree",
    published_on="2026-11",
)


def runs(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in read(database, "import_run", *columns)]


def versions(database: Database, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in read(database, "price_version", *columns)]


def test_a_file_is_taken_in_and_the_ledger_says_so(chain: Database, tmp_path: Path) -> None:
    report = take_in_rows(chain, tmp_path, THREE)
    assert report.counts == Counts(accepted=3)
    assert report.refused == ()
    assert read(chain, "price_observation", "feed", "external_id") == [("office", f"a{n}") for n in (1, 2, 3)]
    assert versions(chain, "district_code", "observed_on", "price_idr_per_kg", "recorded_by", "recorded_at") == [
        ("16.03", date(2026, 11, 2), Decimal(9001), "officer", NOW),
        ("16.01", date(2026, 11, 2), Decimal(9002), "officer", NOW),
        ("16.03", date(2026, 11, 9), Decimal(9003), "officer", NOW),
    ]
    waiting = [("16.01", date(2026, 11, 2)), ("16.03", date(2026, 11, 2)), ("16.03", date(2026, 11, 9))]
    assert read(chain, "waiting_day") == waiting
    noted = ("kind", "feed", "file_name", "status", "attempts", "accepted", "duplicate", "recorded_by", "finished_at")
    assert runs(chain, *noted) == [("prices", "office", "prices.csv", "completed", 1, 3, 0, "officer", NOW)]


def test_the_same_file_again_changes_nothing_and_says_so(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [*THREE, FULL])
    take_in_file(chain, file)
    before = contents(chain, without=["import_run"])
    assert take_in_file(chain, file, LATER).counts == Counts(duplicate=4)
    assert contents(chain, without=["import_run"]) == before
    assert runs(chain, "attempts", "accepted", "duplicate", "finished_at") == [(2, 4, 4, LATER)]


def test_the_same_rows_in_another_file_are_known(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, THREE)
    before = contents(chain, without=["import_run"])
    assert take_in_rows(chain, tmp_path, [*THREE[::-1]], LATER).counts == Counts(duplicate=3)
    assert contents(chain, without=["import_run"]) == before
    assert count(chain, "import_run") == 2


def test_every_column_is_stored(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [FULL])
    (stored,) = read(chain, "price_version")
    assert (stored.dry_rubber_content, stored.deduction) == (Decimal("0.555"), Decimal("0.08"))
    assert (stored.fee_idr_per_kg, stored.transport_idr_per_kg) == (Decimal(150), Decimal("75.50"))
    assert (stored.volume_kg, stored.derived, stored.published_on) == (Decimal("48000.125"), True, "2026-11")
    assert stored.quality_note == '"clean", as they say'
    words = (stored.date_precision, stored.price_kind, stored.bokar_type, stored.storage_age, stored.buyer_type)
    assert words == ("approximate", "paid", "slab", "weekly", "company")
    assert (stored.range_part, stored.suspect) == ("low", "two outlets disagree")


def test_a_reporter_is_known_by_a_hash_only(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, reporter="Siti Aminah"), listed(2, reporter="siti  aminah")])
    ((first,), (second,)) = versions(chain, "reporter")
    assert first == second
    assert len(first) == 64
    assert "iti" not in str(contents(chain)["price_version"])


def test_an_indonesian_list_is_read_as_it_is_meant(chain: Database, tmp_path: Path) -> None:
    file = tmp_path / "harga.csv"
    file.write_text(
        "No;Tanggal;Kabupaten;Tingkat;Harga (Rp/kg);KKK (%);Umur simpan;Sumber;Asal data\n"
        "1;17/12/2020;Kab. Muara Enim;pengepul;Rp 11.029,50;55,5;mingguan;Dinas Perkebunan;survei\n"
        "2;18 Des 2020;Muba;Pasar Lelang;10.500;60;dua mingguan;Dinas Perkebunan;survei\n",
        encoding="cp1252",
    )
    assert take_in_file(chain, file).counts == Counts(accepted=2)
    said = ("observed_on", "district_code", "price_level", "price_idr_per_kg", "dry_rubber_content", "storage_age")
    assert versions(chain, *said) == [
        (date(2020, 12, 17), "16.03", "collector", Decimal("11029.50"), Decimal("0.555"), "weekly"),
        (date(2020, 12, 18), "16.06", "auction", Decimal(10500), Decimal("0.6"), "two_weekly"),
    ]


def test_a_workbook_is_read_as_its_cells_hold_it(chain: Database, tmp_path: Path) -> None:
    header = ["tanggal", "kabupaten", "tingkat", "harga", "sumber", "asal_data"]
    row = [date(2026, 11, 2), "Muara Enim", "lelang", 11029.5, "UPPB Lavender", "survey"]
    assert take_in_file(chain, xlsx_file(tmp_path, harga=[header, row])).counts == Counts(accepted=1)
    assert versions(chain, "observed_on", "district_code", "price_idr_per_kg") == [
        (date(2026, 11, 2), "16.03", Decimal("11029.50"))
    ]
    # The same said in another kind of file is the same observation.
    names = ods_row(*map(ods_text, header))
    said = ods_row(
        ods_value('office:value-type="date" office:date-value="2026-11-02"'),
        *map(ods_text, ("Kabupaten Muara Enim", "Lelang")),
        ods_value('office:value-type="float" office:value="11029.5"'),
        *map(ods_text, ("UPPB Lavender", "Survei")),
    )
    assert take_in_file(chain, ods_file(tmp_path, harga=names + said)).counts == Counts(duplicate=1)


def test_a_number_spelled_otherwise_is_the_same_content(chain: Database, tmp_path: Path) -> None:
    spelled = {"external_id": "", "dry_rubber_content_percent": "55", "volume_kg": "1200"}
    take_in_rows(chain, tmp_path, [listed(1, **spelled)])
    spelled |= {"dry_rubber_content_percent": "55.00", "volume_kg": "1200.0", "price_idr_per_kg": "9001.00"}
    assert take_in_rows(chain, tmp_path, [listed(1, **spelled)]).counts == Counts(duplicate=1)
    in_tonnes = price_file(
        csv_file(tmp_path, [listed(1, **{**spelled, "price_idr_per_kg": 9_001_000})]),
        ColumnMapping(units={"price_idr_per_kg": "per_tonne"}),
    )
    assert take_in_file(chain, in_tonnes).counts == Counts(duplicate=1)


def test_a_table_by_dry_rubber_content_is_one_fact(chain: Database, tmp_path: Path) -> None:
    table = {"KKK 100": 18382, "KKK 70": 12867, "KKK 60": 11029, "KKK 50": 9191, "KKK 40": 7353}
    row = {**listed(1, price_level="indikasi"), **table}
    del row["price_idr_per_kg"]
    assert take_in_rows(chain, tmp_path, [row]).counts == Counts(accepted=1)
    ((price, content, grades),) = versions(chain, "price_idr_per_kg", "dry_rubber_content", "grades")
    assert (price, content) == (Decimal(18382), Decimal(1))
    assert grades == {"100": "18382", "70": "12867", "60": "11029", "50": "9191", "40": "7353"}
    assert take_in_rows(chain, tmp_path, [{**row, "KKK 40": "7353.00"}]).counts == Counts(duplicate=1)
    assert take_in_rows(chain, tmp_path, [{**row, "KKK 40": 7354}]).counts == Counts(corrected=1)


def test_a_correction_by_its_id_keeps_what_was_said_before(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, THREE)
    corrected = csv_file(tmp_path, [listed(1, price_idr_per_kg=9100), THREE[1]], "mended.csv")
    report = take_in_file(chain, price_file(corrected, recorded_by="head of office"), LATER)
    assert report.counts == Counts(corrected=1, duplicate=1)
    told = ("version", "is_current", "price_idr_per_kg", "recorded_by", "recorded_at")
    assert [row[1:] for row in versions(chain, "observation_id", *told) if row[0] == 1] == [
        (1, False, Decimal(9001), "officer", NOW),
        (2, True, Decimal(9100), "head of office", LATER),
    ]


def test_what_is_known_by_its_content_is_corrected_by_the_observation(chain: Database, tmp_path: Path) -> None:
    take_in_rows(chain, tmp_path, [listed(1, external_id=""), listed(2, external_id="")])
    change = listed(1, external_id="", observation_id=1, price_idr_per_kg=9100)
    assert take_in_rows(chain, tmp_path, [change]).counts == Counts(corrected=1)
    assert take_in_rows(chain, tmp_path, [change], LATER).counts == Counts(duplicate=1)
    assert versions(chain, "observation_id", "version", "is_current", "price_idr_per_kg") == [
        (1, 1, False, Decimal(9001)),
        (2, 1, True, Decimal(9002)),
        (1, 2, True, Decimal(9100)),
    ]


@pytest.mark.parametrize("observation", [99, 10**17, 10**19])
def test_a_correction_of_nothing_is_refused(chain: Database, tmp_path: Path, observation: int) -> None:
    report = take_in_rows(chain, tmp_path, [listed(1), listed(2, observation_id=observation)])
    assert report.counts == Counts(accepted=1, rejected=1)
    ((problem,),) = [row.problems for row in report.refused]
    assert problem.column == "observation_id"


def test_another_feeds_observation_cannot_be_corrected_and_the_refusal_says_whose_it_is(
    chain: Database, tmp_path: Path
) -> None:
    take_in_rows(chain, tmp_path, [listed(1)])
    theirs = csv_file(tmp_path, [listed(7, observation_id=1)], "theirs.csv")
    report = take_in_file(chain, price_file(theirs, feed="association"))
    assert report.counts == Counts(rejected=1)
    ((problem,),) = [row.problems for row in report.refused]
    assert problem.reason_en.startswith("is an observation of the source office: send its correction under that source")
    assert problem.reason_id.startswith("adalah pengamatan dari sumber office: kirim koreksinya dengan sumber itu")
    assert versions(chain, "price_idr_per_kg") == [(Decimal(9001),)]


def test_a_row_twice_in_a_file_is_stored_once(chain: Database, tmp_path: Path) -> None:
    by_content = listed(5, external_id="")
    rows = [listed(1), listed(2), listed(1), by_content, by_content]
    assert take_in_rows(chain, tmp_path, rows).counts == Counts(accepted=3, duplicate=2)
    assert count(chain, "price_version") == 3


@pytest.mark.parametrize("chunk_rows", [2, 100], ids=["in two chunks", "in one chunk"])
def test_the_last_word_of_a_file_counts_however_it_was_judged(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk_rows: int
) -> None:
    monkeypatch.setattr(imports, "CHUNK_ROWS", dict.fromkeys(imports.CHUNK_ROWS, chunk_rows))
    # The note with an accent is judged by itself, the others column by column.
    rows = [listed(1, quality_note="à la main"), listed(2), listed(1, price_idr_per_kg=9100)]
    assert take_in_rows(chain, tmp_path, rows).counts == Counts(accepted=2, corrected=1)
    current = [price for is_current, price in versions(chain, "is_current", "price_idr_per_kg") if is_current]
    assert sorted(current) == [Decimal(9002), Decimal(9100)]


def test_a_file_that_corrects_itself_changes_nothing_when_it_comes_again(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed(1), listed(2), listed(1, price_idr_per_kg=9100)])
    assert take_in_file(chain, file).counts == Counts(accepted=2, corrected=1)
    assert take_in_file(chain, file, LATER).counts == Counts(duplicate=3)
    assert count(chain, "price_version") == 3


def test_a_trial_gives_the_same_report_and_writes_nothing(
    chain: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK_ROWS", dict.fromkeys(imports.CHUNK_ROWS, 2))
    take_in_rows(chain, tmp_path, THREE)
    rows = [listed(1, price_idr_per_kg=9100), THREE[1], listed(4), listed(5, price_idr_per_kg=0), listed(4), FULL]
    file = csv_file(tmp_path, rows)
    before = contents(chain)
    trial = take_in_file(chain, file, LATER, none_kept)
    assert contents(chain) == before
    assert trial.counts == Counts(accepted=2, corrected=1, duplicate=2, rejected=1)
    kept = take_in_file(chain, file, LATER)
    assert (kept.counts, kept.refused) == (trial.counts, trial.refused)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileRefused),
        (b"\x00\x01\x02\x03", FileRefused),
        (
            b"external_id;observed_on;district_code;price_level;price_idr_per_kg;source;provenance\n"
            b"a;2026-11-02;16.03;auction;11.029;office;survey\n",
            AmbiguousNumbers,
        ),
    ],
    ids=["empty", "binary", "ambiguous"],
)
def test_a_file_refused_as_a_whole_stays_in_the_ledger_with_the_reason(
    chain: Database, tmp_path: Path, content: bytes, refusal: type[BokarError]
) -> None:
    file = tmp_path / "prices.csv"
    file.write_bytes(content)
    before = contents(chain, without=["import_run", "personal_key"])
    for attempt in (1, 2):
        with pytest.raises(refusal) as refused:
            take_in_file(chain, file)
        ((status, error, attempts, finished_at),) = runs(chain, "status", "error", "attempts", "finished_at")
        assert (status, attempts, finished_at) == ("refused", attempt, NOW)
        assert [in_language(error, each) for each in ("en", "id")] == [
            refused.value.message(each) for each in ("en", "id")
        ]
    assert contents(chain, without=["import_run", "personal_key"]) == before


def test_a_file_refused_as_a_whole_is_not_noted_by_a_trial(chain: Database, tmp_path: Path) -> None:
    file = tmp_path / "prices.csv"
    file.write_bytes(b"")
    with pytest.raises(FileRefused):
        take_in_file(chain, file, writing=none_kept)
    assert runs(chain) == []


def test_the_same_file_read_in_another_way_is_another_delivery(chain: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path, [listed(1, price_idr_per_kg=9_001_000)])
    assert take_in_file(
        chain, price_file(file, ColumnMapping(units={"price_idr_per_kg": "per_tonne"}))
    ).counts == Counts(accepted=1)
    in_quintals = price_file(file, ColumnMapping(units={"price_idr_per_kg": "per_quintal"}))
    # Ninety thousand a kilogram is kept for a review.
    assert take_in_file(chain, in_quintals).counts == Counts(corrected=1, flagged=1)
    assert count(chain, "import_run") == 2
