"""CKAN's envelope around results and errors, as JSON or as JSONP."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from madang.api.answering import A_WHILE
from madang.api.ckan.errors import BadRequest, Error

JSON = "application/json;charset=utf-8"
SCRIPT = "application/javascript;charset=utf-8"
NEVER = "no-cache"
_HALF = re.compile("[\ud800-\udfff]")
"""JSON of the catalogue may hold half of a character, which no bytes can."""
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*", re.ASCII)


@dataclass(frozen=True)
class Written:
    """A result that is JSON already: rows are written column by column, many times faster. `public`: everybody may keep it a while.

    `returned` rows are in it, which the counts of use want to know.
    """

    text: str
    public: bool = False
    returned: int = 0


def success(site: str, name: str, result: Any, callback: str = "") -> HttpResponse:
    """The answer of an action; as a call of `callback`, which any page may load."""
    head = _text({"help": _help(site, name), "success": True})
    text = f'{head[:-1]}, "result": {result.text if isinstance(result, Written) else _text(result)}}}'
    kept = f"public, {A_WHILE}" if isinstance(result, Written) and result.public else NEVER
    if not callback:
        return _counted(_response(text, 200, JSON, kept), result)
    for letter in "\u2028\u2029":  # the ends of a line in older JavaScript
        text = text.replace(letter, f"\\u{ord(letter):x}")
    return _counted(_response(f"{callback}({text});", 200, SCRIPT, kept), result)


def _counted(response: HttpResponse, result: Any) -> HttpResponse:
    if isinstance(result, Written):
        response["Madang-Returned"] = str(result.returned)
    return response


def failure(site: str, name: str, status: int, error: Error) -> HttpResponse:
    return _response(_text({"help": _help(site, name), "error": error, "success": False}), status, JSON)


def bare(status: int, value: Any) -> HttpResponse:
    """JSON without an envelope: what cannot be read as a call of an action, and the addresses beside them."""
    return _response(_text(value), status, JSON)


def require_name(callback: str) -> str:
    """The callback if it is the name of a function and nothing else: its text becomes a script. Raises `BadRequest`."""
    if callback and (len(callback) > 100 or not _CALLBACK.fullmatch(callback)):
        raise BadRequest("callback is not the name of a function")
    return callback


def _help(site: str, name: str) -> str:
    return f"{site}/api/3/action/help_show?name={quote(name)}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


def _response(text: str, status: int, content_type: str, kept: str = NEVER) -> HttpResponse:
    body = _HALF.sub("\ufffd", text).encode()
    return HttpResponse(body, status=status, content_type=content_type, headers={"Cache-Control": kept})
