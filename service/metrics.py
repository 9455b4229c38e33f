"""What Prometheus may know of this process: requests, cached answers, the data revision."""

from collections.abc import Callable
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Anybody may invent a method; a metric keeps every label it has seen.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """The metrics of one process, in a registry of their own so that tests can make many."""

    def __init__(self) -> None:
        """Register every metric."""
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "bokar_http_requests",
            "Requests that reached the router, by route, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "bokar_http_request_seconds",
            "Time the router took to answer, by route.",
            ("route",),
            buckets=LATENCY_BUCKETS,
            registry=self.registry,
        )
        self.cached_answers = Counter(
            "bokar_cache_answers",
            "Public GETs by what the cache did: hit, not_modified, miss, pass.",
            ("outcome",),
            registry=self.registry,
        )
        self.revision = Gauge("bokar_data_revision", "Data revision this process last saw.", registry=self.registry)

    def text(self) -> bytes:
        """Return the exposition format."""
        return generate_latest(self.registry)


class MeasureRequests:
    """ASGI layer: counts and times what the router answers."""

    def __init__(self, app: ASGIApp, metrics: Metrics, monotonic: Callable[[], float]) -> None:
        """Wrap `app`."""
        self.app, self.metrics, self.monotonic = app, metrics, monotonic
        # Looking a metric up by its labels takes longer than counting.
        self._of = lru_cache(maxsize=1000)(self._label)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note how it was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = self.monotonic(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            # The template, not the path: a path would make a new series per district.
            route = getattr(scope.get("route"), "path", "unknown")
            method = scope["method"] if scope["method"] in METHODS else "other"
            counter, histogram = self._of(route, method, status)
            counter.inc()
            histogram.observe(self.monotonic() - started)

    def _label(self, route: str, method: str, status: int) -> tuple[Counter, Histogram]:
        return self.metrics.requests.labels(route, method, status), self.metrics.seconds.labels(route)
