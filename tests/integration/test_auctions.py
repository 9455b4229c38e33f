"""What becomes of the forms of auction nights: stored, known, corrected, and lots that are gone."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from service.alerts.evaluation import sweep
from service.database import Database
from service.imports.schemas import RowOutcome
from service.prices.auction_repository import list_auctions
from service.prices.auction_schemas import AuctionQuery
from service.prices.auction_tables import WITHDRAWN
from service.prices.intake import Batch, IntakeReport
from tests.auction_builders import lot, night, take_in_nights
from tests.builders import LIVE, NOW, arriving_price, contents, count, read, store_prices

LATER = NOW + timedelta(days=3)
CORRECTOR = Batch("office", "head of office")


def shown(database: Database, **query: Any) -> list[dict[str, Any]]:
    with database.reading() as connection:
        return list_auctions(connection, AuctionQuery.model_validate(query)).rows


def versions(database: Database) -> list[tuple[Any, ...]]:
    columns = ("observation_id", "version", "is_current", "price_idr_per_kg", "suspect")
    return [tuple(row) for row in read(database, "price_version", *columns)]


def test_a_night_is_stored_with_its_lots_as_prices(chain: Database) -> None:
    (report,) = take_in_nights(chain, night(lot(1, 9800), lot(2, 9700)))
    assert (report.outcome, report.lots, report.warnings) == (RowOutcome.ACCEPTED, IntakeReport(accepted=2), ())
    (stored,) = read(chain, "auction")
    assert (stored.identity, stored.version, stored.recorded_by) == ("uppb:16.03/UPPB/012:2026-11-02", 1, "officer")
    assert (stored.reserve_price_idr_per_kg, stored.bids_idr_per_kg) == (Decimal(9500), [9600, 9850.5])
    prices = read(chain, "price_version")
    assert [(row.price_level, row.price_kind, row.reporter, row.buyer_type) for row in prices] == [
        ("auction", "paid", "16.03/UPPB/012", "company")
    ] * 2
    assert [(row.volume_kg, row.dry_rubber_content) for row in prices] == [(Decimal(1250), Decimal("0.555"))] * 2
    assert read(chain, "auction_lot") == [
        (stored.id, "1", prices[0].observation_id, False),
        (stored.id, "2", prices[1].observation_id, False),
    ]
    assert count(chain, "waiting_day") == 1


def test_bids_are_no_prices(chain: Database) -> None:
    take_in_nights(chain, night(lot(1), bids_idr_per_kg=[9000] * 20))
    assert count(chain, "price_observation") == 1


def test_the_lots_make_the_days_price_of_the_auction(chain: Database) -> None:
    take_in_nights(chain, night(lot(1, 9600), lot(2, 9800)))
    take_in_nights(chain, night(lot(1, 9000), registration_number="16.03/UPPB/013"))
    sweep(chain, NOW)
    days = [row for row in read(chain, "daily_price") if row.basis == "as_sold"]
    # Per UPPB the mean of its lots, then the median over UPPBs.
    assert [(row.channel, row.reporters, row.n, row.median_idr_per_kg) for row in days] == [("auction", 2, 3, 9350)]


def test_the_same_form_again_changes_nothing(chain: Database) -> None:
    form = night(lot(1, 9800.00), lot(2, dry_rubber_content_percent="55.50"))
    take_in_nights(chain, form)
    before = contents(chain)
    (report,) = take_in_nights(chain, form, now=LATER)
    assert (report.outcome, report.lots) == (RowOutcome.DUPLICATE, IntakeReport(duplicate=2))
    assert contents(chain) == before


def test_another_spelling_of_the_same_form_changes_nothing(chain: Database) -> None:
    take_in_nights(chain, night(lot("1")))
    before = contents(chain)
    other = night(
        lot(1), registration_number=" 16.03/UPPB/012 ", bids_idr_per_kg=[9600.00, "9850.5"], uppb_name="UPPB  Lavender"
    )
    assert take_in_nights(chain, other)[0].outcome == RowOutcome.DUPLICATE
    assert contents(chain) == before


def test_a_corrected_lot_is_a_correction_of_its_price(chain: Database) -> None:
    take_in_nights(chain, night(lot(1, 9800), lot(2, 9700)))
    (report,) = take_in_nights(chain, night(lot(1, 9850), lot(2, 9700)), batch=CORRECTOR, now=LATER)
    assert (report.outcome, report.lots) == (RowOutcome.CORRECTED, IntakeReport(corrected=1, duplicate=1))
    assert versions(chain) == [(1, 1, False, 9800, None), (2, 1, True, 9700, None), (1, 2, True, 9850, None)]
    (stored,) = read(chain, "auction")
    # The night itself says what it said, but who asks for what changed gets it.
    assert (stored.version, stored.recorded_by, stored.revision) == (1, "officer", chain.revision())


def test_a_corrected_night_keeps_what_it_said_and_who_had_said_so(chain: Database) -> None:
    take_in_nights(chain, night())
    (report,) = take_in_nights(
        chain, night(reserve_price_idr_per_kg="9400", bids_idr_per_kg=[9900]), batch=CORRECTOR, now=LATER
    )
    assert (report.outcome, report.lots) == (RowOutcome.CORRECTED, IntakeReport(corrected=2))
    (stored,) = read(chain, "auction")
    assert (stored.version, stored.reserve_price_idr_per_kg, stored.recorded_by) == (2, 9400, "head of office")
    (past,) = read(chain, "auction_past")
    assert (past.version, past.recorded_at, past.recorded_by) == (1, NOW, "officer")
    assert (past.content["reserve_price_idr_per_kg"], past.content["bids_idr_per_kg"]) == ("9500", [9600, 9850.5])
    assert count(chain, "price_version") == 2


def test_a_night_with_an_id_of_its_own_may_be_corrected_in_its_day(chain: Database) -> None:
    take_in_nights(chain, night(lot(1), external_id="a"))
    (report,) = take_in_nights(chain, night(lot(1), external_id="a", held_on="2026-11-09"))
    assert report.outcome == RowOutcome.CORRECTED
    assert [(row.observed_on.day, row.is_current) for row in read(chain, "price_version")] == [(2, False), (9, True)]
    assert count(chain, "waiting_day") == 2


def test_a_lot_that_is_gone_keeps_its_price_but_no_longer_counts(chain: Database) -> None:
    take_in_nights(chain, night(lot(1, 9800), lot(2, 5000), reserve_price_idr_per_kg=None))
    (report,) = take_in_nights(chain, night(lot(1, 9800), reserve_price_idr_per_kg=None), batch=CORRECTOR, now=LATER)
    assert report.outcome == RowOutcome.CORRECTED
    assert [(one.lot_number, "not in the form any more" in one.problem.reason_en) for one in report.warnings] == [
        ("2", True)
    ]
    assert versions(chain)[-1] == (2, 2, True, 5000, WITHDRAWN)
    assert [row.withdrawn for row in read(chain, "auction_lot")] == [False, True]
    sweep(chain, LATER)
    assert {row.n for row in read(chain, "daily_price")} == {1}
    assert [each["lot_number"] for each in shown(chain)[0]["lots"]] == ["1"]


def test_a_form_that_lacks_a_lot_is_known_when_it_comes_again(chain: Database) -> None:
    take_in_nights(chain, night(lot(1), lot(2)))
    take_in_nights(chain, night(lot(1)))
    before = contents(chain)
    (report,) = take_in_nights(chain, night(lot(1)), now=LATER)
    assert (report.outcome, report.warnings) == (RowOutcome.DUPLICATE, ())
    assert contents(chain) == before


def test_a_lot_that_comes_back_counts_again(chain: Database) -> None:
    for lots in ([lot(1), lot(2)], [lot(1)], [lot(1), lot(2)]):
        (report,) = take_in_nights(chain, night(*lots))
    assert (report.outcome, report.lots) == (RowOutcome.CORRECTED, IntakeReport(corrected=1, duplicate=1))
    assert [row.withdrawn for row in read(chain, "auction_lot")] == [False, False]
    assert [row[4] for row in versions(chain) if row[0] == 2] == [None, WITHDRAWN, None]


def test_a_part_of_a_form_takes_no_lot_away(chain: Database) -> None:
    take_in_nights(chain, night(lot(1), lot(2)))
    (report,) = take_in_nights(chain, night(lot(3)), is_whole=False)
    assert (report.outcome, report.lots) == (RowOutcome.CORRECTED, IntakeReport(accepted=1))
    assert [row.withdrawn for row in read(chain, "auction_lot")] == [False] * 3


def test_the_same_night_of_another_feed_is_another_night(chain: Database) -> None:
    take_in_nights(chain, night())
    assert take_in_nights(chain, night(), batch=Batch("association", "clerk"))[0].outcome == RowOutcome.ACCEPTED
    assert (count(chain, "auction"), count(chain, "price_observation")) == (2, 4)


def test_a_price_below_the_reserve_price_is_kept_counted_and_told(chain: Database) -> None:
    (report,) = take_in_nights(chain, night(lot(1, 9400)))
    assert [one.problem.value for one in report.warnings] == ["9400"]
    (price,) = read(chain, "price_version")
    assert (price.suspect, price.review) == (None, None)
    assert shown(chain)[0]["lots"][0]["below_reserve"] is True


def test_a_lot_unlike_its_last_year_waits_for_a_review(chain: Database) -> None:
    usual = [
        arriving_price(external_id=f"{d}", observed_on=f"2026-10-{d:02}", storage_age="weekly") for d in range(1, 11)
    ]
    store_prices(chain, *usual)
    sweep(chain, NOW)
    (report,) = take_in_nights(chain, night(lot(1, 98000), lot(2, 9500)))
    assert report.lots == IntakeReport(accepted=2, flagged=1)
    assert [row.review for row in read(chain, "price_version")][-2:] == ["waiting", None]


def test_a_night_that_fails_leaves_nothing(chain: Database) -> None:
    before = contents(chain)
    with pytest.raises(Exception, match=r"(?i)foreign"):
        take_in_nights(chain, night(), night(held_on="2026-11-09", district_code="16.99"))
    assert contents(chain) == before


def test_nights_are_listed_with_their_lots_newest_first(chain: Database) -> None:
    take_in_nights(chain, night(lot(1, 9400)), night(lot(1), lot(2), held_on="2026-11-09"), batch=LIVE)
    newest, oldest = shown(chain)
    assert (str(newest["held_on"]), len(newest["lots"]), len(oldest["lots"])) == ("2026-11-09", 2, 1)
    assert oldest["lots"][0] == {
        "lot_number": "1",
        "price_id": 1,
        "weight_kg": 1250,
        "dry_rubber_content_percent": 55.5,
        "storage_age": "weekly",
        "bokar_type": "slab",
        "price_idr_per_kg": 9400,
        "suspect": None,
        "below_reserve": True,
    }
    assert (newest["bids_idr_per_kg"], newest["reserve_price_idr_per_kg"]) == ([9600, 9850.5], 9500)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"registration_number": "16.03/UPPB/013"}, ["2026-11-09"]),
        ({"district_code": "16.03"}, ["2026-11-09", "2026-11-02"]),
        ({"province_code": "14"}, []),
        ({"from": "2026-11-03"}, ["2026-11-09"]),
        ({"to": "2026-11-03"}, ["2026-11-02"]),
        ({"updated_since": 10_000}, []),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_the_list_can_be_narrowed(chain: Database, query: dict[str, Any], found: list[str]) -> None:
    take_in_nights(chain, night(), night(held_on="2026-11-09", registration_number="16.03/UPPB/013"))
    assert [str(row["held_on"]) for row in shown(chain, **query)] == found
