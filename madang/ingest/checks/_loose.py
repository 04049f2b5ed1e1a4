"""Texts that are no cells (names, notes, refused rows, lines of a document) looked into as if they were one column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from madang.ingest.checks._cells import BATCH, Field, texts
from madang.ingest.checks._numbers import Numbered
from madang.ingest.tables import Inferred
from madang.ingest.types._values import batched
from madang.lib.problems import Text
from madang.query.model import Type

_FIELD = Field("c1", Inferred("", "", Type.TEXT, "text", '"c1"', {}, distinct=1 << 62))


class Loose:
    """What is personal in texts: how many times, which kinds, and masked pieces of the first."""

    def __init__(self, lines: Iterable[str]) -> None:
        numbered = Numbered()
        for some in batched(lines, BATCH):
            numbered.see(texts(_FIELD, _array(some), np.arange(1, len(some) + 1)))
        found = [(kind, tally) for _, kind, tally in numbered.found() if kind.severity == "personal"]
        self.count = sum(tally.likely for _, tally in found)
        self.kinds: Text = {language: ", ".join(kind.name[language] for kind, _ in found) for language in ("en", "ko")}
        self.sample = tuple(kind.mask(piece) for kind, tally in found for piece in tally.pieces)[:3]


def _array(lines: Sequence[str]) -> pa.StringArray:
    return pa.array([line.encode("utf-8", "replace").decode() for line in lines], pa.string())


def pieces_of(text: str, size: int = 20_000) -> Iterator[str]:
    """A long text in parts that overlap, so that nothing is cut in two."""
    for start in range(0, max(1, len(text)), size):
        yield text[start : start + size + 200]
