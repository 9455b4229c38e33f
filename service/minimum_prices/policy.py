"""How a district's minimum price is set: the policies people decide on, and publishing as they say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select

from service.clock import jakarta_day
from service.database import UnitOfWork
from service.errors import UnknownDistrict
from service.minimum_prices.decision_schemas import FloorPolicyIn
from service.minimum_prices.errors import ReviewInThePast
from service.minimum_prices.events import Decision
from service.minimum_prices.publication import ADMINISTERED, Decree, publish
from service.models.area import District
from service.models.floor_policy import FloorPolicy
from service.models.minimum_price import MinimumPrice
from service.vocabulary import Aggregator, FloorStatus


@dataclass(frozen=True, slots=True)
class Policy:
    """How the minimum price of a district is set.

    `parameters` are to replace those of `FloorParameters` by name; `decree` is the one of the price they fix, if they
    do. `id` is empty where nobody has decided anything.
    """

    method: str = "household-consumption"
    aggregator: Aggregator = Aggregator.RATIO_OF_MEANS
    parameters: Mapping[str, Any] = field(default_factory=dict)
    auto_publish: bool = False
    review_on: date | None = None
    decree: Decree | None = None
    id: int | None = None


DEFAULT_POLICY = Policy()


def policy_of(connection: Connection, district_code: str, default: Policy = DEFAULT_POLICY) -> Policy:
    """Return a district's newest policy, else the newest for every district, else `default`."""
    return policies_of(connection, [district_code], default)[district_code]


def policies_of(
    connection: Connection,
    district_codes: Collection[str],
    default: Policy = DEFAULT_POLICY,
    known_at: datetime | None = None,
) -> dict[str, Policy]:
    """Return the policy of each district, as `policy_of` does, now or at a moment, with one statement for all."""
    column = FloorPolicy.c
    theirs = or_(column.district_code.in_(district_codes), column.district_code.is_(None))
    newest = select(func.max(column.id)).where(theirs).group_by(column.district_code)
    if known_at is not None:
        newest = newest.where(column.decided_at <= known_at)
    rows = connection.execute(select(FloorPolicy).where(column.id.in_(newest)))
    decided = {row.district_code: _policy(row) for row in rows}
    for_the_others = decided.get(None, default)
    return {code: decided.get(code, for_the_others) for code in district_codes}


def decide(uow: UnitOfWork, policy: FloorPolicyIn, by: str) -> int:
    """Put a policy in the place of the one before, which is kept; return its id.

    Floors are computed by it, and published where it says so, when the district is next recomputed. Raises
    `UnknownDistrict`, or `ReviewInThePast` where it would be due for review already.
    """
    today = jakarta_day(uow.now)
    if policy.review_on is not None and policy.review_on < today:
        raise ReviewInThePast(review_on=policy.review_on, today=today)
    if policy.district_code is not None:
        known = select(District.c.code).where(District.c.code == policy.district_code)
        if uow.connection.scalar(known) is None:
            raise UnknownDistrict(district_code=policy.district_code)
    decided = {
        **policy.model_dump(exclude={"parameters"}),
        "parameters": policy.parameters.model_dump(mode="json", exclude_none=True),
        "decided_at": uow.now,
        "decided_by": by,
        "revision": uow.revision,
    }
    statement = insert(FloorPolicy).values(decided).returning(FloorPolicy.c.id)
    return int(uow.connection.execute(statement).scalar_one())


def publish_by_policy(uow: UnitOfWork, survey_ids: Collection[int], default: Policy = DEFAULT_POLICY) -> int:
    """Publish what the districts' policies say is to be published without asking; return how many floors.

    Of each survey that is the newest floor of the policy's method and aggregator, if it is a proposal: an older one is
    not published in the place of one that cannot be computed, or that somebody has withdrawn. One that is stale is left
    to a person, and so is one that would take the place of a floor that starts later.
    """
    if not (default.auto_publish or _any_policy_publishes(uow.connection)):
        return 0
    proposals = _newest_proposals(uow.connection, survey_ids)
    policies = policies_of(uow.connection, {proposal.district_code for proposal in proposals}, default)
    chosen = [proposal for proposal in proposals if _is_to_be_published(proposal, policies[proposal.district_code])]
    last_starts = _last_starts(uow.connection, {proposal.district_code for proposal in chosen})
    today, published = jakarta_day(uow.now), 0
    for proposal in chosen:
        stale = proposal.stale_from <= max(today, proposal.valid_from)
        if stale or last_starts.get(proposal.district_code, date.min) > proposal.valid_from:
            continue
        policy = policies[proposal.district_code]
        publish(uow, proposal.id, _by_policy(policy), policy.decree if policy.method == ADMINISTERED else None)
        last_starts[proposal.district_code] = proposal.valid_from
        published += 1
    return published


def _policy(row: Any) -> Policy:
    parameters, decree = dict(row.parameters), None
    stated = parameters.get("fixed_price_decree")
    if stated is not None:
        decree = Decree(**stated | {"on": date.fromisoformat(stated["on"])})
        parameters["fixed_price_decree"] = str(decree)
    known = {name: getattr(row, name) for name in ("method", "auto_publish", "review_on", "id")}
    return Policy(**known, aggregator=Aggregator(row.aggregator), parameters=parameters, decree=decree)


def _any_policy_publishes(connection: Connection) -> bool:
    return connection.scalar(select(FloorPolicy.c.id).where(FloorPolicy.c.auto_publish).limit(1)) is not None


def _newest_proposals(connection: Connection, survey_ids: Collection[int]) -> list[Any]:
    """Return the proposals that nothing newer of their survey, method and aggregator stands behind, by their start."""
    column = MinimumPrice.c
    newest = (
        select(func.max(column.id))
        .where(column.survey_id.in_(survey_ids))
        .group_by(column.survey_id, column.method, column.aggregator)
    )
    wanted = (column.id, column.district_code, column.method, column.aggregator, column.valid_from, column.stale_from)
    proposals = select(*wanted).where(column.id.in_(newest), column.status == FloorStatus.PROPOSED)
    return list(connection.execute(proposals.order_by(column.valid_from, column.id)))


def _is_to_be_published(proposal: Any, policy: Policy) -> bool:
    return policy.auto_publish and (proposal.method, proposal.aggregator) == (policy.method, policy.aggregator)


def _last_starts(connection: Connection, district_codes: Collection[str]) -> dict[str, date]:
    """Return when the last published floor of each district starts."""
    column = MinimumPrice.c
    last = func.max(column.valid_from).label("start")
    published = select(column.district_code, last).where(
        column.district_code.in_(district_codes), column.status == FloorStatus.PUBLISHED
    )
    rows = connection.execute(published.group_by(column.district_code))
    return {row.district_code: row.start for row in rows}


def _by_policy(policy: Policy) -> Decision:
    says_so = "the setting auto_publish" if policy.id is None else f"floor policy {policy.id}"
    return Decision(by="bokar", why=f"automatically, by {says_so}")
