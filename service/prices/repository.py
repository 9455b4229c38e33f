"""Reading prices: observations and the day's prices."""

from typing import Any

from sqlalchemy import bindparam, select

from service.models.area import District
from service.models.price import DailyPrice, PriceObservation, PriceVersion
from service.paging import ListOf, Order, period_filters, place_filters, shown, shown_percent, word_filters
from service.prices.schemas import DailyPriceOut, PriceOut

_SHARES = {"dry_rubber_content_percent": "dry_rubber_content", "deduction_percent": "deduction"}


def _price_column(name: str) -> Any:
    if name == "id":
        return PriceVersion.c.observation_id.label("id")
    if name == "external_id":
        return PriceObservation.c.external_id
    if name in _SHARES:
        return shown_percent(PriceVersion.c[_SHARES[name]], name)
    return shown(PriceVersion.c[name])


def _daily_column(name: str) -> Any:
    return District.c.province_code if name == "province_code" else shown(DailyPrice.c[name])


PRICES = ListOf(
    rows=select(*map(_price_column, PriceOut.model_fields)).join(
        PriceObservation, PriceObservation.c.id == PriceVersion.c.observation_id
    ),
    counted=PriceVersion,
    order=Order((PriceVersion.c.observed_on, PriceVersion.c.id), descending=True),
    always=(PriceVersion.c.is_current.is_(True),),
    filters=place_filters(PriceVersion)
    | period_filters(PriceVersion.c.observed_on)
    | word_filters(PriceVersion, "price_level")
    | {"suspect": PriceVersion.c.suspect.is_not(None) == bindparam("suspect")},
)
DAILY_PRICES = ListOf(
    rows=select(*map(_daily_column, DailyPriceOut.model_fields)).join(
        District, District.c.code == DailyPrice.c.district_code
    ),
    counted=DailyPrice,
    order=Order((DailyPrice.c.day, DailyPrice.c.district_code, DailyPrice.c.channel), descending=True),
    filters=place_filters(DailyPrice) | period_filters(DailyPrice.c.day) | word_filters(DailyPrice, "channel", "basis"),
)
