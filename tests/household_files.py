"""Household rows of cost surveys as files, and importing them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from service.clock import fixed_clock
from service.cost_surveys.imports import SurveyFile, import_surveys
from service.database import Database
from service.files.mapping import ColumnMapping
from service.imports.files import Importer, ImportReport
from service.imports.transactions import each_kept
from service.privacy.hashing import KeyChain
from tests.builders import NOW
from tests.household_builders import KEYS
from tests.price_files import AS_IT_SAYS, Writing, csv_file


def listed(number: int, **changes: Any) -> dict[str, Any]:
    """Return one row of a survey: a household of Muara Enim with a phone number of its own."""
    row = {
        "survey_id": "muara-enim-2026",
        "Kabupaten": "Kab. Muara Enim",
        "Tanggal wawancara": "2 Nov 2026",
        "Nama responden": "Siti Aminah",
        "No HP": f"0812-3456-{number:04}",
        "Enumerator": "Rahmat Hidayat",
        "Satuan waktu": "bulan",
        "Bulan sadap": "10",
        "Produksi (kg)": "190,5",
        "KKK (%)": "55",
        "Biaya pupuk (Rp)": "Rp 600.000,00",
        "cost_land_imputed_idr": "250000",
        "cost_group_fee_share_percent": "2,5",
        "labour_family_tapping_days": "20",
        "labour_hired_weeding_days": "0",
        "labour_share_tapping_share_percent": "mertelu",
        "Konsumsi beras": "300000",
        "income_off_farm_idr": "0",
        "tool_1_name": "pisau sadap",
        "tool_1_units": "2",
        "tool_1_purchase_value_idr": "120000",
        "tool_1_economic_life_years": "1,5",
    }
    return {**row, **changes}


def survey_file(path: Path, mapping: ColumnMapping = AS_IT_SAYS, **changes: Any) -> SurveyFile:
    """Return a file from the survey team."""
    shared = {"path": path, "file_name": path.name, "feed": "survey team", "recorded_by": "team leader"}
    return SurveyFile(**{**shared, **changes}, mapping=mapping)


def take_in_file(
    database: Database,
    file: SurveyFile | Path,
    now: datetime = NOW,
    writing: Writing = each_kept,
    keys: KeyChain = KEYS,
) -> ImportReport:
    """Import a file."""
    order = survey_file(file) if isinstance(file, Path) else file
    with writing(database, fixed_clock(now)) as transactions:
        return import_surveys(order, Importer(transactions, keys))


def take_in_rows(
    database: Database, folder: Path, rows: Sequence[Mapping[str, Any]], now: datetime = NOW, **constants: Any
) -> ImportReport:
    """Import rows as a CSV file, with constants of its mapping."""
    file = survey_file(csv_file(folder, rows, "survey.csv"), ColumnMapping(constants=constants))
    return take_in_file(database, file, now)
