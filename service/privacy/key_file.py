"""The file that holds the keys of personal hashes: one a line in hexadecimal, the oldest first."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from service.errors import BadSettings, KeyFileNotWritable
from service.privacy.hashing import KeyChain

KEY_BYTES = 32


def read_keys(file: Path) -> KeyChain:
    """Read the keys; raises `BadSettings` if the file cannot be read or holds something else."""
    try:
        return KeyChain(tuple(bytes.fromhex(line) for line in file.read_text(encoding="ascii").split()))
    except (OSError, ValueError) as error:
        why = f"the personal keys in {file} cannot be read ({type(error).__name__}); put the file back from its backup"
        raise BadSettings(problems=why) from None


def read_or_make_keys(file: Path, random_bytes: Callable[[int], bytes]) -> KeyChain:
    """Read the keys, and where there is no file yet make one that only its owner may read.

    Whoever comes second in a race reads what the first has made: the file appears with its content in it.
    """
    if not file.exists():
        with NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as new, suppress(FileExistsError):
            new.write(random_bytes(KEY_BYTES).hex() + "\n")
            new.flush()
            os.link(new.name, file)
    return read_keys(file)


def append_key(file: Path, key: bytes) -> None:
    """Add the newest key to the file, which is whole at every moment; raises `KeyFileNotWritable`."""
    try:
        _write_whole(file.resolve(), f"{file.read_text(encoding='ascii').rstrip()}\n{key.hex()}\n")
    except OSError as error:
        raise KeyFileNotWritable(file=file, cause=error.strerror) from None


def _write_whole(file: Path, text: str) -> None:
    before = file.stat()
    with NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as new:
        new.write(text)
        new.flush()
        os.fchown(new.fileno(), before.st_uid, before.st_gid)
        # A key that is lost once something is hashed with it is lost for good, so it is on the disk before that.
        os.fsync(new.fileno())
        # A second name for what is written, as the first one goes with the end of this block.
        own = Path(f"{new.name}.whole")
        os.link(new.name, own)
    own.replace(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
