"""What a person does about a finding: the choice that corrects the reading, as the command line takes it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

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
    words = pattern.format(column=finding.get("column") or "COLUMN", semantic="TYPE")
    return f"--choice {shlex.quote(words)}"


def _other_encoding(receipt: Mapping[str, Any]) -> str:
    encoding = receipt.get("encoding") or {}
    offered = [one.get("name") for one in encoding.get("choices", []) if isinstance(one, dict)]
    others = [name for name in offered if name and name != encoding.get("name")]
    return others[0] if others else "utf-8" if encoding.get("name") != "utf-8" else "cp949"
