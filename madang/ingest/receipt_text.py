"""A receipt for a terminal: what the file is, each column with its evidence, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from madang.lib.texts import choose

if TYPE_CHECKING:
    from rich.console import RenderableType

WORDS: dict[str, tuple[str, str]] = {
    "encoding": ("encoding", "문자 인코딩"),
    "rows": ("rows", "행"),
    "columns": ("columns", "열"),
    "dialect": ("separated by", "구분자"),
    "headers": ("header in line", "제목 줄"),
    "left": ("left out", "뺀 줄"),
    "rejects": ("rows refused", "받지 않은 행"),
    "place": ("map", "지도"),
    "column": ("column", "열"),
    "type": ("type", "종류"),
    "evidence": ("evidence", "근거"),
    "example": ("for example", "예"),
    "no_table": ("No table", "표 없음"),
    "findings": ("To look at", "살펴볼 것"),
    "clean": ("Nothing to look at: this file can be published.", "살펴볼 것이 없습니다. 게시할 수 있는 파일입니다."),
    "blocked": ("{count} must be decided before this is published.", "게시하기 전에 {count}건을 정해야 합니다."),
    "line": ("line", "줄"),
    "breaking": ("breaking", "호환 안 됨"),
    "personal": ("personal", "개인정보"),
    "error": ("error", "오류"),
    "warning": ("warning", "주의"),
    "info": ("note", "참고"),
}
COLOURS = {"breaking": "bold red", "personal": "bold magenta", "error": "red", "warning": "yellow", "info": "cyan"}
TYPES = {"integer": "green", "number": "green", "boolean": "blue", "date": "cyan", "time": "cyan", "datetime": "cyan"}
SHOWN, SAMPLES, PIECE = 60, 3, 44
"""Columns listed of a wide table, furniture or refused rows quoted, characters of a quoted piece."""


def as_text(receipt: dict[str, Any], language: str = "en", width: int = 100, colour: bool = False) -> str:
    """The receipt as lines of text, `width` characters wide; with ANSI colours if asked."""
    from io import StringIO

    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
    )
    for part in rendered(receipt, language):
        console.print(part)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def rendered(receipt: dict[str, Any], language: str) -> Iterator[RenderableType]:
    """The receipt in parts for `rich`, each printed under the one before."""
    from rich.text import Text

    file = receipt["file"]
    title = Text.assemble(
        (file["name"], "bold"), f"  {file['format']}, {_bytes(file['bytes'])}, sha256 {file['sha256'][:12]}"
    )
    yield title
    if receipt["encoding"]:
        yield from _encoding(receipt["encoding"], language)
    for table in receipt["tables"]:
        yield from _table(table, language)
    if receipt["no_table"]:
        reason, remedy = (choose(receipt["no_table"][key], language)[0] for key in ("reason", "remedy"))
        yield Text.assemble((f"\n{_word('no_table', language)}. ", "bold red"), reason, "\n", (remedy, "italic"))
    yield from _findings(receipt["findings"], language)


def _word(key: str, language: str) -> str:
    return WORDS[key][language == "ko"]


def _bytes(size: int) -> str:
    value, unit = float(size), "bytes"
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{value:,.0f} {unit}" if unit == "bytes" else f"{value:,.1f} {unit}"


def _encoding(encoding: dict[str, Any], language: str) -> Iterator[RenderableType]:
    from rich.text import Text

    reason = choose(encoding["reason"], language)[0] if encoding.get("reason") else encoding.get("how", "")
    yield Text.assemble((_word("encoding", language), "dim"), " ", (encoding["name"], "bold"), f"  {reason}")
    if (
        not encoding["name"].lower().startswith(("utf", "ascii"))
    ):  # a proof is worth showing where it could be otherwise
        for line in encoding.get("proof", [])[:SAMPLES]:
            otherwise = f" ≠ {line['otherwise'][:PIECE]}" if line.get("otherwise") else ""
            yield Text(
                f"  {_word('line', language)} {line.get('line', '')}: "
                f"{line.get('text', '').strip()[:PIECE]}{otherwise}",
                style="dim",
            )


def _table(table: dict[str, Any], language: str) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    counts = f"{table['rows']:,} {_word('rows', language)}, {len(table['columns']):,} {_word('columns', language)}"
    yield Text.assemble(
        "\n",
        (table["name"], "bold"),
        "  " if table["name"] else "",
        (counts, "bold"),
        "  ",
        (_shape(table, language), "dim"),
    )
    yield from (Text(line, style="dim") for line in _left_out(table, language))
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for key, share in (("column", 3), ("type", 2), ("evidence", 6), ("example", 4)):
        grid.add_column(_word(key, language), ratio=share, overflow="fold")
    for column in table["columns"][:SHOWN]:
        grid.add_row(*_row(column, language))
    if len(table["columns"]) > SHOWN:
        grid.add_row(f"… {len(table['columns']) - SHOWN:,}", "", "", "")
    yield grid
    if table["geometry"]:
        yield Text.assemble((_word("place", language) + " ", "dim"), choose(table["geometry"]["evidence"], language)[0])


def _shape(table: dict[str, Any], language: str) -> str:
    parts = []
    if (table["dialect"] or {}).get("delimiter"):
        parts.append(f"{_word('dialect', language)} {table['dialect']['delimiter']!r}")
    if table["header_rows"]:
        parts.append(f"{_word('headers', language)} {', '.join(map(str, table['header_rows']))}")
    return ", ".join(parts)


def _left_out(table: dict[str, Any], language: str) -> Iterable[str]:
    for item in table["furniture"][:SAMPLES]:
        what = choose(item["what"], language)[0] if isinstance(item.get("what"), dict) else item.get("what", "")
        yield f"  {_word('left', language)}: {_word('line', language)} {item.get('line', '')} {what} {item['text']}"[
            :160
        ]
    if table["rejects"]["count"]:
        yield f"  {_word('rejects', language)}: {table['rejects']['count']:,}"
    for reject in table["rejects"]["sample"][:SAMPLES]:
        yield f"    {_word('line', language)} {reject['line']:,}: {choose(reject['reason'], language)[0]}  {reject['text']}"[
            :160
        ]


def _row(column: dict[str, Any], language: str) -> tuple[RenderableType, ...]:
    from rich.text import Text

    kind = _type(column["type"], language) + (f" ({column['unit']})" if column["unit"] else "")
    if column["semantic"] not in (column["type"], ""):
        kind += f"\n{_type(column['semantic'], language)}"
    evidence = choose(column["evidence"], language)[0]
    if column["converted"]:
        evidence += f"\n→ {choose(column['converted'], language)[0]}"
    sample = ", ".join(" ".join(text.split()) for text in column["sample"][:SAMPLES])
    sample = sample if len(sample) <= PIECE else sample[: PIECE - 1] + "…"
    return (
        Text(column["name"], style="bold"),
        Text(kind, style=TYPES.get(column["type"], "")),
        Text(evidence),
        Text(sample, style="dim"),
    )


def _type(name: str, language: str) -> str:
    """A type in Korean words; in English its public name, which `--choice types=` takes."""
    from madang.ingest.types._column_type import called

    return choose(called(name), language)[0] if language == "ko" else name


def _findings(findings: list[dict[str, Any]], language: str) -> Iterator[RenderableType]:
    from rich.text import Text

    if not findings:
        yield Text("\n✓ " + _word("clean", language), style="green")
        return
    yield Text(f"\n{_word('findings', language)}", style="bold")
    for finding in findings:
        where = f"{finding['table']}: " if finding["table"] else ""
        sample = f"  [{', '.join(finding['sample'])}]" if finding["sample"] else ""
        style = COLOURS.get(finding["severity"], "")
        yield Text.assemble(
            "  ",
            (f"● {_word(finding['severity'], language)} ", style),
            where,
            choose(finding["text"], language)[0],
            (sample, "dim"),
        )
    waiting = [f for f in findings if f["severity"] in ("breaking", "personal") and not f["decision"]]
    if waiting:
        yield Text("\n" + _word("blocked", language).format(count=len(waiting)), style="bold red")
