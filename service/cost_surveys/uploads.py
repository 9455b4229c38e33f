"""Files of households that are uploaded, and their import."""

from typing import TYPE_CHECKING

from service.access.idempotency import StoredAnswer
from service.imports.file_uploads import FileForm, FileUpload, answer_file
from service.imports.writing import Writing

if TYPE_CHECKING:
    from service.imports.files import Importer, ImportReport


class SurveyUploadForm(FileForm):
    """The fields beside `file`; those left out are found out from the file.

    What the surveys in it are is said by `constants`: title, source, sampling, represents, population...
    """


def answer_survey_file(asked: FileUpload, writing: Writing) -> StoredAnswer:
    """Import an uploaded file of households, or give the answer it had before."""
    return answer_file(asked, writing, _import)


def _import(asked: FileUpload, importer: "Importer") -> "ImportReport":
    # What reads files takes a second to load; the service starts without it.
    from service.cost_surveys.imports import SurveyFile, import_surveys

    return import_surveys(SurveyFile(**asked.file()), importer)
