"""Looks into cells for text that was broken before it came here."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest.checks import _masking
from madang.ingest.checks._cells import Numbers, Texts
from madang.ingest.tables import Finding, Inferred, Staged

BROKEN = "\ufffd|[가-힣]\\?[가-힣]|\\?\\?\\?|(?:Ã|Â)[\u0080-\u00bf]|â€"
"""The replacement character; `복지?문화`, where a conversion lost a middle dot; UTF-8 read as windows-1252."""
MARKS = tuple(mark.encode() for mark in ("?", "\ufffd", "Ã", "Â", "â€"))
SHOWN = 3


@dataclass
class Seen:
    column: Inferred
    rows: int = 0
    line: int = 0
    texts: list[str] = field(default_factory=list)


class Broken:
    """What was seen so far, by place of the column."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}

    def see(self, cells: Texts | Numbers) -> None:
        """Look into one batch of one column: for the marks at all, then for what they make."""
        if (
            isinstance(cells, Numbers)
            or cells.field.column.semantic not in ("text", "category", "address")
            or not len(cells.data)
        ):
            return
        places = [cells.places(mark) for mark in MARKS if mark[:1] in cells.raw]
        some = np.unique(cells.cells(np.concatenate(places))) if places else np.zeros(0, np.int64)
        array = cells.array.take(pa.array(some))
        broken = some[np.flatnonzero(pc.match_substring_regex(array, BROKEN).to_numpy(zero_copy_only=False))]
        if len(broken):
            seen = self._seen.setdefault(cells.field.place, Seen(cells.field.column, line=int(cells.lines[broken[0]])))
            seen.rows += len(broken)
            seen.texts += [cells.array[int(row)].as_py() for row in broken[: SHOWN - len(seen.texts)]]

    def findings(self, staged: Staged) -> list[Finding]:
        return [_finding(staged, seen) for seen in self._seen.values()]


def _finding(staged: Staged, seen: Seen) -> Finding:
    name = seen.column.name
    text = {
        "en": f"{name} holds marks of broken text in {seen.rows:,} rows (first "
        f"at line {seen.line:,}): letters were lost before the file came here.",
        "ko": f"{name} 열 {seen.rows:,}행에 깨진 글자가 있습니다({seen.line:,}번째 "
        f"줄부터). 파일이 오기 전에 잃은 글자이니 원본에서 다시 받으세요.",
    }
    sample = tuple(dict.fromkeys(_masking.anything(value[:60]) for value in seen.texts))
    return Finding("broken-text", "warning", text, staged.name, name, seen.rows, sample)
