"""What must hold for every alert history, whatever the prices."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.alerts.rules import DayPrice, Floor, ObservationDaysRule, alert_history
from service.vocabulary import AlertEventKind, AlertState, Channel

START = date(2024, 1, 1)
UNTIL = START + timedelta(days=400)
RULE = ObservationDaysRule()

prices = st.dictionaries(
    st.integers(0, 200),
    st.tuples(st.integers(6_000, 13_000), st.sampled_from(["exact", "approximate"]), st.integers(1, 3)),
    max_size=40,
).map(
    lambda found: [
        DayPrice(START + timedelta(days=day), Decimal(price), date_precision=precision, reporters=reporters)
        for day, (price, precision, reporters) in found.items()
    ]
)
floor_days = st.lists(st.integers(0, 200), max_size=3, unique=True).map(sorted)
channels = st.sampled_from([Channel.FARMGATE, Channel.AUCTION])


def floors_from(days: list[int], prices_idr: tuple[int, ...] = (10_000, 9_000, 11_000)) -> list[Floor]:
    starts = [START + timedelta(days=day) for day in days]
    ends = [*starts[1:], None]
    return [
        Floor(number, Decimal(price), Decimal(5_000), start, end, start + timedelta(days=1_000))
        for number, (start, end, price) in enumerate(zip(starts, ends, prices_idr, strict=False), start=1)
    ]


@given(prices, floor_days, channels, st.randoms())
def test_the_order_of_arrival_does_not_matter(
    days: list[DayPrice], starts: list[int], channel: Channel, random: object
) -> None:
    floors = floors_from(starts)
    shuffled = [*days]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert alert_history(shuffled, floors[::-1], channel, RULE, UNTIL) == alert_history(
        days, floors, channel, RULE, UNTIL
    )


@given(prices, floor_days, channels)
def test_alerts_of_one_series_never_overlap_and_only_the_last_can_be_open(
    days: list[DayPrice], starts: list[int], channel: Channel
) -> None:
    episodes = alert_history(days, floors_from(starts), channel, RULE, UNTIL)
    for earlier, later in pairwise(episodes):
        assert earlier.state is AlertState.RESOLVED
        assert earlier.resolved_on is not None
        assert earlier.resolved_on <= later.below_since


@given(prices, floor_days, channels)
def test_every_alert_fired_on_an_exact_day_below_the_floor_of_that_day(
    days: list[DayPrice], starts: list[int], channel: Channel
) -> None:
    floors = floors_from(starts)
    for episode in alert_history(days, floors, channel, RULE, UNTIL):
        assert episode.fired.date_precision == "exact"
        assert episode.floor.is_valid_on(episode.fired.day)
        assert episode.fired.price_idr_per_kg < episode.floor.minimum_price_idr_per_kg
        assert episode.events[0].kind is AlertEventKind.OPENED


@given(prices, floor_days, channels, st.integers(0, 200))
def test_later_prices_never_change_when_an_alert_fired(
    days: list[DayPrice], starts: list[int], channel: Channel, cut: int
) -> None:
    known_then = START + timedelta(days=cut)
    floors = floors_from(starts)
    then = alert_history(days, floors, channel, RULE, known_then)
    now = alert_history(days, floors, channel, RULE, UNTIL)
    assert [e.fired for e in then] == [e.fired for e in now if e.fired.day <= known_then]


@given(prices, channels, st.integers(2, 9))
def test_scaling_money_changes_no_day(days: list[DayPrice], channel: Channel, factor: int) -> None:
    floors = floors_from([0])
    scaled_floors = [
        Floor(
            f.id,
            f.minimum_price_idr_per_kg * factor,
            Decimal(5_000) * factor,
            f.valid_from,
            f.valid_until,
            f.stale_from,
        )
        for f in floors
    ]
    scaled = [
        DayPrice(d.day, d.price_idr_per_kg * factor, date_precision=d.date_precision, reporters=d.reporters)
        for d in days
    ]
    before = alert_history(days, floors, channel, RULE, UNTIL)
    after = alert_history(scaled, scaled_floors, channel, RULE, UNTIL)
    assert [(e.fired.day, e.resolved_on, e.severity) for e in before] == [
        (e.fired.day, e.resolved_on, e.severity) for e in after
    ]
