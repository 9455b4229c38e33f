"""The state of a district on a day, from its day's prices, floors and open alerts (DOMAIN section 8). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from service.alerts.rules import Comparison, DayPrice, Floor, compare, floor_on
from service.vocabulary import Channel, Outcome

# The farmgate price is the one that matters to a farmer, as long as somebody has seen it lately.
FARMGATE_IS_RECENT = timedelta(days=28)
FALLBACK_ORDER = (Channel.AUCTION, Channel.FARMGATE, Channel.FACTORY)


@dataclass(frozen=True, slots=True)
class ChannelPrice:
    """The latest price of one channel, held against the floor of its own day."""

    channel: Channel
    price: DayPrice
    comparison: Comparison


def latest_with_floor(
    latest: Mapping[Channel, DayPrice], floors: Sequence[Floor], judged: Sequence[Channel]
) -> list[ChannelPrice]:
    """Hold each channel's latest price against the floor valid on that price's day."""
    not_judged = Comparison(Outcome.UNKNOWN, "channel_not_judged")
    return [
        ChannelPrice(
            channel,
            price,
            compare(price, floor_on(floors, price.day)) if channel in judged else not_judged,
        )
        for channel, price in sorted(latest.items())
    ]


def headline(prices: Sequence[ChannelPrice], on: date) -> ChannelPrice | None:
    """Choose the price that stands for the district on a day.

    The farmgate price if seen within 28 days, else the auction's; an old farmgate price or a factory's only where
    nothing better is known; a posted indication never.
    """
    by_channel = {price.channel: price for price in prices}
    farmgate = by_channel.get(Channel.FARMGATE)
    if farmgate is not None and on - farmgate.price.day <= FARMGATE_IS_RECENT:
        return farmgate
    return next((by_channel[channel] for channel in FALLBACK_ORDER if channel in by_channel), None)


def rounded_gap(comparison: Comparison) -> tuple[Decimal | None, Decimal | None]:
    """Return gap and gap in per cent to two decimals, empty where the comparison is unknown."""
    if comparison.gap_idr_per_kg is None or comparison.gap_percent is None:
        return None, None
    return round(comparison.gap_idr_per_kg, 2), round(comparison.gap_percent, 2)
