"""What every list shares: its query parameters, its cursor, and the answer as JSON or CSV."""

import base64
import binascii
import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, Connection, Select, func, select, tuple_
from starlette.requests import Request
from starlette.responses import Response

from service.caching import DATA_REVISION_HEADER
from service.database import read_revision
from service.errors import BadCursor, DistrictOutsideProvince, ReversedPeriod
from service.negotiation import wants_csv

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# A spreadsheet runs cells that begin with one of these as formulas.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _written_as_a_day(value: Any) -> Any:
    # Without this check 0 and unix time stamps would pass for days.
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("day_form", "must be a day, YYYY-MM-DD")
    return value


Row = TypeVar("Row", bound=BaseModel)
AnySelect = Select[*tuple[Any, ...]]
IsoDay = Annotated[date, BeforeValidator(_written_as_a_day)]
ProvinceCode = Annotated[str, Field(pattern=r"^\d{2}$", description="Kemendagri code of a province, e.g. 16")]
DistrictCode = Annotated[str, Field(pattern=r"^\d{2}\.\d{2}$", description="Kemendagri code, e.g. 16.03")]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ListQuery(BaseModel):
    """The parameters every list takes; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    limit: int = Field(50, ge=1, le=1000, description="Rows in one answer.")
    cursor: str | None = Field(None, max_length=200, description="Taken from `next` of the answer before.")
    output_format: Literal["json", "csv"] | None = Field(None, description="Left out: by the Accept header.")


class PlaceQuery(ListQuery):
    """A list that can be narrowed to a province or a district, and to what changed."""

    province_code: ProvinceCode | None = None
    district_code: DistrictCode | None = None
    updated_since: int | None = Field(
        None, ge=0, le=2**63 - 1, description="Only rows changed after this data revision."
    )

    @model_validator(mode="after")
    def _place_is_one(self) -> Self:
        district, province = self.district_code, self.province_code
        if district is not None and province is not None and district[:2] != province:
            raise DistrictOutsideProvince(district_code=district, province_code=province)
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


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, of the data as of `revision`; `next_key` is empty on the last page."""

    rows: list[dict[str, Any]]
    total: int
    next_key: list[Any] | None
    revision: int


@dataclass(frozen=True, slots=True)
class Order:
    """A list's order: columns that together are unique, all ascending or all descending."""

    columns: tuple[Any, ...]
    descending: bool = False

    def after(self, key: Sequence[Any]) -> ColumnElement[bool]:
        """Return the condition for the rows behind `key`."""
        position, bound = tuple_(*self.columns), tuple_(*key)
        return position < bound if self.descending else position > bound

    def clauses(self) -> list[Any]:
        """Return the ORDER BY clauses."""
        return [column.desc() for column in self.columns] if self.descending else list(self.columns)


def narrowed(statement: AnySelect, table: Any, query: PlaceQuery) -> AnySelect:
    """Narrow rows of `table`, which has a district_code and a revision, to the place and the changes asked for."""
    if query.province_code is not None:
        # A row of a whole province has no district; its own province_code says where it belongs.
        province = getattr(table, "province_code", None)
        of_district = func.substr(table.district_code, 1, 2)
        statement = statement.where((of_district if province is None else province) == query.province_code)
    if query.district_code is not None:
        statement = statement.where(table.district_code == query.district_code)
    if query.updated_since is not None:
        statement = statement.where(table.revision > query.updated_since)
    return statement


def within(statement: AnySelect, day: Any, query: PeriodQuery) -> AnySelect:
    """Narrow rows to the period asked for, both ends included."""
    if query.start is not None:
        statement = statement.where(day >= query.start)
    if query.end is not None:
        statement = statement.where(day <= query.end)
    return statement


def read_page(connection: Connection, statement: AnySelect, order: Order, query: ListQuery) -> Page:
    """Read one page of `statement`, which must not be ordered or limited yet.

    The total counts all pages; one row more than asked tells whether another page follows.
    """
    total = connection.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    wanted = statement.add_columns(*(c.label(f"_key{i}") for i, c in enumerate(order.columns)))
    if query.cursor is not None:
        wanted = wanted.where(order.after(_decode_cursor(query.cursor, order)))
    found = connection.execute(wanted.order_by(*order.clauses()).limit(query.limit + 1))
    names = tuple(found.keys())[: -len(order.columns)]
    rows = found.fetchall()
    more = len(rows) > query.limit
    rows = rows[: query.limit]
    return Page(
        rows=[dict(zip(names, row, strict=False)) for row in rows],
        total=total,
        next_key=list(rows[-1][-len(order.columns) :]) if more else None,
        revision=read_revision(connection),
    )


def answer_list(request: Request, query: ListQuery, page: Page, columns: Sequence[str]) -> Response:
    """Answer with a page, as JSON or as CSV with the given columns."""
    as_csv = query.output_format == "csv" or (
        query.output_format is None and wants_csv(request.headers.get("accept", ""))
    )
    following = _next_url(request, page)
    if as_csv:
        headers = {"link": f'<{following}>; rel="next"'} if following else {}
        headers |= {"x-total-count": str(page.total), DATA_REVISION_HEADER: str(page.revision)}
        return Response(to_csv(page.rows, columns), media_type="text/csv; charset=utf-8", headers=headers)
    body = {"data": page.rows, "total": page.total, "next": following, "revision": page.revision}
    return answer(body, page.revision)


def answer(body: Any, revision: int) -> Response:
    """Answer with JSON read at a data revision."""
    return Response(to_json(body), media_type="application/json", headers={DATA_REVISION_HEADER: str(revision)})


def to_json(body: Any) -> bytes:
    """Return JSON; decimals become numbers."""
    return orjson.dumps(body, default=_plain)


def to_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return CSV with a header; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return lines.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = ";".join(str(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _next_url(request: Request, page: Page) -> str | None:
    if page.next_key is None:
        return None
    # Without host: the answer is cached for everybody, whatever name they called us by.
    following = request.url.include_query_params(cursor=_encode_cursor(page.next_key))
    return f"{following.path}?{following.query}"


def _encode_cursor(key: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def _decode_cursor(cursor: str, order: Order) -> list[Any]:
    try:
        raw = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        types = [column.type.python_type for column in order.columns]
        if not isinstance(raw, list) or len(raw) != len(types):
            raise BadCursor(cursor=cursor)
        return [_typed(value, kind) for value, kind in zip(raw, types, strict=True)]
    except (ValueError, TypeError, binascii.Error):
        raise BadCursor(cursor=cursor) from None


def _typed(value: Any, kind: type) -> Any:
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    if type(value) is not kind or (isinstance(value, int) and abs(value) >= 2**63):
        raise ValueError(value)
    return value


class ListOut(BaseModel, Generic[Row]):
    """One page of a list."""

    data: list[Row]
    total: int
    next: str | None
    revision: int
