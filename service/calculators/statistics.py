"""What the calculators of surveys take and give: how many to ask, and whether two groups differ."""

from pydantic import BaseModel, Field

from service.calculators.schemas import (
    Divisor,
    Figures,
    FourDecimals,
    GroupSize,
    Level,
    Number,
    Share,
    SixDecimals,
    example,
)


class SampleSizeIn(Figures):
    """A population and the error allowed."""

    model_config = example(population=1_353, margin_of_error=0.10)

    population: Divisor = Field(ge=1, description="Households there are.")
    margin_of_error: Share = Field(description="A share, not per cent: 0.10 is 10 %. 0 asks everybody.")


class SampleSizeOut(BaseModel):
    """How many to ask."""

    model_config = example(sample_size=94)

    sample_size: int = Field(description="Households, rounded up.")


class GroupIn(Figures):
    """One group's figures."""

    mean: Number = Field(description="Mean, e.g. income in Rp; may be below zero.")
    standard_deviation: Divisor = Field(description="Sample standard deviation (n - 1), in the mean's unit.")
    size: GroupSize = Field(description="Members of the group, at least 2.")


class TwoSampleTestIn(Figures):
    """Two independent groups, e.g. members and non-members."""

    model_config = example(
        group_a={"mean": 12, "standard_deviation": 2, "size": 30},
        group_b={"mean": 10, "standard_deviation": 2, "size": 30},
        alpha=0.05,
    )

    group_a: GroupIn
    group_b: GroupIn
    alpha: Level = Field(0.05, description="Level of significance of the means' test.")
    variance_alpha: Level = Field(0.05, description="Level of the variance-ratio test that chooses between the two.")


class TTestOut(BaseModel):
    """One t test, two-sided."""

    statistic: FourDecimals
    degrees_of_freedom: FourDecimals
    p_value: SixDecimals


class TwoSampleTestOut(BaseModel):
    """The variance-ratio test, both t tests, and the verdict of the one that counts."""

    model_config = example(
        variance_ratio=1.0,
        variance_ratio_p_value=1.0,
        equal_variances=True,
        student={"statistic": 3.873, "degrees_of_freedom": 58.0, "p_value": 0.000276},
        welch={"statistic": 3.873, "degrees_of_freedom": 58.0, "p_value": 0.000276},
        significant=True,
    )

    variance_ratio: FourDecimals = Field(description="Variance of a over variance of b.")
    variance_ratio_p_value: SixDecimals
    equal_variances: bool = Field(description="True: Student's test counts; false: Welch's.")
    student: TTestOut
    welch: TTestOut
    significant: bool = Field(description="Whether the test that counts has p below alpha.")
