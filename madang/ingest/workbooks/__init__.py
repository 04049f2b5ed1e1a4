"""From the sheets of a workbook to a reading, whichever program or format the workbook came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from madang.ingest.no_table import NoRows, NoSuchSheet
from madang.ingest.tables import Choices, Finding, Reading
from madang.ingest.workbooks import findings as sheet_findings
from madang.ingest.workbooks.grid import Grid, Sheet
from madang.ingest.workbooks.sheets import Part, is_prose, notes, stage_sheet

_NOTES = re.compile(r"메타|meta|설명|안내|readme|notes?$|표지|목차|출처|코드북|contents|cover", re.I)


def stage_workbook(
    grids: list[Grid],
    name: str,
    reader: str,
    choices: Choices,
    scratch: Path,
    progress: Callable[[int], None],
    size: int,
) -> Reading:
    """Read every sheet that holds a table; what stands in the others goes into the facts of the first one as `notes`, and is told.

    `size` bytes are reported as done when all sheets are. Raises `NoSuchSheet`, `NoRows`, `TooManyColumns`.
    """
    sheets = [Sheet(grid) for grid in _chosen(grids, choices, name)]
    parts: list[Part] = []
    beside: dict[str, list[str]] = {}
    for done, sheet in enumerate(sheets, 1):
        aside = len(sheets) > 1 and bool(_NOTES.search(sheet.name)) and is_prose(sheet)
        found = [] if aside else stage_sheet(sheet, choices, scratch, {})
        parts += found
        if not found and (lines := notes(sheet)):
            beside[sheet.name] = lines
        progress(size * done // len(sheets))
    if not parts:
        raise NoRows(name=name)
    tables = tuple(part.staged for part in parts)
    if beside:
        tables = (replace(tables[0], facts={**tables[0].facts, "notes": beside}), *tables[1:])
    if len(tables) == 1:  # the only table of a workbook needs no name; its sheet stands in the facts
        tables = (replace(tables[0], name=""),)
    findings = [*_findings(parts, [table.name for table in tables]), *sheet_findings.of_notes(beside)]
    return Reading(reader, tables, findings=tuple(findings))


def _findings(parts: list[Part], names: list[str]) -> list[Finding]:
    found = [
        finding for part, table in zip(parts, names, strict=True) for finding in sheet_findings.of_table(part, table)
    ]
    return found + list(sheet_findings.of_hidden(parts, dict(enumerate(names))))


def _chosen(grids: list[Grid], choices: Choices, name: str) -> list[Grid]:
    wanted = choices.get("sheet")
    if not wanted:
        return grids
    chosen = [grid for grid in grids if grid.name == wanted]
    if not chosen:
        raise NoSuchSheet(name=name, sheet=wanted, names=", ".join(grid.name for grid in grids))
    return chosen
