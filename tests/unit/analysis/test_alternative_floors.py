"""What another floor in the stored one's place would change in a district's alerts."""

from datetime import date, timedelta
from decimal import Decimal

from service.alerts.rules import DayPrice, Floor, ObservationDaysRule
from service.analysis.alternatives import AlertChange, AlertData, changed_alerts
from service.vocabulary import Channel, Severity

START = date(2026, 1, 5)
FLOOR = Floor(1, Decimal(8000), Decimal(2000), date(2026, 1, 1), None, date(2029, 1, 1))


def weekly(*prices: int) -> list[DayPrice]:
    return [DayPrice(START + timedelta(days=7 * week), Decimal(price)) for week, price in enumerate(prices)]


def changes(alternative: int, *prices: int, floors: tuple[Floor, ...] = (FLOOR,)) -> list[AlertChange]:
    days = {Channel.AUCTION: weekly(*prices), Channel.FARMGATE: []}
    data = AlertData(days, floors, ObservationDaysRule(), date(2026, 12, 31))
    return changed_alerts(data, 1, Decimal(alternative))


def test_a_lower_floor_would_not_have_fired() -> None:
    (change,) = changes(6000, 6500, 9000, 9000)
    assert (change.change, change.alternative) == ("would_not_have_fired", None)
    assert change.stored is not None
    assert (change.stored.fired_on, change.stored.severity) == (START, Severity.WARNING)


def test_a_higher_floor_would_have_fired_on_its_day() -> None:
    (change,) = changes(10_000, 8200, 8500)
    assert (change.change, change.stored) == ("would_have_fired", None)
    assert change.alternative is not None
    assert (change.channel, change.alternative.fired_on) == (Channel.AUCTION, START)


def test_a_floor_that_only_makes_it_critical_differs_in_severity() -> None:
    (change,) = changes(8500, 6600, 9000, 9000)
    assert change.change == "differs"
    assert change.stored is not None
    assert change.alternative is not None
    assert (change.stored.severity, change.alternative.severity) == (Severity.WARNING, Severity.CRITICAL)


def test_a_floor_that_is_cleared_later_differs_in_its_end() -> None:
    (change,) = changes(8100, 6900, 8200, 8200, 8300, 8300)
    assert change.stored is not None
    assert change.alternative is not None
    assert (change.stored.resolved_on, change.alternative.resolved_on) == (
        START + timedelta(days=14),
        START + timedelta(days=28),
    )


def test_another_gap_alone_is_no_change_of_an_alert() -> None:
    assert changes(8010, 6900, 9000, 9000) == []


def test_the_same_floor_changes_nothing() -> None:
    assert changes(8000, 6900, 9000, 9000, 6000) == []


def test_the_other_floors_of_the_district_stay_as_they_are() -> None:
    later = Floor(2, Decimal(8000), None, date(2026, 2, 1), None, date(2029, 1, 1))
    first = Floor(1, Decimal(8000), None, date(2026, 1, 1), date(2026, 2, 1), date(2029, 1, 1))
    (change,) = changes(6000, 6500, 6500, 9000, 9000, 6500, 6500, floors=(first, later))
    assert change.stored is not None
    assert (change.change, change.stored.fired_on) == ("would_not_have_fired", START)
