"""What a reader of a sheet must know: errors that became empty, formulas without results, hidden cells, shown formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from madang.ingest.tables import Finding
from madang.ingest.workbooks.grid import NO_VALUE, letters
from madang.ingest.workbooks.sheets import Part

SHOWN = 5
NOTES = 40
"""Lines of notes that are quoted."""


def of_table(part: Part, table: str) -> Iterator[Finding]:
    """Findings of one table, published as `table` ("" when it is the only one)."""
    yield from _marks(part, table)
    yield from _formats(part, table)
    yield from _mixed(part, table)
    numbers = part.sheet.filled_numbers
    if numbers:
        text = {
            "en": f"Merged cells that hold a number cover {numbers:,} more rows; each repeats the number, so a sum may count it twice.",
            "ko": f"숫자가 든 병합 셀이 {numbers:,}개 행을 더 덮습니다. 행마다 같은 값을 채웠으므로 합계가 중복될 수 있습니다.",
        }
        yield Finding("merged-numbers", "warning", text, table, count=numbers)


def of_hidden(parts: list[Part], named: dict[int, str]) -> Iterator[Finding]:
    """Hidden sheets, rows and columns are read like all others; the publisher may not know that they are there.

    `named` gives the table's name by the part's position.
    """
    for position, part in enumerate(parts):
        grid, table = part.sheet.grid, named[position]
        if position and parts[position - 1].sheet is part.sheet:
            continue
        if grid.hidden:
            text = {
                "en": f"The sheet {grid.name} is hidden in the workbook. It was read: check that it may be published.",
                "ko": f"{grid.name} 시트는 통합 문서에서 숨겨져 있습니다. 읽었으니 게시해도 되는지 확인하세요.",
            }
            yield Finding("hidden-sheet", "warning", text, table)
        if grid.marks.hidden_rows or grid.marks.hidden_columns:
            rows, columns = grid.marks.hidden_rows, grid.marks.hidden_columns
            parts_en = [f"{rows:,} rows"] * bool(rows) + [f"{columns:,} columns"] * bool(columns)
            parts_ko = [f"숨긴 행 {rows:,}개"] * bool(rows) + [f"숨긴 열 {columns:,}개"] * bool(columns)
            text = {
                "en": f"The sheet {grid.name} hides {' and '.join(parts_en)}. They were read like the others.",
                "ko": f"{grid.name} 시트에 {', '.join(parts_ko)}가 있습니다. 다른 것처럼 읽었으니 게시해도 되는지 확인하세요.",
            }
            yield Finding("hidden-cells", "warning", text, table, count=rows + columns)


def of_notes(beside: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Sheets that became no table: what they say is quoted, so that nothing of a workbook is left out in silence."""
    if not beside:
        return
    sheets = ", ".join(f"{name} ({len(lines)})" for name, lines in beside.items())
    text = {
        "en": f"Kept as notes, not as a table (sheet and lines): {sheets}. If it is a table: --choice sheet=NAME.",
        "ko": f"표가 아니라 설명으로 둔 시트(줄 수): {sheets}. 표라면 --choice sheet=시트이름으로 읽으세요.",
    }
    lines = [line for each in beside.values() for line in each]
    yield Finding("sheet-of-notes", "info", text, count=len(beside), sample=tuple(lines[:NOTES]))


def _marks(part: Part, table: str) -> Iterator[Finding]:
    errors: Counter[str] = Counter()
    first: list[str] = []
    missing = 0
    for row, column, mark in _within(part):
        if mark == NO_VALUE:
            missing += 1
        elif mark.startswith("#"):
            errors[mark] += 1
            if len(first) < SHOWN:
                first.append(f"{letters(column)}{row + 1}: {mark}")
    if errors:
        counts = ", ".join(f"{mark} {count:,}" for mark, count in errors.most_common())
        text = {
            "en": f"{errors.total():,} cells show an error of the spreadsheet ({counts}); they are empty here.",
            "ko": f"셀 {errors.total():,}개에 스프레드시트 오류가 있습니다({counts}). 빈 값으로 두었습니다.",
        }
        yield Finding("error-cells", "warning", text, table, count=errors.total(), sample=tuple(first))
    if missing:
        text = {
            "en": f"{missing:,} formulas were saved without a result, so their cells are empty here."
            " Open the workbook, save it, and send it again.",
            "ko": f"수식 {missing:,}개가 결과 없이 저장되어 빈 값이 되었습니다. 통합 문서를 열어 다시 저장한 뒤 보내세요.",
        }
        yield Finding("formulas-without-values", "warning", text, table, count=missing)


def _within(part: Part) -> Iterator[tuple[int, int, str]]:
    """(row, column, mark) of the part's rows of data."""
    block, left = part.block, part.sheet.grid.left
    for row, marks in part.sheet.grid.marks.cells.items():
        if row + 1 >= part.first and (block.end is None or row + 1 < block.end):
            for column, mark in marks:
                if block.left <= column - left < block.right:
                    yield row, column, mark


def _formats(part: Part, table: str) -> Iterator[Finding]:
    marks, left = part.sheet.grid.marks, part.sheet.grid.left + part.block.left
    native = {int(column[1:]) - 1 for column in part.staged.native}
    names = [header.name for header in part.staged.headers]
    percent = [names[at] for at in sorted(native) if marks.percent[left + at]]
    scaled = [names[at] for at in sorted(native) if marks.scaled[left + at]]
    if percent:
        text = {
            "en": f"Shown as percentages in the workbook, kept as the fractions that it holds (25 % is 0.25): {_list(percent)}.",
            "ko": f"통합 문서에서 백분율로 표시되는 열입니다. 저장된 비율 그대로 두었습니다(25%는 0.25): {_list(percent)}",
        }
        yield Finding("shown-as-percent", "info", text, table, count=len(percent))
    if scaled:
        text = {
            "en": f"Shown in thousands or millions in the workbook, kept as the full numbers that it holds: {_list(scaled)}.",
            "ko": f"통합 문서에서 천·백만 단위로 줄여 표시되는 열입니다. 저장된 전체 값 그대로 두었습니다: {_list(scaled)}",
        }
        yield Finding("shown-scaled", "info", text, table, count=len(scaled))


def _mixed(part: Part, table: str) -> Iterator[Finding]:
    """A column of dates and bare numbers: the numbers may be dates that lost their format."""
    for header, kinds in zip(part.staged.headers, part.kinds, strict=True):
        if kinds & {"date", "datetime"} and kinds & {"integer", "number"}:
            text = {
                "en": f"The column {header.name} mixes dates and plain numbers; a number such as 45000 may be a date that lost its format."
                " It was kept as text.",
                "ko": f"{header.name} 열에 날짜와 일반 숫자가 섞여 있습니다. 45000 같은 숫자는 서식을 잃은 날짜일 수 있습니다."
                " 텍스트로 두었습니다.",
            }
            yield Finding("mixed-dates", "warning", text, table, header.name)


def _list(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (f" (+{len(names) - SHOWN})" if len(names) > SHOWN else "")
