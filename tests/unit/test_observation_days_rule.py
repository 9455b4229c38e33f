"""The rule `observation-days` as sentences (DOMAIN section 8)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from service.alerts.rules import (
    DayPrice,
    Episode,
    Floor,
    ObservationDaysRule,
    alert_history,
    compare,
    floor_on,
)
from service.vocabulary import AlertEventKind, AlertState, Channel, Outcome, Severity

START = date(2024, 1, 1)
RULE = ObservationDaysRule()
FLOOR = Floor(
    id=1,
    minimum_price_idr_per_kg=Decimal(10_000),
    cost_of_production_idr_per_kg=Decimal(4_000),
    valid_from=date(2023, 1, 1),
    valid_until=None,
    stale_from=date(2026, 1, 1),
)


def at(day: int, price: int, **facts: object) -> DayPrice:
    return DayPrice(START + timedelta(days=day), Decimal(price), **facts)  # type: ignore[arg-type]


def history(
    *days: DayPrice, floors: tuple[Floor, ...] = (FLOOR,), channel: Channel = Channel.FARMGATE, until: int = 365
) -> list[Episode]:
    return alert_history(days, floors, channel, RULE, START + timedelta(days=until))


def days_of(episode: Episode) -> list[tuple[AlertEventKind, int]]:
    return [(event.kind, (event.day - START).days) for event in episode.events]


def test_one_day_below_is_pending_and_not_an_alert() -> None:
    assert history(at(0, 9_500)) == []


def test_a_second_observation_day_below_fires() -> None:
    (alert,) = history(at(0, 9_500), at(7, 9_400))
    assert (alert.state, alert.below_since, alert.fired.day) == (
        AlertState.FIRING,
        START,
        START + timedelta(days=7),
    )
    assert alert.reason == "second_day_below"


@pytest.mark.parametrize(("gap_days", "fires"), [(1, False), (2, False), (3, True), (35, True), (36, False)])
def test_the_second_day_must_lie_3_to_35_days_after(gap_days: int, fires: bool) -> None:
    assert bool(history(at(0, 9_500), at(gap_days, 9_500))) is fires


def test_daily_prices_fire_once_the_stretch_is_three_days_long() -> None:
    (alert,) = history(*(at(day, 9_500) for day in range(10)))
    assert alert.fired.day == START + timedelta(days=3)
    assert alert.below_since == START


def test_a_day_not_below_ends_a_pending_stretch_unpublished() -> None:
    assert history(at(0, 9_500), at(4, 10_000), at(8, 9_500)) == []


def test_a_price_at_the_floor_is_not_below() -> None:
    assert compare(at(0, 10_000), FLOOR).outcome is Outcome.NOT_BELOW


def test_a_silence_of_more_than_35_days_starts_the_stretch_again() -> None:
    (alert,) = history(at(0, 9_500), at(40, 9_500), at(45, 9_500))
    assert alert.below_since == START + timedelta(days=40)


def test_a_gap_of_ten_percent_fires_at_once_in_an_auction() -> None:
    (alert,) = history(at(0, 9_000), channel=Channel.AUCTION)
    assert alert.reason == "large_gap"


def test_a_gap_of_ten_percent_fires_at_once_from_two_reporters() -> None:
    assert history(at(0, 9_000, reporters=2))


def test_a_gap_of_ten_percent_from_one_reporter_waits() -> None:
    assert history(at(0, 9_000)) == []


def test_a_gap_just_under_ten_percent_waits_even_in_an_auction() -> None:
    assert history(at(0, 9_001), channel=Channel.AUCTION) == []


def test_two_days_at_the_clear_level_resolve() -> None:
    (alert,) = history(at(0, 9_500), at(7, 9_500), at(14, 10_200), at(21, 10_300))
    assert (alert.state, alert.resolved_on, alert.reason) == (
        AlertState.RESOLVED,
        START + timedelta(days=21),
        "price_recovered",
    )


@pytest.mark.parametrize(("gap_days", "resolves"), [(2, False), (3, True), (35, True), (36, False)])
def test_the_second_clear_day_must_lie_3_to_35_days_after(gap_days: int, resolves: bool) -> None:
    (alert,) = history(at(0, 9_500), at(7, 9_500), at(14, 10_200), at(14 + gap_days, 10_200))
    assert (alert.state is AlertState.RESOLVED) is resolves


def test_a_day_between_floor_and_clear_level_starts_the_clear_count_again() -> None:
    (alert,) = history(at(0, 9_500), at(7, 9_500), at(14, 10_300), at(18, 10_100), at(22, 10_300), at(26, 10_300))
    assert alert.resolved_on == START + timedelta(days=26)


def test_after_a_long_silence_clearing_starts_again() -> None:
    (alert,) = history(at(0, 9_500), at(7, 9_500), at(14, 10_300), at(64, 10_300), at(70, 10_300))
    assert alert.resolved_on == START + timedelta(days=70)


def test_below_again_after_resolving_is_a_second_alert() -> None:
    first, second = history(
        *(at(0, 9_500), at(7, 9_500), at(14, 10_300), at(21, 10_300)), *(at(28, 9_500), at(35, 9_500))
    )
    assert (first.state, second.state) == (AlertState.RESOLVED, AlertState.FIRING)
    assert second.below_since == START + timedelta(days=28)


@pytest.mark.parametrize("precision", ["approximate", "period_average"])
def test_days_not_known_exactly_neither_fire_nor_clear(precision: str) -> None:
    assert history(at(0, 9_500, date_precision=precision), at(7, 9_500, date_precision=precision)) == []
    (alert,) = history(
        *(at(0, 9_500), at(7, 9_500)),
        *(at(14, 10_300, date_precision=precision), at(21, 10_300, date_precision=precision)),
    )
    assert alert.state is AlertState.FIRING


def test_a_rounded_price_has_an_exact_day_and_counts() -> None:
    assert history(at(0, 9_500, date_precision="rounded"), at(7, 9_500, date_precision="rounded"))


def test_a_gap_of_twenty_percent_is_critical() -> None:
    (alert,) = history(at(0, 8_000), channel=Channel.AUCTION)
    assert alert.severity is Severity.CRITICAL


def test_a_price_below_the_cost_of_production_is_critical() -> None:
    costly = Floor(1, Decimal(10_000), Decimal(9_600), date(2023, 1, 1), None, date(2026, 1, 1))
    (alert,) = history(at(0, 9_500), at(7, 9_500), floors=(costly,))
    assert alert.severity is Severity.CRITICAL


def test_severity_follows_the_gap_both_ways() -> None:
    (alert,) = history(at(0, 9_500), at(7, 9_500), at(14, 7_900), at(21, 9_700))
    assert days_of(alert) == [
        (AlertEventKind.OPENED, 7),
        (AlertEventKind.ESCALATED, 14),
        (AlertEventKind.DEESCALATED, 21),
    ]
    assert alert.severity is Severity.WARNING


def test_a_new_floor_ends_the_alert_on_the_day_it_comes_into_force() -> None:
    until = START + timedelta(days=10)
    old = Floor(1, Decimal(10_000), None, date(2023, 1, 1), until, date(2026, 1, 1))
    new = Floor(2, Decimal(9_000), None, until, None, date(2027, 1, 1))
    (alert,) = history(at(0, 9_500), at(7, 9_500), at(30, 9_500), floors=(old, new))
    assert (alert.reason, alert.resolved_on) == ("floor_changed", until)


def test_a_new_floor_ends_the_alert_even_if_nobody_observes_a_price() -> None:
    later = START + timedelta(days=100)
    old = Floor(1, Decimal(10_000), None, date(2023, 1, 1), later, date(2026, 1, 1))
    new = Floor(2, Decimal(11_000), None, later, None, date(2027, 1, 1))
    days = (at(0, 9_500), at(7, 9_500))
    assert history(*days, floors=(old, new), until=99)[0].state is AlertState.FIRING
    assert history(*days, floors=(old, new), until=100)[0].reason == "floor_changed"


def test_days_below_two_floors_do_not_add_up() -> None:
    change = START + timedelta(days=5)
    old = Floor(1, Decimal(10_000), None, date(2023, 1, 1), change, date(2026, 1, 1))
    new = Floor(2, Decimal(10_500), None, change, None, date(2027, 1, 1))
    assert history(at(0, 9_900), at(7, 9_900), floors=(old, new)) == []


@pytest.mark.parametrize(
    ("price", "floor", "reason"),
    [
        (at(0, 9_000), None, "no_floor_on_that_day"),
        (DayPrice(date(2022, 12, 31), Decimal(9_000)), FLOOR, "no_floor_on_that_day"),
        (DayPrice(date(2026, 1, 1), Decimal(9_000)), FLOOR, "stale_floor"),
        (at(0, 9_000, basis="dry"), FLOOR, "bases_differ"),
    ],
)
def test_what_cannot_be_compared_is_unknown(price: DayPrice, floor: Floor | None, reason: str) -> None:
    comparison = compare(price, floor)
    assert (comparison.outcome, comparison.reason, comparison.gap_idr_per_kg) == (Outcome.UNKNOWN, reason, None)


def test_unknown_neither_raises_nor_resolves() -> None:
    stale = Floor(1, Decimal(10_000), None, date(2023, 1, 1), None, START + timedelta(days=10))
    assert history(at(12, 9_000), at(20, 9_000), floors=(stale,)) == []
    (alert,) = history(at(0, 9_500), at(7, 9_500), at(14, 10_300), at(21, 10_300), floors=(stale,))
    assert alert.state is AlertState.FIRING


def test_an_unknown_day_between_does_not_break_a_stretch() -> None:
    assert history(at(0, 9_500), at(3, 20_000, basis="dry"), at(7, 9_500))


def test_prices_after_the_day_asked_for_are_not_known_yet() -> None:
    assert history(at(0, 9_500), at(7, 9_500), until=6) == []


def test_of_two_bases_the_floors_own_is_compared() -> None:
    dry = Floor(1, Decimal(20_000), None, date(2023, 1, 1), None, date(2026, 1, 1), basis="dry")
    days = [at(0, 9_500), at(0, 19_000, basis="dry"), at(7, 9_500), at(7, 19_000, basis="dry")]
    (alert,) = alert_history(days, [dry], Channel.FARMGATE, RULE, START + timedelta(days=30))
    assert alert.fired.price_idr_per_kg == 19_000


def test_gap_and_percentage_are_those_of_the_floor() -> None:
    comparison = compare(DayPrice(date(2024, 5, 24), Decimal(6410)), FLOOR)
    assert (comparison.gap_idr_per_kg, comparison.gap_percent) == (Decimal(3590), Decimal("35.90"))


def test_the_latest_start_wins_where_floors_overlap() -> None:
    newer = Floor(2, Decimal(9_000), None, date(2024, 1, 1), None, date(2027, 1, 1))
    assert floor_on([newer, FLOOR], START) is newer
    assert floor_on([newer, FLOOR], date(2023, 6, 1)) is FLOOR
