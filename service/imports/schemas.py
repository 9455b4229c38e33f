"""What imports and their refused rows look like when they are asked for and shown."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from service.errors import ReversedPeriod
from service.list_queries import IsoDay, ListQuery
from service.vocabulary import ImportKind, ImportStatus


def readable(value: str) -> str:
    """Return a text, or refuse one with control characters."""
    if not value.isprintable():
        raise PydanticCustomError("control_characters", "must be readable text")
    return value


# As long as the columns of the ledger.
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(readable)]
Feed = Annotated[
    Name, Field(description="The source within which an observation is identified. Left out: the name of the API key.")
]


class RowOutcome(StrEnum):
    """What became of one row that was sent."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class ProblemOut(BaseModel):
    """One wrong cell, told in the caller's language."""

    column: str
    value: Any
    reason: str


class CountsOut(BaseModel):
    """What became of the rows of one attempt; `flagged` ones are among the accepted and corrected."""

    accepted: int
    duplicate: int
    corrected: int
    rejected: int
    flagged: int


class RefusedLineOut(BaseModel):
    """One refused row of a file, by its line in the sheet."""

    line: int
    problems: list[ProblemOut]


class UploadOut(CountsOut):
    """What became of an uploaded file; `refused` holds the first refused rows, `refused_rows` leads to all of them.

    `notes` tell what else is to be known, such as an example row of a template that was left out.
    """

    import_id: int | None
    dry_run: bool
    refused: list[RefusedLineOut]
    refused_rows: str | None
    notes: list[str]


class ImportQuery(ListQuery):
    """What the list of imports can be narrowed to."""

    kind: ImportKind | None = None
    feed: Name | None = None
    status: ImportStatus | None = None
    start: IsoDay | None = Field(None, alias="from", description="First Jakarta day of the start, YYYY-MM-DD.")
    end: IsoDay | None = Field(None, alias="to", description="Last Jakarta day of the start, YYYY-MM-DD.")

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ReversedPeriod(start=self.start, end=self.end)
        return self


class RefusedQuery(ListQuery):
    """Which refused rows of an import are wanted; as CSV all of them come at once, whatever the limit."""

    mended: bool = Field(
        False, description="false: rows that wait to be mended; true: those that came in, or again, since."
    )


class ImportOut(BaseModel):
    """One delivery; `accepted`, `corrected` and `flagged` count over all attempts, the rest are those of the last."""

    id: int
    kind: ImportKind
    feed: str
    file_name: str | None
    sheet: str | None
    status: ImportStatus
    attempts: int
    started_at: datetime
    finished_at: datetime | None
    recorded_by: str
    accepted: int
    corrected: int
    duplicate: int
    rejected: int
    flagged: int
    open_refused: int
    error: str | None


class RefusedRowOut(BaseModel):
    """One refused row: its line in the sheet (or number in the list), what is wrong, and its cells as sent.

    Names and phone numbers in it are replaced by keyed hashes.
    """

    refused_row: int
    line: int
    problems: list[ProblemOut]
    content: dict[str, Any]
    mended_at: datetime | None
    mended_by: str | None
