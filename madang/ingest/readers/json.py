"""JSON: arrays of records, records in an envelope, columns, NDJSON. Nested objects become dotted columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from madang.ingest import encodings
from madang.ingest.json import errors
from madang.ingest.json import records as json_records
from madang.ingest.json.records import Record, Rows
from madang.ingest.json.values import Damaged, Walker, dumped, flat, names, text
from madang.ingest.no_table import ErrorBody, NoRows, NoSuchSheet, NoTable, TooManyColumns
from madang.ingest.readers import geojson
from madang.ingest.rows import columns_of
from madang.ingest.tables import Choices, Reading

EXTENSIONS = (".json", ".ndjson", ".jsonl", ".jsonlines")
LINES = (".ndjson", ".jsonl", ".jsonlines")
WHOLE = 32 << 20  # files up to this size are looked at as a whole, longer ones are streamed
DEPTH = 4
_OPENING = re.compile(rb"\s*(\{\s*(\"|\}|$)|\[\s*([\[{\"\]\d-]|true|false|null|$))")
ROWS = {
    "row",
    "rows",
    "record",
    "records",
    "data",
    "item",
    "items",
    "result",
    "results",
    "features",
    "releases",
    "dataset",
    "list",
}


class NoRecords(NoTable):
    en = "{name} is one JSON object without a list of records, so there are no rows."
    ko = "{name}: 레코드 목록이 없는 JSON 객체 하나라서 행이 없습니다."
    remedy_en = (
        'Publish a list of objects: [{{"name": "...", "value": 1}}, ...]. The file is kept and can be downloaded.'
    )
    remedy_ko = (
        '객체의 목록으로 게시하세요: [{{"name": "...", "value": 1}}, ...]. 파일은 보관되어 내려받을 수 있습니다.'
    )
    severity = "info"


def recognises(head: bytes, name: str) -> bool:
    return _OPENING.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the longest list of records into one table; its facts name the path to the list."""
    decision = encodings.decide(path, choices, standard="JSON")
    walkers: list[Walker] = []

    def walker(watch: Callable[[int], None] | None = None) -> Walker:
        walkers.append(Walker(encodings.text_blocks(path, decision, watch), name))
        return walkers[-1]

    where, rows, others = _find(path, name, walker, choices.get("sheet", ""))
    first = next(((line, row) for line, row in rows() if not isinstance(row, Damaged)), None)
    if first is None and next(iter(rows()), None) is None:
        raise NoRows(name=name)
    start = first[1] if first else {}
    if geojson.is_feature(start):
        return geojson.stage(name, rows, scratch, decision)
    if geojson.is_shape(start.get("geometry")):
        return geojson.stage(name, lambda *_: geojson.as_features(rows()), scratch, decision)
    _refuse_error(name, start, rows)
    flatten: Callable[[Record], dict[str, str | None]] = flat
    try:
        columns = columns_of(((line, names(row)) for line, row in rows()), name)
    except TooManyColumns:  # keys that are data: keep nested objects as JSON text
        flatten = _shallow
        columns = columns_of(rows(), name)
    staged = json_records.stage(name, scratch, columns, rows(progress), flatten, {"path": where})
    said = json_records.doubled(max(each.doubled for each in walkers))
    return Reading(
        "json", (staged,), decision.receipt, findings=(*decision.findings, *said, *json_records.unread(where, others))
    )


def _refuse_error(name: str, first: Record, rows: Callable[..., Rows]) -> None:
    """A list of one error is an error, not a table of one row."""
    message = errors.alone(first)
    if message and len([row for _, row in zip(range(2), rows(), strict=False)]) == 1:
        raise ErrorBody(name=name, message=message)


def _shallow(row: Record) -> dict[str, str | None]:
    return {key: text(value) for key, value in row.items()}


def _find(
    path: Path, name: str, walker: Callable[..., Walker], chosen: str
) -> tuple[str, Callable[..., Rows], dict[str, int]]:
    """The path to the records in the file, a function that yields (line, record), and the lists beside it with their lengths."""
    mark = walker().peek()
    if mark == "[" and not name.lower().endswith(LINES):
        return "", lambda watch=None: json_records.array(walker(watch)), {}
    if _is_lines(walker(), name):
        return "", lambda watch=None: json_records.lines(walker(watch)), {}
    if mark == "[":
        return "", lambda watch=None: json_records.array(walker(watch)), {}
    if _is_several(walker()):
        return "", lambda watch=None: json_records.objects(walker(watch)), {}
    if path.stat().st_size > WHOLE:
        lists = json_records.lists(walker())
        wanted = _wanted(name, lists, chosen) or next(iter(lists), "")
        if not wanted:
            raise NoRecords(name=name)
        return wanted, lambda watch=None: json_records.at(walker(watch), wanted), lists
    where, records, lists = _best(name, walker().value(), chosen)
    return where, lambda watch=None: enumerate(records, 1), lists


def _wanted(name: str, lists: Iterable[str], chosen: str) -> str:
    if chosen and chosen not in lists:
        raise NoSuchSheet(name=name, sheet=chosen, names=", ".join(lists))
    return chosen


def _is_lines(walker: Walker, name: str) -> bool:
    """Whether each line is a value of its own: the first two of them are, or the name says so and one of the first five is."""
    seen = [row for _, (_, row) in zip(range(5), walker.lines(), strict=False)]
    whole = [row for row in seen if isinstance(row, dict | list) and not isinstance(row, Damaged)]
    if name.lower().endswith(LINES):
        return bool(whole) and (len(seen) > 1 or isinstance(seen[0], dict))
    return len(seen) > 1 and len(whole) >= 2 and not isinstance(seen[0], Damaged)


def _is_several(walker: Walker) -> bool:
    """Several objects after one another."""
    walker.value()
    return walker.peek() == "{"


def _best(name: str, value: Record, chosen: str) -> tuple[str, list[Record], dict[str, int]]:
    columns = _columns(value)
    if columns:
        return "", columns, {}
    lists = {} if "$schema" in value else dict(sorted(_lists(value, "", 0), key=lambda found: -len(found[1])))
    lengths = {path: len(records) for path, records in lists.items()}
    where = _wanted(name, lists, chosen) or next(iter(lists), "")
    if where and (chosen or len(lists[where]) > 1 or where.split(".")[-1].lower() in ROWS):
        return where, lists[where], lengths
    message = errors.message(value)
    if message:
        raise ErrorBody(name=name, message=message)
    keyed = [(key, inner) for key, inner in value.items() if isinstance(inner, dict)]
    if len(keyed) == len(value) > 1 and set(keyed[0][1]) & set(keyed[-1][1]):
        return "*", [{"key": key, **inner} for key, inner in keyed], {}
    raise NoRecords(name=name)


def _lists(value: Record, where: str, depth: int) -> Iterator[tuple[str, list[Record]]]:
    for key, inner in value.items():
        path = f"{where}.{key}" if where else key
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            yield path, inner
        elif isinstance(inner, dict) and depth < DEPTH:
            yield from _lists(inner, path, depth + 1)


def _columns(value: Record) -> list[Record]:
    """Column-oriented forms: `{"a": [1, 2], "b": [3, 4]}`, `{"columns": [...], "data": [[...]]}`, pandas' `{"a": {"0": 1}}`."""
    labels, data = _named_rows(value)
    if isinstance(labels, list) and isinstance(data, list) and all(isinstance(row, list) for row in data) and data:
        return [dict(zip(map(_name, labels), row, strict=False)) for row in data]
    cells = list(value.values())
    if all(isinstance(cell, list) for cell in cells) and len({len(cell) for cell in cells}) == 1 and cells:
        if any(isinstance(item, dict | list) for cell in cells for item in cell[:1]) and len(cells) == 1:
            return []
        return [dict(zip(value, row, strict=True)) for row in zip(*cells, strict=True)]
    if len(cells) > 1 and all(isinstance(cell, dict) and "0" in cell for cell in cells):
        keys = dict.fromkeys(key for cell in cells for key in cell)
        return [{name: cell.get(key) for name, cell in value.items()} for key in keys]
    return []


def _named_rows(value: Record) -> tuple[Any, Any]:
    """Names and rows apart: pandas' `columns` and `data`, a CKAN dump's `fields` and `records`."""
    return value.get("columns", value.get("fields")), value.get("data", value.get("records"))


def _name(column: Any) -> str:
    return str(column.get("id") or column.get("name") or dumped(column)) if isinstance(column, dict) else str(column)
