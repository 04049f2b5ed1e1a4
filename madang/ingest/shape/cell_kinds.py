"""What a cell looks like: a number, a moment, a code of some pattern, or text. Headers and damaged rows are told by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

Row = Sequence[str]
_NUMBER = re.compile(r"[-+△▲(]?\s?[£$€₩]?\s?\d[\d,]*(\.\d*)?([eE][-+]?\d+)?\)?\s?%?|\.\d+")
_MOMENT = re.compile(r"\d{2,4}[-./]\s?\d{1,2}([-./]\s?\d{1,4})?\.?([T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?")
_NIL = re.compile(r"[-–—.…*xX]+|n/?a|null|none|nan|미상|해당없음", re.I)
_WORDS = (re.compile(r"\d+"), "9"), (re.compile(r"[A-Za-z]+"), "A"), (re.compile(r"[가-힣]+"), "가")


def kind_of(cell: str) -> str:
    """`number`, `moment`, `code:<pattern>`, `text`, or "" for an empty cell and a word for nothing."""
    text = cell.strip()
    if not text or _NIL.fullmatch(text):
        return ""
    if _NUMBER.fullmatch(text):
        return "number"
    if _MOMENT.fullmatch(text):
        return "moment"
    if not any(letter.isdigit() for letter in text):
        return "text"
    text = text[:40]
    for pattern, sign in _WORDS:
        text = pattern.sub(sign, text)
    return "code:" + text[:12]


def typed(body: Sequence[Row], width: int, share: float = 0.75) -> dict[int, str]:
    """Columns whose filled cells are, for this share, numbers, moments or codes of one pattern: no header looks like them."""
    found: dict[int, str] = {}
    for position in range(width):
        kinds = Counter(kind for row in body if position < len(row) and (kind := kind_of(row[position])))
        total = sum(kinds.values())
        if total and kinds.most_common(1)[0][1] / total >= share and (kind := kinds.most_common(1)[0][0]) != "text":
            found[position] = kind
    return found


def filled(row: Row) -> int:
    """How many cells hold something."""
    return sum(1 for cell in row if cell.strip())


def last_filled(row: Row) -> int:
    """The position of the last cell that holds something, counted from 1; 0 for a blank row."""
    return max((position for position, cell in enumerate(row, 1) if cell.strip()), default=0)
