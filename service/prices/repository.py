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
        return PriceVersion.observation_id.label("id")
    if name == "external_id":
        return PriceObservation.external_id
    if name in _SHARES:
        return shown_percent(getattr(PriceVersion, _SHARES[name]), name)
    return shown(getattr(PriceVersion, name))


def _daily_column(name: str) -> Any:
    return District.province_code if name == "province_code" else shown(getattr(DailyPrice, name))


PRICES = ListOf(
    rows=select(*map(_price_column, PriceOut.model_fields)).join(
        PriceObservation, PriceObservation.id == PriceVersion.observation_id
    ),
    counted=PriceVersion,
    order=Order((PriceVersion.observed_on, PriceVersion.id), descending=True),
    always=(PriceVersion.is_current.is_(True),),
    filters=place_filters(PriceVersion)
    | period_filters(PriceVersion.observed_on)
    | word_filters(PriceVersion, "price_level")
    | {"suspect": PriceVersion.suspect.is_not(None) == bindparam("suspect")},
)
DAILY_PRICES = ListOf(
    rows=select(*map(_daily_column, DailyPriceOut.model_fields)).join(
        District, District.code == DailyPrice.district_code
    ),
    counted=DailyPrice,
    order=Order((DailyPrice.day, DailyPrice.district_code, DailyPrice.channel), descending=True),
    filters=place_filters(DailyPrice) | period_filters(DailyPrice.day) | word_filters(DailyPrice, "channel", "basis"),
)
