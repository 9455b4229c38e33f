"""Reading prices: observations and the day's prices."""

from decimal import Decimal

from sqlalchemy import Connection, select

from service.models.area import District
from service.models.price import DailyPrice, PriceObservation, PriceVersion
from service.paging import AnySelect, Order, Page, narrowed, read_page, within
from service.prices.schemas import DailyPriceQuery, PriceQuery


def list_prices(connection: Connection, query: PriceQuery) -> Page:
    """Return current observations, newest day first."""
    version = PriceVersion
    statement: AnySelect = select(
        version.observation_id.label("id"),
        version.district_code,
        version.province_code,
        version.observed_on,
        version.date_precision,
        version.price_level,
        version.price_idr_per_kg,
        version.price_kind,
        version.dry_rubber_content.label("dry_rubber_content_percent"),
        version.deduction.label("deduction_percent"),
        version.fee_idr_per_kg,
        version.transport_idr_per_kg,
        version.bokar_type,
        version.storage_age,
        version.quality_note,
        version.volume_kg,
        version.buyer_type,
        version.source,
        PriceObservation.external_id,
        version.provenance,
        version.derived,
        version.range_part,
        version.suspect,
        version.published_on,
        version.historical,
        version.version,
        version.revision,
    ).join(PriceObservation, PriceObservation.id == version.observation_id)
    statement = narrowed(statement.where(version.is_current), version, query)
    statement = within(statement, version.observed_on, query)
    if query.price_level is not None:
        statement = statement.where(version.price_level == query.price_level)
    if query.suspect is not None:
        statement = statement.where(version.suspect.is_not(None) == query.suspect)
    page = read_page(connection, statement, Order((version.observed_on, version.id), descending=True), query)
    for row in page.rows:
        row["dry_rubber_content_percent"] = _percent(row["dry_rubber_content_percent"])
        row["deduction_percent"] = _percent(row["deduction_percent"])
    return page


def list_daily_prices(connection: Connection, query: DailyPriceQuery) -> Page:
    """Return the day's prices, newest day first."""
    daily = DailyPrice
    statement: AnySelect = (
        select(
            daily.district_code,
            District.province_code,
            daily.day,
            daily.channel,
            daily.basis,
            daily.storage_age,
            daily.date_precision,
            daily.n,
            daily.reporters,
            daily.median_idr_per_kg,
            daily.weighted_mean_idr_per_kg,
            daily.low_idr_per_kg,
            daily.high_idr_per_kg,
            daily.historical,
            daily.revision,
        )
        .join(District, District.code == daily.district_code)
        .where(daily.basis == query.basis)
    )
    statement = narrowed(statement, daily, query)
    if query.channel is not None:
        statement = statement.where(daily.channel == query.channel)
    statement = within(statement, daily.day, query)
    return read_page(connection, statement, Order((daily.day, daily.district_code, daily.channel), True), query)


def _percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else share * 100
