"""The newest 50 prices, uncached, against Datasette's best form of the same query on the same SQLite file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.load import Subject, fetch, in_turns, need_wrk, requests_per_second, serving_asgi
from benchmarks.report import Report
from benchmarks.sample import bokar_serving, sample_folder

PATH = "/v1/prices?limit=50"
# The columns and rows of PATH, in its order.
SQL = """
SELECT v.observation_id AS id, v.district_code, v.province_code, v.observed_on, v.date_precision, v.price_level,
  v.price_idr_per_kg, v.price_kind, round(v.dry_rubber_content * 100, 3) AS dry_rubber_content_percent,
  round(v.deduction * 100, 3) AS deduction_percent, v.fee_idr_per_kg, v.transport_idr_per_kg, v.grades,
  v.bokar_type, v.storage_age,
  v.quality_note, v.volume_kg, v.buyer_type, v.source, o.external_id, v.provenance, v.derived, v.range_part,
  v.suspect, v.published_on, v.flag, v.review, v.historical, v.version, v.revision
FROM price_version AS v JOIN price_observation AS o ON o.id = v.observation_id
WHERE v.is_current ORDER BY v.observed_on DESC, v.id DESC LIMIT 50
"""
# A canned query was faster than the same text in the address, and both were faster than the table with all its extras
# off, which cannot join either; JSON was faster than CSV.
PATHS = ("/bokar/newest_prices.json?_shape=arrays", "/bokar/newest_prices.json?_shape=array")
THREADS = ("0", "1", "3")
IMMUTABLE = ("0", "1")


def run(report: Report) -> None:
    """Find Datasette's best form, then measure it and Bokar in turns."""
    need_wrk()
    with sample_folder() as folder, bokar_serving(folder, PATH, {"BOKAR_CACHE_MEGABYTES": "0"}) as bokar:
        rows = json.loads(fetch(bokar).body)["data"]
        threads, immutable, path = max(_forms(), key=lambda form: _rate(folder, form, rows))
        print(f"Datasette is fastest with {path}, num_sql_threads {threads}, immutable {immutable}", flush=True)
        with _datasette(folder, threads, immutable, path) as peer:
            rates = in_turns({"datasette": peer, "bokar": bokar})
    report.figure("datasette_query_rps", rates["datasette"], "requests/s")
    report.figure("uncached_query_rps", rates["bokar"], "requests/s")
    report.figure("uncached_query_ratio", rates["bokar"] / rates["datasette"], "ratio", at_least=3.0)


def _forms() -> Iterator[tuple[str, str, str]]:
    return product(THREADS, IMMUTABLE, PATHS)


def _rate(folder: Path, form: tuple[str, str, str], rows: list[dict[str, Any]]) -> float:
    with _datasette(folder, *form) as peer:
        _check_same(rows, json.loads(fetch(peer).body))
        return requests_per_second(peer, 2)


@contextmanager
def _datasette(folder: Path, threads: str, immutable: str, path: str) -> Iterator[Subject]:
    settings = {
        "BENCH_FILE": str(folder / "bokar.sqlite3"),
        "BENCH_SQL": SQL,
        "BENCH_THREADS": threads,
        "BENCH_IMMUTABLE": immutable,
    }
    with serving_asgi("benchmarks.datasette_asgi:make_app", path, settings, factory=True) as subject:
        yield subject


def _check_same(ours: list[dict[str, Any]], theirs: Any) -> None:
    if isinstance(theirs, dict):
        theirs = [dict(zip(theirs["columns"], row, strict=True)) for row in theirs["rows"]]
    if len(ours) != 50 or ours != theirs or [list(row) for row in ours] != [list(row) for row in theirs]:
        raise RuntimeError("Datasette does not return the same columns and rows")
