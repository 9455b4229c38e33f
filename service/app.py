"""Joins the parts: the only file that knows all of them."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import get_args

from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.responses import RedirectResponse

import service.alerts.endpoints
import service.analysis.endpoints
import service.calculators.endpoints
import service.cost_of_production.endpoints
import service.cost_surveys.endpoints
import service.districts.endpoints
import service.imports.endpoints
import service.indices.endpoints
import service.job_requests.endpoints
import service.minimum_prices.endpoints
import service.minimum_prices.policy_endpoints
import service.prices.auction_endpoints
import service.prices.endpoints
from service import health
from service.access.idempotency import AttemptsUnderWay
from service.alerts.evaluation import sweep as sweep_waiting_days
from service.alerts.repository import ALERTS
from service.alerts.schemas import AlertQuery
from service.caching import AnswerCache, Outcome, RevisionWatch
from service.clock import jakarta_day
from service.cost_of_production.household_means import household_means
from service.database import Database
from service.direct_reads import DirectRead, DirectReads, by_path
from service.imports.writing import IMPORTS_AT_ONCE, Writing
from service.job_requests.endpoints import JobNames
from service.metrics import MeasureRequests, Metrics
from service.minimum_prices.grounds import floor_settings
from service.minimum_prices.recompute import recompute
from service.openapi import describe
from service.prices.repository import DAILY_PRICES, PRICES, PRICES_IN
from service.prices.schemas import DailyPriceQuery, PriceQuery
from service.privacy.hashing import KeyChain
from service.problems import TellLargeBodies, install_problem_handlers
from service.settings import Settings

# The public reads that are cached, and whether their answers depend on what day it is in Jakarta.
CACHED = {
    "/v1/districts": True,
    "/v1/minimum-prices": True,
    "/v1/floor-policies": False,
    "/v1/prices": False,
    "/v1/cost-surveys": False,
    "/v1/cost-of-production": False,
    "/v1/alerts": False,
    "/v1/auctions": False,
    "/v1/indices": False,
}
DIRECT = by_path(
    DirectRead("/v1/prices", PriceQuery, PRICES, PRICES_IN["id"]),
    DirectRead("/v1/prices/daily", DailyPriceQuery, DAILY_PRICES),
    DirectRead("/v1/alerts", AlertQuery, ALERTS),
)
# Only prices that are pushed or uploaded need more; their endpoints say how much. A larger body is refused at once.
LARGEST_BODY = 1_000_000
ROUTERS = (
    service.districts.endpoints.router,
    service.prices.endpoints.router,
    service.prices.auction_endpoints.router,
    service.imports.endpoints.router,
    service.cost_surveys.endpoints.router,
    service.indices.endpoints.router,
    service.cost_of_production.endpoints.router,
    service.minimum_prices.endpoints.router,
    service.minimum_prices.policy_endpoints.router,
    service.alerts.endpoints.router,
    service.analysis.endpoints.scenarios,
    service.analysis.endpoints.alternatives,
    service.calculators.endpoints.router,
    service.job_requests.endpoints.router,
    health.router,
)


def create_app(
    settings: Settings,
    database: Database,
    keys: KeyChain | None = None,
    sweep: Callable[[], object] | None = None,
    job_names: JobNames = tuple,
) -> AnswerCache:
    """Return what the server runs: the answers in memory, and behind them the API. The caller owns the database.

    `keys` are those of personal hashes, without which nothing can be written. `sweep` is called after each write; left
    out, it is the evaluation of the days that wait. `job_names` says which jobs can be asked for.
    """
    api = create_api(settings, database)
    clock, metrics = api.state.clock, api.state.metrics
    api.state.job_names = job_names
    watch = RevisionWatch(database.revision, settings.revision_check_seconds, time.monotonic)
    api.state.writing = Writing(
        database,
        clock,
        watch,
        sweep=sweep or (lambda: sweep_waiting_days(database, clock())),
        imports=CapacityLimiter(IMPORTS_AT_ONCE),
        keys_if_any=keys,
    )
    # Bound once: looking a counter up by its label costs as much as the rest of an answer from memory.
    outcomes = {outcome: metrics.cached_answers.labels(outcome) for outcome in get_args(Outcome)}
    answering = MeasureRequests(DirectReads(TellLargeBodies(api), database, DIRECT), metrics, time.monotonic)
    return AnswerCache(
        answering,
        watch=watch,
        today=lambda: jakarta_day(clock()),
        rules=CACHED,
        max_bytes=settings.cache_megabytes * 1_000_000,
        version=version("bokar"),
        count=lambda outcome: outcomes[outcome].inc(),
    )


def create_api(settings: Settings, database: Database) -> FastAPI:
    """Return the API alone: routes, problems, description."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        database.dispose()

    api = FastAPIOffline(
        title="Bokar",
        version=version("bokar"),
        lifespan=lifespan,
        separate_input_output_schemas=False,
        max_body_size=LARGEST_BODY,
    )
    api.state.database, api.state.clock, api.state.metrics = database, settings.make_clock(), Metrics()
    api.state.attempts = AttemptsUnderWay()
    api.state.household_means = household_means
    api.state.recompute_floors = lambda uow, survey_id: recompute(uow, [survey_id], floor_settings(settings))
    # Side by side with the API's own routes: an included router is searched on every request, one after the other.
    api.router.routes.extend(route for router in ROUTERS for route in router.routes)
    install_problem_handlers(api)
    describe(api)

    @api.get("/", include_in_schema=False)
    def start_page() -> RedirectResponse:
        """Send a visitor to the documentation."""
        return RedirectResponse("/docs")

    return api
