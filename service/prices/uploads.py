"""Price files that are uploaded: how they are to be read, and their import."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, Json, ValidationError

from service.access.idempotency import Attempt, StoredAnswer, answered_before, remember
from service.answers import to_json
from service.files.mapping import ColumnMapping, Constant, DateOrder, NumberConvention, Unit
from service.imports.mending import told
from service.imports.schemas import Feed, Name
from service.imports.transactions import each_kept, none_kept
from service.imports.uploads import Upload
from service.imports.writing import Writing

if TYPE_CHECKING:
    from service.prices.imports import ImportReport, PriceFile

SHOWN_REFUSALS = 50


class UploadForm(BaseModel):
    """The fields beside `file`; those left out are found out from the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    feed: Feed | None = None
    sheet: Name | None = Field(None, description="Of a workbook with several sheets: the one to read.")
    columns: Json[dict[str, str]] = Field({}, description='From the file\'s columns to ours: {"Harga": "price_..."}.')
    constants: Json[dict[str, Constant]] = Field({}, description="Values that all rows share, by our columns.")
    units: Json[dict[str, Unit]] = Field({}, description="By our columns of prices: the weight they are for.")
    numbers: NumberConvention | None = Field(None, description="How numbers are written, where the file is ambiguous.")
    dates: DateOrder | None = Field(None, description="How days are written, where the file is ambiguous.")
    proportional: bool = Field(False, description="Whether each grade of a KKK table is the same dry price.")
    historical: bool = Field(False, description="Whether the prices are history: nobody is alerted of them.")
    dry_run: bool = Field(False, description="true: the same report, and nothing is written.")

    def mapping(self) -> ColumnMapping:
        """Return how the file is read; raises `RequestValidationError`."""
        try:
            return ColumnMapping.model_validate({name: getattr(self, name) for name in ColumnMapping.model_fields})
        except ValidationError as error:
            raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in error.errors()]) from None


@dataclass(frozen=True, slots=True)
class PriceUpload:
    """One upload: the file, how it is read, whose attempt it is, and the language of the answer."""

    upload: Upload
    form: UploadForm
    attempt: Attempt
    language: str

    @property
    def feed(self) -> str:
        """Return the source within which its observations are identified."""
        return self.form.feed or self.attempt.caller.name


def answer_upload(asked: PriceUpload, writing: Writing) -> StoredAnswer:
    """Import an uploaded file, or give the answer it had before.

    The import commits chunk by chunk, so the answer is remembered last. Where a crash comes between, the request sent
    again imports the file again, which changes nothing.
    """
    with writing.database.reading() as connection:
        before = answered_before(connection, asked.attempt)
    if before is not None:
        return before
    answer = StoredAnswer(to_json(_shown(_import(asked, writing), asked)))
    if not asked.form.dry_run:
        with writing.database.unit_of_work(writing.clock()) as uow:
            remember(uow, asked.attempt, answer)
    return answer


def _import(asked: PriceUpload, writing: Writing) -> "ImportReport":
    # What reads files takes a second to load; the service starts without it.
    from service.prices.imports import Importer, import_prices

    kept = none_kept if asked.form.dry_run else each_kept
    with kept(writing.database, writing.clock) as transactions:
        return import_prices(_file(asked), Importer(transactions, writing.keys))


def _file(asked: PriceUpload) -> "PriceFile":
    from service.prices.imports import PriceFile

    return PriceFile(
        path=asked.upload.path,
        file_name=asked.upload.file_name,
        feed=asked.feed,
        recorded_by=asked.attempt.caller.name,
        mapping=asked.form.mapping(),
        historical=asked.form.historical,
    )


def _shown(report: "ImportReport", asked: PriceUpload) -> dict[str, object]:
    import_id = None if asked.form.dry_run else report.import_id
    refused = [
        {"line": row.line, "problems": [told(problem, asked.language) for problem in row.problems_as_json()]}
        for row in report.refused[:SHOWN_REFUSALS]
    ]
    return {
        "import_id": import_id,
        "dry_run": asked.form.dry_run,
        **asdict(report.counts),
        "refused": refused,
        "refused_rows": None if import_id is None else f"/v1/imports/{import_id}/refused",
    }
