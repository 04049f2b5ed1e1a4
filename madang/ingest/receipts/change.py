"""What differs between two receipts of one resource: the file, its tables, their columns and values, each told in two languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from madang.ingest.types._column_type import called
from madang.lib.particles import josa
from madang.lib.problems import Text

SHARE = 0.05
"""Change in the share of empty values of a column that is worth a line."""
NAMED = 5
"""New or vanished values that are named."""
Receipt = Mapping[str, Any]


def difference(before: Receipt, after: Receipt) -> dict[str, Any]:
    """Both files, and per table what changed. `said` are sentences, the gravest first: {"grave": bool, "text": {"en", "ko"}}.

    Tables are matched by name; the only table of a file has none, so that two of them always match.
    """
    old, new = _tables(before, after), _tables(after, before)
    common = [name for name in new if name in old]
    said = [*_of_file(before, after)]
    said += [_gone_table(name) for name in old if name not in new] + [
        _new_table(name) for name in new if name not in old
    ]
    tables = []
    for name in common:
        table = _table(old[name], new[name])
        tables.append({"name": name, **table})
        said += list(_of_table(name if len(new) > 1 else "", old[name], new[name], table))
    said = [{**one, "text": {**one["text"], "ko": josa(one["text"]["ko"])}} for one in said]
    return {
        "from": _file(before),
        "to": _file(after),
        "same": _file(before)["sha256"] == _file(after)["sha256"] != "",
        "tables": tables,
        "tables_gone": [name for name in old if name not in new],
        "tables_new": [name for name in new if name not in old],
        "said": sorted(said, key=lambda one: not one["grave"]),
    }


def _file(receipt: Receipt) -> dict[str, Any]:
    file = receipt.get("file", {})
    return {"name": file.get("name", ""), "bytes": file.get("bytes", 0), "sha256": file.get("sha256", "")}


def _tables(receipt: Receipt, other: Receipt) -> dict[str, Any]:
    tables = receipt.get("tables", [])
    alone = len(tables) == len(other.get("tables", [])) == 1
    return {"": tables[0]} if alone else {table["name"]: table for table in tables}


def _table(old: Receipt, new: Receipt) -> dict[str, Any]:
    """`rows` and `rejects` as [before, now]; `columns` that are new, gone or changed."""
    was, now = _columns(old), _columns(new)
    changed = [_column(was[name], now[name], old["rows"], new["rows"]) for name in now if name in was]
    return {
        "rows": [old["rows"], new["rows"]],
        "rejects": [old["rejects"]["count"], new["rejects"]["count"]],
        "columns_gone": [name for name in was if name not in now],
        "columns_new": [name for name in now if name not in was],
        "columns": [column for column in changed if len(column) > 1],
    }


def _columns(table: Receipt) -> dict[str, Any]:
    return {column["name"]: column for column in table["columns"]}


def _column(old: Receipt, new: Receipt, rows_old: int, rows_new: int) -> dict[str, Any]:
    """What changed in one column: only those of `type`, `empty` (shares), `range`, `values_new`, `values_gone` that did."""
    found: dict[str, Any] = {"name": new["name"]}
    for key in ("type", "semantic", "unit"):
        if old.get(key) != new.get(key):
            found[key] = [old.get(key), new.get(key)]
    shares = [round(column["nulls"] / rows, 4) if rows else 0.0 for column, rows in ((old, rows_old), (new, rows_new))]
    if abs(shares[1] - shares[0]) >= SHARE:
        found["empty"] = shares
    bounds = [[old.get("low"), old.get("high")], [new.get("low"), new.get("high")]]
    if bounds[0] != bounds[1] and None not in (*bounds[0], *bounds[1]):
        found["range"] = bounds
    if old.get("values") and new.get("values"):
        found |= _values(set(old["values"]), set(new["values"]))
    return found


def _values(old: set[str], new: set[str]) -> dict[str, list[str]]:
    changes = {"values_new": sorted(new - old), "values_gone": sorted(old - new)}
    return {key: values for key, values in changes.items() if values}


def _of_file(before: Receipt, after: Receipt) -> Iterator[dict[str, Any]]:
    if _file(before)["sha256"] == _file(after)["sha256"] != "":
        yield _line("The file is the same, byte by byte.", "파일은 바이트까지 똑같습니다.")
    was, now = ((one.get("encoding") or {}).get("name") for one in (before, after))
    if was and now and was != now:
        yield _line(f"The encoding was {was} and is now {now}.", f"문자 인코딩이 {was}에서 {now}(으)로 바뀌었습니다.")
    if before.get("tables") and not after.get("tables"):
        yield _line("There is no table any more.", "이제 표가 없습니다.", True)


def _gone_table(name: str) -> dict[str, Any]:
    return _line(
        f"The table {name or '(the only one)'} is gone.", f"표 {name or '(하나뿐인 표)'}이(가) 없어졌습니다.", True
    )


def _new_table(name: str) -> dict[str, Any]:
    return _line(
        f"The table {name or '(the only one)'} is new.", f"표 {name or '(하나뿐인 표)'}이(가) 새로 생겼습니다."
    )


def _of_table(name: str, old: Receipt, new: Receipt, table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Sentences about one table; `name` stands before each when there are several."""
    for line in (*_counts(table), *_schema(table), *_contents(table)):
        text = {language: f"{name}: {words}" if name else words for language, words in line["text"].items()}
        yield {**line, "text": text}


def _counts(table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    was, now = table["rows"]
    if was != now:
        more = now - was
        share = f" ({more / was:+.1%})" if was else ""
        yield _line(
            f"{now:,} rows; {was:,} before: {more:+,}{share}.",
            f"{now:,}행입니다. 이전 {was:,}행보다 {abs(more):,}행 {'늘었' if more > 0 else '줄었'}습니다{share}.",
            now < was * 0.7,
        )
    was, now = table["rejects"]
    if was != now:
        yield _line(f"{now:,} rows refused, {was:,} before.", f"받지 않은 행이 {was:,}개에서 {now:,}개로 바뀌었습니다.")


def _schema(table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    gone, new = table["columns_gone"], table["columns_new"]
    if gone:
        yield _line(f"Columns gone: {_named(gone)}.", f"없어진 열: {_named(gone)}.", True)
    if new:
        yield _line(f"New columns: {_named(new)}.", f"새 열: {_named(new)}.")
    for column in table["columns"]:
        if "type" in column:
            was, now = (called(kind) for kind in column["type"])
            yield _line(
                f"{column['name']} was {was['en']} and is now {now['en']}.",
                f"{column['name']} 열이 {was['ko']}에서 {now['ko']}(으)로 바뀌었습니다.",
                True,
            )


def _contents(table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for column in table["columns"]:
        name = column["name"]
        if "empty" in column:
            was, now = column["empty"]
            yield _line(
                f"{name}: {now:.1%} empty, {was:.1%} before.",
                f"{name}: 빈 값이 {was:.1%}에서 {now:.1%}로 바뀌었습니다.",
            )
        if "range" in column:
            (low_was, high_was), (low, high) = column["range"]
            yield _line(
                f"{name}: from {low} to {high}; before from {low_was} to {high_was}.",
                f"{name}: 범위가 {low_was} ~ {high_was}에서 {low} ~ {high}(으)로 바뀌었습니다.",
            )
        if values := column.get("values_gone"):
            yield _line(f"{name}: values gone: {_named(values)}.", f"{name}: 없어진 값: {_named(values)}.", True)
        if values := column.get("values_new"):
            yield _line(f"{name}: new values: {_named(values)}.", f"{name}: 새 값: {_named(values)}.")


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown}, … (+{len(names) - NAMED:,})"


def _line(en: str, ko: str, grave: bool = False) -> dict[str, Any]:
    text: Text = {"en": en, "ko": ko}
    return {"grave": grave, "text": text}
