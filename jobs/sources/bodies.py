"""Reading a response's body: decoded here, so that a small answer cannot unfold into a huge one unseen."""

import zlib
from collections.abc import Iterable, Iterator

PIECE_BYTES = 64 * 1024
# What zlib calls a gzip header with the largest window.
_GZIP = 31


class BodyBroken(Exception):
    """A compressed body that is damaged or stops early."""


def decode(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the plain bytes of a body in pieces of bounded size, or raise `BodyBroken`."""
    if encoding in {"", "identity"}:
        yield from pieces
    elif encoding in {"gzip", "x-gzip"}:
        yield from _gunzip(pieces)
    else:
        raise BodyBroken(f"the encoding {encoding} was not asked for")


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP)
    for piece in pieces:
        waiting = piece
        while waiting:
            if unpacker.eof:  # gzip files may be chained
                unpacker = zlib.decompressobj(_GZIP)
            try:
                yield unpacker.decompress(waiting, PIECE_BYTES)
            except zlib.error as error:
                raise BodyBroken(str(error)) from None
            waiting = unpacker.unconsumed_tail or unpacker.unused_data
    yield unpacker.flush()
    if not unpacker.eof:
        raise BodyBroken("the compressed data stops early")
