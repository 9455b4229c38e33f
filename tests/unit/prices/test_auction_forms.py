"""What the form of an auction night must be, and what is told of one that is taken in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.imports.refusals import Problem
from service.prices.auction_rows import judge_forms
from service.prices.auction_schemas import AuctionIn
from service.prices.auctions import lot_price, warnings_of
from service.prices.rows import Known
from service.privacy.hashing import KeyChain
from tests.auction_builders import lot, night
from tests.builders import TODAY

KNOWN = Known(frozenset({"16.03"}), frozenset({"16"}), TODAY)
KEYS = KeyChain((b"the first key of all",))


def problems(*forms: Any) -> list[tuple[int, str, Any]]:
    judged = judge_forms(forms, KNOWN, KEYS)
    return [(line.line, one.column, one.value) for line in judged.refused for one in line.problems]


def only_problem(**changes: Any) -> Problem:
    ((line,),) = [judge_forms([night(**changes)], KNOWN, KEYS).refused]
    (told,) = line.problems
    return told


def test_a_form_that_is_right_is_taken() -> None:
    judged = judge_forms([night()], KNOWN, KEYS)
    assert (judged.good[1].identity, judged.refused) == ("uppb:16.03/UPPB/012:2026-11-02", [])


@pytest.mark.parametrize(("external_id", "identity"), [(" ", "uppb:16.03/UPPB/012:2026-11-02"), (" 7 ", "id:7")])
def test_blanks_are_no_id_of_a_night(external_id: str, identity: str) -> None:
    assert judge_forms([night(external_id=external_id)], KNOWN, KEYS).good[1].identity == identity


def test_what_need_not_be_stated_may_be_left_out() -> None:
    bare = night({"lot_number": 7, "weight_kg": 900, "price_idr_per_kg": 9000})
    for name in ("reserve_price_idr_per_kg", "bids_idr_per_kg", "winner_type"):
        del bare[name]
    form = judge_forms([bare], KNOWN, KEYS).good[1]
    assert (form.lots[0].lot_number, form.bids_idr_per_kg, form.winner_type) == ("7", [], None)


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"lots": []}, "lots", "at least 1"),
        ({"lots": [lot(n) for n in range(1001)]}, "lots", "at most 1000"),
        ({"lots": [lot(1), lot(2, 0)]}, "lots.1.price_idr_per_kg", "above 0"),
        ({"lots": [lot(1), lot(2), lot("1")]}, "row", "already, on line 1"),
        ({"lots": [lot(1, weight_kg=0)]}, "lots.0.weight_kg", "above 0"),
        ({"lots": [lot(1, weight_kg=10000000)]}, "lots.0.weight_kg", "below 10000000"),
        ({"lots": [lot(1, dry_rubber_content_percent=140)]}, "lots.0.dry_rubber_content_percent", "100 or less"),
        ({"lots": [lot(1, dry_rubber_content_percent=0.55)]}, "lots.0.dry_rubber_content_percent", "per cent"),
        ({"lots": [lot("1:2")]}, "lots.0.lot_number", "without a colon"),
        ({"bids_idr_per_kg": [9600, 0]}, "bids_idr_per_kg.1", "above 0"),
        ({"bids_idr_per_kg": [10000000]}, "bids_idr_per_kg.0", "below 10000000"),
        ({"bids_idr_per_kg": [9000] * 51}, "bids_idr_per_kg", "at most 50"),
        ({"bids_idr_per_kg": [float("nan")]}, "bids_idr_per_kg.0", "finite"),
        ({"bids_idr_per_kg": [9600, "9.600"]}, "bids_idr_per_kg.1", "a JSON number, not text"),
        ({"reserve_price_idr_per_kg": "9500"}, "reserve_price_idr_per_kg", "a JSON number, not text"),
        ({"lots": [lot(1), lot(2, weight_kg="some")]}, "lots.1.weight_kg", "a JSON number, not text"),
        ({"reserve_price_idr_per_kg": -1}, "reserve_price_idr_per_kg", "above 0"),
        ({"registration_number": ""}, "registration_number", "is needed"),
        ({"registration_number": "  "}, "registration_number", "is needed"),
        ({"uppb_name": " "}, "uppb_name", "is needed"),
        ({"lots": [lot("  ")]}, "lots.0.lot_number", "is needed"),
        ({"lots": [lot("1" * 41)]}, "lots.0.lot_number", "at most 40"),
        ({"uppb_name": "UPPB\x00"}, "uppb_name", "control characters"),
        ({"winner_type": "PT Karet Jaya"}, "winner_type", "one of"),
        ({"held_on": "2026-11-22"}, "held_on", "after today"),
        ({"district_code": "16.99"}, "district_code", "no such district"),
        ({"bidders": ["PT Karet Jaya"]}, "bidders", "not known here"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_form_is_refused_with_a_reason(changes: dict[str, Any], column: str, reason: str) -> None:
    told = only_problem(**changes)
    assert told.column == column
    assert reason in told.reason_en
    assert told.reason_id != told.reason_en


def test_good_forms_pass_beside_wrong_ones() -> None:
    judged = judge_forms([night(lots=[]), night(), "nothing", night(held_on="2026-11-09")], KNOWN, KEYS)
    assert sorted(judged.good) == [2, 4]
    assert [line.line for line in judged.refused] == [1, 3]


def test_a_second_form_of_a_night_in_one_delivery_is_refused() -> None:
    assert problems(night(), night(lot(1, 9900))) == [(2, "row", "uppb:16.03/UPPB/012:2026-11-02")]


def test_a_refused_form_is_kept_without_phone_numbers() -> None:
    (line,) = judge_forms([night(source="Budi 0812-3456-7890", lots=[])], KNOWN, KEYS).refused
    assert "0812" not in str(line)


def test_a_price_below_the_reserve_price_and_one_above_every_bid_are_told() -> None:
    form = AuctionIn.model_validate(night(lot(1, 9499), lot(2, 9500), lot(3, 9850.5), lot(4, 98505)))
    assert [(one.lot_number, one.problem.value, one.problem.reason_en) for one in warnings_of(form)] == [
        ("1", "9499", "is below the reserve price, 9500; it is taken as it stands"),
        ("4", "98505", "is above every bid, the highest being 9850.5; it is taken as it stands"),
    ]


def test_without_reserve_price_and_bids_nothing_is_told() -> None:
    form = AuctionIn.model_validate(night(lot(1, 1), bids_idr_per_kg=[], reserve_price_idr_per_kg=None))
    assert warnings_of(form) == []


def test_a_lot_is_a_price_that_was_paid_and_reported_by_the_uppb() -> None:
    form = AuctionIn.model_validate(night(lot(1)))
    price = lot_price(form, form.lots[0])
    assert (price.price_level, price.price_kind, price.buyer_type) == ("auction", "paid", "company")
    assert (price.reporter, price.district_code, price.province_code) == ("16.03/UPPB/012", "16.03", "16")
    assert (float(price.volume_kg or 0), float(price.dry_rubber_content_percent or 0)) == (1250, 55.5)


@given(
    external_id=st.none() | st.text("az: 0/\u00e9", min_size=1, max_size=120),
    registration=st.text("az: 0/\u00e9", min_size=1, max_size=60).filter(str.strip),
    numbers=st.lists(st.text("az 0/\u00e9", min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=5),
)
def test_lots_of_different_nights_or_numbers_are_different_prices(
    external_id: str | None, registration: str, numbers: list[str]
) -> None:
    lots = [lot(number) for number in {" ".join(number.split()) for number in numbers}]
    days = ("2026-11-02", "2026-11-09") if external_id is None else ("2026-11-02",)
    forms = [
        AuctionIn.model_validate(night(*lots, external_id=external_id, registration_number=registration, held_on=day))
        for day in days
    ]
    ids = {lot_price(form, each).external_id for form in forms for each in form.lots}
    assert len(ids) == len(lots) * len(forms)
    assert all(len(each or "") <= 200 for each in ids)
