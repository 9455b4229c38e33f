"""Joins the parts: the only file that knows all of them."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.responses import RedirectResponse

import service.alerts.endpoints
import service.calculators.endpoints
import service.cost_surveys.endpoints
import service.districts.endpoints
import service.minimum_prices.endpoints
import service.prices.endpoints
from service import health
from service.caching import AnswerCache, RevisionWatch
from service.clock import jakarta_day
from service.database import Database
from service.metrics import MeasureRequests, Metrics
from service.openapi import describe
from service.problems import install_problem_handlers
from service.settings import Settings

# The public reads that are cached, and whether their answers depend on what day it is in Jakarta.
CACHED = {
    "/v1/districts": True,
    "/v1/minimum-prices": True,
    "/v1/prices": False,
    "/v1/cost-surveys": False,
    "/v1/alerts": False,
}
ROUTERS = (
    service.districts.endpoints.router,
    service.prices.endpoints.router,
    service.cost_surveys.endpoints.router,
    service.minimum_prices.endpoints.router,
    service.alerts.endpoints.router,
    service.calculators.endpoints.router,
    health.router,
)


def create_app(settings: Settings, database: Database, monotonic: Callable[[], float] = time.monotonic) -> FastAPI:
    """Return the web application; the caller owns the database."""
    metrics, clock = Metrics(), settings.make_clock()
    watch = RevisionWatch(database.revision, settings.revision_check_seconds, monotonic)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        database.dispose()

    app = FastAPIOffline(
        title="Bokar", version=version("bokar"), lifespan=lifespan, separate_input_output_schemas=False
    )
    app.state.database, app.state.clock, app.state.metrics = database, clock, metrics
    for router in ROUTERS:
        app.include_router(router)
    install_problem_handlers(app)
    describe(app)

    @app.get("/", include_in_schema=False)
    def start_page() -> RedirectResponse:
        """Send a visitor to the documentation."""
        return RedirectResponse("/docs")

    # The last added is the outermost: an answer from the cache never reaches the router.
    app.add_middleware(MeasureRequests, metrics=metrics, monotonic=monotonic)
    app.add_middleware(
        AnswerCache,
        watch=watch,
        today=lambda: jakarta_day(clock()),
        rules=CACHED,
        max_bytes=settings.cache_megabytes * 1_000_000,
        version=version("bokar"),
        count=lambda outcome: metrics.cached_answers.labels(outcome).inc(),
    )
    return app

