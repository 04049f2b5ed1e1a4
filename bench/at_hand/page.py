"""The outcomes as Markdown: files with a row each, and files that differ in name and rows only gathered in one."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from at_hand.outcome import Outcome

BY_EYE = Path(__file__).parent.parent / "labels" / "files_by_eye.csv"
BEGIN, END = "<!-- begin: bench/files_at_hand.py -->", "<!-- end -->"
MANY = 5  # so many files alike in a folder are gathered
HEAD = "| file | format | encoding | header rows | rows | rejects | columns of note | findings | by eye |"


def by_eye() -> dict[str, str]:
    """Path -> what was compared by eye, with the verdict when it is not `right`."""
    with BY_EYE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["path"]: row["compared"] + ("" if row["verdict"] == "right" else f" **{row['verdict']}**") for row in rows
    }


def tables(outcomes: Sequence[Outcome], seen: dict[str, str]) -> str:
    """One Markdown table for each folder."""
    folders: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        folders[str(Path(outcome.path).parent)].append(outcome)
    parts = []
    for folder, inside in folders.items():
        parts += [f"### {folder}", "", HEAD, "|" + "---|" * 9, *_lines(inside, seen), ""]
    return "\n".join(parts)


def _lines(outcomes: Iterable[Outcome], seen: dict[str, str]) -> Iterator[str]:
    groups: dict[tuple[object, ...], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[(*outcome.alike, outcome.path in seen)].append(outcome)
    told: set[str] = set()
    for group in groups.values():
        if len(group) >= MANY and not group[0].table and group[0].path not in seen:
            yield _gathered(group)
            continue
        for outcome in group:
            yield _line(outcome, "" if outcome.path in told else seen.get(outcome.path, ""))
            told.add(outcome.path)


def _line(outcome: Outcome, seen: str) -> str:
    name = Path(outcome.path).name + (f" [{outcome.table}]" if outcome.table else "")
    return _row(outcome, name, "no table" if outcome.rows is None else f"{outcome.rows:,}", f"✓ {seen}" if seen else "")


def _gathered(group: Sequence[Outcome]) -> str:
    """`100 files`: each is named with its rows, unless all have the same number."""
    names, rows = [Path(outcome.path).name for outcome in group], {outcome.rows for outcome in group}
    first = group[0]
    if len(rows) > 1:
        names = [f"{Path(each.path).name} {each.rows:,}" for each in group]
        return _row(first, f"{len(group)} files: " + "; ".join(names), "as named", "")
    count = "no table" if first.rows is None else f"{first.rows:,} each"
    return _row(first, f"{len(group)} files: " + "; ".join(names), count, "")


def _row(outcome: Outcome, name: str, rows: str, seen: str) -> str:
    findings = ": ".join(filter(None, (outcome.findings, outcome.reason)))
    cells = (
        name, outcome.format, outcome.encoding, outcome.header_rows, rows,
        "" if outcome.rows is None else f"{outcome.rejects:,}", outcome.notable, findings, seen,
    )  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def counts(outcomes: Sequence[Outcome], seen: dict[str, str]) -> str:
    """What the whole table says in one paragraph."""
    files = {outcome.path for outcome in outcomes}
    bare = {outcome.path for outcome in outcomes if outcome.rows is None}
    read = [outcome for outcome in outcomes if outcome.rows is not None]
    return (
        f"{len(files):,} files: {len(files - bare):,} with {len(read):,} tables"
        f" of {sum(outcome.rows or 0 for outcome in read):,} rows, {sum(outcome.rejects for outcome in read):,} rows refused;"
        f" {len(bare):,} without a table. Checked by eye: {len(files & seen.keys()):,} files."
    )


def write(page: Path, text: str) -> None:
    """Put the tables between the marks of the page; what is written by hand around them stays."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")
