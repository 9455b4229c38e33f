"""One real request per operation; its answer, computed from the sample, is the example in the API's description."""

from typing import Any

_AUCTION = {
    "district_code": "14.09",
    "price_level": "auction",
    "source": "book of the auction house",
    "provenance": "survey",
}
_HOUSEHOLD = {
    "interviewed_on": "2026-11-02",
    "time_unit": "month",
    "months_tapped": 10,
    "price_idr_per_kg": 9000,
    "costs": [
        {"cost_group": "fertiliser", "behaviour": "variable", "payment": "cash", "amount": 600_000},
        {"cost_group": "land", "behaviour": "fixed", "payment": "imputed", "amount": 250_000},
    ],
    "labour": [{"labour_source": "share", "activity": "tapping", "revenue_share_percent": "mertelu"}],
    "consumption": [{"consumption_group": "rice", "amount_idr": 300_000}],
}

READS = {
    "GET /v1/districts": "/v1/districts?district_code=14.09&as_of=2020-07-20",
    "GET /v1/districts/{district_code}": "/v1/districts/14.09?as_of=2020-07-20",
    "GET /v1/prices": "/v1/prices?district_code=14.09&to=2020-05-24",
    "GET /v1/prices/daily": "/v1/prices/daily?district_code=14.09&channel=auction&to=2020-05-24",
    "GET /v1/cost-surveys": "/v1/cost-surveys?district_code=16.03",
    "GET /v1/cost-surveys/{id}": "/v1/cost-surveys/2",
    "GET /v1/cost-of-production": "/v1/cost-of-production?district_code=14.09&limit=2",
    "GET /v1/minimum-prices": "/v1/minimum-prices?district_code=16.03&status=published",
    "GET /v1/minimum-prices/{id}": "/v1/minimum-prices/7",
    "GET /v1/minimum-prices/{id}/explanation": "/v1/minimum-prices/1/explanation",
    "GET /v1/minimum-prices/{id}/events": "/v1/minimum-prices/7/events",
    "GET /v1/minimum-prices/{id}/alternatives": "/v1/minimum-prices/7/alternatives",
    "GET /v1/alerts": "/v1/alerts?district_code=14.09",
    "GET /v1/alerts/{id}": "/v1/alerts/1",
    "GET /v1/alerts/{id}/events": "/v1/alerts/1/events",
    "GET /healthz": "/healthz",
    "GET /readyz": "/readyz",
}
# Figures of Ibrahim, Dolis and Sannia where they print them, else round ones.
CALCULATIONS: dict[str, dict[str, Any]] = {
    "depreciation": {
        "units": 2,
        "purchase_value_idr": 120_000,
        "salvage_value_idr": 0,
        "economic_life_years": 2,
    },
    "minimum-price": {
        "total_cost_idr": 2_402_469,
        "production_kg": 2_312,
        "food_consumption_idr": 7_945_304,
        "non_food_consumption_idr": 963_065,
    },
    "farm-income": {"production_kg": 350.94, "price_idr_per_kg": 7_064.36, "total_cost_idr": 865_809.89},
    "household-income": {"on_farm_rubber_idr": 16_514_315, "non_farm_idr": 7_526_087},
    "marketing": {
        "farmgate_price_idr_per_kg": 10_000,
        "factory_price_idr_per_kg": 12_500,
        "actors": [{"name": "collector", "marketing_cost_idr_per_kg": 1_500, "profit_idr_per_kg": 1_000}],
    },
    "welfare": {
        "net_income_idr_per_year": 19_360_306.32,
        "household_size": 4.63,
        "rice_price_idr_per_kg": 10_000,
        "setting": "village",
    },
    "partial-budget": {
        "added_cost_idr": 153_947.00,
        "lost_revenue_idr": 0,
        "saved_cost_idr": 664_892.86,
        "added_revenue_idr": 461_840.01,
    },
    "sample-size": {"population": 1_353, "margin_of_error": 0.10},
    "two-sample-test": {
        "group_a": {"mean": 12, "standard_deviation": 3, "size": 30},
        "group_b": {"mean": 10, "standard_deviation": 3, "size": 30},
        "alpha": 0.05,
    },
    "price-normalisation": {
        "price_idr_per_kg": 9_191,
        "deduction_percent": 0,
        "dry_rubber_content_percent": 50,
        "reference_percent": 100,
    },
}
# What anybody may ask of what is stored.
QUESTIONS: dict[str, dict[str, Any]] = {
    "POST /v1/scenarios/minimum-price": {
        "url": "/v1/scenarios/minimum-price",
        "request": {
            "district_code": "14.09",
            "valid_on": "2020-07-20",
            "changes": {"production_percent": 5, "rice_price_idr_per_kg": 9_900},
        },
    },
}
# What a clerk does, one after the other, each request with an API key.
OFFICE_WORK: dict[str, dict[str, Any]] = {
    "POST /v1/prices": {
        "url": "/v1/prices?feed=auction-house",
        "request": [
            _AUCTION | {"external_id": "2024-35-1", "observed_on": "2024-08-29", "price_idr_per_kg": 12_400},
            _AUCTION | {"external_id": "2024-35-2", "observed_on": "2024-08-29", "price_idr_per_kg": 124_000},
            _AUCTION | {"external_id": "2024-36-1", "observed_on": "2024-09-05", "price_idr_per_kg": 0},
            _AUCTION | {"external_id": "2024-36-2", "observed_on": "2024-09-05", "price_idr_per_kg": 23_500},
        ],
    },
    "POST /v1/prices/upload": {
        "url": "/v1/prices/upload",
        "request": {
            "file": "Kabupaten;Tanggal;Harga (Rp/kg)\nKuansing;12/09/2024;12.410,50\nKuansin;19/09/2024;12.500,00\n",
            "feed": "auction-house",
            "dates": "day_first",
            "constants": '{"price_level": "auction", "source": "book of the auction house", "provenance": "survey"}',
        },
    },
    "POST /v1/auctions": {
        "url": "/v1/auctions?feed=uppb-book",
        "request": [
            {
                "external_id": "lavender-2024-37",
                "uppb_name": "UPPB Lavender",
                "registration_number": "14.09/UPPB/012",
                "district_code": "14.09",
                "held_on": "2024-09-12",
                "reserve_price_idr_per_kg": 12_000,
                "bids_idr_per_kg": [12_150, 12_410],
                "winner_type": "company",
                "source": "book of the auction house",
                "provenance": "survey",
                "lots": [
                    {
                        "lot_number": "1",
                        "weight_kg": 4_800,
                        "dry_rubber_content_percent": 55,
                        "storage_age": "two_weekly",
                        "bokar_type": "thin_slab",
                        "price_idr_per_kg": 12_410,
                    }
                ],
            }
        ],
    },
    "POST /v1/auctions/upload": {
        "url": "/v1/auctions/upload",
        "request": {
            "file": "UPPB;No registrasi;Kabupaten;Tanggal;Harga dasar;No lot;Berat (kg);KKK;Harga\n"
            "UPPB Lavender;14.09/UPPB/012;Kuansing;19 Sep 2024;12.000;1;4.650;56;12.350\n"
            ";;;;;2;1.210;54;11.900\n"
            ";;;;;3;0;55;12.300\n",
            "feed": "uppb-book",
            "constants": '{"source": "book of the auction house", "provenance": "survey"}',
            "numbers": "comma_decimal",
        },
    },
    "GET /v1/auctions": {"url": "/v1/auctions?district_code=14.09"},
    "GET /v1/imports": {"url": "/v1/imports?feed=auction-house"},
    "GET /v1/imports/{id}": {"url": "/v1/imports/1"},
    "GET /v1/imports/{id}/refused": {"url": "/v1/imports/1/refused"},
    "GET /v1/prices/review": {"url": "/v1/prices/review?district_code=14.09"},
    "POST /v1/prices/{id}/accept": {"url": "/v1/prices/1121/accept?version=1"},
    "POST /v1/prices/{id}/reject": {"url": "/v1/prices/1120/reject"},
    "POST /v1/cost-surveys": {
        "url": "/v1/cost-surveys?feed=survey-team",
        "request": {
            "survey": {"external_id": "muara-enim-2026", "district_code": "16.03", "title": "Cost of production 2026"},
            "households": [
                _HOUSEHOLD | {"external_id": "1", "production_kg": 190},
                _HOUSEHOLD | {"external_id": "2", "production_kg": -190},
            ],
        },
    },
    "POST /v1/cost-surveys/upload": {
        "url": "/v1/cost-surveys/upload",
        "request": {
            "file": "survey_id;Kabupaten;Tanggal wawancara;Nama responden;Satuan waktu;Produksi (kg);Biaya pupuk (Rp)\n"
            "kuansing-2026;Kuansing;2 Nov 2026;Siti Aminah;tahun;2.312,50;600.000,00\n",
            "feed": "survey-team",
            "constants": '{"title": "Biaya produksi 2026", "represents": "village"}',
        },
    },
    "GET /v1/cost-surveys/{id}/households": {"url": "/v1/cost-surveys/3/households"},
    "POST /v1/minimum-prices/{id}/publish": {
        "url": "/v1/minimum-prices/2/publish",
        "request": {"why": "The district chose the rice poverty line in its meeting of 20 November 2026."},
    },
    "POST /v1/minimum-prices/{id}/withdraw": {
        "url": "/v1/minimum-prices/2/withdraw",
        "request": {"why": "The meeting had not been called in due form."},
    },
    "POST /v1/floor-policies": {
        "url": "/v1/floor-policies",
        "request": {
            "district_code": "16.03",
            "method": "rice-poverty-line",
            "parameters": {"rice_price_idr_per_kg": 13_500},
            "auto_publish": False,
            "review_on": "2027-11-01",
            "why": "Consumption was asked for in one year only.",
        },
    },
    "GET /v1/floor-policies": {"url": "/v1/floor-policies?district_code=16.03"},
    "POST /v1/indices/upload": {
        "url": "/v1/indices/upload",
        "request": {
            "file": "Indeks;Provinsi;Bulan;Tahun dasar;Nilai;Ke tahun dasar;Faktor\n"
            "IKRT;Sumatera Selatan;Okt 2026;2018=100;123,45;;\n"
            "IKRT;Sumatera Selatan;;2012=100;;2018=100;0,75\n"
            "IKRT;Sumatra;Sep 2026;2018=100;122,10;;\n",
            "feed": "index-office",
            "constants": '{"source": "made up as an example", "provenance": "simulated"}',
        },
    },
    "GET /v1/indices": {"url": "/v1/indices?index_name=consumption&province_code=16&from=2026-01"},
    "GET /v1/indices/links": {"url": "/v1/indices/links?province_code=16"},
    "POST /v1/jobs/{name}": {"url": "/v1/jobs/recompute_minimum_prices"},
    "GET /v1/jobs/requests/{id}": {"url": "/v1/jobs/requests/1"},
    "GET /v1/jobs": {"url": "/v1/jobs?job=raise_alerts"},
}
