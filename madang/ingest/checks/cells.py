"""What stands in the cells, every one of them: numbers and addresses that lead to a person, and text that was broken before it came.

What blocks and what is only told: see `_kinds.KINDS`. Landlines, addresses and e-mail of offices are what facilities publish on
purpose; they are warnings and block nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from madang.ingest.checks import _cells
from madang.ingest.checks._broken import MARKS, Broken
from madang.ingest.checks._candidates import candidates
from madang.ingest.checks._judges import home_said
from madang.ingest.checks._kinds import Kind
from madang.ingest.checks._numbers import Numbered
from madang.ingest.checks._previous import Previous
from madang.ingest.checks._tally import ENOUGH, Tally
from madang.ingest.tables import Finding, Inferred, Staged
from madang.query.model import Type

TO_DO = {
    "personal": {"en": "Drop or mask the column, or say why it is public.", "ko": "열을 빼거나 가리거나, 공개하는 까닭을 적으세요."},
    "warning": {"en": "Fine for an office; not for a person's home.", "ko": "기관 것이면 괜찮고, 개인 것이면 빼야 합니다."},
}  # fmt: skip


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    numbered, broken = Numbered(), Broken()
    for cells in _cells.read(staged, [field for field in _cells.fields(columns) if not _harmless(field)]):
        numbered.see(cells)
        broken.see(cells)
    return [_finding(staged, field.column, kind, tally) for field, kind, tally in numbered.found()] + broken.findings(
        staged
    )


def _harmless(field: _cells.Field) -> bool:
    """Whether its values are few, known, and none can hold anything: then no cell need be looked at."""
    column = field.column
    if column.values is None or column.type is not Type.TEXT:
        return False
    texts = _cells.texts(field, pa.array(list(column.values), pa.string()), np.zeros(len(column.values), np.int64))
    return not any(len(some) for some in candidates(texts)) and not any(mark in texts.raw for mark in MARKS)


def _finding(staged: Staged, column: Inferred, kind: Kind, tally: Tally) -> Finding:
    # A landline is an office's unless the header says that somebody lives there.
    severity = "personal" if kind.code == "landline-number" and home_said(column.header) else kind.severity
    lines, more = ", ".join(f"{line:,}" for line in tally.lines), tally.likely >= ENOUGH
    text = {
        "en": f"{column.name} holds {kind.name['en']} in {tally.likely:,} rows{' or more' if more else ''} (first lines {lines}). "
        + TO_DO[severity]["en"],
        "ko": f"{column.name} 열 {tally.likely:,}행{' 이상' if more else ''}에 {kind.name['ko']}이(가) 있습니다({lines}번째 줄부터). "
        + TO_DO[severity]["ko"],
    }
    sample = tuple(kind.mask(piece) for piece in tally.pieces)
    return Finding(kind.code, severity, text, staged.name, column.name, tally.likely, sample)
