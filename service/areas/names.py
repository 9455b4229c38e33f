"""Districts and provinces as people name them: by code, by name in its common forms, by abbreviation.

A name is compared without case, spaces and punctuation, and must equal an accepted form: the nearest name is never
taken, it is only suggested. Forms are `Kabupaten X`, `Kab. X`, `X`, `X, province` and the aliases of
reference/district_aliases.csv. What stands for two districts is refused, and so is a bare `1603`: the codes of
Kemendagri (`16.03`) and BPS (`1603`) look alike without the dot and differ for many districts.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from service.areas.name_errors import AmbiguousArea, AreaRefused, BareCode, MisspeltArea, OtherProvince, UnknownArea

if TYPE_CHECKING:
    import pandas as pd

ALIASES_FILE = Path(__file__).parent.parent / "reference" / "district_aliases.csv"

# How names are written, with `Kabupaten` or `Kota` or without; compared without spaces (see `_key`).
_FORMS = {
    "Kabupaten": ("{}", "kabupaten{}", "kab{}", "{}regency"),
    "Kota": ("{}", "kota{}", "kotamadya{}", "kotamadia{}", "kodya{}", "{}city"),
    "Provinsi": ("{}", "provinsi{}", "propinsi{}", "prov{}", "prop{}", "{}province"),
}
_KIND = re.compile("^(?:kabupaten|kab|kotamadya|kotamadia|kodya|kota|provinsi|propinsi|prov|prop)")
_KEMENDAGRI_CODE = re.compile("([0-9]{2})[.,]([0-9]{1,2})")
_BARE_CODE = re.compile("[0-9]{4}")
# Longer texts are no misspelt names, and comparing them takes long.
_LONGEST_NAME = 60


class CodeKind(StrEnum):
    """Whose codes a column holds, beside names."""

    KEMENDAGRI = "kemendagri"
    BPS = "bps"


class DistrictRow(NamedTuple):
    """One district: its Kemendagri and BPS codes, its name with `Kabupaten` or `Kota`, and its province."""

    code: str
    bps_code: str
    name: str
    province_code: str
    province: str


class Alias(NamedTuple):
    """Another accepted name of a district (`Muba`, 16.06) or a province (`Sumsel`, 16)."""

    alias: str
    code: str


@dataclass(frozen=True)
class AreasFound:
    """The code of every cell of a column (missing where blank or refused), and why lines were refused."""

    codes: pd.Series[str]
    refused: dict[int, AreaRefused]


def read_aliases(path: Path = ALIASES_FILE) -> list[Alias]:
    """Read the abbreviations and other spellings of districts and provinces."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [Alias(row["alias"], row["code"]) for row in csv.DictReader(lines)]


class ProvinceNames:
    """The accepted codes and names of provinces."""

    def __init__(self, rows: Iterable[DistrictRow], aliases: Iterable[Alias]) -> None:
        """Collect the provinces of the districts; aliases of districts are left aside."""
        self._names = {row.province_code: row.province for row in rows}
        accepted = [*((name, code) for code, name in self._names.items()), *aliases]
        self._codes = {
            form.format(_key(name)): code
            for name, code in accepted
            if code in self._names
            for form in _FORMS["Provinsi"]
        }

    def __contains__(self, key: str) -> bool:
        """Tell whether a compared name is one of a province."""
        return key in self._codes

    def find(self, cell: Any) -> str:
        """Return the code of a province, or raise `UnknownArea`."""
        text = _text(cell)
        code = text if text in self._names else self._codes.get(_key(text))
        if code is None:
            raise _unknown(text, {_key(name): name for name in self._names.values()})
        return code

    def find_all(self, column: pd.Series[Any]) -> AreasFound:
        """Find the provinces of a column; each different cell is looked up once."""
        return _find_all(_texts(column), self.find)

    def taken_off(self, key: str) -> list[tuple[str, str]]:
        """Return what is left of a name without the province before or after it, with the province's code."""
        after = [(key.removesuffix(name), code) for name, code in self._codes.items() if key.endswith(name)]
        before = [(key.removeprefix(name), code) for name, code in self._codes.items() if key.startswith(name)]
        return after + before


class DistrictNames:
    """The accepted codes and names of districts."""

    def __init__(self, rows: Iterable[DistrictRow], aliases: Iterable[Alias]) -> None:
        """Collect every accepted form; aliases of areas that are not there are left aside."""
        rows, aliases = list(rows), list(aliases)
        self.provinces = ProvinceNames(rows, aliases)
        self._rows = {row.code: row for row in rows}
        self._of_bps = {row.bps_code: row.code for row in rows}
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._suggested = {_key(row.name.partition(" ")[2]): row.name for row in rows}
        for name, code in [*((row.name.partition(" ")[2], row.code) for row in rows), *aliases]:
            if code in self._rows:
                self._accept(_key(name), self._rows[code])

    def _accept(self, key: str, row: DistrictRow) -> None:
        kind = row.name.partition(" ")[0]
        for form in _FORMS[kind]:
            # `Jambi` alone is rather the province than the town.
            if form.format(key) not in self.provinces:
                self._codes[form.format(key)].add(row.code)

    def find(self, cell: Any, kind: CodeKind = CodeKind.KEMENDAGRI, province_code: str | None = None) -> str:
        """Return a district's Kemendagri code by its code or its name, or raise an `AreaRefused`.

        A province given beside it tells apart districts of one name, and must be the district's own.
        """
        text = _text(cell)
        codes = self._by_code(text, kind) or self._by_name(text)
        if not codes:
            raise _unknown(text, self._suggested)
        inside = {code for code in codes if province_code in {None, self._rows[code].province_code}}
        if not inside:
            raise OtherProvince(value=text, found=self._shown(codes))
        if len(inside) > 1:
            raise AmbiguousArea(value=text, options=self._shown(inside))
        return inside.pop()

    def find_all(
        self,
        column: pd.Series[Any],
        kind: CodeKind = CodeKind.KEMENDAGRI,
        province_codes: pd.Series[str] | None = None,
    ) -> AreasFound:
        """Find the districts of a column, with the codes of their provinces where a column gives them.

        Each different pair is looked up once.
        """
        cells = _texts(column)
        if province_codes is None or not province_codes.notna().any():
            return _find_all(cells, lambda cell: self.find(cell, kind))

        def find(pair: str) -> str:
            cell, _, province_code = pair.rpartition("\n")
            return self.find(cell, kind, province_code or None)

        return _find_all(cells + "\n" + province_codes.fillna(""), find)

    def _by_code(self, text: str, kind: CodeKind) -> set[str]:
        if _BARE_CODE.fullmatch(text) and kind is CodeKind.KEMENDAGRI:
            raise BareCode(value=text)
        if kind is CodeKind.BPS:
            return {self._of_bps[text]} if text in self._of_bps else set()
        found = _KEMENDAGRI_CODE.fullmatch(text)
        # A workbook that takes 14.10 for a number leaves 14.1.
        code = found and f"{found[1]}.{found[2].ljust(2, '0')}"
        return {code} if code and code in self._rows else set()

    def _by_name(self, text: str) -> set[str]:
        key = _key(text)
        if key in self._codes:
            return self._codes[key]
        next_to_province = [(self._codes.get(name, set()), code) for name, code in self.provinces.taken_off(key)]
        inside = {
            district
            for districts, province_code in next_to_province
            for district in districts
            if self._rows[district].province_code == province_code
        }
        elsewhere = {district for districts, _ in next_to_province for district in districts}
        if elsewhere and not inside:
            raise OtherProvince(value=text, found=self._shown(elsewhere))
        return inside

    def _shown(self, codes: Iterable[str]) -> str:
        rows = [self._rows[code] for code in sorted(codes)]
        return " / ".join(f"{row.name}, {row.province} ({row.code})" for row in rows)


def _text(cell: Any) -> str:
    """Return a cell as text; a workbook's 1603.0 is 1603, and what is neither text nor number names nothing."""
    if not isinstance(cell, str | int | float):
        return repr(cell)
    is_whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if is_whole else cell).strip()


def _texts(column: pd.Series[Any]) -> pd.Series[str]:
    """Return a column as texts; blank cells are missing."""
    if column.dtype != object:
        return column
    texts = column.map(_text, na_action="ignore").astype("str")
    return texts.mask(texts == "")


def _key(name: str) -> str:
    """Return what is compared of a name: its letters and digits without case and accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())


def _unknown(text: str, names: Mapping[str, str]) -> UnknownArea:
    """Return the refusal of an unknown name, with up to three that are written much like it."""
    key = _KIND.sub("", _key(text))
    close = get_close_matches(key, names, cutoff=0.75) if len(key) <= _LONGEST_NAME else []
    if not close:
        return UnknownArea(value=text)
    return MisspeltArea(value=text, suggestions=", ".join(names[key] for key in close))


def _find_all(cells: pd.Series[str], find: Callable[[str], str]) -> AreasFound:
    import pandas as pd

    places, different = pd.factorize(cells)
    found: dict[int, str] = {}
    refused: dict[int, AreaRefused] = {}
    for place, cell in enumerate(different):
        try:
            found[place] = find(cell)
        except AreaRefused as error:
            refused[place] = error
    of_each = pd.Series([found.get(place) for place in range(len(different))], dtype="str")
    codes = pd.Series(of_each.array.take(places, allow_fill=True), index=cells.index)
    lost = (codes.isna() & cells.notna()).to_numpy()
    lines = zip(cells.index[lost], places[lost], strict=True)
    return AreasFound(codes, {int(line): refused[int(place)] for line, place in lines})
