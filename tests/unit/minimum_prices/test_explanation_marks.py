"""Every mark that a floor can carry has words, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.economics.carry_forward import BY_CONSUMER_PRICES, HIRED_LABOUR_BY_INPUTS, OTHER_INCOME_AS_SURVEYED
from service.indices.series import OF_COUNTRY, SIMULATED
from service.minimum_prices.explanation_marks import FIGURES, REASONS, WARNINGS, grade_reason, warning
from service.minimum_prices.household_floors import SHOWN
from service.models.cost_survey import CostSurvey

SERVICE = Path(__file__).parents[3] / "service"
ROOMS = ("economics", "minimum_prices", "indices", "cost_of_production")
# Where a mark is made, a name says so.
SPEAKS_OF_MARKS = ("marks", "warnings")


def speaks(name: str) -> bool:
    return any(name.strip("_").endswith(word) or f"{word}_" in name for word in SPEAKS_OF_MARKS)


def names(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def places(module: ast.Module) -> Iterator[ast.AST]:
    """Yield the parts of a module in which marks are made."""
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name) if speaks(name):
                yield from (each for each in ast.walk(node) if isinstance(each, ast.Yield | ast.Return))
            case ast.Assign(targets=[target], value=value) if any(speaks(name) for name in names(target)):
                yield value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if speaks(name):
                yield value
            case ast.keyword(arg=str(name), value=value) if speaks(name):
                yield value
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name)), args=[value]) if speaks(name):
                yield value
            case ast.Return(value=ast.Tuple() as value):
                yield from (each for each in value.elts if isinstance(each, ast.Tuple))


def marks_of(module: ast.Module) -> Iterator[str]:
    for place in places(module):
        for node in ast.walk(place):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "_" in node.value:
                yield node.value


def marks_in_the_code() -> set[str]:
    files = (file for room in ROOMS for file in (SERVICE / room).glob("*.py"))
    written = {mark for file in files for mark in marks_of(ast.parse(file.read_text()))}
    return {mark for mark in written if mark.replace("_", "").isalpha() and not mark.startswith("_")}


def all_marks() -> set[str]:
    made_of_figures = {f"{name}{ending}" for name in SHOWN for ending in ("_not_stated_by_all", "_suppressed")}
    assumed = {f"{column.name}_assumed" for column in CostSurvey.c if column.name in FIGURES} | {"period_assumed"}
    named = {BY_CONSUMER_PRICES, HIRED_LABOUR_BY_INPUTS, OTHER_INCOME_AS_SURVEYED, OF_COUNTRY, SIMULATED}
    return marks_in_the_code() | made_of_figures | assumed | named | {"simulated_survey"}


def test_the_marks_in_the_code_are_found() -> None:
    assert {
        "cost_concept_as_printed",
        "consumption_below_poverty_line",
        "consumption_not_checked",
        "consumption_parts_do_not_add_up",
        "items_do_not_add_up",
        "other_income_assumed_zero",
        "households_left_out",
        "households_without_production_left_out",
        "households_without_floor_left_out",
        "months_tapped_assumed",
    } <= marks_in_the_code()


@pytest.mark.parametrize("mark", sorted(all_marks()))
def test_every_mark_has_words_in_both_languages(mark: str) -> None:
    indonesian, english = warning(mark)
    assert mark not in (indonesian, english)
    assert indonesian != english


def test_every_figure_of_households_has_a_name() -> None:
    assert set(SHOWN) <= set(FIGURES)
    assert warning("household_size_not_stated_by_all")[1] == "Not every household states household size."
    assert "kadar karet kering" in warning("dry_rubber_content_suppressed")[0]


def test_what_a_study_takes_for_granted_is_called_by_its_own_name() -> None:
    assert warning("price of {rice}_assumed") == (
        "Survei tidak menyebutkan price of {rice}; ini anggapan.",
        "The survey does not state price of {rice}; it is assumed.",
    )


def test_a_reason_of_a_grade_is_one_of_its_own_or_a_warning() -> None:
    assert not set(REASONS) & set(WARNINGS)
    assert grade_reason("no_interval")[1] == "There is no interval around it."
    assert grade_reason("months_tapped_assumed") == warning("months_tapped_assumed")
    assert all(first and second for words in (REASONS, WARNINGS, FIGURES) for first, second in words.values())


def test_every_reason_of_a_grade_stands_in_the_table_of_the_formulas() -> None:
    table = (SERVICE.parent / "docs" / "formulas.md").read_text().split("## Grades")[1].split("##")[0]
    assert [reason for reason in REASONS if f"`{reason}`" not in table] == []
