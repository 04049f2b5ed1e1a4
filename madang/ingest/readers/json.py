"""JSON: arrays of records, records in an envelope, columns, NDJSON. Nested objects become dotted columns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from madang.ingest import encodings
from madang.ingest.json_values import Walker, flat, text
from madang.ingest.no_table import ErrorBody, NoRows, NoTable, TooManyColumns
from madang.ingest.readers import geojson
from madang.ingest.rows import columns_of, stage_records
from madang.ingest.tables import Choices, Reading

EXTENSIONS = (".json", ".ndjson", ".jsonl", ".jsonlines")
WHOLE = 64 << 20  # files up to this size are looked at as a whole, longer ones are streamed
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
_ERROR_KEYS = {"error", "errors", "message", "fault", "exception", "errormessage", "errmsg"}
Rows = Iterator[tuple[int, dict[str, Any]]]


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

    def walker(watch: Callable[[int], None] | None = None) -> Walker:
        return Walker(encodings.text_blocks(path, decision, watch), name)

    where, rows = _find(path, name, walker)
    first = next(iter(rows()), None)
    if first is None:
        raise NoRows(name=name)
    if geojson.is_feature(first[1]):
        return geojson.stage(name, rows, scratch, decision)
    if geojson.is_shape(first[1].get("geometry")):
        return geojson.stage(name, lambda *_: geojson.as_features(rows()), scratch, decision)
    flatten: Callable[[dict[str, Any]], dict[str, str | None]] = flat
    try:
        columns = columns_of(((line, flatten(row)) for line, row in rows()), name)
    except TooManyColumns:  # keys that are data: keep nested objects as JSON text
        flatten = _shallow
        columns = columns_of(((line, flatten(row)) for line, row in rows()), name)
    flattened = ((line, flatten(row)) for line, row in rows(progress))
    staged = stage_records(scratch, "", columns, flattened, {"path": where})
    return Reading("json", (staged,), decision.receipt, findings=decision.findings)


def _shallow(row: dict[str, Any]) -> dict[str, str | None]:
    return {key: text(value) for key, value in row.items()}


def _find(path: Path, name: str, walker: Callable[..., Walker]) -> tuple[str, Callable[..., Rows]]:
    """The path to the records in the file, and a function that yields (line, record)."""
    opening = walker()
    mark = opening.peek()
    if mark == "[":
        return "", lambda watch=None: _array(walker(watch))
    if _is_lines(walker()):
        return "", lambda watch=None: _lines(walker(watch))
    if path.stat().st_size > WHOLE:
        return "", lambda watch=None: _first_array(walker(watch), 0)
    where, records = _best(name, opening.value())
    return where, lambda watch=None: enumerate(records, 1)


def _array(walker: Walker) -> Rows:
    for number, _line in enumerate(walker.items(), 1):
        yield number, _record(walker.value())


def _is_lines(walker: Walker) -> bool:
    """Several objects after one another."""
    walker.value()
    return walker.peek() == "{"


def _lines(walker: Walker) -> Rows:
    while walker.peek():
        line = walker.line
        yield line, _record(walker.value())


def _first_array(walker: Walker, depth: int) -> Rows:
    """Records of the first list of objects in a long file."""
    for _key in walker.members():
        if walker.peek() == "[":
            for number, _line in enumerate(walker.items(), 1):
                value = walker.value()
                if isinstance(value, dict):
                    yield number, value
        elif walker.peek() == "{" and depth < DEPTH:
            yield from _first_array(walker, depth + 1)
        else:
            walker.value()


def _record(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {f"column_{position}": cell for position, cell in enumerate(value, 1)}
    return {"value": value}


def _best(name: str, value: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    columns = _columns(value)
    if columns:
        return "", columns
    lists = [] if "$schema" in value else sorted(_lists(value, "", 0), key=lambda found: -len(found[1]))
    if lists and (len(lists[0][1]) > 1 or lists[0][0].split(".")[-1].lower() in ROWS):
        return lists[0]
    message = _error(value)
    if message:
        raise ErrorBody(name=name, message=message)
    keyed = [(key, inner) for key, inner in value.items() if isinstance(inner, dict)]
    if len(keyed) == len(value) > 1 and set(keyed[0][1]) & set(keyed[-1][1]):
        return "*", [{"key": key, **inner} for key, inner in keyed]
    raise NoRecords(name=name)


def _lists(value: dict[str, Any], where: str, depth: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for key, inner in value.items():
        path = f"{where}.{key}" if where else key
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            yield path, inner
        elif isinstance(inner, dict) and depth < DEPTH:
            yield from _lists(inner, path, depth + 1)


def _columns(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Column-oriented forms: `{"a": [1, 2], "b": [3, 4]}`, `{"columns": [...], "data": [[...]]}`, pandas' `{"a": {"0": 1}}`."""
    names, data = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(data, list) and all(isinstance(row, list) for row in data) and data:
        return [dict(zip(map(str, names), row, strict=False)) for row in data]
    cells = list(value.values())
    if all(isinstance(cell, list) for cell in cells) and len({len(cell) for cell in cells}) == 1 and cells:
        if any(isinstance(item, dict | list) for cell in cells for item in cell[:1]) and len(cells) == 1:
            return []
        return [dict(zip(value, row, strict=True)) for row in zip(*cells, strict=True)]
    if len(cells) > 1 and all(isinstance(cell, dict) and "0" in cell for cell in cells):
        keys = dict.fromkeys(key for cell in cells for key in cell)
        return [{name: cell.get(key) for name, cell in value.items()} for key in keys]
    return []


def _error(value: dict[str, Any]) -> str:
    """The message of an error body: `{"error": ...}`, `{"success": false}`, `{"RESULT": {"CODE": "INFO-200", ...}}`."""
    result = value.get("RESULT")
    if isinstance(result, dict) and "CODE" in result:
        return f"{result['CODE']} {result.get('MESSAGE', '')}".strip()
    found = [key for key in value if key.lower() in _ERROR_KEYS]
    if found and len(value) <= 12:
        return str(text(value[found[0]]))[:300]
    return json.dumps(value, ensure_ascii=False)[:300] if value.get("success") is False else ""
