"""Forms of auction nights in a sheet: one row per lot, the night's cells repeated or blank below its first row.

Merged cells look that way: only the first of them holds something. A row goes on with the night above it if each cell
that says which night it is, is blank or the same.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from service.imports.forms import AREA_NAMES, BPS_CODE, DISTRICT, REFUSED_ROW, WORDS, Form
from service.imports.plan import ColumnPlan
from service.imports.refusals import Problem
from service.imports.refused_lines import is_blank
from service.imports.sheets import FormSheet

CHUNK_ROWS = 5000
BID_FIELDS = tuple(f"bid_{number}_idr_per_kg" for number in range(1, 21))
_NIGHT_NAMES = {
    "external_id": "id id_lelang nomor_lelang",
    "uppb_name": "uppb nama_uppb pasar_lelang",
    "registration_number": "no_registrasi nomor_registrasi no_reg registrasi",
    **AREA_NAMES,
    "held_on": "tanggal tgl date tanggal_lelang",
    "reserve_price_idr_per_kg": "harga_dasar harga_limit harga_awal harga_dasar_rp_kg",
    **{field: f"penawaran_{n} tawaran_{n} bid_{n}" for n, field in enumerate(BID_FIELDS, start=1)},
    "winner_type": "jenis_pemenang jenis_pembeli",
    "source": "sumber",
    "provenance": "asal_data",
}
_LOT_NAMES = {
    "lot_number": "no_lot lot nomor_lot",
    "weight_kg": "berat_kg berat jumlah_kg kg",
    "dry_rubber_content_percent": "kkk k3 kkk_persen k3_persen kadar_karet_kering",
    "storage_age": "umur_simpan",
    "bokar_type": "jenis_bokar bentuk_bokar",
    "price_idr_per_kg": "harga harga_rp harga_rp_kg harga_per_kg harga_lelang",
}
AUCTIONS = Form(
    names={**_NIGHT_NAMES, **_LOT_NAMES, REFUSED_ROW: "baris_ditolak"},
    numbers=frozenset(
        {
            "reserve_price_idr_per_kg",
            *BID_FIELDS,
            "weight_kg",
            "dry_rubber_content_percent",
            "price_idr_per_kg",
        }
    ),
    days=frozenset({"held_on"}),
    needed=(
        ("uppb_name",),
        ("registration_number",),
        ("district_code", DISTRICT, BPS_CODE),
        ("held_on",),
        ("lot_number",),
        ("weight_kg",),
        ("price_idr_per_kg",),
        ("source",),
        ("provenance",),
    ),
    words={**WORDS, "winner_type": WORDS["buyer_type"]},
)
NIGHT_FIELDS = frozenset(_NIGHT_NAMES)
LOT_FIELDS = frozenset(_LOT_NAMES)
# What says which night a row is of, as far as it is stated.
_WHICH_NIGHT = ("external_id", "uppb_name", "registration_number", *AREA_NAMES, "held_on")


@dataclass(frozen=True, slots=True)
class LotRow:
    """One row: our fields that it states or goes on with, its cells as sent, and the problems of its cells."""

    line: int
    night_line: int
    values: Mapping[str, str]
    sent: Mapping[Hashable, Any]
    problems: tuple[Problem, ...]

    @property
    def night(self) -> Hashable:
        """Return what tells its night from others in the sheet; of an unreadable one, the line where it begins."""
        own, registration, day = (self.values.get(f) for f in ("external_id", "registration_number", "held_on"))
        if own is not None:
            return own
        if registration is None or day is None:
            return self.night_line
        return " ".join(registration.split()), day


def night_columns(plan: ColumnPlan) -> frozenset[str]:
    """Return the columns of a sheet that speak of the night."""
    return frozenset(column for field, column in plan.fields.items() if field in NIGHT_FIELDS)


def read_lot_rows(sheet: FormSheet) -> Iterator[LotRow]:
    """Read the rows of a sheet, with the cells of its night filled in where they are blank below the first row."""
    columns = night_columns(sheet.plan)
    which = [sheet.plan.fields[field] for field in _WHICH_NIGHT if field in sheet.plan.fields]
    above: LotRow | None = None
    for row in _rows(sheet):
        going_on = above is not None and all(row.sent[c] in (None, above.sent[c]) for c in which)
        above = row if above is None or not going_on else _filled(row, above, columns)
        yield above


def _rows(sheet: FormSheet) -> Iterator[LotRow]:
    for raw, read in sheet.chunks(CHUNK_ROWS):
        lines: Iterable[int] = raw.index.tolist()
        records = zip(lines, raw.to_dict("records"), read.columns.to_dict("records"), strict=True)
        for line, cells, fields in records:
            values = {str(name): text for name, text in fields.items() if not pd.isna(text)}
            sent: dict[Hashable, Any] = {name: None if is_blank(cell) else str(cell) for name, cell in cells.items()}
            yield LotRow(line, line, values, sent, tuple(read.problems.get(line, ())))


def _filled(row: LotRow, above: LotRow, columns: frozenset[str]) -> LotRow:
    night = {field: text for field, text in above.values.items() if field in NIGHT_FIELDS}
    cells: dict[Hashable, Any] = {column: above.sent[column] for column in columns if row.sent[column] is None}
    return replace(
        row,
        night_line=above.night_line,
        values={**night, **row.values},
        sent={**row.sent, **cells},
        problems=(*(one for one in above.problems if one.column in cells), *row.problems),
    )
