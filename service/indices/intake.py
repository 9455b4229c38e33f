"""Storing values and links: what is known changes nothing, what is corrected is a new version, the old one kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update

from service.database import UnitOfWork, by_name
from service.imports.ledger import Counts
from service.indices.schemas import IndexLinkIn, IndexValueIn
from service.models.index_series import IndexLink, IndexValue

Arriving = IndexValueIn | IndexLinkIn
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A table of versions: what its rows are known by, and what they say."""

    table: Table
    key: tuple[str, ...]
    says: tuple[str, ...]

    def key_of(self, row: Mapping[str, Any]) -> Key:
        return tuple(row[name] for name in self.key)

    def said_by(self, row: Mapping[str, Any]) -> Key:
        return tuple(row[name] for name in self.says)


_VALUES = _Kept(IndexValue, ("index_name", "area_code", "base", "month"), ("value", "source", "provenance"))
_LINKS = _Kept(IndexLink, ("index_name", "area_code", "from_base", "to_base"), ("factor", "source", "provenance"))


def key_of(row: Arriving) -> Key:
    """Return what a row is known by: the series and its month, or the series and the bases it links."""
    return _kept(row).key_of(row.stored())


def store_indices(uow: UnitOfWork, rows: Sequence[Arriving], recorded_by: str) -> Counts:
    """Store valid rows in the caller's transaction; of rows with one key the last one counts."""
    counts = Counts()
    for kept in (_VALUES, _LINKS):
        counts += _store(uow, kept, [row.stored() for row in rows if _kept(row) is kept], recorded_by)
    return counts


def _kept(row: Arriving) -> _Kept:
    return _VALUES if isinstance(row, IndexValueIn) else _LINKS


def _store(uow: UnitOfWork, kept: _Kept, rows: Sequence[Mapping[str, Any]], recorded_by: str) -> Counts:
    arriving = {kept.key_of(row): row for row in rows}
    known = _current(uow, kept, arriving.values())
    corrected = [key for key, row in arriving.items() if key in known and kept.said_by(known[key]) != kept.said_by(row)]
    accepted = [key for key in arriving if key not in known]
    _outdate(uow, kept.table, [known[key]["id"] for key in corrected])
    versions = dict.fromkeys(accepted, 1) | {key: known[key]["version"] + 1 for key in corrected}
    if versions:
        recorded = {"recorded_at": uow.now, "recorded_by": recorded_by, "revision": uow.revision, "is_current": True}
        new = [{**arriving[key], **recorded, "version": version} for key, version in versions.items()]
        uow.connection.execute(insert(kept.table), new)
    return Counts(len(accepted), len(corrected), len(rows) - len(versions))


def _current(uow: UnitOfWork, kept: _Kept, rows: Iterable[Mapping[str, Any]]) -> dict[Key, dict[str, Any]]:
    series = {(row["index_name"], row["area_code"]) for row in rows}
    columns = kept.table.c
    statement = select(kept.table).where(
        columns.is_current.is_(True),
        columns.index_name.in_({name for name, _ in series}),
        columns.area_code.in_({area for _, area in series}),
    )
    found = map(by_name, uow.connection.execute(statement))
    return {kept.key_of(row): row for row in found}


def _outdate(uow: UnitOfWork, table: Table, ids: Sequence[int]) -> None:
    if ids:
        outdated = update(table).where(table.c.id == bindparam("outdated")).values(is_current=False)
        uow.connection.execute(outdated, [{"outdated": each} for each in ids])
