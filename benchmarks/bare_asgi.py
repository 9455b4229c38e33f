"""The limit a cached answer is held against: an ASGI application that does nothing but return the same bytes."""

import os
from pathlib import Path
from typing import Any

BODY = Path(os.environ["BENCH_BODY"]).read_bytes()
HEADERS = [
    (b"content-type", os.environ["BENCH_CONTENT_TYPE"].encode()),
    (b"content-length", str(len(BODY)).encode()),
    (b"etag", os.environ["BENCH_ETAG"].encode()),
]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer every request with the same bytes."""
    if scope["type"] != "http":
        # The server goes without the lifespan protocol where an application does not know it.
        raise NotImplementedError
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
