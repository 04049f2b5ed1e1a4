"""What publishers wrote, as text for an assistant: each line of it begins with `>` or `|`, so that no value can pass for words of
Madang's own, and nothing in it that a person would not see."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

MOST_CELL = 500
"""Letters of a value; longer ones are cut and counted."""
CUT = "…"
_BREAKS = re.compile(r"[\s\u2028\u2029]+")
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Controls, marks that turn the direction of writing, tags and joiners: what an assistant reads and a person does not see."""


def line(text: str, most: int = MOST_CELL) -> str:
    """One line, at most so long, without hidden characters."""
    seen = _BREAKS.sub(" ", text[: most * 4]).strip()
    seen = "".join(letter for letter in seen if letter == " " or unicodedata.category(letter) not in _HIDDEN)
    return seen if len(seen) <= most else seen[:most] + CUT


def quote(text: str, most: int) -> list[str]:
    """Paragraphs as lines that begin with `>`; what is beyond `most` letters is cut."""
    found = [part for part in (line(part, most) for part in text[: most * 4].splitlines()) if part]
    lines, left = [], most
    for part in found:
        if left <= 0:
            lines[-1] += CUT
            break
        lines.append("> " + line(part, left))
        left -= len(part)
    return lines


def table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Lines that begin with `|`."""
    lines = [_row(names), "|" + " --- |" * len(names)]
    lines += [_row([cell(value) for value in row]) for row in rows]
    return lines


def cell(value: Any) -> str:
    """A value of JSON as one line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return line(value)
    return line(json.dumps(value, ensure_ascii=False))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(line(each).replace("|", "¦") for each in cells) + " |"
