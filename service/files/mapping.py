"""How the columns of somebody's file become ours; shared by uploads, the command line and declared sources."""

from collections import Counter
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from service.remedies import refusal

NumberConvention = Literal["comma_decimal", "point_decimal"]
DateOrder = Literal["day_first", "month_first"]
Unit = Literal["per_kg", "per_quintal", "per_tonne"]
Constant = bool | int | float | Decimal | date | str
MONEY_SUFFIX = "_idr_per_kg"


class ColumnMapping(BaseModel):
    """What a file does not say itself: our name of its columns, values all its rows share, and how it writes.

    `columns` goes from the file's column to ours, `constants` from ours to the value, `units` from our money column to
    the weight its figures are for. `numbers` and `dates` left out: found out from each whole column. `proportional`:
    in a table of prices by KKK each grade is the same dry price, so that one can be held against the others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, str] = {}
    constants: dict[str, Constant] = {}
    units: dict[str, Unit] = {}
    numbers: NumberConvention | None = None
    dates: DateOrder | None = None
    sheet: str | None = None
    proportional: bool = False

    @model_validator(mode="after")
    def _fills_each_column_once(self) -> Self:
        filled = Counter([*self.columns.values(), *self.constants])
        twice = sorted(name for name, times in filled.items() if times > 1)
        if twice:
            raise refusal("filled_twice", names=", ".join(twice))
        return self

    @model_validator(mode="after")
    def _has_units_of_money_only(self) -> Self:
        others = sorted(name for name in self.units if not name.endswith(MONEY_SUFFIX))
        if others:
            raise refusal("unit_of_no_price", names=", ".join(others), ending=MONEY_SUFFIX)
        return self

    def our_columns(self) -> AbstractSet[str]:
        """Return the names of ours that this mapping speaks of."""
        return {*self.columns.values(), *self.constants, *self.units}
