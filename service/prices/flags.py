"""What speaks against a price, in both languages.

The English sentence is what is stored. Each kind of it is made by one pattern, so that the figures in it are found
again and told in the other language; what no pattern made comes as it is stored.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Any

_BETWEEN = "; "


@dataclass(frozen=True)
class Flag:
    """One kind of reason; both texts name the same figures in braces."""

    english: str
    indonesian: str

    def said(self, **figures: Any) -> str:
        """Return the reason as it is stored."""
        return self.english.format(**figures)

    def in_indonesian(self, stored: str) -> str | None:
        """Return a stored reason in Indonesian; None where it is of another kind."""
        found = self._pattern.fullmatch(stored)
        return found and self.indonesian.format(**found.groupdict())

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = Formatter().parse(self.english)
        return re.compile("".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, *_ in parts))


_MEDIAN = ": the median of {days} days is {median} Rp/kg (robust z-score {deviations})"
_TENGAH = ": median {days} hari adalah Rp {median}/kg (skor-z kokoh {deviations})"
UNLIKE_OWN_YEAR = Flag("unlike its last year" + _MEDIAN, "tidak seperti setahun terakhirnya" + _TENGAH)
UNLIKE_PROVINCE = Flag(
    "unlike the last year of province {place}, its own being too short" + _MEDIAN,
    "tidak seperti setahun terakhir provinsi {place}, karena datanya sendiri terlalu sedikit" + _TENGAH,
)
UNLIKE_ALL = Flag(
    "unlike the last year of all districts, its own and its province's being too short" + _MEDIAN,
    "tidak seperti setahun terakhir semua kabupaten/kota, karena datanya sendiri dan provinsinya terlalu sedikit"
    + _TENGAH,
)
TOO_SMALL = Flag(
    "{price} Rp/kg is no price of rubber: thousands may be meant",
    "Rp {price}/kg bukan harga karet: mungkin maksudnya ribuan",
)
TOO_LARGE = Flag(
    "{price} Rp/kg is more than rubber has ever cost: a zero may be too many",
    "Rp {price}/kg lebih dari harga karet yang pernah ada: mungkin kelebihan nol",
)
MISPRINTED = Flag(
    "KKK {grade}% says {printed}, the other grades imply {implied}",
    "KKK {grade}% tertulis {printed}, menurut kadar lainnya {implied}",
)
FLAGS = (UNLIKE_OWN_YEAR, UNLIKE_PROVINCE, UNLIKE_ALL, TOO_SMALL, TOO_LARGE, MISPRINTED)


def joined(reasons: list[str]) -> str:
    """Return several reasons as they are stored in one."""
    return _BETWEEN.join(reasons)


def told_flag(stored: str | None, language: str) -> str | None:
    """Return the reasons that are stored with a price in `id` or `en`."""
    if stored is None or language != "id":
        return stored
    return _BETWEEN.join(_in_indonesian(reason) for reason in stored.split(_BETWEEN))


def _in_indonesian(reason: str) -> str:
    told = (flag.in_indonesian(reason) for flag in FLAGS)
    return next((text for text in told if text is not None), reason)
