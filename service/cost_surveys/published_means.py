"""A survey as a study prints it, on its way in through the API: figures are rounded as they are stored."""

from typing import Annotated

from pydantic import Field

from service.cost_surveys.figures import Hundredths, Identity, Readable, Rupiah, TenThousandths, Thousandths, Words
from service.cost_surveys.household_parts import HouseholdToolIn
from service.cost_surveys.schemas import CostItemIn, CostSurveyIn, SurveyMeans, SurveyToolIn
from service.list_queries import DistrictCode, IsoDay
from service.vocabulary import SurveyKind


class PrintedCostIn(CostItemIn):
    """One cost as printed: rupiah per household and `time_unit` of the survey, or a share of revenue (0 to 1)."""

    name: Words
    amount: Annotated[TenThousandths, Field(ge=0)]
    quantity: Annotated[Thousandths, Field(ge=0)] | None = None
    unit_price_idr: Rupiah | None = None


class PublishedMeansIn(SurveyMeans):
    """One survey of one district as a study prints it: means per household and `time_unit`, with costs and tools."""

    external_id: Identity
    district_code: DistrictCode
    title: Annotated[str, Field(min_length=1, max_length=300), Readable]
    source: Annotated[str, Field(min_length=1, max_length=400), Readable]
    period_from: IsoDay
    period_to: IsoDay
    floor_valid_from: IsoDay
    households: Annotated[int, Field(ge=1, lt=2**31)]
    villages: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    population: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    months_tapped: Annotated[Hundredths, Field(gt=0, le=12)] | None = None
    production_kg: Annotated[Thousandths, Field(gt=0)]
    price_idr_per_kg: Annotated[Hundredths, Field(gt=0)] | None = None
    household_size: Annotated[Hundredths, Field(gt=0, le=50)] | None = None
    dry_rubber_content_percent: Annotated[Thousandths, Field(gt=1, le=100)] | None = None
    assumed: list[Words] = Field([], max_length=50)
    item: list[PrintedCostIn] = Field([], max_length=200)
    tool: list[HouseholdToolIn] = Field([], max_length=50)

    def survey(self) -> CostSurveyIn:
        """Return the survey as it is stored."""
        said = self.model_dump(exclude={"dry_rubber_content_percent", "item", "tool"})
        percent = self.dry_rubber_content_percent
        return CostSurveyIn(
            **said,
            kind=SurveyKind.PUBLISHED_MEANS,
            dry_rubber_content=None if percent is None else percent / 100,
            item=[CostItemIn(**each.model_dump()) for each in self.item],
            tool=[SurveyToolIn(**each.model_dump()) for each in self.tool],
        )
