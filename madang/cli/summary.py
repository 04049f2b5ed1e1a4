"""What `madang load` says at the end: a table with a line for each file, and what needs more words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from madang.cli.states import state as words
from madang.cli.terminal import language, said
from madang.lib import texts

if TYPE_CHECKING:
    from rich.table import Table

    from madang.ingest.models import Run

HEADINGS = {
    "file": "파일", "encoding": "인코딩", "header": "제목 줄", "rows": "행", "rejects": "받지 않은 행",
    "findings": "점검 결과", "state": "상태",
}  # fmt: skip


def print_summary(runs: list[Run]) -> None:
    """Print it on stdout; wide where nobody looks."""
    from collections import Counter

    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = 160  # A pipe has no width; a table that wraps at 80 cannot be read.
    summary = _summary()
    for run in runs:
        _add(summary, run)
    console.print(summary)
    for remark in _remarks(runs):
        console.print("- " + remark, soft_wrap=True, highlight=False, markup=False)
    counts = Counter(run.state for run in runs)
    console.print(
        said(f"{len(runs)} {'file' if len(runs) == 1 else 'files'}: ", f"파일 {len(runs)}개: ")
        + ", ".join(
            said(f"{words(state)} {count}", f"{words(state)} {count}개") for state, count in counts.most_common()
        )
    )


def _summary() -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading, korean in HEADINGS.items():
        right = heading in ("rows", "rejects", "findings")
        table.add_column(
            said(heading, korean),
            justify="right" if right else "left",
            overflow="fold" if heading == "file" else "ellipsis",
        )
    return table


def _add(summary: Table, run: Run) -> None:
    """One line for a run: how it was read and how it ended. Lists of header rows are those of its first tables."""
    receipt = run.receipt
    tables = receipt.get("tables", [])
    encoding = receipt.get("encoding") or {}
    blocking = [finding for finding in receipt.get("findings", []) if finding["severity"] in ("personal", "breaking")]
    summary.add_row(
        run.file_name,
        encoding.get("name") or receipt.get("file", {}).get("format", ""),
        "; ".join(",".join(map(str, table["header_rows"])) for table in tables[:3])
        + ("; …" if len(tables) > 3 else ""),
        f"{sum(table['rows'] for table in tables):,}" if tables else "-",
        f"{sum(table['rejects']['count'] for table in tables):,}" if tables else "-",
        f"{len(receipt.get('findings', []))}"
        + (said(f" ({len(blocking)} to decide)", f" ({len(blocking)}건 정해야 함)") if blocking else ""),
        words(run.state)
        + (said(" (kept as a file)", " (파일로 보관)") if receipt.get("no_table") and not run.reason else ""),
    )


def _remarks(runs: list[Run]) -> Iterator[str]:
    """What the table has no room for: why a file has no table, failed, or waits, and what to do."""
    shown = language()
    for run in runs:
        no_table = run.receipt.get("no_table")
        if run.reason:
            yield f"{run.file_name}: {texts.choose(run.reason, shown)[0]}"
        if no_table and not run.reason:
            yield f"{texts.choose(no_table['reason'], shown)[0]} {texts.choose(no_table['remedy'], shown)[0]}"
        if run.state == run.State.READY:
            yield f"{run.file_name}: madang runs show {run.pk}; madang publish {run.pk}"
