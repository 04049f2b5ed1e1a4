"""Personal data outside the cells: in names of columns and sheets, in lines around the table, in sheets of notes,
in rows that were refused.

They are published too, in the receipt's names, with the rejects and in the original, and no column can be dropped for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow.parquet as pq

from madang.ingest.checks._loose import Loose
from madang.ingest.checks._previous import Previous
from madang.ingest.staging import TEXT_LIMIT
from madang.ingest.tables import Finding, Inferred, Staged


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    cut: list[str] = []
    found = Loose(_texts(staged, cut))
    return [*([_finding(staged, found)] if found.count else []), *([_cut(staged, len(cut))] if cut else [])]


def _finding(staged: Staged, found: Loose) -> Finding:
    text = {
        "en": f"{found.count:,} texts in names of columns, around the table, in sheets of notes or in refused rows hold personal data "
        f"({found.kinds['en']}), and with them the file that everybody may download. "
        "Take them out of the file, or say why they are public.",
        "ko": f"열 이름, 표 앞뒤의 줄, 설명 시트, 제외된 행에 개인정보({found.kinds['ko']})가 {found.count:,}곳 있고, "
        "누구나 받는 원본 파일에도 그대로 있습니다. 파일에서 지우거나, 공개하는 까닭을 적으세요.",
    }
    return Finding("personal-outside", "personal", text, staged.name, "", found.count, found.sample)


def _cut(staged: Staged, count: int) -> Finding:
    """An error, so that only a person publishes it."""
    text = {
        "en": f"{count:,} refused rows are longer than {TEXT_LIMIT:,} characters; what follows was not looked into for personal data.",
        "ko": f"제외된 행 가운데 {count:,}개가 {TEXT_LIMIT:,}자보다 깁니다. 그 뒷부분에서는 개인정보를 찾지 않았습니다.",
    }
    return Finding("unread-rejects", "error", text, staged.name, "", count)


def _texts(staged: Staged, cut: list[str]) -> Iterator[str]:
    """Every such text; refused rows that were cut off are noted in `cut`."""
    yield from (header.header for header in staged.headers)
    yield from (str(item.get("text", "")) for item in staged.facts.get("furniture", []) if item["what"] != "total")
    yield from (line for lines in staged.facts.get("notes", {}).values() for line in lines)
    yield staged.name
    if staged.rejects is not None and staged.reject_count:
        with pq.ParquetFile(staged.rejects) as file:
            for batch in file.iter_batches(columns=["text"]):
                for text in batch.column("text").to_pylist():
                    yield text or ""
                    cut += [text[:20]] if text and len(text) >= TEXT_LIMIT else []
