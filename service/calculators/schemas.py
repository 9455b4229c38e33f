"""The numbers calculators take and give: what is refused on the way in, how they are rounded on the way out."""

import math
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticKnownError

from service.economics.units import round_half_up

# Far above any real figure, and still small enough that a double tells one rupiah from the next.
LARGEST = 1e15


def read_number(value: Any) -> float:
    """Take JSON numbers only: a number written as text, or `true` in its place, is the sender's mistake."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticKnownError("float_parsing")
    if abs(value) <= LARGEST:
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf  # over 308 digits; refused as not finite


def _read_whole_number(value: Any) -> float:
    number = read_number(value)
    if math.isfinite(number) and number % 1:
        raise PydanticKnownError("int_parsing")
    return number


def _writable(value: Any) -> Any:
    # Half of a surrogate pair, which JSON can spell, has no form in UTF-8: the answer could not repeat it.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def half_up(value: float, digits: int) -> float:
    """Round a figure for an answer; `LARGEST` and beyond has no decimals to round and stays as it is."""
    return value if abs(value) >= LARGEST else round_half_up(value, digits) + 0.0  # the sum turns -0.0 into 0.0


# The bounds come first, and are checked last: on what was read.
Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False), BeforeValidator(read_number)]
Amount = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False), BeforeValidator(read_number)]
Divisor = Annotated[float, Field(gt=0, le=LARGEST, allow_inf_nan=False), BeforeValidator(read_number)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), BeforeValidator(read_number)]
PercentAboveZero = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False), BeforeValidator(read_number)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), BeforeValidator(read_number)]
Level = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False), BeforeValidator(read_number)]
GroupSize = Annotated[int, Field(ge=2, le=1_000_000_000), BeforeValidator(_read_whole_number)]
Name = Annotated[str, Field(min_length=1, max_length=100), BeforeValidator(_writable)]

# Answers are computed unrounded and rounded here, once.
TwoDecimals = Annotated[float, AfterValidator(partial(half_up, digits=2))]
FourDecimals = Annotated[float, AfterValidator(partial(half_up, digits=4))]
SixDecimals = Annotated[float, AfterValidator(partial(half_up, digits=6))]


class Figures(BaseModel):
    """What a calculator is given; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


def example(**figures: Any) -> ConfigDict:
    """Return the setting that shows these figures as a model's example."""
    return ConfigDict(json_schema_extra={"examples": [figures]})
