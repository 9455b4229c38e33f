"""POST /v1/scenarios/minimum-price, and what other readings of a survey would change for alerts."""

from fastapi import APIRouter, Response

from service.analysis import answers
from service.analysis.schemas import AlternativesOut, ScenarioIn, ScenarioOut
from service.answers import answer
from service.dependencies import DatabaseOf, Today
from service.list_queries import NO_PARAMETERS
from service.minimum_prices.endpoints import MinimumPriceId

scenarios = APIRouter(prefix="/v1/scenarios", tags=["analysis"], dependencies=NO_PARAMETERS)
alternatives = APIRouter(prefix="/v1/minimum-prices", tags=["analysis"], dependencies=NO_PARAMETERS)


@scenarios.post("/minimum-price", response_class=Response, responses={200: {"model": ScenarioOut}})
async def compute_scenario(asked: ScenarioIn, database: DatabaseOf, today: Today) -> Response:
    """Compute what minimum prices would be if costs, rubber content, months tapped, wages or prices were otherwise.

    Each floor is computed again from the inputs stored with it; that of household rows from the households, each with
    its own costs and months tapped, where a change needs them. `effects` holds what each change does alone,
    `together_idr_per_kg` what they do only in company: the sum is the change. `crosses_price` says whether the
    district's headline price is on the other side of the floor then; null where that cannot be told, because the price
    is older than 28 days or the floor is stale. Nothing is stored, and nothing is guessed: a change that a survey gives
    nothing to hold on to is answered with its `reason`.

    `dry_rubber_content_percent`: the trees give dry rubber, so the same dry rubber is delivered as `Q * from / to`
    kilograms, at the same cost; the price is compared as `p * to / from`, which is on dry rubber.
    """
    return answer(*await database.read_at_revision(answers.scenario, asked, asked.valid_on or today))


@alternatives.get("/{id}/alternatives", response_class=Response, responses={200: {"model": AlternativesOut}})
async def get_alternatives(id: MinimumPriceId, database: DatabaseOf, today: Today) -> Response:  # noqa: A002
    """Show the readings that a floor's survey leaves open, and which of them would change the district's alerts.

    Those of a survey of household rows are read from what each household said; `reason` says why they are not known.
    For each the alert history is computed as if its floor had been published in this one's place. A floor that is not
    published has no alerts to change.
    """
    return answer(*await database.read_at_revision(answers.alternatives_of, id, today))
