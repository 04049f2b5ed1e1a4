"""DuckDB's own reading of the generated text, node by node: a second opinion, should sqlglot ever read otherwise.

Found by this: tables that are not of ours, functions that are not in the list, kinds of tables that no SELECT of ours has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from madang.lib import duck
from madang.query.sql.functions import FUNCTIONS, INNER, TABLES

TABLE = re.compile(r"[tc][0-9]+")
OWN_SCHEMAS = (None, "", "main", "pg_catalog")
"""Where the parser finds what it makes of syntax: `extract` is `pg_catalog.date_part`."""


class NotRead(ValueError):
    """DuckDB cannot read the text; the message is its own."""


def odd(connection: duck.DuckDBPyConnection, sql: str) -> str:
    """What in the text may not be there, in a few words; "" when nothing is. Raises `NotRead`."""
    row = connection.execute("SELECT json_serialize_sql($1)", [sql]).fetchone()
    assert row is not None
    read: dict[str, Any] = json.loads(row[0])
    if read.get("error"):
        raise NotRead(read["error_message"])
    if len(read["statements"]) != 1:
        return "a second statement"
    return next((why for node in _walk(read) if (why := _odd(node))), "")


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield value
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def _odd(node: dict[str, Any]) -> str:
    if "table_name" in node and "catalog_name" in node:
        own = TABLE.fullmatch(node["table_name"]) and not node["catalog_name"] and not node["schema_name"]
        return "" if own else f"table {node['table_name']}"
    if "function_name" in node:
        name = str(node["function_name"]).lower()
        known = name in FUNCTIONS or name in INNER
        return "" if known and node.get("schema") in OWN_SCHEMAS and not node.get("catalog") else f"function {name}"
    if node.get("type") == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        return "" if name in TABLES else f"table function {name}"
    if node.get("sample"):
        return "sample"
    if node.get("type") in ("SHOW_REF", "PIVOT", "COLUMN_DATA", "TABLE_REF", "DELIM_GET", "LAMBDA", "PARAMETER"):
        return str(node["type"]).lower()
    return ""
