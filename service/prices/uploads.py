"""Price files that are uploaded: how they are to be read, and their import."""

from typing import TYPE_CHECKING

from pydantic import Field

from service.access.idempotency import StoredAnswer
from service.imports.file_uploads import FileForm, FileUpload, answer_file
from service.imports.writing import Writing

if TYPE_CHECKING:
    from service.imports.files import Importer, ImportReport


class UploadForm(FileForm):
    """The fields beside `file`; those left out are found out from the file."""

    proportional: bool = Field(False, description="Whether each grade of a KKK table is the same dry price.")


def answer_price_file(asked: FileUpload, writing: Writing) -> StoredAnswer:
    """Import an uploaded file of prices, or give the answer it had before."""
    return answer_file(asked, writing, _import)


def _import(asked: FileUpload, importer: "Importer") -> "ImportReport":
    # What reads files takes a second to load; the service starts without it.
    from service.prices.imports import PriceFile, import_prices

    return import_prices(PriceFile(**asked.file()), importer)
