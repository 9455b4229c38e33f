"""Reading on in a thread: the same items in their order, one of them ahead, and errors in their turn."""

import threading
from collections.abc import Iterator

import pytest

from service.imports.ahead import ahead


def test_the_items_come_in_their_order() -> None:
    assert list(ahead(iter(range(1, 50)))) == list(range(1, 50))
    assert list(ahead(iter([]))) == []


def test_the_next_item_is_made_while_one_is_used() -> None:
    asked = threading.Semaphore(0)

    def made() -> Iterator[int]:
        for number in range(1, 4):
            asked.release()
            yield number

    items = ahead(made())
    assert next(items) == 1
    # The second was asked for before anybody wanted it.
    assert all(asked.acquire(timeout=10) for _ in range(2))
    assert list(items) == [2, 3]


def test_an_error_comes_after_the_items_before_it() -> None:
    def made() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the file is damaged")

    items = ahead(made())
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(ValueError, match="damaged"):
        next(items)


def test_whoever_stops_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    items = ahead(iter(range(1, 10)))
    next(items)
    items.close()
    assert threading.active_count() == before
