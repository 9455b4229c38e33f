"""A data folder with the published sample, and Bokar serving it."""

import os
import subprocess  # nosec B404
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.load import Subject, script, serving


@contextmanager
def sample_folder() -> Iterator[Path]:
    """Yield a new data folder with the sample loaded."""
    with TemporaryDirectory() as name:
        settings = os.environ | {"BOKAR_DATA_DIR": name}
        subprocess.run([script("bokar"), "load-sample"], env=settings, check=True, capture_output=True)  # nosec B603
        yield Path(name)


@contextmanager
def bokar_serving(folder: Path, path: str, settings: Mapping[str, str] | None = None) -> Iterator[Subject]:
    """Serve the folder with the production defaults, but for the settings given."""
    chosen = {"BOKAR_DATA_DIR": str(folder), "BOKAR_ENVIRONMENT": "production", **(settings or {})}
    with serving([script("bokar"), "serve"], path, chosen) as subject:
        yield subject
