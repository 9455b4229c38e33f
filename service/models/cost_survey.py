"""Cost surveys: printed means and household rows, with their cost items and tools (DOMAIN section 3)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.database import FixedPoint, UtcDateTime, money
from service.models.base import (
    Base,
    RowId,
    between,
    dry_rubber_content_check,
    not_negative,
    one_of,
    positive,
    word_column,
)
from service.vocabulary import (
    CostBehaviour,
    CostGroup,
    CostPayment,
    CostUnit,
    DeductionTreatment,
    Provenance,
    Represents,
    Sampling,
    SurveyKind,
    TimeUnit,
)


class CostSurvey(Base):
    """One survey of one district; the money columns are means per household and `time_unit`.

    `assumed` names the columns whose value the study does not print.
    """

    __tablename__ = "cost_survey"
    __table_args__ = (
        UniqueConstraint("feed", "external_id", name="uq_cost_survey_identity"),
        one_of("kind", SurveyKind),
        one_of("time_unit", TimeUnit),
        one_of("represents", Represents),
        one_of("sampling", Sampling),
        one_of("deduction_treated_as", DeductionTreatment),
        one_of("provenance", Provenance),
        CheckConstraint("households >= 1", name="somebody_asked"),
        CheckConstraint("households <= population", name="not_more_than_live_there"),
        CheckConstraint("period_from <= period_to", name="period_forward"),
        CheckConstraint("time_unit <> 'month' OR months_tapped IS NOT NULL", name="months_known"),
        CheckConstraint("kind = 'households' OR production_kg IS NOT NULL", name="published_means_have_production"),
        between("months_tapped", "> 0", "<= 12", name="months_tapped_in_a_year"),
        dry_rubber_content_check(),
        positive("production_kg"),
        positive("price_idr_per_kg"),
        positive("household_size"),
        not_negative("total_cost_idr"),
        not_negative("food_consumption_idr"),
        not_negative("non_food_consumption_idr"),
        not_negative("household_consumption_idr"),
        not_negative("other_income_idr"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    feed: Mapped[str] = mapped_column(String(120))
    external_id: Mapped[str] = mapped_column(String(200))
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(400))
    provenance: Mapped[str] = word_column()
    kind: Mapped[str] = word_column()
    time_unit: Mapped[str] = word_column()
    period_from: Mapped[date] = mapped_column(Date)
    period_to: Mapped[date] = mapped_column(Date)
    households: Mapped[int] = mapped_column(Integer)
    villages: Mapped[int | None] = mapped_column(Integer)
    population: Mapped[int | None] = mapped_column(Integer)
    represents: Mapped[str] = word_column()
    sampling: Mapped[str] = word_column()
    months_tapped: Mapped[Decimal | None] = mapped_column(FixedPoint(4, 2))
    production_kg: Mapped[Decimal | None] = mapped_column(FixedPoint(16, 3))
    price_idr_per_kg: Mapped[Decimal | None] = mapped_column(money())
    total_cost_idr: Mapped[Decimal | None] = mapped_column(money())
    food_consumption_idr: Mapped[Decimal | None] = mapped_column(money())
    non_food_consumption_idr: Mapped[Decimal | None] = mapped_column(money())
    household_consumption_idr: Mapped[Decimal | None] = mapped_column(money())
    household_size: Mapped[Decimal | None] = mapped_column(FixedPoint(6, 2))
    other_income_idr: Mapped[Decimal | None] = mapped_column(money())
    dry_rubber_content: Mapped[Decimal | None] = mapped_column(FixedPoint(6, 5))
    deduction_treated_as: Mapped[str] = word_column()
    assumed: Mapped[list[str]] = mapped_column(JSON)
    floor_valid_from: Mapped[date] = mapped_column(Date)
    historical: Mapped[bool] = mapped_column(Boolean)
    digest: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(120))
    revision: Mapped[int] = mapped_column(BigInteger, index=True)


class SurveyHousehold(Base):
    """One household of a survey, known only by a keyed hash."""

    __tablename__ = "survey_household"
    __table_args__ = (
        UniqueConstraint("survey_id", "household_hash", name="uq_survey_household_identity"),
        CheckConstraint("length(household_hash) = 64", name="hash_form"),
        positive("weight"),
        between("months_tapped", "> 0", "<= 12", name="months_tapped_in_a_year"),
        dry_rubber_content_check(),
        not_negative("production_kg"),
        positive("household_size"),
        not_negative("food_consumption_idr"),
        not_negative("non_food_consumption_idr"),
        not_negative("other_income_idr"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("cost_survey.id", ondelete="CASCADE"))
    household_hash: Mapped[str] = mapped_column(String(64))
    village_code: Mapped[str | None] = mapped_column(String(13))
    weight: Mapped[Decimal] = mapped_column(FixedPoint(14, 6), default=1)
    months_tapped: Mapped[Decimal | None] = mapped_column(FixedPoint(4, 2))
    production_kg: Mapped[Decimal] = mapped_column(FixedPoint(16, 3))
    dry_rubber_content: Mapped[Decimal | None] = mapped_column(FixedPoint(6, 5))
    household_size: Mapped[Decimal | None] = mapped_column(FixedPoint(6, 2))
    food_consumption_idr: Mapped[Decimal | None] = mapped_column(money())
    non_food_consumption_idr: Mapped[Decimal | None] = mapped_column(money())
    other_income_idr: Mapped[Decimal | None] = mapped_column(money())


class CostItem(Base):
    """One cost of a survey (a mean, `household_id` empty) or of one of its households."""

    __tablename__ = "cost_item"
    __table_args__ = (
        one_of("cost_group", CostGroup),
        one_of("behaviour", CostBehaviour),
        one_of("payment", CostPayment),
        one_of("unit", CostUnit),
        CheckConstraint("unit <> 'revenue_share' OR amount <= 1", name="revenue_share_at_most_one"),
        not_negative("amount"),
        not_negative("quantity"),
        not_negative("unit_price_idr"),
        CheckConstraint("length(name) > 0", name="name_given"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("cost_survey.id", ondelete="CASCADE"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("survey_household.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    cost_group: Mapped[str] = word_column()
    behaviour: Mapped[str] = word_column()
    payment: Mapped[str] = word_column()
    unit: Mapped[str] = word_column()
    amount: Mapped[Decimal] = mapped_column(FixedPoint(18, 4))
    quantity: Mapped[Decimal | None] = mapped_column(FixedPoint(16, 3))
    unit_price_idr: Mapped[Decimal | None] = mapped_column(money())


class SurveyTool(Base):
    """One kind of tool of a survey or household; its depreciation is a fixed cost."""

    __tablename__ = "survey_tool"
    __table_args__ = (
        positive("units"),
        not_negative("purchase_value_idr"),
        not_negative("salvage_value_idr"),
        CheckConstraint("salvage_value_idr <= purchase_value_idr", name="salvage_below_purchase"),
        positive("economic_life_years"),
        CheckConstraint("length(name) > 0", name="name_given"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("cost_survey.id", ondelete="CASCADE"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("survey_household.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    units: Mapped[Decimal] = mapped_column(FixedPoint(10, 2))
    purchase_value_idr: Mapped[Decimal] = mapped_column(money())
    salvage_value_idr: Mapped[Decimal] = mapped_column(money())
    economic_life_years: Mapped[Decimal] = mapped_column(FixedPoint(6, 2))
