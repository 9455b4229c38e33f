"""Lots of auction nights as rows of files, with the headers that auctions write."""

from typing import Any


def listed(night: int, lot: int, **changes: Any) -> dict[str, Any]:
    """Return one lot of the night of this day of October 2026."""
    row = {
        "uppb": "UPPB Maju Bersama",
        "no_registrasi": "16.03/UPPB/7",
        "kabupaten": "Muara Enim",
        "tanggal": f"2026-10-{night:02}",
        "no_lot": str(lot),
        "berat_kg": "1200",
        "kkk": "58",
        "umur_simpan": "mingguan",
        "harga": str(11000 + 10 * lot),
        "sumber": "buku lelang",
        "asal_data": "survei",
    }
    return {**row, **changes}
