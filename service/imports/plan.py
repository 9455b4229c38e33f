"""Which column of a sheet is which field of ours: by the mapping that came with it, else by its header."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.errors import Phrase
from service.files.mapping import ColumnMapping
from service.imports.errors import (
    ColumnFilledTwice,
    ColumnsMissing,
    MappedColumnMissing,
    NoColumnKnown,
    UnknownColumns,
)
from service.imports.forms import AREA_NAMES, Form, grade_of, plain

# One grade is a price at a stated content; two and more are a table.
SMALLEST_TABLE = 2
_CONSTANT = Phrase("a constant", "sebuah konstanta")


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Our fields by the column that fills them, the columns of a KKK table by their grade, and constants as text."""

    fields: Mapping[str, str]
    grades: Mapping[int, str]
    constants: Mapping[str, str]

    @property
    def is_table(self) -> bool:
        """Return whether each row prints a price for several dry rubber contents."""
        return len(self.grades) >= SMALLEST_TABLE

    @property
    def told_by(self) -> Mapping[str, str]:
        """Return by field the column that its problems are told of; codes of areas may come from a column of names."""
        areas = [self.fields[name] for name in AREA_NAMES if name in self.fields]
        return (
            {**dict.fromkeys(("district_code", "province_code"), *areas[:1]), **self.fields} if areas else self.fields
        )


def plan_columns(header: Sequence[str], mapping: ColumnMapping, form: Form) -> ColumnPlan:
    """Return what each column is.

    Raises: NoColumnKnown, UnknownColumns, MappedColumnMissing, ColumnFilledTwice, ColumnsMissing.
    """
    if not knows_any(header, mapping, form):
        raise NoColumnKnown(count=len(header), known=_known(form))
    _refuse_absent(header, mapping)
    _refuse_unknown(sorted(mapping.our_columns() - form.names.keys()), form)
    fields: dict[str, str] = {}
    grades: dict[int, str] = {}
    unknown = []
    for column in header:
        field = mapping.columns.get(column) or form.field_of_header.get(plain(column))
        grade = grade_of(column) if form.prints_tables else None
        if field is not None:
            _refuse_second(field, column, fields, mapping)
            fields[field] = column
        elif grade is not None:
            _refuse_second(f"KKK {grade}", column, {f"KKK {known}": name for known, name in grades.items()}, mapping)
            grades[grade] = column
        elif not form.leaves_out(column):
            unknown.append(column)
    _refuse_unknown(unknown, form)
    for column in list(grades.values())[:1]:
        _refuse_second("price_idr_per_kg", column, fields, mapping)
        _refuse_second("dry_rubber_content_percent", column, fields, mapping)
    plan = _plan(fields, grades, {name: _text(value) for name, value in mapping.constants.items()})
    _refuse_missing(plan, form)
    return plan


def knows_any(header: Sequence[str], mapping: ColumnMapping, form: Form) -> bool:
    """Say whether any column is known; else the first row names no columns but, perhaps, people."""
    return any(
        column in mapping.columns
        or plain(column) in form.field_of_header
        or (form.prints_tables and grade_of(column) is not None)
        for column in header
    )


def _plan(fields: Mapping[str, str], grades: Mapping[int, str], constants: Mapping[str, str]) -> ColumnPlan:
    if len(grades) != 1:
        return ColumnPlan(fields, grades, constants)
    ((grade, column),) = grades.items()
    stated = {**constants, "dry_rubber_content_percent": str(grade)}
    return ColumnPlan({**fields, "price_idr_per_kg": column}, {}, stated)


def _refuse_absent(header: Sequence[str], mapping: ColumnMapping) -> None:
    for column in mapping.columns:
        if column not in header:
            raise MappedColumnMissing(column=column, found=_listed(header))


def _refuse_unknown(columns: Sequence[str], form: Form) -> None:
    if columns:
        raise UnknownColumns(columns=_listed(columns), known=_known(form))


def _refuse_second(field: str, column: str, fields: Mapping[str, str], mapping: ColumnMapping) -> None:
    first = fields.get(field) or (_CONSTANT if field in mapping.constants else None)
    if first is not None:
        raise ColumnFilledTwice(field=field, first=first, second=column)


def _refuse_missing(plan: ColumnPlan, form: Form) -> None:
    there = {*plan.fields, *plan.constants} | ({"price_idr_per_kg"} if plan.is_table else set())
    missing = [names for names in form.needed if there.isdisjoint(names)]
    if missing:
        english = "; ".join(" or ".join(names) for names in missing)
        indonesian = "; ".join(" atau ".join(form.called(name) for name in names) for names in missing)
        raise ColumnsMissing(columns=Phrase(english, indonesian))


def _known(form: Form) -> Phrase:
    names = form.shown_names or sorted(form.names)
    return Phrase(_listed(names), _listed([form.called(name) for name in names]))


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
