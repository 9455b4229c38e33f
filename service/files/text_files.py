"""How the bytes of a text file become characters: UTF-8, UTF-16 with its mark, else Windows-1252."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.errors import Phrase
from service.files.errors import NotATable

SAMPLE_CHARACTERS = 2**20
_BLOCK_BYTES = 2**20
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_WHITESPACE = frozenset("\t\n\r\f\v")
_CONTROLS = {code: None for code in range(ord(" ")) if chr(code) not in _WHITESPACE}
_CONTROLS_ALLOWED = 0.02


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that is text throughout: its encoding, and the byte where the text begins after the byte order mark."""

    path: Path
    file_name: str
    encoding: str
    start: int

    def sample(self) -> str:
        """Return the beginning of the text, line ends as they are."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            file.seek(self.start)
            return file.read(SAMPLE_CHARACTERS)

    def byte_after(self, text: str) -> int:
        """Return where in the file the rest begins after this beginning of the text."""
        return self.start + len(text.encode(self.encoding))


def open_text(path: Path, file_name: str) -> TextFile:
    """Return the text file, read once from end to end to know its encoding for certain.

    Raises: NotATable (no text in any of the encodings, NUL, or many control characters).
    """
    with path.open("rb") as file:
        beginning = file.read(max(map(len, _MARKS)))
    mark = next((mark for mark in _MARKS if beginning.startswith(mark)), b"")
    for encoding in [_MARKS[mark]] if mark else ["utf-8", "cp1252"]:
        text = TextFile(path, file_name, encoding, len(mark))
        if _is_text(text):
            return text
    raise NotATable(file=file_name, found=Phrase("binary data", "data biner"))


def _is_text(text: TextFile) -> bool:
    try:
        if any("\0" in block for block in _decoded(text)):
            return False
    except UnicodeDecodeError:
        return False
    sample = text.sample()
    controls = len(sample) - len(sample.translate(_CONTROLS))
    return controls <= _CONTROLS_ALLOWED * len(sample)


def _decoded(text: TextFile) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(text.encoding)()
    with text.path.open("rb") as file:
        file.seek(text.start)
        while block := file.read(_BLOCK_BYTES):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)
