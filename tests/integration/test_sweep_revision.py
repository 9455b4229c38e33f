"""Whatever a sweep changes has a data revision of its own: caches and pollers go by nothing else."""

from datetime import date
from typing import Any

import pytest

from service.alerts.evaluation import evaluate, sweep
from service.database import Database
from tests.builders import NOW, OGAN_KOMERING_ULU, arriving_price, read, store_and_sweep, store_prices


def test_a_day_that_only_loses_its_price_is_a_change_of_data(chain: Database) -> None:
    price = arriving_price(external_id="1", observed_on=date(2026, 8, 3))
    store_and_sweep(chain, price)
    assert len(read(chain, "daily_price")) > 0
    store_prices(chain, price.model_copy(update={"suspect": "typing error"}))
    before = chain.revision()
    sweep(chain, NOW)
    assert read(chain, "daily_price") == []
    assert chain.revision() == before + 1


def test_a_district_that_fails_takes_no_revision_away_from_the_others(
    chain: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_in_the_last(uow: Any, district_code: str) -> None:
        if district_code == "16.03":
            raise RuntimeError("a bad row")
        evaluate(uow, district_code)

    for number, district_code in enumerate((OGAN_KOMERING_ULU, "16.03")):
        store_prices(
            chain, arriving_price(external_id=str(number), district_code=district_code, observed_on=date(2026, 8, 3))
        )
    before = chain.revision()
    monkeypatch.setattr("service.alerts.evaluation.evaluate", fail_in_the_last)
    with pytest.raises(RuntimeError, match="a bad row"):
        sweep(chain, NOW)
    assert chain.revision() == before + 1
    assert {row.revision for row in read(chain, "daily_price")} == {before + 1}
