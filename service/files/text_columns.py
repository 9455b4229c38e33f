"""Columns of text as clerks mean them: without blanks around, blank cells missing, blank rows left out."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from service.errors import Phrase
from service.files.errors import CellTooLong
from service.files.headers import Header
from service.files.sheet import EXTRA_CELLS, NO_NAME, FileLimits

TEXT = pa.large_string()
# Not `line`, which a file may well have as a column of its own.
LINE_COLUMN = "\x00line"
BEYOND = "\x00beyond"


@dataclass(frozen=True, slots=True)
class TextColumns:
    """Turns blocks whose columns are positions ("0", "1"...) into blocks whose columns are the header's."""

    file_name: str
    header: Header
    limits: FileLimits

    def right(self, batch: pa.RecordBatch, lines: npt.NDArray[np.int64]) -> pa.Table:
        """Return rows of the right width: nothing stands beyond the header."""
        beyond = pa.nulls(batch.num_rows, TEXT)
        names = [*batch.schema.names, BEYOND, LINE_COLUMN]
        return pa.table([*batch.columns, beyond, pa.array(lines)], names=names)

    def tidied(self, table: pa.Table) -> pa.Table:
        """Return the rows in order of line, with the header's columns, `EXTRA_CELLS` and `LINE_COLUMN`."""
        lines = table[LINE_COLUMN]
        if lines.num_chunks > 1:
            table = table.sort_by(LINE_COLUMN)
            lines = table[LINE_COLUMN]
        columns = [_stripped(table[str(position)]) for position in self.header.named]
        extra = self._extra(table)
        told: tuple[str | Phrase, ...] = (*self.header.names, NO_NAME)
        for name, column in zip(told, (*columns, extra), strict=True):
            self._refuse_long(name, column, lines)
        names = [*self.header.names, EXTRA_CELLS, LINE_COLUMN]
        return _without_blank_rows(pa.table([*columns, extra, lines], names=names))

    def _extra(self, table: pa.Table) -> pa.ChunkedArray:
        unnamed = [_stripped(table[str(position)]) for position in self.header.unnamed]
        return reduce(_joined, [*unnamed, table[BEYOND]])

    def _refuse_long(self, name: str | Phrase, column: pa.ChunkedArray, lines: pa.ChunkedArray) -> None:
        limit = self.limits.cell_characters
        # Bytes are known without counting; there are never more characters than bytes.
        if (pc.max(pc.binary_length(column)).as_py() or 0) <= limit:
            return
        lengths = pc.utf8_length(column)
        longest = pc.max(lengths)
        if longest.as_py() > limit:
            line = lines[pc.index(lengths, longest).as_py()].as_py()
            raise CellTooLong(file=self.file_name, line=line, column=name, found=longest.as_py(), limit=limit)


def _stripped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    stripped = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(stripped, ""), pa.scalar(None, TEXT), stripped)


def _joined(left: pa.ChunkedArray, right: pa.ChunkedArray) -> pa.ChunkedArray:
    # Null where either is missing. (Its option to skip nulls drops the rows where all are.)
    both = pc.binary_join_element_wise(left, right, pa.scalar(" | ", TEXT))
    return pc.coalesce(both, left, right)


def _without_blank_rows(table: pa.Table) -> pa.Table:
    cells = [table[name] for name in table.column_names if name != LINE_COLUMN]
    if not cells[0].null_count:
        return table
    return table.filter(pc.invert(reduce(pc.and_, map(pc.is_null, cells))))
