"""An import from its beginning to its end in the ledger, whatever is imported."""

from collections.abc import Callable
from typing import TypeVar

from service.errors import BokarError
from service.imports import ledger
from service.imports.ledger import Delivery
from service.imports.told_errors import in_both_languages
from service.imports.transactions import Transactions

Report = TypeVar("Report")


def run_import(transactions: Transactions, delivery: Delivery, work: Callable[[int], Report]) -> Report:
    """Do the work, which gets the import's id, and note in the ledger how it ended; return what it returns.

    Raises: the `BokarError` for which the delivery as a whole was refused; the ledger keeps its message.
    """
    with transactions() as uow:
        import_id = ledger.begin(uow, delivery)
    try:
        report = work(import_id)
    except BokarError as error:
        with transactions() as uow:
            ledger.finish(uow, import_id, in_both_languages(error))
        raise
    with transactions() as uow:
        ledger.finish(uow, import_id)
    return report
