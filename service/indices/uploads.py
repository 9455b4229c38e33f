"""Files of indices that are uploaded, and their import."""

from typing import TYPE_CHECKING

from service.imports.file_uploads import FileForm, FileUpload

if TYPE_CHECKING:
    from service.imports.files import Importer, ImportReport


class IndexUploadForm(FileForm):
    """The fields beside `file`; those left out are found out from the file."""


def import_index_file(asked: FileUpload, importer: "Importer") -> "ImportReport":
    """Import an uploaded file of indices; raises the `BokarError` for which it is refused as a whole."""
    # What reads files takes a second to load; the service starts without it.
    from service.indices.imports import IndexFile, import_indices

    return import_indices(IndexFile(**asked.file()), importer)
