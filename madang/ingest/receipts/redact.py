"""Takes values out of a receipt: where columns were dropped or masked, nothing may quote what they held."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from madang.ingest.checks import _masking

WITHHELD = {
    "en": "The original is withheld: it holds what was dropped or masked before publication.",
    "ko": "게시 전에 빼거나 가린 내용이 들어 있어 원본은 제공하지 않습니다.",
}


def receipt(receipt: dict[str, Any], hidden: Collection[str] | None) -> dict[str, Any]:
    """A copy without samples and bounds of the `hidden` columns (of every column when None), and without quoted lines.

    Quoted lines (proof of the encoding, furniture, rejects, what a finding about no column shows) hold whole rows, so all
    of them go.
    """
    cleaned = dict(receipt)
    if hidden:
        cleaned["file"] = {**receipt["file"], "withheld": WITHHELD}
    if receipt.get("encoding"):
        cleaned["encoding"] = {**receipt["encoding"], "proof": [], "choices": []}
    cleaned["tables"] = [_table(table, hidden) for table in receipt.get("tables", [])]
    cleaned["findings"] = [
        unsaid(finding) if not finding.get("column") or _meant(finding["column"], hidden) else finding
        for finding in receipt.get("findings", [])
    ]
    return cleaned


def unsaid(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding without its sample and without the values that its sentences quote."""
    text = {language: _masking.quotes(words) for language, words in finding.get("text", {}).items()}
    return {**finding, "text": text, "sample": []}


def unquoted(receipt: dict[str, Any], columns: Collection[str]) -> dict[str, Any]:
    """A copy without samples and bounds of these columns, which are shown themselves: receipts name people least of all."""
    return (
        {**receipt, "tables": [_table(table, columns) for table in receipt.get("tables", [])]} if columns else receipt
    )


def _table(table: dict[str, Any], hidden: Collection[str] | None) -> dict[str, Any]:
    return {
        **table,
        "furniture": [{**item, "text": ""} for item in table.get("furniture", [])],
        "rejects": {**table.get("rejects", {}), "sample": []},
        "columns": [_column(column) if _meant(column["name"], hidden) else column for column in table["columns"]],
    }


def _column(column: dict[str, Any]) -> dict[str, Any]:
    return {**column, "low": None, "high": None, "sample": [], "null_words": {}, "values": None, "evidence": {}}


def _meant(column: str, hidden: Collection[str] | None) -> bool:
    return hidden is None or column in hidden
