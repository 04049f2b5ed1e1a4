"""Personal numbers outside the cells: in names of columns, in lines around the table, in rows that were refused.

They are published too, in the receipt's names, with the rejects and in the original, and no column can be dropped for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow.parquet as pq

from madang.ingest.checks import _masking
from madang.ingest.checks._judges import FORM
from madang.ingest.checks._kinds import KINDS, pieces
from madang.ingest.checks._plain import plain
from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged

SAMPLE = 3


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    found = [piece for text in _texts(staged) for piece in _pieces(text)]
    if not found:
        return []
    text = {
        "en": f"{len(found):,} personal numbers stand in names of columns, in lines around the table or in refused rows,"
        " and with them in the file that everybody may download. Take them out of the file, or say why they are public.",
        "ko": f"열 이름, 표 앞뒤의 줄, 제외된 행에 개인 번호가 {len(found):,}개 있고, 누구나 받는 원본 파일에도 그대로 있습니다."
        " 파일에서 지우거나, 공개하는 까닭을 적으세요.",
    }
    sample = tuple(_masking.digits(piece) for piece in found[:SAMPLE])
    return [Finding("personal-outside", "personal", text, staged.name, "", len(found), sample)]


def _texts(staged: Staged) -> Iterator[str]:
    yield from (header.header for header in staged.headers)
    yield from (str(item.get("text", "")) for item in staged.facts.get("furniture", []) if item["what"] != "total")
    if staged.rejects is not None and staged.reject_count:
        with pq.ParquetFile(staged.rejects) as file:
            for batch in file.iter_batches(columns=["text"]):
                yield from (text for text in batch.column("text").to_pylist() if text)


def _pieces(text: str) -> list[str]:
    return [
        piece.text for piece in pieces(plain(text)) if piece.verdict > FORM and KINDS[piece.kind].severity == "personal"
    ]
