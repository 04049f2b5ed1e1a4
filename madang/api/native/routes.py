"""How an address of the native API is declared: with the parameters that it knows, what it answers and how it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ninja import Router

from madang.api.native.asking import SWITCH, Parameter
from madang.api.native.schemas import reference
from madang.api.native.schemas.problem import Problem
from madang.api.native.schemas.shape import Shape
from madang.api.problems import MEDIA_TYPE, TITLES

View = TypeVar("View", bound=Callable[..., Any])
Answers = type[Shape] | Mapping[str, type[Shape] | None]
"""The shape of a JSON answer, or the shape by media type; None for what is not JSON."""
REFUSED = (400, 401, 403, 404, 405, 409, 410, 413, 429, 503)
"""What any address may answer instead: a question that does not fit, rights, budgets, a server at its limit."""
RECEIVING = (408, 412, 415, 460, 507)
"""What may befall bytes on their way in."""
EMPTY = {204: "Nothing is there", 304: "You have it already (`If-None-Match`)"}


def reads(
    router: Router, path: str, summary: str, parameters: Iterable[Parameter] = (), answers: Answers | None = None, *,
    also: Iterable[int] = (), refused: Iterable[int] = (), gone: type[Shape] | None = None,
) -> Callable[[View], View]:  # fmt: skip
    """Declare a view that reads, for GET and HEAD. Its parameters stand in the OpenAPI document as they are checked.

    `also` are statuses besides 200, `refused` those besides `REFUSED`, `gone` what 410 answers when it is no problem.
    """
    described = _described(parameters, 200, answers, also, refused)
    if gone is not None:
        described["responses"][410]["content"] |= _contents(gone)

    def declare(view: View) -> View:
        router.api_operation(["GET"], path, summary=summary, openapi_extra=described, operation_id=view.__name__)(view)
        router.api_operation(["HEAD"], path, include_in_schema=False)(view)
        return view

    return declare


def asks(
    router: Router, path: str, summary: str, parameters: Iterable[Parameter], answers: Answers, *,
    refused: Iterable[int] = (),
) -> Callable[[View], View]:  # fmt: skip
    """Declare a view that reads, asked by POST: the first parameter may be the whole body, or all of them JSON or a form."""
    listed = tuple(parameters)
    described = _described(listed, 200, answers, refused=refused)
    for parameter in described["parameters"]:
        parameter["required"] = False  # the body may hold it
    fields = {"type": "object", "properties": {one.name: schema(one) for one in listed}, "additionalProperties": False}
    described["requestBody"] = {
        "required": False,
        "content": {
            "text/plain": {"schema": schema(listed[0])},
            "application/json": {"schema": fields},
            "application/x-www-form-urlencoded": {"schema": fields},
        },
    }
    return _declared(router, "POST", path, summary, described)


def writes(
    router: Router, path: str, summary: str, parameters: Iterable[Parameter], answers: Answers
) -> Callable[[View], View]:
    """Declare a view that takes a file; it needs a token."""
    described = _described(parameters, 202, answers, refused=RECEIVING)
    file = {"type": "string", "format": "binary"}
    described["security"] = [{"token": []}]
    described["requestBody"] = {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": file},
            "multipart/form-data": {"schema": {"type": "object", "properties": {"file": file}, "required": ["file"]}},
        },
    }
    return _declared(router, "POST", path, summary, described)


def changes(
    router: Router, path: str, summary: str, body: dict[str, Any] | None, answers: Answers, *,
    method: str = "PUT", code: int = 200, needs_token: bool = True, parameters: Iterable[Parameter] = (),
    also: Iterable[int] = (),
) -> Callable[[View], View]:  # fmt: skip
    """Declare a view that changes what is there: by JSON, whose schema is `body`, or by the method alone."""
    described = _described(parameters, code, answers, also)
    if needs_token:
        described["security"] = [{"token": []}]
    if body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return _declared(router, method, path, summary, described)


def speaks(code: int, answers: Answers | None, headers: list[dict[str, Any]]) -> dict[str, Any]:
    """What stands in the document of an address of the protocol of uploads."""
    described = _described((), code, answers, refused=RECEIVING)
    return {**described, "parameters": headers, "security": [{"token": []}]}


def schema(parameter: Parameter) -> dict[str, Any]:
    """What its text may be."""
    kind = (
        {"anyOf": [{"type": "boolean"}, {"enum": [*SWITCH, 0, 1]}]}
        if parameter.kind == "boolean"
        else {"type": parameter.kind}
    )
    found = {**kind, "examples": [_example(parameter)], **parameter.bounds}
    return {"type": "array", "items": found} if parameter.many else found


def _declared(
    router: Router, method: str, path: str, summary: str, described: dict[str, Any]
) -> Callable[[View], View]:
    def declare(view: View) -> View:
        router.api_operation([method], path, summary=summary, openapi_extra=described, operation_id=view.__name__)(view)
        return view

    return declare


def _described(
    parameters: Iterable[Parameter], code: int, answers: Answers | None, also: Iterable[int] = (), refused: Iterable[int] = ()
) -> dict[str, Any]:  # fmt: skip
    found = {"description": "The answer", "content": _contents(answers)} if answers else {"description": "The answer"}
    more = {other: {"description": EMPTY[other]} if other in EMPTY else found for other in also}
    return {
        "parameters": [
            {
                "name": parameter.name, "in": "query", "required": parameter.required, "schema": schema(parameter),
                "description": parameter.means,
            }
            for parameter in parameters
        ],
        "responses": {code: found, **more, **{status: _refusal(status) for status in sorted({*REFUSED, *refused})}},
    }  # fmt: skip


def _contents(answers: Answers) -> dict[str, Any]:
    by_type = {"application/json": answers} if isinstance(answers, type) else answers
    return {media_type: {"schema": reference(shape)} if shape else {} for media_type, shape in by_type.items()}


def _example(parameter: Parameter) -> Any:
    if parameter.kind == "integer":
        return int(parameter.example)
    return parameter.example == "true" if parameter.kind == "boolean" else parameter.example


def _refusal(code: int) -> dict[str, Any]:
    found = {"description": TITLES[code]["en"], "content": {MEDIA_TYPE: {"schema": reference(Problem)}}}
    return {**found, "headers": HEADERS[code]} if code in HEADERS else found


RETRY = {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 0}}}
HEADERS: dict[int, Any] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    405: {"Allow": {"required": True, "schema": {"type": "string"}}},
    429: RETRY,
    503: RETRY,
}
