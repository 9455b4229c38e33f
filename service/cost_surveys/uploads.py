"""Files of households that are uploaded, and their import."""

from typing import TYPE_CHECKING

from service.imports.file_uploads import FileForm, FileUpload

if TYPE_CHECKING:
    from service.imports.files import Importer, ImportReport


class SurveyUploadForm(FileForm):
    """The fields beside `file`; those left out are found out from the file.

    What the surveys in it are is said by `constants`: title, source, sampling, represents, population...
    """


def import_survey_file(asked: FileUpload, importer: "Importer") -> "ImportReport":
    """Import an uploaded file of households; raises the `BokarError` for which it is refused as a whole."""
    # What reads files takes a second to load; the service starts without it.
    from service.cost_surveys.imports import SurveyFile, import_surveys

    return import_surveys(SurveyFile(**asked.file()), importer)
