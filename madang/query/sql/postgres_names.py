"""What PostgreSQL calls a column that nobody named: `count(*)` is `count`, `a::text` is `a`, `1 + 1` is `?column?`."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

UNKNOWN = "?column?"
KINDS = {
    "Extract": "extract", "Substring": "substring", "Trim": "btrim", "StrPosition": "position", "Exists": "exists", "Array": "array",
    "Tuple": "row", "CurrentDate": "current_date", "CurrentTimestamp": "current_timestamp", "CurrentTime": "current_time",
    "Localtimestamp": "localtimestamp", "Localtime": "localtime", "Interval": "interval", "Boolean": "bool",
}  # fmt: skip
INNER = ("Paren", "Window", "Filter", "WithinGroup", "Bracket", "IgnoreNulls", "RespectNulls")
TYPES = {
    "INT": "int4", "BIGINT": "int8", "SMALLINT": "int2", "DECIMAL": "numeric", "DOUBLE": "float8", "FLOAT": "float8", "BOOLEAN": "bool",
    "TIMESTAMPTZ": "timestamptz", "CHAR": "bpchar",
}  # fmt: skip


def give(tree: Any) -> None:
    """Write the names of all columns that have none."""
    for select in list(tree.find_all(exp.Select)):
        for item in list(select.expressions):
            if not isinstance(item, exp.Alias | exp.Column | exp.Star):
                item.replace(exp.alias_(item.copy(), name(item) or UNKNOWN, quoted=True))


def name(node: Any) -> str:
    """The name, or "" when there is none."""
    kind = type(node).__name__
    match kind:
        case "Column" | "Alias":
            return str(node.alias_or_name)
        case "Anonymous":
            return str(node.this).strip('"').lower()
        case "Case":
            default = node.args.get("default")
            return name(default) if isinstance(default, exp.Column | exp.Anonymous) else "case"
        case "Cast" | "TryCast":
            return name(node.this) or _type(node.args["to"])
        case "Subquery":
            inner = node.unnest()
            first = inner.expressions[0] if isinstance(inner, exp.Select) and inner.expressions else None
            return name(first) if first is not None else ""
    if kind in INNER:
        return name(node.this)
    return KINDS.get(kind, "")


def _type(kind: Any) -> str:
    word = str(getattr(kind.this, "name", kind.this))
    return TYPES.get(word, word.lower())
