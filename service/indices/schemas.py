"""What indices look like when they arrive, when they are asked for and when they are shown."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from service.database import half_up
from service.errors import ReversedPeriod
from service.imports.schemas import readable
from service.list_queries import ListQuery, RowId
from service.remedies import refusal
from service.vocabulary import IndexName, Provenance

COUNTRY = "00"
# The "base" of series in rupiah, and what clerks call it.
RUPIAH = "IDR"
_RUPIAH_NAMES = frozenset({"RP", "RUPIAH", RUPIAH})
IN_RUPIAH = frozenset({IndexName.WAGE, IndexName.RICE_PRICE})
_MONTH_OR_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)


def _plain_base(value: Any) -> Any:
    """Return a base without blanks and brackets: `(2018 = 100)` is `2018=100`."""
    if not isinstance(value, str):
        return value
    plain = "".join(value.split()).strip("()").upper()
    return RUPIAH if plain in _RUPIAH_NAMES else plain


def _month(value: Any) -> Any:
    """Return the first day of a month that is written as a month or as any of its days."""
    if not isinstance(value, str) or not _MONTH_OR_DAY.fullmatch(value):
        raise refusal("month_form")
    try:
        return date.fromisoformat(f"{value}-01"[:10]).replace(day=1)
    except ValueError:
        raise refusal("month_form") from None


def _rounded(digits: int) -> AfterValidator:
    return AfterValidator(lambda value: half_up(value, digits))


Base = Annotated[str, BeforeValidator(_plain_base), Field(max_length=40, pattern=r"^([^=]+=100|IDR)$")]
# Bounds hold before rounding and after it.
Value = Annotated[Decimal, Field(gt=0, lt=10**9), _rounded(6), Field(gt=0)]
Factor = Annotated[Decimal, Field(gt=0, lt=10**7), _rounded(8), Field(gt=0)]
Month = Annotated[
    date, BeforeValidator(_month), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"})
]
Source = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(readable)]


class _SeriesIn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    index_name: IndexName
    province_code: str = Field(COUNTRY, pattern=r"^[0-9]{2}$")
    base: Base
    source: Source
    provenance: Provenance

    @model_validator(mode="after")
    def _base_goes_with_the_series(self) -> Self:
        if (self.base == RUPIAH) != (self.index_name in IN_RUPIAH):
            raise refusal("base_of_other_series", base=self.base, index_name=self.index_name)
        return self


class IndexValueIn(_SeriesIn):
    """The value of one month as it arrives; without a province it is the country's."""

    month: Month
    value: Value

    def stored(self) -> Mapping[str, Any]:
        """Return the columns it fills."""
        row = self.model_dump()
        return {**row, "area_code": row.pop("province_code")}


class IndexLinkIn(_SeriesIn):
    """What values in `base` are multiplied by to be values in `to_base`."""

    to_base: Base
    factor: Factor

    @model_validator(mode="after")
    def _links_two_bases(self) -> Self:
        if self.base == self.to_base:
            raise refusal("link_to_itself", base=self.base)
        return self

    def stored(self) -> Mapping[str, Any]:
        """Return the columns it fills."""
        row = self.model_dump()
        return {**row, "area_code": row.pop("province_code"), "from_base": row.pop("base")}


class SeriesQuery(ListQuery):
    """What lists of indices can be narrowed to."""

    index_name: IndexName | None = None
    province_code: str | None = Field(
        None, pattern=r"^[0-9]{2}$", description="Kemendagri code of a province, e.g. 16; 00: the country."
    )
    updated_since: int | None = Field(
        None, ge=0, le=2**63 - 1, description="Only rows changed after this data revision."
    )


class IndexQuery(SeriesQuery):
    """What the list of indices can be narrowed to."""

    start: Month | None = Field(None, alias="from", description="First month, YYYY-MM or any of its days.")
    end: Month | None = Field(None, alias="to", description="Last month, YYYY-MM or any of its days.")

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ReversedPeriod(start=self.start, end=self.end)
        return self


class _SeriesOut(BaseModel):
    id: RowId
    index_name: IndexName
    province_code: str


class IndexValueOut(_SeriesOut):
    """The value of one month, by its first day; `province_code` 00 is the country.

    Of wages and the rice price, whose base is IDR, it is in rupiah: per person-day, per kilogram.
    """

    month: date
    base: str
    value: float
    source: str
    provenance: Provenance
    version: int
    revision: int


class IndexLinkOut(_SeriesOut):
    """What a value in `from_base` is multiplied by to be one in `to_base`."""

    from_base: str
    to_base: str
    factor: float
    source: str
    provenance: Provenance
    version: int
    revision: int
