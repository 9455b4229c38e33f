"""Files as they are uploaded: a form with one file, which goes to the disk and is known by what is in it."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TypeVar

from anyio import to_thread
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from service.access.dependencies import target_of
from service.access.idempotency import fingerprint
from service.imports.errors import BrokenUploadForm, NoUploadForm

FILE = "file"
FORM_TYPE = "multipart/form-data"
READ_BYTES = 2**20
MOST_FIELDS = 50
LONGEST_NAME = 255
Form = TypeVar("Form", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on the disk with what it was called, the form's other fields, and the request's fingerprint."""

    path: Path
    file_name: str
    fields: Mapping[str, str]
    fingerprint: str


def read_form(form: type[Form], fields: Mapping[str, str]) -> Form:
    """Return the fields of a form as a model; one left blank is not filled in. Raises `RequestValidationError`."""
    try:
        return form.model_validate({name: text for name, text in fields.items() if text})
    except ValidationError as error:
        raise RequestValidationError([{**each, "loc": _place(each)} for each in error.errors()]) from None


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[Upload]:
    """Receive the uploaded file of a request; it is gone afterwards.

    Raises: NoUploadForm, BrokenUploadForm, RequestValidationError (a form without a file, or a field given twice).

    The framework streams the file into an unnamed temporary file; readers of workbooks want one with a name, and two
    sendings of one form have different bytes, so it is copied and its content hashed on the way.
    """
    async with _form(request) as form:
        file, fields = _parts(form)
        with TemporaryDirectory(prefix="bokar-upload-") as folder:
            path = Path(folder) / "upload"
            sent = [_name(file), *(f"{name}={text}" for name, text in sorted(fields.items()))]
            pieces = _copied(json.dumps(sent).encode(), file.file, path)
            digest = await to_thread.run_sync(fingerprint, request.method, target_of(request), pieces)
            yield Upload(path, _name(file), fields, digest)


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        raise NoUploadForm(content_type=content_type[:LONGEST_NAME])
    form = await _read_form(request)
    try:
        yield form
    finally:
        await form.close()


async def _read_form(request: Request) -> FormData:
    try:
        return await request.form(max_files=1, max_fields=MOST_FIELDS)
    except HTTPException as error:
        if error.status_code != HTTPStatus.BAD_REQUEST:
            raise
        raise BrokenUploadForm(most=MOST_FIELDS) from error


def _parts(form: FormData) -> tuple[UploadFile, dict[str, str]]:
    parts = form.multi_items()
    names = [name for name, _ in parts]
    fields = {name: part for name, part in parts if isinstance(part, str)}
    file = form.get(FILE)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestValidationError([_wrong("repeated", twice, "twice")])
    if not isinstance(file, UploadFile):
        raise RequestValidationError([_wrong("missing", FILE, None)])
    return file, fields


def _copied(beginning: bytes, source: BinaryIO, path: Path) -> Iterator[bytes]:
    yield beginning
    with path.open("wb") as copy:
        while piece := source.read(READ_BYTES):
            copy.write(piece)
            yield piece


def _name(file: UploadFile) -> str:
    return "".join(filter(str.isprintable, file.filename or ""))[-LONGEST_NAME:] or "upload"


def _place(error: Any) -> tuple[Any, ...]:
    # What is not JSON is named by where it stands, without a path inside.
    return tuple(error["loc"]) if error["type"] == "json_invalid" else ("body", *error["loc"])


def _wrong(kind: str, field: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "loc": ("body", field), "input": value, "msg": kind}
