"""Imports a price list in a process of its own: `python -m tests.acceptance.import_driver DATABASE FILE CHUNK_ROWS`.

Prints a line after each committed chunk, so that whoever started it knows when to kill it.
"""

import sys
from pathlib import Path

from service.clock import fixed_clock
from service.database import Database
from service.imports.files import Importer
from service.imports.transactions import each_kept
from service.prices import imports
from tests.builders import NOW
from tests.price_files import KEYS, price_file


def main(address: str, file: str, chunk_rows: str) -> None:
    """Import the file."""
    imports.CHUNK_ROWS = dict.fromkeys(imports.CHUNK_ROWS, int(chunk_rows))
    database = Database(address)
    with each_kept(database, fixed_clock(NOW)) as transactions:
        imports.import_prices(price_file(Path(file)), Importer(transactions, KEYS, tell=_tell))
    database.dispose()


def _tell(done: int, rows: int) -> None:
    print(done, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
