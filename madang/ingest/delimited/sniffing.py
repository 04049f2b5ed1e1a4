"""Finds the dialect of a delimited text from its first megabyte."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from madang.ingest.delimited.dialect import LONGEST, Dialect, OddDelimiter, lines_of

DELIMITERS = (",", "\t", ";", "|", "^", "~", ":", "¦", "§", "\x01", "\x1f", " ")
LONG = ("||", "::", ";;", "\t\t", "|~|", "^|^", "~^~", "##", "@@", "$$")
_DIGIT = re.compile(r"\d")
RARE = {"^": 0.8, "~": 0.8, ":": 0.3, " ": 0.4}  # these stand in ordinary text, so they must win clearly
QUOTES = ('"', "'")
LINES, TAIL = 200, 100  # lines that are looked at from the start and the end of the head: long titles may stand above
_KNOWN = re.compile(
    r"|[-+(]?[£$€₩]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?\)?\s?%?|[-–.…]+|\d{2,4}[-./]\d{1,2}([-./]\d{1,4})?([T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}:\d{2}(:\d{2})?|[A-Za-z]+[-_]?\d+|[\w.+-]+@[\w.-]+|https?://\S+|[^\W\d_]{1,24}( [^\W\d_]{1,24}){0,3}"
)


def sniff(text: str, delimiter: str | None = None, quote: str | None = None) -> Dialect:
    """Find the dialect of a head of text; what a person chose is kept. Raises `OddDelimiter`.

    After van den Burg, Nazábal and Sutton (2019): a good dialect gives rows of one shape (pattern score) and cells that look
    like something (type score); the product is compared.
    """
    if delimiter is not None:
        delimiter = {"\\t": "\t", "tab": "\t", "space": " "}.get(delimiter.lower(), delimiter)
    _refuse_odd(delimiter, quote)
    lines = lines_of(text)
    end = _line_end(lines[: 2 * LINES])
    parts = [lines] if len(lines) <= LINES else [lines[:LINES], lines[LINES:][-TAIL:]]
    sample = "".join(line for part in parts for line in part)
    candidates = [
        replace(_dialect(sample, mark, sign), line_end=end)
        for mark in ([delimiter] if delimiter else _delimiters(sample))
        for sign in ((quote or None,) if quote is not None else _quotes(sample, mark))
    ]
    scored = [
        (max(_score(part, candidate) for part in parts), -position) for position, candidate in enumerate(candidates)
    ]
    if not scored or (max(scored)[0] <= 0 and not delimiter):
        return Dialect(delimiter or ",", '"' if quote is None else quote or None, _escape(sample, '"', ","), end)
    return candidates[-max(scored)[1]]


def _refuse_odd(delimiter: str | None, quote: str | None) -> None:
    if delimiter and (len(delimiter) > LONGEST or re.search(r"[\r\n\0\"\w]", delimiter)):
        raise OddDelimiter(mark=delimiter)
    if quote and (len(quote) != 1 or not quote.isascii() or quote in "\r\n\0"):
        raise OddDelimiter(mark=quote)


def _delimiters(text: str) -> list[str]:
    """Marks that may part the cells. One that stands only doubled is the doubled one: `a||b||||c`."""
    found: list[str] = []
    for mark in (mark for mark in DELIMITERS if mark in text):
        doubled = text.count(mark * 2)
        found.append(mark * 2 if doubled > 1 and mark != " " and not _stands_alone(text, mark) else mark)
    return found + [mark for mark in LONG if mark in text and mark not in found]


def _stands_alone(text: str, mark: str) -> bool:
    return any(len(run) % 2 for run in re.findall(f"(?:{re.escape(mark)})+", text))


def _dialect(text: str, delimiter: str, quote: str | None) -> Dialect:
    return Dialect(delimiter, quote, _escape(text, quote, delimiter), "\n", spaced=_spaced(text, delimiter, quote))


def _quotes(text: str, delimiter: str) -> tuple[str | None, ...]:
    """Quotes that stand at the edge of cells; the double quote is assumed when none does."""
    mark = re.escape(delimiter)
    edges = {sign: len(re.findall(rf"(?:^|{mark} ?){sign}|{sign} ?(?:{mark}|\r?$)", text, re.M)) for sign in QUOTES}
    found = tuple(sign for sign in QUOTES if edges[sign] > 1)
    return found or ('"',)


def _escape(text: str, quote: str | None, delimiter: str) -> str | None:
    r"""A backslash when quotes are written `\"` and never doubled inside a cell."""
    if not quote or f"\\{quote}" not in text:
        return None
    edge = rf"(?:{re.escape(delimiter)}|[\r\n]|$)"
    escaped = len(re.findall(rf"[^\\]\\{quote}(?!{edge})", text))
    doubled = len(re.findall(rf"(?<!{re.escape(delimiter)})(?<!\\)(?<!^){quote}{quote}(?!{quote}*{edge})", text, re.M))
    plain = len(
        re.findall(rf"(?<!{re.escape(delimiter)})(?<!\\)(?<!{quote})(?<!^){quote}(?!{quote})(?!{edge})", text, re.M)
    )
    return "\\" if escaped > max(doubled, plain) else None


def _spaced(text: str, delimiter: str, quote: str | None) -> bool:
    """A space after every delimiter is a habit of the writer, not a part of the cells.

    Where cells are quoted the quotes tell: more open after a delimiter and a space than straight after a delimiter.
    """
    if delimiter.isspace():
        return False
    mark = re.escape(delimiter)
    if quote:
        after_space = len(re.findall(rf"{mark} +{quote}", text))
        if after_space or re.search(rf"{mark}{quote}", text):
            return after_space > len(re.findall(rf"{mark}{quote}(?!{quote})", text))
    marks, spaced = text.count(delimiter), len(re.findall(rf"{mark}(?: |\r?\n|\r|\Z)", text))
    return marks > 1 and spaced == marks and delimiter + " " in text


def _line_end(lines: list[str]) -> str:
    ends = Counter("\r\n" if line.endswith("\r\n") else line[-1] for line in lines if line[-1:] in ("\n", "\r"))
    if len(ends) > 1:
        return ""
    return next(iter(ends), "\n")


def _score(lines: list[str], dialect: Dialect) -> float:
    rows = [row for row in _rows(lines, dialect) if any(cell.strip() for cell in row)]
    if not rows:
        return 0.0
    shapes = Counter(len(row) for row in rows)
    pattern = sum(count * (max(width - 1, 1e-3) / width) for width, count in shapes.items()) / len(shapes) / len(rows)
    words = dialect.delimiter == " "  # the words of running text look like cells, so only cells with digits tell
    cells = [cell.strip() for row in rows[-200:] for cell in row[:100]]
    known: float = sum(
        _KNOWN.fullmatch(cell[:200]) is not None and (not words or _DIGIT.search(cell) is not None) for cell in cells
    )
    known /= max(1, len(cells))
    steady = shapes.most_common(1)[0][1] / len(rows)
    return pattern * max(known, 0.05) * steady * RARE.get(dialect.delimiter, 1.0)


def _rows(lines: list[str], dialect: Dialect) -> Iterator[list[str]]:
    """Records of the sample; a line with an irregular quote counts by itself, so that it spoils no other."""
    first = 0
    while first < len(lines):
        reader = dialect.reader(lines[first:], strict=True)
        begun = 0
        try:
            for row in reader:
                begun = reader.line_num
                yield row
            return
        except csv.Error:
            yield from dialect.reader(lines[first + begun : first + begun + 1])
            first += begun + 1
