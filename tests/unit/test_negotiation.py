import pytest

from service.negotiation import asked_for, matches, preferred_language, wants_csv


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("id", "id"),
        ("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", "id"),
        ("en;q=0.5, ID;q=0.6", "id"),
        ("en, id", "en"),
        ("id;q=0", "en"),
        ("fr, id;q=0.1", "id"),
        ("*", "en"),
        ("in-ID", "id"),
        ("id;q=nan", "en"),
        ("id;q=inf,en;q=1", "en"),
    ],
)
def test_the_language_is_the_one_preferred_and_english_by_default(header: str, language: str) -> None:
    assert preferred_language(header) == language


@pytest.mark.parametrize(
    ("header", "csv"),
    [
        ("", False),
        ("*/*", False),
        ("text/csv", True),
        ("Text/CSV; charset=utf-8", True),
        ("text/csv, */*", True),
        ("text/csv, application/json", False),
        ("application/json;q=0.5, text/csv;q=0.6", True),
        ("text/csv;q=0", False),
        ("text/csv;q=0, */*", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("text/csv;q=2", False),
    ],
)
def test_csv_is_given_where_it_is_preferred_to_json(header: str, csv: bool) -> None:
    assert wants_csv(header) is csv


def test_headers_given_twice_count_as_one_list() -> None:
    headers = [
        (b"accept", b"text/html"),
        (b"accept", b"text/csv"),
        (b"if-none-match", b'"a"'),
        (b"if-none-match", b'"b"'),
    ]
    representation, condition = asked_for(headers)
    assert representation == "csv-en"
    assert matches(condition, b'"b"')


def test_very_long_preferences_are_cut_short() -> None:
    assert preferred_language("x," * 1000 + "id") == "en"
