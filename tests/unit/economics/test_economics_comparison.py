"""The tests of two groups and the logit give what scipy and the likelihood itself give."""

import math
import random

import pandas as pd
import pytest
from scipy import optimize, stats

from service.economics import errors
from service.economics.comparison import (
    Group,
    membership_association,
    summarise,
    two_sample_test,
    two_sample_test_of_incomes,
    two_sided_p_value,
)

MEMBERS = [21.0, 25.5, 19.0, 30.0, 27.0, 22.5, 24.0, 26.0]
OTHERS = [15.0, 18.0, 22.0, 16.5, 14.0, 19.0]


def households(n: int = 120) -> tuple[dict[str, list[float]], list[bool]]:
    """Households whose membership goes with trees and experience, by a fixed seed."""
    chance = random.Random(7)
    traits: dict[str, list[float]] = {
        "experience_years": [],
        "education_years": [],
        "trees": [],
        "income_idr": [],
    }
    member = []
    for _ in range(n):
        row = [
            chance.uniform(2, 40),
            chance.uniform(1, 16),
            chance.uniform(200, 2000),
            chance.uniform(5e6, 4e7),
        ]
        for column, value in zip(traits.values(), row, strict=True):
            column.append(value)
        member.append(chance.random() < 1 / (1 + math.exp(-(math.log(row[2]) - 6.7 + 0.5 * math.log(row[0] / 15)))))
    return traits, member


def test_both_t_tests_from_raw_incomes_are_scipys() -> None:
    found = two_sample_test_of_incomes(MEMBERS, pd.Series(OTHERS))
    for test, equal in ((found.student, True), (found.welch, False)):
        theirs = stats.ttest_ind(MEMBERS, OTHERS, equal_var=equal)
        assert test.statistic == pytest.approx(theirs.statistic)
        assert test.p_value == pytest.approx(theirs.pvalue)
        assert test.degrees_of_freedom == pytest.approx(theirs.df)
    assert found.student.p_value == pytest.approx(two_sided_p_value(found.student.statistic, 12))


def test_raw_incomes_and_their_summary_give_the_same() -> None:
    assert two_sample_test_of_incomes(MEMBERS, OTHERS) == two_sample_test(summarise(MEMBERS), summarise(OTHERS))


def test_the_variance_ratio_is_two_sided_and_has_its_own_level() -> None:
    wide, narrow = Group(10.0, 4.0, 20), Group(9.0, 2.0, 20)
    found = two_sample_test(wide, narrow)
    assert found.variance_ratio == 4.0
    assert found.variance_ratio_p_value == pytest.approx(2 * stats.f.sf(4.0, 19, 19))
    assert not found.equal_variances
    assert found.chosen is found.welch
    turned = two_sample_test(narrow, wide)
    assert turned.variance_ratio == 0.25
    assert turned.variance_ratio_p_value == pytest.approx(found.variance_ratio_p_value)
    lenient = two_sample_test(wide, narrow, alpha=0.05, variance_alpha=0.001)
    assert lenient.equal_variances
    assert lenient.chosen is lenient.student


def test_significance_is_judged_on_the_chosen_test_at_its_level() -> None:
    a, b = Group(12.0, 3.0, 15), Group(10.0, 3.0, 15)
    p = two_sample_test(a, b).chosen.p_value
    assert two_sample_test(a, b, alpha=p * 1.01).significant
    assert not two_sample_test(a, b, alpha=p * 0.99).significant


@pytest.mark.parametrize(
    ("group", "error"),
    [
        (Group(10.0, 0.0, 5), errors.NoVariation),
        (Group(10.0, -1.0, 5), errors.NotPositive),
        (Group(10.0, 1.0, 1), errors.TooFew),
        (Group(math.nan, 1.0, 5), errors.NotFinite),
        (Group(10.0, math.inf, 5), errors.NotFinite),
        (Group(10.0, 1e300, 5), errors.NotFinite),
    ],
)
def test_a_group_that_cannot_be_tested_is_refused_by_name(group: Group, error: type[Exception]) -> None:
    for pair in ((group, Group(9.0, 1.0, 5)), (Group(9.0, 1.0, 5), group)):
        with pytest.raises((error, errors.NotPositive) if group.standard_deviation == 1e300 else error):
            two_sample_test(*pair)


def test_levels_lie_between_zero_and_one() -> None:
    for level in (0.0, 1.0, 5.0):
        with pytest.raises(errors.ShareOutOfRange):
            two_sample_test(Group(1.0, 1.0, 5), Group(1.0, 1.0, 5), alpha=level)
        with pytest.raises(errors.ShareOutOfRange):
            two_sample_test(Group(1.0, 1.0, 5), Group(1.0, 1.0, 5), variance_alpha=level)


def test_raw_incomes_are_checked() -> None:
    with pytest.raises(errors.TooFew):
        summarise([1.0])
    with pytest.raises(errors.NotFinite) as refused:
        summarise([1.0, math.nan])
    assert refused.value.label == 1


def test_the_logit_is_where_the_likelihood_is_highest() -> None:
    traits, member = households()
    found = membership_association(traits, member)
    logs = [[math.log(value) for value in column] for column in traits.values()]
    centres = [sum(column) / len(column) for column in logs]

    def loss(b: list[float]) -> float:
        total = 0.0
        for i, joined in enumerate(member):
            z = b[0] + sum(k * (x[i] - centre) for k, x, centre in zip(b[1:], logs, centres, strict=True))
            total += math.log1p(math.exp(-z if joined else z))
        return total

    best = optimize.minimize(loss, [0.0] * 5, method="BFGS")
    assert list(found.coefficients.values()) == pytest.approx(best.x[1:].tolist(), abs=1e-3)
    part = sum(member) / len(member)
    null = len(member) * (part * math.log(part) + (1 - part) * math.log(1 - part))
    assert found.mcfadden_r2 == pytest.approx(1 + best.fun / null)
    assert found.likelihood_ratio == pytest.approx(2 * (-best.fun - null))
    assert found.likelihood_ratio_p_value == pytest.approx(stats.chi2.sf(found.likelihood_ratio, 4))
    assert found.odds_ratios["trees"] == pytest.approx(math.exp(found.coefficients["trees"]))
    assert found.odds_ratios["trees"] > 1
    assert found.households == 120


def test_the_logit_takes_columns_as_well() -> None:
    traits, member = households()
    columns = {name: pd.Series(column) for name, column in traits.items()}
    assert membership_association(columns, pd.Series(member)) == membership_association(traits, member)


def test_complete_separation_is_an_error_with_a_name() -> None:
    with pytest.raises(errors.Separation):
        membership_association({"trees": range(1, 21)}, [False] * 10 + [True] * 10)


def test_covariates_that_repeat_one_another_are_refused() -> None:
    traits, member = households()
    with pytest.raises(errors.NotEstimable):
        membership_association({"trees": traits["trees"], "again": [2 * x for x in traits["trees"]]}, member)


def test_data_that_cannot_carry_a_logit_are_refused_by_name() -> None:
    traits, member = households(40)
    with pytest.raises(errors.NoVariation):
        membership_association(traits, [True] * 40)
    with pytest.raises(errors.NoVariation):
        membership_association({"trees": [300.0] * 40}, member)
    with pytest.raises(errors.NotPositive) as refused:
        membership_association({"education_years": [0.0, *traits["education_years"][1:]]}, member)
    assert (refused.value.field, refused.value.label) == ("education_years", 0)
    with pytest.raises(errors.LengthMismatch):
        membership_association({"trees": traits["trees"][:-1]}, member)
    with pytest.raises(errors.TooFew):
        membership_association({name: column[:4] for name, column in traits.items()}, [True, False, True, False])
