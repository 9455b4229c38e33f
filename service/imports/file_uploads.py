"""Files that are uploaded, whatever their rows are: how they are to be read, and the answer to their import."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

from anyio import to_thread
from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, Json, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from service.access.dependencies import IdempotencyKey, authorised
from service.access.idempotency import Attempt, Caller, StoredAnswer, answered_before, remember
from service.answers import to_json
from service.files.mapping import ColumnMapping, Constant, DateOrder, NumberConvention, Unit
from service.imports.mending import told
from service.imports.schemas import Feed, Name
from service.imports.transactions import each_kept, none_kept
from service.imports.uploads import Upload, read_form, received
from service.imports.writing import Writing, WritingOf
from service.negotiation import language_of
from service.vocabulary import Scope

if TYPE_CHECKING:
    from service.imports.files import Importer, ImportReport

SHOWN_REFUSALS = 50
# `FileLimits.file_bytes`, and room for the form around the file; that a file is too large is told by its own error.
LARGEST_UPLOAD_BYTES = 201 * 2**20
# The body is read here, once the caller is known to be one who may write; `service.openapi` puts its schema in.
UPLOADED: dict[str, Any] = {"requestBody": {"required": True, "content": {"multipart/form-data": {}}}}


class FileForm(BaseModel):
    """The fields beside `file`; those left out are found out from the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    feed: Feed | None = None
    sheet: Name | None = Field(None, description="Of a workbook with several sheets: the one to read.")
    columns: Json[dict[str, str]] = Field({}, description='From the file\'s columns to ours: {"Harga": "price_..."}.')
    constants: Json[dict[str, Constant]] = Field({}, description="Values that all rows share, by our columns.")
    units: Json[dict[str, Unit]] = Field({}, description="By our columns of prices: the weight they are for.")
    numbers: NumberConvention | None = Field(None, description="How numbers are written, where the file is ambiguous.")
    dates: DateOrder | None = Field(None, description="How days are written, where the file is ambiguous.")
    historical: bool = Field(False, description="Whether the rows are history: nobody is alerted of them.")
    dry_run: bool = Field(False, description="true: the same report, and nothing is written.")

    def mapping(self) -> ColumnMapping:
        """Return how the file is read; raises `RequestValidationError`."""
        said = {name: getattr(self, name) for name in ColumnMapping.model_fields if name in type(self).model_fields}
        try:
            return ColumnMapping.model_validate(said)
        except ValidationError as error:
            raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in error.errors()]) from None


@dataclass(frozen=True, slots=True)
class FileUpload:
    """One upload: the file, how it is read, whose attempt it is, and the language of the answer."""

    upload: Upload
    form: FileForm
    attempt: Attempt
    language: str

    def file(self) -> dict[str, Any]:
        """Return what an `ArrivedFile` is made of; raises `RequestValidationError`."""
        caller = self.attempt.caller.name
        return {
            "path": self.upload.path,
            "file_name": self.upload.file_name,
            "feed": self.form.feed or caller,
            "recorded_by": caller,
            "mapping": self.form.mapping(),
            "historical": self.form.historical,
        }


ImportFile = Callable[[FileUpload, "Importer"], "ImportReport"]


@dataclass(frozen=True, slots=True)
class Sending:
    """A request that uploads a file: who sends it, under which key (None: it is not to be recognised), and where to."""

    request: Request
    caller: Caller
    idempotency_key: str | None
    writing: Writing

    async def answered(self, form: type[FileForm], import_file: ImportFile) -> Response:
        """Import the file as its form says, and return the answer.

        Raises: the refusals of `uploads.received`, of the form's fields and of the file; IdempotencyKeyInUse.
        """
        async with received(self.request) as upload:
            attempt = Attempt(self.caller, self.idempotency_key, upload.fingerprint)
            asked = FileUpload(upload, read_form(form, upload.fields), attempt, language_of(self.request))
            with self.request.app.state.attempts.holding(attempt):
                return await to_thread.run_sync(
                    lambda: self.writing.committed(answer_file(asked, self.writing, import_file)),
                    limiter=self.writing.imports,
                )


def sent(scope: Scope) -> Any:
    """Return the dependency on an authorised upload.

    Written `sending: Annotated[Sending, sent(Scope.PRICES_WRITE)]`. It raises what `authorised` raises.
    """

    async def sending(
        request: Request,
        caller: Annotated[Caller, authorised(scope)],
        writing: WritingOf,
        idempotency_key: IdempotencyKey = None,
    ) -> Sending:
        return Sending(request, caller, idempotency_key, writing)

    return Depends(sending)


def answer_file(asked: FileUpload, writing: Writing, import_file: ImportFile) -> StoredAnswer:
    """Import an uploaded file, or give the answer it had before.

    The import commits chunk by chunk, so the answer is remembered last. Where a crash comes between, the request sent
    again imports the file again, which changes nothing.
    """
    with writing.database.reading() as connection:
        before = answered_before(connection, asked.attempt)
    if before is not None:
        return before
    answer = StoredAnswer(to_json(_shown(_import(asked, writing, import_file), asked)))
    if not asked.form.dry_run:
        with writing.database.unit_of_work(writing.clock()) as uow:
            remember(uow, asked.attempt, answer)
    return answer


def shown_refusals(report: "ImportReport", language: str) -> list[dict[str, Any]]:
    """Return the first refused rows of a report in the caller's language."""
    return [
        {"line": row.line, "problems": [told(problem, language) for problem in row.problems_as_json()]}
        for row in report.refused[:SHOWN_REFUSALS]
    ]


def _import(asked: FileUpload, writing: Writing, import_file: ImportFile) -> "ImportReport":
    from service.imports.files import Importer

    kept = none_kept if asked.form.dry_run else each_kept
    with kept(writing.database, writing.clock) as transactions:
        return import_file(asked, Importer(transactions, writing.keys))


def _shown(report: "ImportReport", asked: FileUpload) -> dict[str, Any]:
    import_id = None if asked.form.dry_run else report.import_id
    return {
        "import_id": import_id,
        "dry_run": asked.form.dry_run,
        **asdict(report.counts),
        "refused": shown_refusals(report, asked.language),
        "refused_rows": None if import_id is None else f"/v1/imports/{import_id}/refused",
        "notes": [note.message(asked.language) for note in report.notes],
        **report.also_told(asked.language),
    }
