"""Delimited text as a sheet: streamed by pyarrow, so that memory stays flat and a million rows take about a second."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from service.errors import Phrase
from service.files.errors import FileEmpty, HeaderMissing, RowTooLong, TooManyRows, UnreadableFile
from service.files.headers import Header, header_of
from service.files.separators import SEPARATORS, Record, detect_separator, records
from service.files.sheet import LINE, FileLimits
from service.files.text_columns import LINE_COLUMN, TextColumns
from service.files.text_files import SAMPLE_CHARACTERS, TextFile
from service.files.wrong_rows import WrongRows

# pyarrow reads up to 32 blocks ahead, all of them in memory.
_BLOCK_BYTES = 2**20
_NOTHING = " \r\n" + "".join(SEPARATORS)


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A delimited text whose header has been read; `first_byte` is where the rows below the header begin."""

    text: TextFile
    separator: str
    header_row: Header
    first_byte: int
    limits: FileLimits
    name: None = None

    @property
    def file_name(self) -> str:
        """The name of the file as it was sent."""
        return self.text.file_name

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.header_row.names

    def chunks(self, rows: int) -> Iterator[pd.DataFrame]:
        """Yield the rows as text, at most `rows` at a time; see `sheet.Sheet`."""
        waiting: pa.Table | None = None
        for table in self._tables():
            waiting = table if waiting is None else pa.concat_tables([waiting, table])
            while waiting.num_rows >= rows:
                yield _frame(waiting.slice(0, rows))
                waiting = waiting.slice(rows)
        if waiting is not None and waiting.num_rows:
            yield _frame(waiting)

    def _tables(self) -> Iterator[pa.Table]:
        """Yield the rows block by block, each row in its place, those of the wrong width too."""
        columns = TextColumns(self.file_name, self.header_row, self.limits)
        wrong = WrongRows(self.file_name, self.header_row, self.separator, self.limits)
        for batch in self._batches(wrong):
            lines = wrong.lines_of(batch.num_rows)
            if wrong.next_line - 1 > self.header_row.line + self.limits.rows:
                raise TooManyRows(file=self.file_name, found=wrong.next_line - 1, limit=self.limits.rows)
            yield columns.tidied(pa.concat_tables([columns.right(batch, lines), *wrong.passed()]))
        yield from map(columns.tidied, wrong.rest())

    def _batches(self, wrong: WrongRows) -> Iterator[pa.RecordBatch]:
        if self.text.path.stat().st_size <= self.first_byte:
            return
        names = [str(position) for position in range(len(self.header_row.cells))]
        # One thread: only then does pyarrow know the numbers of the rows it hands to `wrong`.
        reading = csv.ReadOptions(
            column_names=names, use_threads=False, block_size=_BLOCK_BYTES, encoding=self.text.encoding
        )
        parsing = csv.ParseOptions(
            delimiter=self.separator,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=wrong.take,
        )
        converting = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string()))
        with pa.OSFile(str(self.text.path)) as file:
            file.seek(self.first_byte)
            try:
                yield from csv.open_csv(file, reading, parsing, converting)
            except pa.ArrowInvalid as error:
                raise self._refusal(error, wrong) from error

    def _refusal(self, error: pa.ArrowInvalid, wrong: WrongRows) -> Exception:
        if wrong.too_many:
            found = self.header_row.line + self.limits.rows + 1
            return TooManyRows(file=self.file_name, found=found, limit=self.limits.rows)
        if "straddling" in str(error):
            return RowTooLong(file=self.file_name, line=wrong.next_line - 1, limit=_BLOCK_BYTES)
        return UnreadableFile(file=self.file_name, found=str(error)[:200])


def open_delimited(text: TextFile, limits: FileLimits) -> DelimitedText:
    """Return the sheet of a delimited text.

    Raises: FileEmpty, HeaderMissing, TooManyColumns, DuplicateHeaders, RowTooLong (a header without an end).
    """
    # Pyarrow's own allocator gives back late what it took: a fifth more memory, and more time of the kernel's.
    pa.set_memory_pool(pa.system_memory_pool())
    sample = text.sample()
    separator = detect_separator(sample)
    first = next(records(sample, separator), None)
    if not sample.strip(_NOTHING):
        raise FileEmpty(file=text.file_name, found=Phrase("it holds nothing but blanks", "isinya hanya kosong"))
    if first is None:
        found = Phrase("a cell without an end", "sel yang tidak berakhir")
        raise HeaderMissing(file=text.file_name, line=1, found=found)
    header = header_of(text.file_name, first.line, first.cells, limits)
    _refuse_endless(text, first, sample)
    return DelimitedText(text, separator, header, text.byte_after(sample[: first.end]), limits)


def _refuse_endless(text: TextFile, first: Record, sample: str) -> None:
    if first.end == len(sample) >= SAMPLE_CHARACTERS:
        raise RowTooLong(file=text.file_name, line=first.line - 1, limit=SAMPLE_CHARACTERS)


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.drop_columns([LINE_COLUMN]).to_pandas()
    frame.index = pd.Index(table[LINE_COLUMN].to_numpy(), name=LINE)
    return frame
