"""Databases with the districts in them, which every chain of computation needs."""

import pytest

from service.database import Database
from tests.builders import store_districts


@pytest.fixture
def chain(database: Database) -> Database:
    """A migrated database that holds the districts and nothing else."""
    store_districts(database)
    return database
