"""Datasette on one SQLite file, set for speed: no facets, no suggestions, and served without an access log."""

import os
from importlib import import_module
from typing import Any

# Imported by name: Datasette is a tool of development, and this package counts as the project's own code.
Datasette: Any = import_module("datasette.app").Datasette

SETTINGS = {"allow_facet": False, "suggest_facets": False, "default_page_size": 50, "max_returned_rows": 50}


def make_app() -> Any:
    """Return the application for the file, the query and the number of threads in the environment."""
    file, query = os.environ["BENCH_FILE"], os.environ["BENCH_SQL"]
    threads = int(os.environ["BENCH_THREADS"])
    immutable = os.environ["BENCH_IMMUTABLE"] == "1"
    return Datasette(
        files=[] if immutable else [file],
        immutables=[file] if immutable else [],
        settings=SETTINGS | {"num_sql_threads": threads},
        metadata={"databases": {"bokar": {"queries": {"newest_prices": {"sql": query}}}}},
    ).app()
