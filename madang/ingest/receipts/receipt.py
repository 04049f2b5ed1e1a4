"""The receipt: the whole account of how a file was read, as JSON (version 1) for pages and programs, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from madang.ingest.checks import _masking
from madang.ingest.coordinates.location import Location
from madang.ingest.receipts import quoted
from madang.ingest.receipts.balance import balance, listed
from madang.ingest.receipts.text import as_text as as_text
from madang.ingest.tables import Finding, Inferred, Reading, Staged
from madang.lib.particles import josa
from madang.lib.problems import Text

VERSION = 1
REJECTS = 10
"""Refused rows that are quoted."""
QUOTING = ("encoding-undecided", "saved-in-wrong-encoding")
"""Findings whose samples are whole lines of the file."""


def receipt(
    name: str,
    size: int,
    sha256: str,
    reading: Reading,
    columns: Sequence[Sequence[Inferred]],
    locations: Sequence[Location | None],
    findings: Sequence[Finding],
    decisions: Mapping[str, dict[str, Any]],
    costs: Mapping[str, float],
) -> dict[str, Any]:
    """Write down a load. `columns` and `locations` go with `reading.tables`; `size` is in bytes, `costs` in seconds.

    Columns with personal findings are named but never quoted, because receipts are public; in whole lines of the file that
    prove something they show the first letters of their words.
    """
    told = {
        finding.id: finding for finding in (*findings, *(f for place in locations if place for f in place.findings))
    }
    personal = {(finding.table, finding.column) for finding in told.values() if finding.severity == "personal"}
    rows = quoted.of_file(reading.tables, personal)
    encoding = _encoding(reading.encoding, rows)
    whole = {
        "version": VERSION,
        "file": {"name": name, "bytes": size, "sha256": sha256, "format": reading.format},
        "encoding": encoding,
        "tables": [
            _table(staged, typed, place, {column for table, column in personal if table == staged.name})
            for staged, typed, place in zip(reading.tables, columns, locations, strict=True)
        ],
        "no_table": reading.no_table,
        "findings": [_finding(finding, decisions.get(finding.id), personal, rows) for finding in told.values()],
        "costs": {"seconds": costs.get("seconds", 0.0), "cpu_seconds": costs.get("cpu_seconds", 0.0)},
    }
    return cast(dict[str, Any], _with_particles(whole))


def partial(name: str, size: int, sha256: str, reading: Reading) -> dict[str, Any]:
    """The receipt as far as it is known once the file is read: its columns have no types yet, and nothing was checked."""
    nothing: list[tuple[Inferred, ...]] = [() for _ in reading.tables]
    read = receipt(name, size, sha256, reading, nothing, [None] * len(nothing), reading.findings, {}, {})
    for table, staged in zip(read["tables"], reading.tables, strict=True):
        table["headers"] = [header.name for header in staged.headers]
    return {**read, "partial": True}


def _with_particles(part: Any) -> Any:
    """The same receipt with the right particles in its Korean texts; what stands in the file itself is left alone."""
    if isinstance(part, dict):
        text = part.keys() == {"en", "ko"}
        return {
            k: josa(v) if text and k == "ko" and isinstance(v, str) else _with_particles(v) for k, v in part.items()
        }
    return [_with_particles(one) for one in part] if isinstance(part, list) else part


def _encoding(encoding: dict[str, Any] | None, rows: quoted.Lines) -> dict[str, Any] | None:
    """The encoding as the reader told it; its proof quotes lines of the file, so what is personal in them is masked."""
    if encoding is None:
        return None
    return {**encoding, **{key: _proof(encoding[key], rows) for key in ("proof", "choices") if key in encoding}}


def _proof(lines: list[Any], rows: quoted.Lines) -> list[Any]:
    """Lines of proof, or the readings offered beside; only what they quote of the file is masked."""
    return [
        {
            key: rows.shown(value, line.get("line"))
            if key in ("text", "otherwise") and isinstance(value, str)
            else value
            for key, value in line.items()
        }
        for line in lines
    ]


def _table(
    staged: Staged, columns: Sequence[Inferred], location: Location | None, personal: set[str]
) -> dict[str, Any]:
    furniture = [
        {**item, "text": _masking.anything(str(item.get("text", "")))}
        for item in staged.facts.get("furniture", [])
        if item["what"] != "total"  # stays a row; the check of quality warns of it
    ]
    values = listed(staged, columns, personal)
    return {
        "name": staged.name,
        "rows": staged.rows,
        "dialect": staged.facts.get("dialect"),
        "header_rows": staged.facts.get("header_rows", []),
        "furniture": furniture,
        "rejects": {"count": staged.reject_count, "sample": _rejects(staged, quoted.lines(staged, personal))},
        "balance": balance(staged, columns),
        "columns": [
            {**_column(column, column.name in personal), "values": values.get(column.name)} for column in columns
        ],
        "geometry": location
        and {
            "kind": location.kind,
            "crs": location.crs,
            "columns": list(location.columns),
            "bbox": list(location.bbox) if location.bbox else None,
            "evidence": location.evidence,
        },
    }


def _rejects(staged: Staged, rows: quoted.Lines) -> list[dict[str, Any]]:
    """The first refused rows with their reasons."""
    if staged.rejects is None or not staged.reject_count:
        return []
    import pyarrow.parquet as pq

    with pq.ParquetFile(staged.rejects) as file:
        batch = next(file.iter_batches(REJECTS), None)
    return [
        {
            "line": row["line"],
            "reason": {"en": row["reason_en"], "ko": row["reason_ko"]},
            "text": rows.shown(row["text"] or ""),
        }
        for row in (batch.to_pylist() if batch is not None else [])
    ]


def _column(column: Inferred, personal: bool) -> dict[str, Any]:
    evidence: Text = {
        language: _masking.quotes(text) if personal else text for language, text in column.evidence.items()
    }
    return {
        "name": column.name,
        "header": column.header,
        "type": column.type.value,
        "semantic": column.semantic,
        "evidence": evidence,
        "nulls": column.nulls,
        "null_words": {} if personal else column.null_words,
        "distinct": column.distinct,
        "low": None if personal else column.low,
        "high": None if personal else column.high,
        "sample": [] if personal else list(column.sample),
        "unit": column.unit,
        "converted": column.converted,
    }


def _finding(
    finding: Finding, decision: dict[str, Any] | None, personal: set[tuple[str, str]], rows: quoted.Lines
) -> dict[str, Any]:
    """A finding as JSON; samples that are whole lines of the file are masked here, those of personal columns by their check.

    What other checks say of such a column (its codes changed, its dates are ambiguous) is told without the values.
    """
    if finding.severity != "personal" and (finding.table, finding.column) in personal:
        text = {language: _masking.quotes(words) for language, words in finding.text.items()}
        finding = replace(finding, text=text, sample=())
    sample = list(finding.sample)
    if not finding.column:
        sample = [rows.shown(text) if finding.code in QUOTING else _masking.anything(text) for text in sample]
    return {
        "id": finding.id,
        "code": finding.code,
        "severity": finding.severity,
        "table": finding.table,
        "column": finding.column,
        "count": finding.count,
        "text": {language: _instead(words, finding.sample, sample) for language, words in finding.text.items()},
        "sample": sample,
        "decision": decision,
    }


def _instead(words: str, quoted: Sequence[str], shown: Sequence[str]) -> str:
    """A sentence that quotes the samples, with what is shown of them."""
    for was, now in zip(quoted, shown, strict=True):
        words = words.replace(was, now) if was else words
    return words
