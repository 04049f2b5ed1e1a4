"""Recognises the error that a server sent in place of data, in the forms that public APIs use."""

from __future__ import annotations

from typing import Any

from madang.ingest.json.values import dumped, text

KEYS = {"error", "errors", "message", "fault", "exception", "errormessage", "errmsg", "detail", "error_description"}
BESIDE = {"status", "code", "statuscode", "errorcode", "error_code", "timestamp", "path", "title", "type", "instance", "trace",
          "requestid", "request_id", "success", "help", "documentation_url", "result", "data"}  # fmt: skip
FINE = {"", "0", "00", "000", "0000", "200", "info-000", "ok", "success", "normal service"}
DEPTH = 3


def message(value: dict[str, Any]) -> str:
    """The message of an error body, "" when it is none: `{"error": ...}`, `{"RESULT": {"CODE": "INFO-200", ...}}`,
    `{"response": {"header": {"resultCode": "22", ...}}}`, `{"success": false}`, `{"title": "Unauthorized", "status": 401}`.
    """
    coded = _coded(value, 0)
    if coded:
        return coded
    found = [key for key in value if key.lower() in KEYS]
    if found and len(value) <= 12:
        return str(text(value[found[0]]))[:300]
    status = value.get("status", value.get("statusCode"))
    if value.get("success") is False or (isinstance(status, int) and 400 <= status < 600 and len(value) <= 12):
        return dumped(value)[:300]
    return ""


def alone(record: dict[str, Any]) -> str:
    """The message of a record that holds nothing but an error, as lists of one sometimes do."""
    keys = {key.lower() for key in record}
    return message(record) if keys and keys & KEYS and keys <= KEYS | BESIDE else ""


def _coded(value: dict[str, Any], depth: int) -> str:
    """A result code that is not one of success, with its message, as Seoul and data.go.kr send them."""
    lower = {key.lower(): inner for key, inner in value.items()}
    result = lower.get("result")
    if isinstance(result, dict) and "CODE" in result and str(result["CODE"]).lower() not in FINE:
        return f"{result['CODE']} {result.get('MESSAGE', '')}".strip()
    for code, words in (("resultcode", "resultmsg"), ("returnreasoncode", "returnauthmsg"), ("errcode", "errmsg")):
        if code in lower and not isinstance(lower[code], dict | list) and str(lower[code]).lower() not in FINE:
            return f"{lower[code]} {lower.get(words) or ''}".strip()
    inside = (each for each in value.values() if isinstance(each, dict) and depth < DEPTH)
    return next((found for each in inside if (found := _coded(each, depth + 1))), "")
