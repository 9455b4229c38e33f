"""Many rows of numbers come out of a database as they are in it, and a stream that breaks off says why."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import psycopg
import pytest
from sqlalchemy import BigInteger, Float, Integer, Select, cast, column, func, literal, select, union_all

from service.cost_surveys.figure_rows import read_figures
from service.database import Database
from tests.conftest import NewDatabase

ROWS = 20_000


@pytest.fixture
def postgresql(new_database: NewDatabase) -> Iterator[Database]:
    with new_database("postgresql", False) as database:
        yield database


def numbered(*figures: Any) -> Select[Any]:
    numbers = func.generate_series(cast(1, BigInteger), ROWS).table_valued(column("n", BigInteger)).render_derived()
    return select(*(figure(numbers.c.n) for figure in figures)).select_from(numbers)


def test_more_rows_than_arrive_at_once_are_whole(postgresql: Database) -> None:
    # The bytes of -1 end every row, as they end the stream.
    statement = numbered(lambda n: n, lambda n: n * 0 - 1, lambda n: n / 4.0, lambda n: func.nullif(n / 2.0, 1))
    with postgresql.reading() as connection:
        integers, figures = read_figures(connection, statement.order_by("n"), 2)
    expected = np.arange(1, ROWS + 1)
    np.testing.assert_array_equal(integers, [expected, np.full(ROWS, -1)])
    np.testing.assert_array_equal(figures[0], expected / 4)
    np.testing.assert_array_equal(figures[1], np.where(expected == 2, np.nan, expected / 2))


def test_rows_of_one_key_come_one_after_the_other(database: Database) -> None:
    numbers = [(2, 7, 0.5), (1, 8, None), (2, 9, -1.0)]
    rows = union_all(
        *(
            select(
                cast(literal(key), BigInteger).label("key"), cast(literal(n), BigInteger).label("n"), cast(x, Float(53))
            )
            for key, n, x in numbers
        )
    ).subquery()
    with database.reading() as connection:
        integers, figures = read_figures(connection, select(rows).order_by(rows.c.key), 2)
    found = sorted(zip(*integers.tolist(), np.nan_to_num(figures[0], nan=99).tolist(), strict=True))
    assert found == [(1, 8, 99.0), (2, 7, 0.5), (2, 9, -1.0)]
    assert integers[0].tolist() == [1, 2, 2]


def test_an_integer_that_is_null_is_not_taken_for_a_figure(postgresql: Database) -> None:
    with postgresql.reading() as connection, pytest.raises(AssertionError, match="not null"):
        read_figures(connection, numbered(lambda n: n, lambda n: func.nullif(n, 5), lambda n: n / 2.0), 2)


def test_why_a_stream_broke_off_is_told_and_the_connection_can_be_used_on(postgresql: Database) -> None:
    statement = numbered(lambda n: n, lambda n: 1.0 / func.nullif(n, 0), lambda n: 1 / (n - ROWS + 5))
    with postgresql.reading() as connection:
        with pytest.raises(psycopg.errors.DivisionByZero), connection.begin_nested():
            read_figures(connection, statement, 1)
        assert connection.execute(select(literal(1))).scalar_one() == 1


def test_extreme_numbers_come_as_they_are(database: Database) -> None:
    extremes = [0.1, -0.0, 1e-300, 1.7976931348623157e308, 5e-324]
    numbered = enumerate(extremes)
    rows = union_all(
        *(select(cast(literal(2**53 - n), BigInteger).label("i"), literal(x).label("x")) for n, x in numbered)
    )
    both = rows.subquery()
    with database.reading() as connection:
        integers, figures = read_figures(connection, select(both).order_by(both.c.i.desc()), 1)
    assert integers[0].tolist() == [2**53 - n for n in range(5)]
    assert figures[0].tolist() == extremes


def test_integers_of_another_width_are_not_taken_for_figures(postgresql: Database) -> None:
    with postgresql.reading() as connection, pytest.raises(AssertionError, match="bigint"):
        read_figures(connection, numbered(lambda n: cast(n, Integer), lambda n: n / 2.0), 1)
