"""Price files that are uploaded: how they are to be read, and their import."""

from typing import TYPE_CHECKING

from pydantic import Field

from service.imports.file_uploads import FileForm, FileUpload

if TYPE_CHECKING:
    from service.imports.files import Importer, ImportReport


class UploadForm(FileForm):
    """The fields beside `file`; those left out are found out from the file."""

    proportional: bool = Field(False, description="Whether each grade of a KKK table is the same dry price.")


def import_price_file(asked: FileUpload, importer: "Importer") -> "ImportReport":
    """Import an uploaded file of prices; raises the `BokarError` for which it is refused as a whole."""
    # What reads files takes a second to load; the service starts without it.
    from service.prices.imports import PriceFile, import_prices

    return import_prices(PriceFile(**asked.file()), importer)
