"""What the cells of household rows may hold; figures are rounded as they are stored before bounds are checked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.database import half_up

# What cannot be meant is refused first: rounding needs room for all digits.
Figure = Annotated[Decimal, Field(gt=-(10**13), lt=10**13)]


def _readable(value: str) -> str:
    if not value.isprintable():
        raise PydanticCustomError("control_characters", "must be readable text without control characters")
    return value


def rounded(digits: int) -> AfterValidator:
    """Round half up to the digits that are stored."""
    return AfterValidator(lambda value: half_up(value, digits))


Tenths = Annotated[Figure, rounded(1)]
Hundredths = Annotated[Figure, rounded(2)]
Thousandths = Annotated[Figure, rounded(3)]
TenThousandths = Annotated[Figure, rounded(4)]
Millionths = Annotated[Figure, rounded(6)]
Rupiah = Annotated[Hundredths, Field(ge=0)]
Readable = AfterValidator(_readable)
Words = Annotated[str, Field(min_length=1, max_length=80), Readable]
Identity = Annotated[str, Field(min_length=1, max_length=200), Readable]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Arriving(BaseModel):
    """A row as it arrives: unknown fields are refused, blank ones were not stated."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_not_stated(cls, values: Any) -> Any:
        if not isinstance(values, Mapping):
            return values
        return {name: value for name, value in values.items() if not is_blank(value)}


def is_blank(value: Any) -> bool:
    """Say whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip())
