"""The copies of files that the drop folder and the declared folders keep, for those who ask what is stored on them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.drop_folder import declared_folder, ingest_drop_folder, usual_folders
from jobs.ingest_sources import declared_sources, job_name
from jobs.running_alone import alone
from service.database import Database
from service.settings import Settings

if TYPE_CHECKING:
    from jobs.sources.declarations import FolderDeclaration


def kept_folders(settings: Settings) -> list[Path]:
    """Return where copies are kept; raises `BadSettings` for a wrong declaration."""
    from jobs.sources.declarations import KEPT_FOLDERS

    folders = [*usual_folders(settings), *(declared_folder(each) for each in _declared(settings))]
    return [folder.path / place for folder in folders for place in KEPT_FOLDERS]


@contextmanager
def resting_folders(settings: Settings, database: Database) -> Iterator[list[Path]]:
    """Yield where copies are kept while no job adds to them; raises `JobRunsAlready` where one does just now."""
    jobs = [ingest_drop_folder.__name__, *(job_name(each) for each in _declared(settings))]
    with ExitStack() as held:
        for job in jobs:
            held.enter_context(alone(database, job))
        yield kept_folders(settings)


def _declared(settings: Settings) -> "list[FolderDeclaration]":
    return [each for each in declared_sources(settings) if each.kind == "folder"]
