"""The application over the sample, read only, once per worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.database import Database
from service.settings import Settings
from tests.api.offices import Desk, desk_of
from tests.builders import store_districts
from tests.conftest import sqlite_copy
from tests.write_examples import NOW, prepare


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    prepare(folder).dispose()
    return folder


@pytest.fixture(scope="session")
def client(sample_folder: Path) -> Iterator[TestClient]:
    settings = Settings(data_dir=sample_folder, clock=NOW)
    with TestClient(create_app(settings, Database(settings.database_address))) as started:
        yield started


@pytest.fixture
def desk(migrated_path: Path, tmp_path: Path) -> Iterator[Desk]:
    """The application over a database of the test's own that holds the districts and nothing else."""
    with sqlite_copy(migrated_path, tmp_path) as database:
        store_districts(database)
        with desk_of(database) as opened:
            yield opened
