"""One line of the table for each table of a file, taken from the receipt that `madang check` prints."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLAIN = frozenset({"text", "category", "integer", "number"})
"""Column types that say nothing special of a file."""
ENCODED = {"decided": "decided", "declared": "declared", "asked": "asked", "default": "asked", "chosen": "chosen"}


@dataclass(frozen=True)
class Outcome:
    """How one table of the file at `path` was read, or why the file has none (`rows` is None then)."""

    path: str
    table: str
    format: str
    encoding: str
    header_rows: str
    rows: int | None
    rejects: int
    notable: str
    findings: str
    reason: str = ""

    @property
    def alike(self) -> tuple[object, ...]:
        """Files of one folder with the same answer here differ in name and rows only."""
        return (
            str(Path(self.path).parent), Path(self.path).suffix, self.format, self.encoding, self.header_rows,
            self.rejects, self.notable, self.findings, self.rows is None,
        )  # fmt: skip


def outcomes(path: str, receipt: dict[str, Any]) -> list[Outcome]:
    """The lines for one receipt; findings of the file as a whole stand with its first table."""
    made, encoding = receipt["file"]["format"], _encoding(receipt["encoding"])
    if not receipt["tables"]:
        reason = receipt["no_table"]["reason"]["en"]
        return [Outcome(path, "", made, encoding, "", None, 0, "", _findings(receipt["findings"]), reason)]
    names = {table["name"] for table in receipt["tables"]}
    return [
        Outcome(
            path,
            table["name"],
            made,
            encoding,
            ", ".join(map(str, table["header_rows"])) or "none",
            table["rows"],
            table["rejects"]["count"],
            _notable(table),
            _findings([found for found in receipt["findings"] if _belongs(found, table["name"], names, at)]),
        )
        for at, table in enumerate(receipt["tables"])
    ]


def _belongs(finding: dict[str, Any], table: str, names: set[str], at: int) -> bool:
    return finding["table"] == table or (at == 0 and finding["table"] not in names)


def _encoding(encoding: dict[str, Any] | None) -> str:
    if not encoding:
        return ""
    mark = " with mark" if encoding["bom"] else ""
    return f"{encoding['name']}{mark}, {ENCODED[encoding['how']]}"


def _notable(table: dict[str, Any]) -> str:
    counts = Counter(column["semantic"] for column in table["columns"] if column["semantic"] not in PLAIN)
    told = [name if count == 1 else f"{name} × {count}" for name, count in sorted(counts.items())]
    units = sorted({column["unit"] for column in table["columns"] if column["unit"]})
    if units:
        told.append("units " + " ".join(units[:4]) + (" …" if len(units) > 4 else ""))
    place = table["geometry"]
    if place:
        told.append(f"**{place['kind']}** in {place['crs']}")
    return ", ".join(told)


def _findings(findings: list[dict[str, Any]]) -> str:
    counts = Counter(finding["code"] for finding in findings)
    return ", ".join(code if count == 1 else f"{code} × {count}" for code, count in sorted(counts.items()))
