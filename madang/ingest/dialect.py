"""The dialect of a delimited text: delimiter, quote, escape, line ends, found from its first records."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from madang.lib.problems import Problem

DELIMITERS = (",", "\t", ";", "|", "^", "~", " ")
RARE = {"^": 0.8, "~": 0.8, " ": 0.4}  # these stand in ordinary text, so they must win clearly
QUOTES = ('"', "'")
_KNOWN = re.compile(
    r"|[-+(]?[£$€₩]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?\)?\s?%?|[-–.…]+|\d{2,4}[-./]\d{1,2}([-./]\d{1,4})?([T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}:\d{2}(:\d{2})?|[A-Za-z]+[-_]?\d+|[\w.+-]+@[\w.-]+|https?://\S+|[^\W\d_]{1,24}( [^\W\d_]{1,24}){0,3}"
)
csv.field_size_limit(1 << 26)


class OddDelimiter(Problem):
    en = "{mark!r} cannot part or quote cells. Choose one ASCII character, for example ',' ';' '|' or 'tab'."
    ko = "{mark!r}은(는) 구분자나 따옴표로 쓸 수 없습니다. ',' ';' '|' 'tab'처럼 ASCII 문자 하나를 고르세요."


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

    def reader(self, lines: Iterable[str], strict: bool = False):
        """A `csv.reader` of this dialect."""
        quoting = csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE
        return csv.reader(
            (self._squeezed(line) for line in lines) if self.runs else iter(lines),
            delimiter=self.delimiter,
            quotechar=self.quote,
            doublequote=self.escape is None,
            escapechar=self.escape,
            skipinitialspace=self.spaced,
            quoting=quoting,
            strict=strict,
        )

    @property
    def runs(self) -> bool:
        """Cells parted by spaces are set out in columns: a run of spaces is one delimiter."""
        return self.delimiter == " "

    def _squeezed(self, line: str) -> str:
        if self.quote and self.quote in line:
            return line
        body = line.rstrip("\r\n")
        return re.sub(" +", " ", body.strip(" ")) + line[len(body) :]


def lines_of(text: str) -> list[str]:
    """Physical lines with their ends; only LF, CRLF and CR end a line, as `csv` and Arrow see it."""
    return list(io.StringIO(text, newline=""))


def sniff(text: str, delimiter: str | None = None, quote: str | None = None) -> Dialect:
    """Find the dialect of a head of text; what a person chose is kept.

    After van den Burg, Nazábal and Sutton (2019): a good dialect gives rows of one shape (pattern score) and cells that look
    like something (type score); the product is compared.
    """
    if delimiter is not None:
        delimiter = {"\\t": "\t", "tab": "\t", "space": " "}.get(delimiter.lower(), delimiter)
    for mark in (delimiter, quote):
        if mark and (len(mark) != 1 or not mark.isascii() or mark in "\r\n\0"):
            raise OddDelimiter(mark=mark)
    lines = lines_of(text)[:400]
    quotes: tuple[str | None, ...] = (quote or None,) if quote is not None else _quotes(text)
    candidates = [
        Dialect(mark, sign, _escape(text, sign), _line_end(lines), _spaced(text, mark, sign))
        for mark in ([delimiter] if delimiter else [mark for mark in DELIMITERS if mark in text])
        for sign in quotes
    ]
    plain = Dialect(delimiter or ",", quotes[0], _escape(text, quotes[0]), _line_end(lines))
    scored = [(_score(lines, candidate), -position) for position, candidate in enumerate(candidates)]
    if not scored or (max(scored)[0] <= 0 and not delimiter):
        return plain
    return candidates[-max(scored)[1]]


def _quotes(text: str) -> tuple[str | None, ...]:
    """Quotes that stand at the edge of cells; the double quote is assumed when none does."""
    edges = {mark: len(re.findall(rf"(?:^|[,;|\t^~:]){mark}|{mark}(?:[,;|\t^~:]|$)", text, re.M)) for mark in QUOTES}
    found = tuple(mark for mark in QUOTES if edges[mark] > 1)
    return found or ('"',)


def _escape(text: str, quote: str | None) -> str | None:
    r"""A backslash when quotes are written `\"` and never doubled inside a cell."""
    if not quote or f"\\{quote}" not in text:
        return None
    escaped = len(re.findall(rf"[^\\,;|\t]\\{quote}[^,;|\t\r\n]", text))
    doubled = len(re.findall(rf"[^,;|\t\r\n]{quote}{quote}[^,;|\t\r\n]", text))
    return "\\" if escaped > doubled else None


def _spaced(text: str, delimiter: str, quote: str | None) -> bool:
    """Quotes that open after a delimiter and a space, more often than straight after a delimiter."""
    if not quote or delimiter.isspace():
        return False
    after_space = len(re.findall(rf"{re.escape(delimiter)} +{quote}", text))
    return after_space > len(re.findall(rf"{re.escape(delimiter)}{quote}(?!{quote})", text))


def _line_end(lines: list[str]) -> str:
    ends = Counter("\r\n" if line.endswith("\r\n") else line[-1] for line in lines if line[-1:] in ("\n", "\r"))
    if len(ends) > 1:
        return ""
    return next(iter(ends), "\n")


def _score(lines: list[str], dialect: Dialect) -> float:
    try:
        rows = [row for row in dialect.reader(iter(lines)) if any(cell.strip() for cell in row)]
    except csv.Error:
        return 0.0
    if not rows:
        return 0.0
    shapes = Counter(len(row) for row in rows)
    pattern = sum(count * (max(width - 1, 1e-3) / width) for width, count in shapes.items()) / len(shapes) / len(rows)
    cells = [cell.strip() for row in rows[:200] for cell in row[:100]]
    known = sum(_KNOWN.fullmatch(cell[:200]) is not None for cell in cells) / max(1, len(cells))
    steady = shapes.most_common(1)[0][1] / len(rows)
    return pattern * max(known, 0.05) * steady * RARE.get(dialect.delimiter, 1.0)
