"""Loading the published sample: districts, two surveys, 1 118 prices; again without doubling."""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

import service.reference
from service.areas.repository import load_districts
from service.clock import jakarta_day
from service.cost_surveys import intake as survey_intake
from service.cost_surveys.schemas import CostSurveyIn
from service.database import UnitOfWork
from service.errors import RejectedRows
from service.minimum_prices.events import Decision
from service.minimum_prices.grounds import FloorSettings
from service.minimum_prices.publication import publish
from service.minimum_prices.recompute import USUAL, recompute
from service.models.minimum_price import MinimumPrice
from service.prices.intake import Batch, IntakeReport, take_in
from service.prices.rows import judge_all, read_known
from service.vocabulary import FloorStatus

FEED = "sample"
SAMPLE = Path(service.reference.__file__).parent / "sample"


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What loading the sample changed."""

    districts: int
    surveys: int
    floors: int
    prices: IntakeReport


def load_sample(uow: UnitOfWork, folder: Path = SAMPLE, settings: FloorSettings = USUAL) -> SampleReport:
    """Load the sample in the caller's transaction; everything in it is marked historical."""
    districts = load_districts(uow)
    surveys, floors = _load_surveys(uow, folder / "surveys.toml", settings)
    return SampleReport(districts, surveys, floors, _load_prices(uow, folder / "prices.csv"))


def _load_prices(uow: UnitOfWork, file: Path) -> IntakeReport:
    with file.open(encoding="utf-8", newline="") as lines:
        rows, refused = judge_all(csv.DictReader(lines), read_known(uow.connection, jakarta_day(uow.now)))
    if refused:
        first, wrong = refused[0], refused[0].problems[0]
        raise RejectedRows(
            count=len(refused), line=first.line, field=wrong.column, value=wrong.value, reason=wrong.reason_en
        )
    return take_in(uow, rows, Batch(feed=FEED, recorded_by=FEED, historical=True))


def _load_surveys(uow: UnitOfWork, file: Path, settings: FloorSettings) -> tuple[int, int]:
    surveys = floors = 0
    for raw in tomllib.loads(file.read_text(encoding="utf-8"))["survey"]:
        survey = CostSurveyIn.model_validate(raw)
        stored = survey_intake.take_in(uow, survey, FEED, FEED, historical=True)
        surveys += stored.fate is not survey_intake.SurveyFate.DUPLICATE
        new_floors = recompute(uow, [stored.id], settings)
        floors += new_floors
        if new_floors and survey.publish is not None:
            _publish(uow, stored.id, survey.publish.method, survey.publish.why)
    return surveys, floors


def _publish(uow: UnitOfWork, survey_id: int, method: str, why: str) -> None:
    """Publish the newest proposal of the survey's chosen method."""
    proposal = uow.connection.scalars(
        select(MinimumPrice.c.id)
        .where(
            MinimumPrice.c.survey_id == survey_id,
            MinimumPrice.c.method == method,
            MinimumPrice.c.status == FloorStatus.PROPOSED,
        )
        .order_by(MinimumPrice.c.id.desc())
    ).first()
    if proposal is not None:
        publish(uow, proposal, Decision(by=FEED, why=why))
