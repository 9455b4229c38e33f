"""Prices and floors become alerts, events and the change log (DOMAIN section 8, rule `observation-days`)."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import insert

from service.alerts.evaluation import evaluate, sweep
from service.database import Database
from service.models.alert import Alert
from service.vocabulary import Channel
from tests.builders import (
    HISTORY,
    MUARA_ENIM,
    NOW,
    OGAN_KOMERING_ULU,
    contents,
    count,
    day_of_price,
    publish_floor,
    read,
    store_and_sweep,
    store_prices,
    together,
)

LATER = NOW + timedelta(days=1)
FLOOR = 10000
AUGUST = date(2026, 8, 1)

# A story is a list of (day of August 2026, price).
Story = Sequence[tuple[int, int]]
BELOW_TWICE: Story = [(3, 9500), (10, 9400)]
RISE_AND_FALL: Story = [(3, 9500), (10, 9400), (17, 10300), (24, 10400), (31, 7500)]


def prices(story: Story, **changes: Any) -> list[Any]:
    return [day_of_price(august(day), price, **changes) for day, price in story]


def august(day: int) -> date:
    return AUGUST + timedelta(days=day - 1)


@pytest.fixture
def watched(chain: Database) -> Database:
    """Muara Enim with a published floor of Rp 10 000 and no price."""
    publish_floor(chain, FLOOR, date(2026, 3, 1))
    sweep(chain, NOW)
    return chain


@pytest.fixture
def tell(watched: Database) -> Callable[..., Database]:
    """Return what takes in a story and evaluates it."""

    def told(story: Story, **changes: Any) -> Database:
        store_and_sweep(watched, *prices(story, **changes))
        return watched

    return told


def history(database: Database) -> list[dict[str, Any]]:
    """Return the alerts that stand, by the day they fired on, without the numbers they happen to have."""
    happens_to_be = {"id", "revision", "evidence"}
    rows = [row._mapping for row in read(database, "alert") if row.state != "retracted"]
    plain = [{name: value for name, value in row.items() if name not in happens_to_be} for row in rows]
    return sorted(plain, key=lambda row: str(row["fired_on"]))


def events(database: Database) -> list[tuple[Any, ...]]:
    standing = {row.id for row in read(database, "alert") if row.state != "retracted"}
    rows = [row for row in read(database, "alert_event") if row.alert_id in standing]
    return sorted((row.day, row.kind, row.severity, row.reason, row.price_idr_per_kg) for row in rows)


def log(database: Database) -> list[str]:
    return [row.kind for row in read(database, "alert_change", "kind")]


def folded(database: Database) -> dict[int, dict[str, Any]]:
    """Return what the change log says of every alert: its last line."""
    return {row.alert_id: row.snapshot for row in read(database, "alert_change")}


def as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def assert_log_tells_the_table(database: Database) -> None:
    stored = {
        row.id: {name: as_json(value) for name, value in row._mapping.items() if name not in ("id", "revision")}
        for row in read(database, "alert")
    }
    assert folded(database) == stored


def test_two_days_below_the_floor_are_one_firing_alert(tell: Callable[..., Database]) -> None:
    database = tell(BELOW_TWICE)
    (alert,) = read(database, "alert")
    assert (alert.district_code, alert.channel, alert.state) == (MUARA_ENIM, "auction", "firing")
    assert (alert.severity, alert.reason) == ("warning", "second_day_below")
    assert (alert.below_since, alert.fired_on, alert.resolved_on) == (august(3), august(10), None)
    assert (alert.price_idr_per_kg, alert.floor_idr_per_kg) == (Decimal(9400), Decimal(FLOOR))
    assert (alert.gap_idr_per_kg, alert.gap_percent, alert.clear_level_idr_per_kg) == (600, 6, 10200)
    assert not alert.historical
    assert [row.external_id for row in read(database, "price_observation") if row.id in alert.evidence] == [
        "2026-08-10"
    ]
    assert events(database) == [(august(10), "opened", "warning", "second_day_below", Decimal(9400))]
    assert read(database, "alert_change", "kind", "historical", "recorded_at") == [("opened", False, NOW)]
    assert_log_tells_the_table(database)


def test_one_day_below_is_no_alert_yet(tell: Callable[..., Database]) -> None:
    database = tell([(3, 9500)])
    assert count(database, "alert") == count(database, "alert_change") == 0


def test_a_district_without_a_floor_has_no_alert(tell: Callable[..., Database]) -> None:
    database = tell([(3, 500), (10, 400)], district_code=OGAN_KOMERING_ULU)
    assert count(database, "daily_price") == 2
    assert count(database, "alert") == 0


@pytest.mark.parametrize("level", ["factory", "factory_indication"])
def test_a_factorys_price_is_not_held_against_the_floor(tell: Callable[..., Database], level: str) -> None:
    assert count(tell(BELOW_TWICE, price_level=level), "alert") == 0


def test_days_not_known_exactly_raise_nothing(tell: Callable[..., Database]) -> None:
    assert count(tell(BELOW_TWICE, date_precision="approximate"), "alert") == 0


def test_sweeping_again_changes_nothing(tell: Callable[..., Database]) -> None:
    database = tell(RISE_AND_FALL)
    before = contents(database)
    assert sweep(database, LATER) == 0
    assert contents(database) == before


def test_the_same_prices_again_change_nothing(tell: Callable[..., Database]) -> None:
    before = contents(tell(RISE_AND_FALL))
    assert contents(tell(RISE_AND_FALL)) == before


def test_two_sweeps_at_once_make_one_alert(watched: Database) -> None:
    store_prices(watched, *prices(BELOW_TWICE))
    done: list[int] = []
    together(*[lambda: done.append(sweep(watched, NOW))] * 3)
    assert sum(done) == 1
    assert log(watched) == ["opened"]


def test_a_recovery_resolves_and_a_new_fall_opens_another(tell: Callable[..., Database]) -> None:
    database = tell(RISE_AND_FALL)
    assert [(row["fired_on"], row["resolved_on"], row["severity"]) for row in history(database)] == [
        (august(10), august(24), "warning"),
        (august(31), None, "critical"),
    ]
    assert log(database) == ["opened", "resolved", "opened"]
    assert_log_tells_the_table(database)


def test_a_widening_gap_escalates_and_a_narrowing_one_takes_it_back(tell: Callable[..., Database]) -> None:
    tell(BELOW_TWICE)
    tell([(17, 7900)])
    database = tell([(24, 9000)])
    assert log(database) == ["opened", "escalated", "deescalated"]
    assert [event[1:3] for event in events(database)] == [
        ("opened", "warning"),
        ("escalated", "critical"),
        ("deescalated", "warning"),
    ]
    assert_log_tells_the_table(database)


def test_a_correction_that_removes_the_cause_retracts(tell: Callable[..., Database]) -> None:
    tell(BELOW_TWICE)
    database = tell([(3, 10500)])
    assert [row.state for row in read(database, "alert", "state")] == ["retracted"]
    assert log(database) == ["opened", "retracted"]
    assert_log_tells_the_table(database)
    again = tell([(3, 9500)])
    assert [row["fired_on"] for row in history(again)] == [august(10)]
    assert log(again) == ["opened", "retracted", "opened"]
    assert_log_tells_the_table(again)


def test_a_price_that_becomes_suspect_retracts(tell: Callable[..., Database]) -> None:
    tell(BELOW_TWICE)
    database = tell([(10, 9400)], suspect="two outlets disagree")
    assert log(database) == ["opened", "retracted"]
    assert count(database, "daily_price") == 1


def test_a_correction_of_the_price_corrects_the_alert(tell: Callable[..., Database]) -> None:
    tell(BELOW_TWICE)
    database = tell([(10, 9300)])
    (alert,) = history(database)
    assert (alert["price_idr_per_kg"], alert["gap_percent"]) == (9300, 7)
    assert events(database)[0][4] == 9300
    assert log(database) == ["opened", "corrected"]
    assert_log_tells_the_table(database)


def test_a_late_report_moves_the_day_the_alert_fired_on(tell: Callable[..., Database]) -> None:
    tell([(10, 9500), (17, 9400)])
    database = tell([(3, 9600)])
    assert [(row["below_since"], row["fired_on"]) for row in history(database)] == [(august(3), august(10))]
    assert log(database) == ["opened", "corrected"]
    assert_log_tells_the_table(database)


def test_a_price_that_moves_to_another_district_takes_its_alert_with_it(tell: Callable[..., Database]) -> None:
    tell([(3, 9500), (10, 9400)])
    database = tell([(10, 9400)], district_code=OGAN_KOMERING_ULU)
    assert history(database) == []
    assert [row.district_code for row in read(database, "daily_price", "district_code")] == [
        OGAN_KOMERING_ULU,
        MUARA_ENIM,
    ]


def test_a_new_floor_ends_the_alert_on_the_day_it_starts(tell: Callable[..., Database]) -> None:
    database = tell(BELOW_TWICE)
    publish_floor(database, 9000, august(20), LATER)
    sweep(database, LATER)
    (alert,) = history(database)
    assert (alert["state"], alert["reason"], alert["resolved_on"]) == ("resolved", "floor_changed", august(20))
    assert events(database)[-1] == (august(20), "resolved", "warning", "floor_changed", None)
    assert log(database) == ["opened", "resolved"]
    assert_log_tells_the_table(database)


def test_a_higher_floor_opens_an_alert_of_its_own(tell: Callable[..., Database]) -> None:
    database = tell([*BELOW_TWICE, (24, 10500), (31, 10500)])
    publish_floor(database, 11000, august(20), LATER)
    sweep(database, LATER)
    assert [(row["floor_idr_per_kg"], row["fired_on"], row["reason"]) for row in history(database)] == [
        (10000, august(10), "floor_changed"),
        (11000, august(31), "second_day_below"),
    ]
    assert_log_tells_the_table(database)


def test_a_floor_that_starts_tomorrow_changes_nothing_today(tell: Callable[..., Database]) -> None:
    database = tell(BELOW_TWICE)
    publish_floor(database, 9000, date(2026, 11, 22), NOW)
    sweep(database, NOW)
    assert [row["state"] for row in history(database)] == ["firing"]


def test_a_floor_that_replaces_another_from_its_first_day_is_judged_anew(tell: Callable[..., Database]) -> None:
    database = tell(BELOW_TWICE)
    publish_floor(database, 9450, date(2026, 3, 1), LATER)
    sweep(database, LATER)
    assert history(database) == []
    assert log(database) == ["opened", "retracted"]


def test_history_is_told_as_history(watched: Database) -> None:
    store_and_sweep(watched, *prices(RISE_AND_FALL), batch=HISTORY)
    assert {row.historical for row in read(watched, "alert")} == {True}
    assert {row.historical for row in read(watched, "alert_change")} == {True}


def test_live_news_of_a_historical_alert_is_told_as_live(watched: Database) -> None:
    store_and_sweep(watched, *prices(BELOW_TWICE), batch=HISTORY)
    store_and_sweep(watched, *prices([(17, 10300), (24, 10400)]))
    assert read(watched, "alert_change", "kind", "historical") == [("opened", True), ("resolved", False)]
    assert read(watched, "alert", "state", "historical") == [("resolved", True)]
    assert_log_tells_the_table(watched)


def test_waiting_days_survive_a_crash_between_intake_and_sweep(watched: Database) -> None:
    store_prices(watched, *prices(BELOW_TWICE))
    assert count(watched, "alert") == 0
    restarted = Database(watched.engine.url.render_as_string(hide_password=False))
    assert sweep(restarted, LATER) == 1
    assert len(history(restarted)) == 1
    assert count(restarted, "waiting_day") == 0
    restarted.dispose()


def test_an_error_while_evaluating_leaves_the_days_waiting(watched: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("the power went out")

    store_prices(watched, *prices(BELOW_TWICE))
    before = contents(watched, without=["data_revision"])
    with monkeypatch.context() as patched:
        patched.setattr("service.alerts.evaluation.evaluate", fail)
        with pytest.raises(RuntimeError):
            sweep(watched, NOW)
    assert contents(watched, without=["data_revision"]) == before
    assert sweep(watched, NOW) == 1
    assert len(history(watched)) == 1


def test_a_district_that_cannot_be_evaluated_does_not_stop_the_others(
    watched: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_in_the_first(uow: Any, district_code: str) -> None:
        if district_code == OGAN_KOMERING_ULU:
            raise RuntimeError("a bad row")
        evaluate(uow, district_code)

    store_prices(watched, *prices(BELOW_TWICE), *prices([(4, 9500)], district_code=OGAN_KOMERING_ULU))
    monkeypatch.setattr("service.alerts.evaluation.evaluate", fail_in_the_first)
    with pytest.raises(RuntimeError, match="a bad row"):
        sweep(watched, NOW)
    assert len(history(watched)) == 1
    assert read(watched, "waiting_day") == [(OGAN_KOMERING_ULU, august(4))]


def test_other_channels_keep_their_alerts_apart(tell: Callable[..., Database]) -> None:
    tell(BELOW_TWICE)
    database = tell([(4, 8900), (11, 8800)], price_level="collector")
    assert {row["channel"]: row["fired_on"] for row in history(database)} == {
        Channel.AUCTION: august(10),
        Channel.FARMGATE: august(11),
    }


ORDERS = [order for n, order in enumerate(permutations(range(len(RISE_AND_FALL)))) if n % 24 == 0]


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_prices_in_any_order_give_the_same_history(tell: Callable[..., Database], order: tuple[int, ...]) -> None:
    for number in order:
        database = tell([RISE_AND_FALL[number]])
    assert [(row["fired_on"], row["resolved_on"], row["below_since"]) for row in history(database)] == [
        (august(10), august(24), august(3)),
        (august(31), None, august(31)),
    ]
    assert [event[:2] for event in events(database)] == [
        (august(10), "opened"),
        (august(24), "resolved"),
        (august(31), "opened"),
    ]
    assert_log_tells_the_table(database)


@pytest.mark.parametrize(
    ("told_first", "told_later"),
    [
        ([*BELOW_TWICE, (17, 10300), (24, 10400)], [(24, 10900)]),
        ([*BELOW_TWICE, (17, 7900)], [(17, 7000)]),
        ([*BELOW_TWICE, (17, 7900), (24, 9000)], [(17, 9000)]),
        ([*BELOW_TWICE, (24, 7900)], [(17, 7900)]),
    ],
    ids=["clear day corrected", "escalating day corrected", "escalation removed", "escalation reported late"],
)
def test_the_events_follow_a_correction_too(
    tell: Callable[..., Database], told_first: Story, told_later: Story
) -> None:
    tell(told_first)
    database = tell(told_later)
    told = {**dict(told_first), **dict(told_later)}
    recorded = {(day, kind, price) for day, kind, _, _, price in events(database)}
    with database.unit_of_work(NOW) as uow:
        for table in ("alert_change", "alert_event", "alert"):
            uow.connection.exec_driver_sql(f"DELETE FROM {table}")
    store_and_sweep(database, *prices([(3, told[3])], quality_note="to have it evaluated"))
    assert recorded == {(day, kind, price) for day, kind, _, _, price in events(database)}


def test_an_alert_may_fire_on_the_day_another_fired_on_before(tell: Callable[..., Database]) -> None:
    """The first alert moves to the second one's day while the second one moves on."""
    tell([(1, 7000), (10, 10300), (13, 10300), (14, 7000), (20, 10300), (23, 10300)])
    database = tell([(1, 10300), (12, 9500), (13, 9500), (15, 10300), (18, 10300), (19, 7000)])
    assert [(row["fired_on"], row["resolved_on"]) for row in history(database)] == [
        (august(14), august(18)),
        (august(19), august(23)),
    ]
    assert_log_tells_the_table(database)


def test_an_alert_row_of_another_rule_is_left_alone(tell: Callable[..., Database]) -> None:
    database = tell(BELOW_TWICE)
    (alert,) = read(database, "alert")
    other = {name: value for name, value in alert._mapping.items() if name != "id"} | {"rule": "period-mean"}
    with database.unit_of_work(NOW) as uow:
        uow.connection.execute(insert(Alert).values(other))
    tell([(3, 10500)])
    assert sorted((row.rule, row.state) for row in read(database, "alert")) == [
        ("observation-days", "retracted"),
        ("period-mean", "firing"),
    ]
