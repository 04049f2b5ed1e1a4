"""One table of a receipt for a terminal: what it cost in rows and values, and each column with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from madang.ingest.receipts.words import counted, said
from madang.lib.texts import choose

if TYPE_CHECKING:
    from rich.console import RenderableType

TYPES = {"integer": "green", "number": "green", "boolean": "blue", "date": "cyan", "time": "cyan", "datetime": "cyan"}
SHOWN, SAMPLES, PIECE = 60, 3, 44
"""Columns listed of a wide table, furniture or refused rows quoted, characters of a quoted piece."""


def table(one: dict[str, Any], language: str) -> Iterator[RenderableType]:
    from rich.text import Text

    columns = one["columns"] or one.get("headers", [])
    counts = f"{counted('rows', one['rows'], language)}, {said('columns', language, n=len(columns))}"
    name = (one["name"], "bold"), "  " if one["name"] else ""
    yield Text.assemble("\n", *name, (counts, "bold"), "  ", (_shape(one, language), "dim"))
    for line in _costs(one.get("balance"), language):
        yield Text("  " + line, style="dim")
    yield from (Text(line[:160], style="dim") for line in _quoted(one, language))
    yield _grid(one, language) if one["columns"] else Text("  " + ", ".join(columns[:SHOWN]))
    if one["geometry"]:
        yield Text.assemble((said("place", language) + " ", "dim"), choose(one["geometry"]["evidence"], language)[0])


def _shape(one: dict[str, Any], language: str) -> str:
    parts = []
    if (one["dialect"] or {}).get("delimiter"):
        parts.append(f"{said('dialect', language)} {one['dialect']['delimiter']!r}")
    if one["header_rows"]:
        parts.append(f"{said('headers', language)} {', '.join(map(str, one['header_rows']))}")
    elif one["dialect"] or any(column["name"] == "column_1" for column in one["columns"]):
        parts.append(said("no_header", language))
    return ", ".join(parts)


def _costs(balance: dict[str, Any] | None, language: str) -> Iterator[str]:
    """Rows in are rows out, refused and set aside; of the values, what is empty and what was converted."""
    if not balance:
        return
    parts = [counted("rows", balance["rows"], language)]
    parts += [said("refused", language, n=balance["rejects"])] if balance["rejects"] else []
    parts += [said("header_lines", language, n=balance["header"])] if balance["header"] else []
    parts += [f"{said(what, language)} {n:,}" for what, n in balance["aside"].items()]
    if len(parts) > 1:
        yield f"{said('records', language, n=balance['records'])} = {' + '.join(parts)}"
    told = [
        said(key, language, n=balance[key]) for key in ("empty", "emptied", "converted", "mended") if balance.get(key)
    ]
    if told:
        yield ", ".join(told)


def _quoted(one: dict[str, Any], language: str) -> Iterator[str]:
    """The first lines that were set aside or refused. Blank ones have nothing to quote."""
    line = said("line", language)
    aside = [item for item in one["furniture"] if item.get("what") != "blank"]
    for item in aside[:SAMPLES]:
        what = item.get("what", "")
        words = choose(what, language)[0] if isinstance(what, dict) else said(what, language)
        yield f"    {line} {item.get('line', '')} ({words}): {item['text']}"
    for reject in one["rejects"]["sample"][:SAMPLES]:
        yield f"    {line} {reject['line']:,}: {choose(reject['reason'], language)[0]}  {reject['text']}"


def _grid(one: dict[str, Any], language: str) -> RenderableType:
    from rich.table import Table

    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for key, share in (("column", 3), ("type", 2), ("evidence", 6), ("example", 4)):
        grid.add_column(said(key, language), ratio=share, overflow="fold")
    for column in one["columns"][:SHOWN]:
        grid.add_row(*_row(column, language))
    if len(one["columns"]) > SHOWN:
        grid.add_row(said("more", language, n=len(one["columns"]) - SHOWN), "", "", "")
    return grid


def _row(column: dict[str, Any], language: str) -> tuple[RenderableType, ...]:
    from rich.text import Text

    kind = _type(column["type"], language)
    finer = _type(column["semantic"], language) if column["semantic"] not in (column["type"], "") else ""
    kind += f"\n{finer}" if finer and finer != kind else ""
    kind += f" ({column['unit']})" if column["unit"] else ""
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
    """A type in words, as the portal says it; `madang types` tells the public names that `--choice types=` takes."""
    from madang.ingest.types._column_type import called

    return choose(called(name), language)[0]
