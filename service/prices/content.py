"""What an observation says, and what it is known by.

An observation is known by its feed and external id, else by its content including the price: one text of what is
stated, so that the same content has the same identity whichever way it came.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from service.prices.schemas import PriceIn

# What a version says, in the order in which content is spelled.
VALUE_COLUMNS = (
    "bokar_type",
    "buyer_type",
    "date_precision",
    "deduction",
    "derived",
    "district_code",
    "dry_rubber_content",
    "fee_idr_per_kg",
    "grades",
    "observed_on",
    "price_idr_per_kg",
    "price_kind",
    "price_level",
    "provenance",
    "province_code",
    "published_on",
    "quality_note",
    "range_part",
    "reporter",
    "source",
    "storage_age",
    "suspect",
    "transport_idr_per_kg",
    "volume_kg",
)
# No text that is taken in holds a control character.
BETWEEN_VALUES = "\x1f"


@dataclass(frozen=True, slots=True)
class Arriving:
    """One valid row on its way into the tables; a correction names the observation it corrects.

    `is_repeated`: whether an earlier attempt of its own delivery has taken it in.
    """

    identity: str
    external_id: str | None
    values: dict[str, Any]
    observation_id: int | None = None
    is_repeated: bool = False

    @property
    def can_correct(self) -> bool:
        """Say whether it is news and known by more than its content, which alone says what it said at first."""
        return not self.is_repeated and (self.external_id is not None or self.observation_id is not None)


def arriving(row: PriceIn) -> Arriving:
    """Return a row with its identity and what is stored of it."""
    values = values_of(row)
    return Arriving(identity_of(row.external_id, values), row.external_id, values, row.observation_id)


def values_of(row: PriceIn) -> dict[str, Any]:
    """Return what is stored of a row: shares instead of percentages, one spelling per number."""
    values = row.model_dump(mode="python", exclude={"external_id", "observation_id"})
    content, deduction = values.pop("dry_rubber_content_percent"), values.pop("deduction_percent")
    values["dry_rubber_content"] = None if content is None else content / 100
    values["deduction"] = None if deduction is None else deduction / 100
    # 1000 and 1000.00 are the same price, so that equal content is recognised.
    if row.grades is not None:
        values["grades"] = {grade: spelled(Decimal(price)) for grade, price in row.grades.items()}
    return {name: v.normalize() if isinstance(v, Decimal) else v for name, v in values.items()}


def identity_of(external_id: str | None, values: dict[str, Any]) -> str:
    """Return what an observation is known by within its feed."""
    if external_id is not None:
        return f"id:{external_id}"
    said = (f"{name}={spelled(values[name])}" for name in VALUE_COLUMNS if values[name] is not None)
    return content_identity(BETWEEN_VALUES.join(said))


def content_identity(content: str) -> str:
    """Return the identity of an observation that is known by what it says."""
    return "content:" + hashlib.sha256(content.encode()).hexdigest()


def spelled(value: Any) -> str:
    """Return the one text of a stored value."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
