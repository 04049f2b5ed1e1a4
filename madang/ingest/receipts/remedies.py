"""What a person does about a finding: the choice that corrects the reading, as the command line takes it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from madang.ingest.types._column_type import called, column_types
from madang.lib.problems import Text

CHOICES = {
    "encoding-undecided": "encoding=cp949",
    "no-text-in-encoding": "encoding=cp949",
    "saved-in-wrong-encoding": "encoding=cp949",
    "date-order": "types={column}:date_day_first",
    "mixed-dates": "types={column}:date_day_first",
    "values-lost": "types={column}:text",
    "type-changed": "types={column}:{semantic}",
    "type-narrowed": "types={column}:{semantic}",
    "no-coordinate-system": "crs=EPSG:5186",
    "coordinate-system": "crs=EPSG:5186",
    "header-width": "header_rows=1",
}
"""By the code of a finding. The value after `=` is an example: a person puts in what is right."""


def choice(finding: Mapping[str, Any], receipt: Mapping[str, Any]) -> str:
    """`--choice ...` for a finding that a choice corrects; else nothing.

    The encoding named is the best of those that were not taken, so that the command is the correction and not the same again.
    """
    pattern = CHOICES.get(finding["code"], "")
    if not pattern:
        return ""
    if pattern.startswith("encoding="):
        pattern = f"encoding={_other_encoding(receipt)}"
    return _command(pattern.format(column=finding.get("column") or "COLUMN", semantic="TYPE"))


def answers(finding: Mapping[str, Any], receipt: Mapping[str, Any]) -> list[tuple[Text, str]]:
    """Every answer to a question that a finding asks, in words, with the `--choice ...` that gives it."""
    match finding["code"]:
        case "encoding-undecided":
            return [({"en": name, "ko": name}, _command(f"encoding={name}")) for name in _encodings(receipt)]
        case "date-order" | "date-number":
            types = ((name, f"types={finding['column']}:{name}") for name in _asked(finding, receipt))
            return [(called(name), _command(words)) for name, words in types]
        case "coordinate-system":
            return [({"en": crs, "ko": crs}, _command(f"crs={crs}")) for crs in finding["sample"]]
    return []


def _command(words: str) -> str:
    return f"--choice {shlex.quote(words)}"


def _asked(finding: Mapping[str, Any], receipt: Mapping[str, Any]) -> list[str]:
    """The types among which the values of a column leave the choice; all that the type asks about when none are quoted."""
    columns = {(table["name"], column["name"]): column for table in receipt["tables"] for column in table["columns"]}
    column = columns.get((finding["table"], finding["column"]), {})
    kind = column_types().get(column.get("semantic", ""))
    asks = kind.asks if kind else ()
    fit = [name for name in asks if all(column_types()[name].matches(value) for value in column["sample"])]
    return fit or list(asks)


def _encodings(receipt: Mapping[str, Any]) -> list[str]:
    """The encoding that was taken, then the others that the bytes allow."""
    encoding = receipt.get("encoding") or {}
    offered = [one["name"] for one in encoding.get("choices", []) if isinstance(one, dict) and one.get("name")]
    return list(dict.fromkeys([encoding.get("name", "cp949"), *(offered or [_other_encoding(receipt)])]))


def _other_encoding(receipt: Mapping[str, Any]) -> str:
    encoding = receipt.get("encoding") or {}
    offered = [one.get("name") for one in encoding.get("choices", []) if isinstance(one, dict)]
    others = [name for name in offered if name and name != encoding.get("name")]
    return others[0] if others else "utf-8" if encoding.get("name") != "utf-8" else "cp949"
