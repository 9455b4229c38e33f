"""A district's headline price held against a floor before and after a scenario. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from service.alerts.rules import Comparison, DayPrice, Floor, compare
from service.database import half_up
from service.vocabulary import Channel, Outcome

NO_FLOOR = Comparison(Outcome.UNKNOWN, "no_minimum_price")


@dataclass(frozen=True, slots=True)
class HeadlinePrice:
    """The price that stands for a district, and whether its channel is one that floors are held against."""

    channel: Channel
    price: DayPrice
    is_judged: bool
    is_recent: bool

    def against(self, floor: Floor | None) -> Comparison:
        """Compare the price with a floor; one that is old, or not a farmer's, cannot say how things stand."""
        if not self.is_judged:
            return Comparison(Outcome.UNKNOWN, "channel_not_judged")
        if not self.is_recent:
            return Comparison(Outcome.UNKNOWN, "price_older_than_28_days")
        return NO_FLOOR if floor is None else compare(self.price, floor)


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """A price against the floor before and after; `price_after` is the price as it is compared then."""

    price: HeadlinePrice
    price_after: HeadlinePrice
    before: Comparison
    after: Comparison

    @property
    def crosses(self) -> bool | None:
        """Whether price and floor change sides; None where either comparison is unknown."""
        if Outcome.UNKNOWN in (self.before.outcome, self.after.outcome):
            return None
        return self.before.outcome is not self.after.outcome


def check_price(
    price: HeadlinePrice, floor: Floor | None, new_price_idr_per_kg: Decimal | None, changes: Mapping[str, Any]
) -> PriceCheck:
    """Hold a price against a floor and against the new one.

    Where the rubber content moves, both sides are compared at the new content, which is as on dry rubber: the price was
    paid at KKK `from`, so the same dry price is p_new = p * to / from.
    """
    restated = _at_new_content(price, floor, changes.get("dry_rubber_content_percent"))
    after = None
    if floor is not None and new_price_idr_per_kg is not None:
        after = replace(floor, minimum_price_idr_per_kg=new_price_idr_per_kg)
    return PriceCheck(price, restated, price.against(floor), restated.against(after))


def headline_price(row: Mapping[str, Any], on: date, recent_days: int, judged: tuple[Channel, ...]) -> HeadlinePrice:
    """Return a district's headline price from its row in the list of districts."""
    price = DayPrice(row["price_day"], row["price_idr_per_kg"], date_precision=row["price_date_precision"])
    channel = Channel(row["price_channel"])
    return HeadlinePrice(channel, price, channel in judged, (on - price.day).days <= recent_days)


def _at_new_content(price: HeadlinePrice, floor: Floor | None, contents: Mapping[str, float] | None) -> HeadlinePrice:
    if contents is None or floor is None or floor.basis != price.price.basis:
        return price
    as_sold = float(price.price.price_idr_per_kg) * contents["to"] / contents["from"]
    return replace(price, price=replace(price.price, price_idr_per_kg=half_up(as_sold, 2)))
