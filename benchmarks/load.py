"""Load on an HTTP server: start it, ask it as fast as it answers, several subjects in turns."""

import os
import re
import shutil
import signal
import socket
import subprocess  # nosec B404
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from benchmarks.report import Skipped

HOST = "127.0.0.1"
ROUNDS = 5
SECONDS = 3
CONNECTIONS = 32
START_SECONDS = 60
_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
_FAILURES = re.compile(r"^\s*(?:Non-2xx or 3xx responses|Socket errors):.*", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Subject:
    """An address to ask, with the headers to send."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


def script(name: str) -> str:
    """Return the path of a command installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def fetch(subject: Subject) -> Answer:
    """Ask once."""
    parts = urlsplit(subject.url)
    connection = HTTPConnection(parts.hostname or HOST, parts.port, timeout=10)
    try:
        connection.request("GET", parts._replace(scheme="", netloc="").geturl(), headers=dict(subject.headers))
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read())
    finally:
        connection.close()


@contextmanager
def running(command: list[str], settings: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a server for the length of the block; what it said is shown if the block fails."""
    with TemporaryFile() as said:
        # A session of its own, so that Ctrl-C here ends the block first and the server by it.
        process = subprocess.Popen(  # nosec B603
            command, env=os.environ | dict(settings), stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        except BaseException:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace")[-4000:])
            raise
        finally:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()


def wait_for(process: "subprocess.Popen[bytes]", subject: Subject, holding: bytes = b"") -> Answer:
    """Return the first answer with status 200 that holds the given bytes."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError, HTTPException):
            answer = fetch(subject)
            if answer.status == 200 and holding in answer.body:
                return answer
        time.sleep(0.005)
    raise RuntimeError(f"{subject.url} did not give the answer expected")


@contextmanager
def serving(command: list[str], path: str, settings: Mapping[str, str]) -> Iterator[Subject]:
    """Run a server that takes `--port` and yield its address once it answers there."""
    port = free_port()
    subject = Subject(f"http://{HOST}:{port}{path}")
    with running([*command, "--port", str(port)], settings) as process:
        wait_for(process, subject)
        yield subject


@contextmanager
def serving_asgi(app: str, path: str, settings: Mapping[str, str], *, factory: bool = False) -> Iterator[Subject]:
    """Serve an ASGI application on the same server, set as `bokar serve` sets it: one process, no access log."""
    command = [script("uvicorn"), app, "--no-access-log", "--no-server-header", "--log-level", "warning"]
    command += ["--factory"] if factory else []
    with serving(command, path, settings) as subject:
        yield subject


def need_wrk() -> str:
    """Return the path of wrk, or skip the part before anything is started."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise Skipped("wrk is not installed (Debian and Ubuntu: apt install wrk)")
    return wrk


def requests_per_second(subject: Subject, seconds: int = SECONDS) -> float:
    """Ask for some seconds and return the rate; any failed request fails the measurement."""
    headers = [part for name, value in subject.headers.items() for part in ("-H", f"{name}: {value}")]
    command = [need_wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *headers, subject.url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # nosec B603
    failures, rate = _FAILURES.search(said), _RATE.search(said)
    if failures is not None or rate is None:
        raise RuntimeError(f"{subject.url}: {failures.group().strip() if failures else said}")
    return float(rate.group(1))


def in_turns(subjects: Mapping[str, Subject], rounds: int = ROUNDS) -> dict[str, float]:
    """Return each subject's median rate; they take turns, so that a busy moment of the machine meets all."""
    for subject in subjects.values():
        requests_per_second(subject, 1)
    rates = [{name: requests_per_second(subject) for name, subject in subjects.items()} for _ in range(rounds)]
    return {name: median(each[name] for each in rates) for name in subjects}
