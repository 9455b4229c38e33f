"""What cost of production looks like when it is asked for and when it is shown."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from service.cost_of_production.costs import CostBreakdown
from service.economics.minimum_price import CostConcept
from service.list_queries import PlaceQuery, RowId
from service.vocabulary import (
    Aggregator,
    CostBehaviour,
    CostGroup,
    DeductionTreatment,
    Provenance,
    Represents,
    SurveyKind,
    Tenure,
)


class CostQuery(PlaceQuery):
    """What the list of costs can be narrowed to."""

    survey_id: RowId | None = Field(None, description="Id of a survey, from GET /v1/cost-surveys.")
    by: CostBreakdown = Field(
        CostBreakdown.CONCEPT,
        description="What the costs are broken down by: cost concept, what they are for, who taps, fixed or variable.",
    )


class CostOut(BaseModel):
    """One cost of a survey in Rp/kg, or the `reason` why it is not told.

    `cost_concept`, `item_group`, `tenure` and `behaviour` say which cost; those that the list is not broken down by are
    null.
    """

    district_code: str
    survey_id: int
    kind: SurveyKind
    provenance: Provenance
    represents: Represents
    period_from: date
    period_to: date
    cost_concept: CostConcept | None
    item_group: CostGroup | Literal["other_groups_together"] | None = Field(
        description="`other_groups_together` is the sum of groups that are not told one by one."
    )
    groups_together: list[CostGroup] | None = Field(
        description="Which groups `other_groups_together` holds: those on which 1 to 4 households spend anything, and "
        "such as would tell of these."
    )
    tenure: Tenure | None
    behaviour: CostBehaviour | None
    cost_idr_per_kg: float | None = Field(description="Per kg as sold; costs that are shares of revenue divide it.")
    cost_idr_per_dry_kg: float | None = Field(description="Per kg of dry rubber, where its content is known.")
    cost_without_weight_cut_idr_per_kg: float | None = Field(
        description="Where the survey booked the buyer's weight cut as a cost: the cost without it."
    )
    cost_without_weight_cut_idr_per_dry_kg: float | None
    revenue_share_percent: float | None = Field(description="Sum of the costs that are a share of revenue.")
    dry_rubber_content_percent: float | None
    deduction_treated_as: DeductionTreatment | None
    households: int | None
    aggregator: Aggregator
    reason: str | None
    warnings: list[str]
    historical: bool
    revision: int
