"""The parameters of a request, read in the order in which CKAN reads them (`ckan.views.api._get_request_data`).

Forms come first, then the query string (of a POST as well: ckanr sends everything there), then a JSON body, whatever its content type says.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote_plus

from django.core.exceptions import BadRequest as NotReadable
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from madang.api.ckan.errors import BadRequest

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def sent(request: HttpRequest, *, writes: bool = False) -> dict[str, Any]:
    """Parameters by name, values as they came: texts of forms and addresses, any JSON of bodies. Raises `BadRequest`."""
    if writes and request.method != "POST":
        raise _json_error("Invalid request. Please use POST method for your request")
    try:
        given = _given(request, writes)
    except (NotReadable, SuspiciousOperation, MultiPartParserError) as error:
        raise _json_error("The form or body is broken, too large, or has too many fields.") from error
    if not isinstance(given, dict):
        raise _json_error(f"Request data JSON decoded to {_short(given)} but it needs to be a dictionary.")
    given.pop("callback", None)
    _require_text(given)
    return given


def _given(request: HttpRequest, writes: bool) -> Any:
    form = request.method == "POST" and request.content_type in FORMS
    if form and request.content_type == FORMS[0]:
        document = _document_of_form(request.body)
        if document is not None:
            return document
    if form and (request.POST or request.FILES):
        return _fields(request.POST) | _fields(request.FILES)
    if request.GET and not writes:
        return _fields(request.GET)
    if request.method != "POST" or form or not request.body.strip():
        return {}
    return _decoded(request.body)


def _document_of_form(body: bytes) -> Any:
    """JSON that says it is a form: of `curl -d`, or of ancient clients as the name of the only field, `{...}=1`."""
    if not body.lstrip()[:3].startswith((b"{", b"%7B", b"%7b")):
        return None
    try:
        return _decoded(body)
    except BadRequest:
        fields = QueryDict(body)
        if len(fields) != 1 or next(iter(fields.values())) not in ("", "1"):
            return None
        return _decoded(unquote_plus(body.decode("utf-8", "replace")).rpartition("=")[0].encode() or body)


def _fields(form: QueryDict | MultiValueDict[str, Any]) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else values for name, values in form.lists()}


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _json_error(f"Error decoding JSON data. Error: {type(error).__name__}") from error


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _require_text(value: Any) -> None:
    """No database holds NUL or half a character. What is nested deeper than JSON's reader goes never comes here."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise _json_error("A text holds a character that no text can hold (NUL, or half of a pair).")
    elif isinstance(value, dict):
        for name, each in value.items():
            _require_text(name)
            _require_text(each)
    elif isinstance(value, list):
        for each in value:
            _require_text(each)


def _json_error(message: str) -> BadRequest:
    return BadRequest("JSON Error: " + message)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 100 else text[:100] + "…"
