"""The query parameters that lists share; unknown ones are refused."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qsl

from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from service.errors import DistrictOutsideProvince, ReversedPeriod

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written_as_a_day(value: Any) -> Any:
    # Without this check 0 and unix time stamps would pass for days.
    written = isinstance(value, str) and _DAY.fullmatch(value) is not None
    if not written and not (isinstance(value, date) and not isinstance(value, datetime)):
        raise PydanticCustomError("day_form", "must be a day, YYYY-MM-DD")
    return value


IsoDay = Annotated[date, BeforeValidator(_written_as_a_day)]
ProvinceCode = Annotated[str, Field(pattern=r"^[0-9]{2}$", description="Kemendagri code of a province, e.g. 16")]
DistrictCode = Annotated[str, Field(pattern=r"^[0-9]{2}\.[0-9]{2}$", description="Kemendagri code, e.g. 16.03")]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class AskedQuery(BaseModel):
    """Query parameters of one operation; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    @classmethod
    async def asked(cls, request: Request) -> Self:
        """Return the parameters of a request.

        FastAPI reads a query model too, but looks at every annotation again on every request, which takes longer than
        answering from the database. `service.openapi` describes the parameters.
        """
        return cls._read(request.scope["query_string"])

    @classmethod
    @lru_cache(maxsize=1000)
    def _read(cls, query_string: bytes) -> Self:
        pairs = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
        given = dict(pairs)
        if len(given) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            found = {"type": "repeated", "loc": ("query", twice), "input": given[twice], "msg": "must be given once"}
            raise RequestValidationError([found])
        try:
            return cls.model_validate(given, by_name=False)
        except ValidationError as error:
            problems = [{**each, "loc": ("query", *each["loc"])} for each in error.errors()]
            raise RequestValidationError(problems) from None


# For operations that take none: one that is given is refused, never ignored.
NO_PARAMETERS = [Depends(AskedQuery.asked)]


class ListQuery(AskedQuery):
    """The parameters every list takes."""

    limit: int = Field(50, ge=1, le=1000, description="Rows in one answer.")
    cursor: str | None = Field(None, max_length=200, description="Taken from `next` of the answer before.")
    output_format: Literal["json", "csv"] | None = Field(None, description="Left out: by the Accept header.")


def check_place(district_code: str | None, province_code: str | None) -> None:
    """Refuse a district that does not lie in the province asked for with it. Raises `DistrictOutsideProvince`."""
    if None not in (district_code, province_code) and str(district_code)[:2] != province_code:
        raise DistrictOutsideProvince(district_code=district_code, province_code=province_code)


class PlaceQuery(ListQuery):
    """A list that can be narrowed to a province or a district, and to what changed."""

    province_code: ProvinceCode | None = None
    district_code: DistrictCode | None = None
    updated_since: int | None = Field(
        None, ge=0, le=2**63 - 1, description="Only rows changed after this data revision."
    )

    @model_validator(mode="after")
    def _place_is_one(self) -> Self:
        check_place(self.district_code, self.province_code)
        return self


class PeriodQuery(PlaceQuery):
    """A list that can be narrowed to a period, both ends included."""

    start: IsoDay | None = Field(None, alias="from", description="First day, YYYY-MM-DD.")
    end: IsoDay | None = Field(None, alias="to", description="Last day, YYYY-MM-DD.")

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ReversedPeriod(start=self.start, end=self.end)
        return self
