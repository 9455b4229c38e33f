"""Taking cost surveys in: published means with their items and tools.

A survey is known by its feed and external id. The same content again changes nothing; other content replaces it, and
the floors computed from the former content keep the inputs they were computed from.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, insert, select, update

from service.areas.repository import get_district_codes
from service.cost_surveys.schemas import CostItemIn, CostSurveyIn, SurveyToolIn
from service.database import UnitOfWork
from service.errors import SurveyOfAnotherKind, UnknownDistrict
from service.models.cost_survey import CostItem, CostSurvey, SurveyTool


class SurveyFate(StrEnum):
    """What became of a survey that arrived."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class StoredSurvey:
    """The id a survey is stored under, and what became of it."""

    id: int
    fate: SurveyFate


def take_in(uow: UnitOfWork, survey: CostSurveyIn, feed: str, recorded_by: str, historical: bool) -> StoredSurvey:
    """Store one valid survey in the caller's transaction.

    Raises:
        UnknownDistrict: its district is none.
        SurveyOfAnotherKind: a survey of households has this id.

    """
    if survey.district_code not in get_district_codes(uow.connection):
        raise UnknownDistrict(district_code=survey.district_code)
    digest = hashlib.sha256(json.dumps(survey.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()
    columns = {
        **survey.model_dump(exclude={"item", "tool", "publish"}),
        "feed": feed,
        "historical": historical,
        "digest": digest,
        "recorded_at": uow.now,
        "recorded_by": recorded_by,
    }
    known = uow.connection.execute(
        select(CostSurvey.c.id, CostSurvey.c.digest, CostSurvey.c.kind).where(
            CostSurvey.c.feed == feed, CostSurvey.c.external_id == survey.external_id
        )
    ).first()
    if known is not None and known.kind != survey.kind:
        raise SurveyOfAnotherKind(external_id=survey.external_id, kind=known.kind)
    if known is not None and known.digest == digest:
        return StoredSurvey(known.id, SurveyFate.DUPLICATE)
    columns["revision"] = uow.revision
    if known is None:
        survey_id = uow.connection.execute(insert(CostSurvey).values(columns).returning(CostSurvey.c.id)).scalar_one()
        fate = SurveyFate.ACCEPTED
    else:
        survey_id, fate = known.id, SurveyFate.CORRECTED
        uow.connection.execute(update(CostSurvey).where(CostSurvey.c.id == survey_id).values(columns))
        for table in (CostItem, SurveyTool):
            uow.connection.execute(delete(table).where(table.c.survey_id == survey_id, table.c.household_id.is_(None)))
    _store_parts(uow, survey_id, survey.item, survey.tool)
    return StoredSurvey(survey_id, fate)


def _store_parts(uow: UnitOfWork, survey_id: int, items: Sequence[CostItemIn], tools: Sequence[SurveyToolIn]) -> None:
    if items:
        uow.connection.execute(insert(CostItem), [{**item.model_dump(), "survey_id": survey_id} for item in items])
    if tools:
        uow.connection.execute(insert(SurveyTool), [{**tool.model_dump(), "survey_id": survey_id} for tool in tools])
