"""Reading the World Bank's monthly prices of the world's rubber into the reference series."""

from pathlib import Path
from tempfile import TemporaryDirectory

from jobs.ingest_http import UNCHANGED, digest_of, validators_of, with_validators
from jobs.ingest_state import Reading, Remembered
from jobs.runner import JobContext
from jobs.sources.conduct import Conduct
from jobs.sources.declarations import WorldBankDeclaration
from jobs.sources.http import HttpSource, NotModified, fetch
from jobs.sources.world_bank import read_world_bank
from service.prices.reference_prices import MonthlyPrice, take_in_reference_prices
from service.vocabulary import ReferenceSeries


def read_world_bank_file(
    source: WorldBankDeclaration, remembered: Remembered, context: JobContext, conduct: Conduct
) -> Reading:
    """Fetch the workbook and keep the months that are new or said otherwise; raises what fetching and reading raise."""
    known_for = digest_of(source.address)
    with TemporaryDirectory() as folder:
        arrived = Path(folder) / "arrived.xlsx"
        asked = HttpSource(source.name, source.address)
        fetched = fetch(asked, validators_of(remembered, known_for), arrived, conduct)
        if isinstance(fetched, NotModified):
            return Reading(UNCHANGED, remembered)
        prices = read_world_bank(arrived)
    rows = [MonthlyPrice(ReferenceSeries(each.series), each.month, each.usd_per_kg) for each in prices]
    with context.database.unit_of_work(context.clock()) as uow:
        changed = take_in_reference_prices(uow, rows)
    counts = {"months_new_or_changed": changed}
    return Reading(counts, with_validators(remembered, known_for, fetched.validators))
