"""The inputs of two studies' floors as they are stored with them (DOMAIN sections 3 and 4)."""

from typing import Any

PARAMETERS = {
    "rice_price_idr_per_kg": 10_000.0,
    "rice_need_kg_per_capita_year": 480.0,
    "cost_plus_factor": 1.5,
    "poverty_line_kg_per_capita_year": 240.0,
}
# Name, group, behaviour, payment, Rp a month.
DOLIS_ITEMS = [
    ("tapping knife", "tools", "fixed", "imputed", 10_070.47),
    ("bucket", "tools", "fixed", "imputed", 1_546.41),
    ("cup", "tools", "fixed", "imputed", 604.69),
    ("spout", "tools", "fixed", "imputed", 703.88),
    ("vinegar", "coagulant", "variable", "cash", 15_246.75),
    ("weight cut", "weight_cut", "variable", "cash", 238_043.94),
    ("tapping labour", "tapping", "variable", "cash", 538_781.25),
    ("collecting labour", "collecting", "variable", "cash", 60_812.50),
]


def item(name: str, group: str, behaviour: str, payment: str, amount: float) -> dict[str, Any]:
    """Return a printed cost in rupiah."""
    told = {"name": name, "cost_group": group, "behaviour": behaviour, "payment": payment}
    return told | {"unit": "rupiah", "amount": amount}


def dolis(**survey: Any) -> dict[str, Any]:
    """Return the inputs of Kuantan Singingi's floors, Dolis with its items."""
    cash, paid = 852_884.44 * 12, 865_809.89 * 12
    return {
        "survey": {
            "time_unit": "month",
            "months_tapped": 12.0,
            "price_idr_per_kg": 7_064.36,
            "items": [item(*each) for each in DOLIS_ITEMS],
            **survey,
        },
        "household_year": {
            "production_kg": 350.94 * 12,
            "cost_idr_by_concept": {"cash": cash, "paid_cost": paid},
            "revenue_share": 0.0,
            "household_consumption_idr": None,
            "household_size": 4.63,
            "other_income_idr": None,
            "marks": [],
        },
        "parameters": PARAMETERS,
    }


def ibrahim() -> dict[str, Any]:
    """Return the inputs of Muara Enim's floors, Ibrahim, who prints totals of a year."""
    return {
        "survey": {"time_unit": "year", "months_tapped": None, "items": []},
        "household_year": {
            "production_kg": 2_312.0,
            "cost_idr_by_concept": {"as_printed": 2_402_469.0},
            "revenue_share": 0.0,
            "household_consumption_idr": 8_908_370.0,
            "household_size": 3.75,
            "other_income_idr": 7_526_087.0,
            "marks": [],
        },
        "parameters": PARAMETERS,
    }
