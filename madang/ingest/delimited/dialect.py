"""The dialect of a delimited text: delimiter, quote, escape, line ends; and how its lines are parsed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from madang.lib.problems import Problem

STAND_IN = "\uf8fe"  # stands for a delimiter of several letters: a private letter that no text uses
LONGEST = 4
csv.field_size_limit(1 << 26)


class OddDelimiter(Problem):
    en = "{mark!r} cannot part or quote cells. Choose up to four characters, for example ',' ';' '|' '||' or 'tab'."
    ko = "{mark!r}은(는) 구분자나 따옴표로 쓸 수 없습니다. ',' ';' '|' '||' 'tab'처럼 네 글자까지 고르세요."


@dataclass(frozen=True)
class Dialect:
    """`quote` and `escape` are None when the text uses none; quotes inside quotes are doubled unless `escape` is set."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None
    line_end: str = "\n"
    spaced: bool = False  # spaces after a delimiter are no part of the cell: `1, "a, b"`

    @property
    def facts(self) -> dict[str, str | bool]:
        ends = {"\n": "LF", "\r\n": "CRLF", "\r": "CR", "": "mixed"}
        return {
            "delimiter": self.delimiter,
            "quote": self.quote or "",
            "escape": self.escape or "",
            "line_end": ends[self.line_end],
            "spaced": self.spaced,
        }

    @property
    def plain(self) -> bool:
        """Whether Arrow reads it as it is: one byte parts the cells, nothing is escaped or trimmed."""
        return len(self.delimiter.encode()) == 1 and not (self.escape or self.spaced or self.runs)

    @property
    def runs(self) -> bool:
        """Cells parted by spaces are set out in columns: a run of spaces is one delimiter."""
        return self.delimiter == " "

    def reader(self, lines: Iterable[str], strict: bool = False) -> Rows:
        """The records of some physical lines; with `strict` an irregular quote raises `csv.Error`."""
        return Rows(self, lines, strict)

    def prepared(self, line: str) -> str:
        """A line as `csv` can take it."""
        if self.escape and self.escape in line:
            line = re.sub(f"{re.escape(self.escape)}(.)", self._kept, line)
        if len(self.delimiter) > 1:
            return line.replace(self.delimiter, STAND_IN)
        return self._squeezed(line) if self.runs else line

    def _kept(self, found: re.Match[str]) -> str:
        """An escape before any other letter is text, as in `C:\\temp`; `csv` would take it away."""
        escapes = found[1] in (self.escape, self.quote) or self.delimiter.startswith(found[1])
        return found[0] if escapes else f"{self.escape}{found[0]}"

    def _squeezed(self, line: str) -> str:
        if self.quote and self.quote in line:
            return line
        body = line.rstrip("\r\n")
        return re.sub(" +", " ", body.strip(" ")) + line[len(body) :]


class Rows:
    """A `csv.reader` of a dialect; `line_num` counts the physical lines that were read."""

    def __init__(self, dialect: Dialect, lines: Iterable[str], strict: bool) -> None:
        self._delimiter = dialect.delimiter
        long = len(dialect.delimiter) > 1
        self._reader = csv.reader(
            map(dialect.prepared, lines) if long or dialect.escape or dialect.runs else iter(lines),
            delimiter=STAND_IN if long else dialect.delimiter,
            quotechar=dialect.quote,
            doublequote=dialect.escape is None,
            escapechar=dialect.escape,
            skipinitialspace=dialect.spaced,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            strict=strict,
        )

    @property
    def line_num(self) -> int:
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        cells = next(self._reader)
        if len(self._delimiter) > 1:
            return [cell.replace(STAND_IN, self._delimiter) for cell in cells]
        return cells


def lines_of(text: str) -> list[str]:
    """Physical lines with their ends; only LF, CRLF and CR end a line, as `csv` and Arrow see it."""
    return list(io.StringIO(text, newline=""))
