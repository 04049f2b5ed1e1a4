"""What the engine said of a statement, as a problem of ours: in the writer's names, with its place when a name tells it."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from madang.lib.problems import Problem
from madang.query import near
from madang.query.functions import LATE
from madang.query.limits import BeyondCalendar
from madang.query.model import Table
from madang.query.sql.problems import DoesNotFit, EngineDied, UnknownColumn, UnknownTable
from madang.query.sql.statement import Checked

log = logging.getLogger(__name__)
COLUMN = re.compile(r'Referenced column "(.+?)" (?:was )?not found|does not have a column named "(.+?)"')
TABLE = re.compile(r'Referenced table "(.+?)" not found')
LONGEST = 500
GENERATED = re.compile(r'"?\bt([0-9]+)\b"?')


def problem(words: str, checked: Checked, tables: Sequence[Table]) -> Problem:
    """The problem that DuckDB's words tell."""
    if found := COLUMN.search(words):
        name = found[1] or found[2]
        known = [column.name for table in tables for column in table.columns]
        return UnknownColumn(name=name[:100], **_place(name, checked), **near.hint(name, known))
    if found := TABLE.search(words):
        known = [table.name for table in tables]
        return UnknownTable(name=found[1][:100], **_place(found[1], checked), **near.hint(found[1], known))
    if LATE in words:
        return BeyondCalendar()
    if words.startswith(("INTERNAL", "FATAL", "IO Error")):
        log.error("the engine failed on a statement: %s", words)
        return EngineDied()
    return DoesNotFit(why=_said(words, tables).rstrip("."))


def _place(name: str, checked: Checked) -> dict[str, int]:
    line, column = checked.names.get(name.lower(), (1, 1))
    return {"line": line, "column": column}


def _said(words: str, tables: Sequence[Table]) -> str:
    """The first lines, without the kind of the error and the generated text that follows them."""
    told = words.split("\n\nLINE ")[0].split("\nLINE ")[0].split("\n")[0]
    told = told.split(": ", 1)[-1].strip()
    told = told if len(told) <= LONGEST else told[: LONGEST - 3] + "..."
    return GENERATED.sub(lambda found: _name(int(found[1]), tables) or found[0], told)


def _name(number: int, tables: Sequence[Table]) -> str:
    return f'"{tables[number].dataset}"."{tables[number].name}"' if number < len(tables) else ""
