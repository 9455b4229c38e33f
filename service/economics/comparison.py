"""Members against non-members: tests of two means, and what membership goes together with."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.economics.errors import (
    LengthMismatch,
    NotEstimable,
    NotPositive,
    NoVariation,
    Separation,
    ShareOutOfRange,
    TooFew,
    column_of,
    finite,
    positive,
    refuse_where,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd


@dataclass(frozen=True)
class Group:
    """A group's mean, sample standard deviation (n - 1) and size."""

    mean: float
    standard_deviation: float
    size: int


@dataclass(frozen=True)
class TTest:
    """One t test, two-sided."""

    statistic: float
    degrees_of_freedom: float
    p_value: float


@dataclass(frozen=True)
class TwoSampleTest:
    """Both t tests, and the variance-ratio test that says which of them counts (`chosen`)."""

    variance_ratio: float
    variance_ratio_p_value: float
    equal_variances: bool
    student: TTest
    welch: TTest
    significant: bool

    @property
    def chosen(self) -> TTest:
        """Student's test if the variances may be called equal, else Welch's."""
        return self.student if self.equal_variances else self.welch


def two_sided_p_value(t: float, degrees_of_freedom: float) -> float:
    """Return the two-sided p value of a t statistic.

    Equation: p = 2 * P(T_df > |t|)
    Units: none.
    Special cases: none.
    Raises: NotPositive (degrees of freedom), NotFinite.
    Source: Putri (t 3.351, df 58, p 0.001), DOMAIN section 6.

    >>> round(two_sided_p_value(3.351, 58), 3)
    0.001
    """
    from scipy import stats

    freedom = positive("degrees_of_freedom", degrees_of_freedom)
    return float(2 * stats.t.sf(abs(finite("t", t)), freedom))


def two_sample_test(a: Group, b: Group, alpha: float = 0.05, variance_alpha: float = 0.05) -> TwoSampleTest:
    """Compare two groups' means from means, standard deviations and sizes.

    Equation: F = s_a^2 / s_b^2 (two-sided, df n_a - 1 and n_b - 1); Welch if p(F) < variance_alpha
    Units: those of the figures.
    Special cases: means may be negative (losses).
    Raises: NoVariation (deviation 0), NotPositive (below 0), TooFew (below 2), ShareOutOfRange, NotFinite.
    Source: DOMAIN section 6.

    >>> test = two_sample_test(Group(12.0, 2.0, 30), Group(10.0, 2.0, 30))
    >>> round(test.student.statistic, 3), test.student.degrees_of_freedom, test.significant
    (3.873, 58.0, True)
    """
    from scipy import stats

    _check_level("alpha", alpha)
    _check_level("variance_alpha", variance_alpha)
    for name, group in (("group_a", a), ("group_b", b)):
        _check_group(name, group)
    quotient = a.standard_deviation / b.standard_deviation
    ratio = finite("variance_ratio", quotient * quotient)
    freedom = (a.size - 1, b.size - 1)
    tail = min(stats.f.sf(ratio, *freedom), stats.f.cdf(ratio, *freedom))
    ratio_p = min(1.0, 2 * float(tail))
    student, welch = _t_test(a, b, equal_variances=True), _t_test(a, b, equal_variances=False)
    equal = ratio_p >= variance_alpha
    chosen = student if equal else welch
    return TwoSampleTest(ratio, ratio_p, equal, student, welch, chosen.p_value < alpha)


def summarise(incomes_idr: Sequence[float] | pd.Series[float]) -> Group:
    """Return a group's mean, sample standard deviation and size.

    Equation: s = sqrt(sum((x - mean)^2) / (n - 1))
    Units: those of the figures.
    Special cases: incomes may be negative (losses).
    Raises: TooFew (below 2), NotFinite.
    Source: DOMAIN section 6.

    >>> summarise([1.0, 2.0, 3.0])
    Group(mean=2.0, standard_deviation=1.0, size=3)
    """
    values = column_of("income_idr", incomes_idr)
    refuse_where(len(values) < 2, TooFew, "incomes", len(values))
    mean = finite("mean", sum(values) / len(values))
    variance = finite("variance", sum((value - mean) * (value - mean) for value in values) / (len(values) - 1))
    return Group(mean, math.sqrt(variance), len(values))


def two_sample_test_of_incomes(
    a: Sequence[float] | pd.Series[float],
    b: Sequence[float] | pd.Series[float],
    alpha: float = 0.05,
    variance_alpha: float = 0.05,
) -> TwoSampleTest:
    """Compare two groups' means from raw incomes, as `two_sample_test`.

    >>> two_sample_test_of_incomes([1.0, 2.0, 3.0], [11.0, 12.0, 13.0]).significant
    True
    """
    return two_sample_test(summarise(a), summarise(b), alpha, variance_alpha)


def _check_level(field: str, level: float) -> None:
    checked = finite(field, level)
    refuse_where(not 0 < checked < 1, ShareOutOfRange, field, checked)


def _check_group(name: str, group: Group) -> None:
    finite(f"{name}.mean", group.mean)
    size = finite(f"{name}.size", group.size)
    refuse_where(size < 2, TooFew, f"{name}.size", group.size)
    deviation = finite(f"{name}.standard_deviation", group.standard_deviation)
    refuse_where(deviation == 0, NoVariation, f"{name}.standard_deviation", deviation)
    positive(f"{name}.standard_deviation", deviation)


def _t_test(a: Group, b: Group, *, equal_variances: bool) -> TTest:
    import numpy as np
    from scipy import stats

    variance_a, variance_b = (g.standard_deviation * g.standard_deviation / g.size for g in (a, b))
    both = positive("variance", variance_a + variance_b)
    freedom: float = a.size + b.size - 2
    if not equal_variances:  # Welch and Satterthwaite; by shares of the variance, so that no square overflows
        part_a, part_b = variance_a / both, variance_b / both
        freedom = 1 / (part_a * part_a / (a.size - 1) + part_b * part_b / (b.size - 1))
    with np.errstate(all="ignore"):  # what overflows is refused by name below
        found: Any = stats.ttest_ind_from_stats(
            a.mean, a.standard_deviation, a.size, b.mean, b.standard_deviation, b.size, equal_var=equal_variances
        )
    p_value = finite("p_value", float(found.pvalue))
    return TTest(finite("t", float(found.statistic)), float(freedom), p_value)


@dataclass(frozen=True)
class Association:
    """What membership goes together with: a logit's figures. Association, not effect."""

    households: int
    coefficients: Mapping[str, float]
    odds_ratios: Mapping[str, float]
    p_values: Mapping[str, float]
    likelihood_ratio: float
    likelihood_ratio_p_value: float
    mcfadden_r2: float


def membership_association(
    traits: Mapping[str, Sequence[float] | pd.Series[float]], member: Sequence[bool] | pd.Series[bool]
) -> Association:
    """Fit membership on the logarithms of a household's traits.

    Equation: ln(P / (1 - P)) = b0 + sum(b_k * ln x_k); LR = 2 (L - L0); R2 = 1 - L / L0; odds exp(b_k)
    Units: an odds ratio is per factor e of the trait; the study's traits are years of experience, years of
    education, trees and income in Rp.
    Special cases: a trait of zero has no logarithm and is refused.
    Raises: Separation, NotEstimable, NoVariation (no members or no others), TooFew, LengthMismatch,
        NotPositive, NotFinite.
    Source: Putri, DOMAIN section 6.

    >>> trees, joined = [200, 300, 400, 500, 600, 700], [False, False, True, False, True, True]
    >>> round(membership_association({"trees": trees}, joined).mcfadden_r2, 2)
    0.41
    """
    rows = [bool(one) for one in member]
    refuse_where(len(set(rows)) < 2, NoVariation, "member", rows[:1])
    columns = {name: _logarithms(name, column, len(rows)) for name, column in traits.items()}
    refuse_where(len(rows) <= len(columns) + 1, TooFew, "households", len(rows))
    names = list(columns)
    fit = _fit_logit(columns, rows)
    coefficients = dict(zip(names, (float(b) for b in fit.params[1:]), strict=True))
    return Association(
        households=len(rows),
        coefficients=coefficients,
        odds_ratios={name: finite(f"odds_ratio[{name}]", math.exp(b)) for name, b in coefficients.items()},
        p_values=dict(zip(names, (float(p) for p in fit.pvalues[1:]), strict=True)),
        likelihood_ratio=float(fit.llr),
        likelihood_ratio_p_value=float(fit.llr_pvalue),
        mcfadden_r2=float(fit.prsquared),
    )


def _logarithms(name: str, column: Sequence[float] | pd.Series[float], rows: int) -> list[float]:
    values = column_of(name, column)
    refuse_where(len(values) != rows, LengthMismatch, name, f"{len(values)} rows")
    for row, value in enumerate(values):
        if value <= 0:
            raise NotPositive(name, value, row)
    refuse_where(len(set(values)) < 2, NoVariation, name, values[:1])
    return [math.log(value) for value in values]


def _fit_logit(columns: Mapping[str, list[float]], member: list[bool]) -> Any:
    import numpy as np
    from statsmodels.discrete.discrete_model import Logit

    # Centred columns span the same model as the study's and keep Newton's steps well conditioned.
    logs = np.column_stack(list(columns.values()))
    design = np.column_stack([np.ones(len(member)), logs - logs.mean(axis=0)])
    fields = ", ".join(columns)
    refuse_where(bool(np.linalg.matrix_rank(design) < design.shape[1]), NotEstimable, "traits", fields)
    with warnings.catch_warnings():  # statsmodels only warns about separation; `converged` is what tells
        warnings.simplefilter("ignore")
        try:
            fit = Logit(np.array(member, dtype=float), design).fit(disp=0)
        except np.linalg.LinAlgError:
            raise Separation("traits", fields) from None
    refuse_where(not fit.mle_retvals["converged"], Separation, "traits", fields)
    return fit
