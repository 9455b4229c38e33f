"""Processes that are killed at a moment that is known: `python -m tests.acceptance.dying_importer`.

Reads orders, one a line as JSON, and answers each with the exit code of the process that carried it out: -9 if it was
killed on the way, 0 if it came to its end before its moment. Each is a process of its own, a fork of this one, so that
what takes long to load is loaded once.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import event

from jobs.drop_folder import ingest_drop_folder
from jobs.ingest_files import KINDS
from jobs.runner import JobContext, run_job
from service.clock import fixed_clock
from service.cost_surveys import imports as survey_imports
from service.database import Database
from service.imports.files import Importer, ImportReport
from service.imports.transactions import Transactions, each_kept
from service.logs import configure_logging
from service.prices import auction_imports
from service.prices import imports as price_imports
from service.settings import Settings
from tests.builders import NOW
from tests.price_files import KEYS

DROP = "drop folder"
KILLED = -signal.SIGKILL
# Where each kind of import keeps how much it commits at once, and how little it is made here.
AT_ONCE = 2
CHUNKS: Mapping[str, tuple[Any, str, Any]] = {
    "prices": (price_imports, "CHUNK_ROWS", dict.fromkeys(price_imports.CHUNK_ROWS, AT_ONCE)),
    "auctions": (auction_imports, "NIGHTS_AT_ONCE", AT_ONCE),
    "surveys": (survey_imports, "CHUNK_HOUSEHOLDS", AT_ONCE),
}
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Order:
    """What is done with which file or folder, and at which moment it ends."""

    of: str
    address: str
    path: str
    moment: int


CarryOut = Callable[[Order], int]


class Moments:
    """Counts what happens, and does something at one moment of it."""

    def __init__(self, last: int, at_last: Callable[[], None]) -> None:
        """Begin before the first moment."""
        self.passed, self._last, self._at_last = 0, last, at_last

    def next(self, *_: object) -> None:
        """Pass one more moment."""
        self.passed += 1
        if self.passed == self._last:
            self._at_last()

    def watch_statements(self, database: Database) -> None:
        """Count each statement and each commit before it is sent, and each transaction once it is over."""
        event.listen(database.engine, "before_cursor_execute", self.next)
        event.listen(database.engine, "commit", self.next)
        event.listen(database.engine, "checkin", self.next)

    def watch_files(self, folder: Path) -> None:
        """Count whatever is about to change in a folder, for the rest of the process."""

        def heard(what: str, details: tuple[Any, ...]) -> None:
            changes = what in {"os.mkdir", "os.remove", "os.rename"} or (what == "open" and details[2] & os.O_CREAT)
            if changes and str(details[0]).startswith(str(folder)):
                self.next()

        sys.addaudithook(heard)


def take_in(of: str, path: Path, transactions: Transactions) -> ImportReport:
    """Import a file in the smallest chunks that hold more than one thing."""
    setattr(*CHUNKS[of])
    kind = KINDS[of]
    return kind.take_in(kind.file(path, path.name, "office", "officer"), Importer(transactions, KEYS))


def address_of(database: Database) -> str:
    """Return where another process finds a database."""
    return database.engine.url.render_as_string(hide_password=False)


@contextmanager
def dying_importer() -> Iterator[CarryOut]:
    """Start what carries orders out; yield what gives it one and returns the exit code."""
    command = [sys.executable, "-m", "tests.acceptance.dying_importer"]
    with subprocess.Popen(command, text=True, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        orders, answers = process.stdin, process.stdout

        def carried_out(order: Order) -> int:
            print(json.dumps(asdict(order)), file=orders, flush=True)
            return int(answers.readline())

        yield carried_out
        orders.close()


def main() -> None:
    """Carry out orders until there are no more."""
    # Its lines go to standard error; the answers stand alone.
    configure_logging("error")
    import_module("jobs.ingest_filing")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(_exit_code(Order(**json.loads(line))))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _exit_code(order: Order) -> int:
    try:
        _carry_out(order)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _carry_out(order: Order) -> None:
    database, moments = Database(order.address), Moments(order.moment, _die)
    if order.of == DROP:
        moments.watch_files(Path(order.path))
        settings = Settings(data_dir=Path(order.path).parent, drop_folder=Path(order.path))
        run_job("ingest_drop_folder", ingest_drop_folder, JobContext(database, settings, fixed_clock(NOW)))
        return
    moments.watch_statements(database)
    with each_kept(database, fixed_clock(NOW)) as transactions:
        take_in(order.of, Path(order.path), transactions)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
