"""A district's price against the floor before and after a scenario."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from service.alerts.rules import Floor
from service.analysis.comparisons import PriceCheck, check_price, headline_price
from service.vocabulary import Channel, Outcome

DAY = date(2026, 11, 10)
JUDGED = (Channel.FARMGATE, Channel.AUCTION)


def check(price: int, floor: int, new_floor: int | None, on: date = DAY, **changes: Any) -> PriceCheck:
    row = {
        "price_channel": changes.pop("channel", "farmgate"),
        "price_day": DAY,
        "price_idr_per_kg": Decimal(price),
        "price_date_precision": "exact",
    }
    stored = Floor(1, Decimal(floor), None, date(2026, 1, 1), None, changes.pop("stale_from", date(2029, 1, 1)))
    new = None if new_floor is None else Decimal(new_floor)
    return check_price(headline_price(row, on, 28, JUDGED), stored, new, changes)


@pytest.mark.parametrize(
    ("floor", "new_floor", "crosses"),
    [(8000, 9500, True), (9500, 8000, True), (8000, 8999, False), (9500, 9600, False)],
)
def test_a_price_crosses_where_it_changes_sides(floor: int, new_floor: int, crosses: bool) -> None:
    assert check(9000, floor, new_floor).crosses is crosses


def test_a_price_that_was_on_its_floor_crosses_when_the_floor_rises_by_a_rupiah() -> None:
    found = check(9000, 9000, 9001)
    assert (found.before.outcome, found.after.outcome, found.crosses) == (Outcome.NOT_BELOW, Outcome.BELOW, True)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"on": date(2026, 12, 9)}, "price_older_than_28_days"),
        ({"stale_from": DAY}, "stale_floor"),
        ({"channel": "factory"}, "channel_not_judged"),
    ],
)
def test_what_cannot_be_compared_is_unknown_and_never_no_crossing(told: dict[str, Any], reason: str) -> None:
    found = check(9000, 8000, 9500, **told)
    assert found.before.reason == reason
    assert found.crosses is None


def test_a_price_28_days_old_is_still_compared() -> None:
    assert check(9000, 8000, 9500, on=date(2026, 12, 8)).crosses is True


def test_without_a_new_floor_nothing_is_known_of_crossing() -> None:
    found = check(9000, 8000, None)
    assert (found.after.reason, found.crosses) == ("no_minimum_price", None)


@pytest.mark.parametrize("price", [7992, 8000, 8008])
def test_another_content_alone_crosses_no_price_because_dry_rubber_is_worth_the_same(price: int) -> None:
    found = check(price, 8000, 11_000, dry_rubber_content_percent={"from": 40, "to": 55})
    assert found.price_after.price.price_idr_per_kg == Decimal(price) * 55 / 40
    assert found.crosses is False
