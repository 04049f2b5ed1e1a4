"""How an address of the native API is declared: with the parameters that it knows, for GET and HEAD."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ninja import Router

from madang.api.native.asking import Parameter
from madang.api.problems import MEDIA_TYPE, STATUS, TITLES

View = TypeVar("View", bound=Callable[..., Any])


def reads(
    router: Router,
    path: str,
    summary: str,
    parameters: Iterable[Parameter] = (),
    media_types: Iterable[str] = ("application/json",),
) -> Callable[[View], View]:
    """Declare a view that reads. Its parameters stand in the OpenAPI document as they are checked."""
    described = _described(parameters, 200, media_types)

    def declare(view: View) -> View:
        router.api_operation(["GET"], path, summary=summary, openapi_extra=described, operation_id=view.__name__)(view)
        router.api_operation(["HEAD"], path, include_in_schema=False)(view)
        return view

    return declare


def asks(
    router: Router, path: str, summary: str, parameters: Iterable[Parameter], media_types: Iterable[str]
) -> Callable[[View], View]:
    """Declare a view that reads, asked by POST: the first parameter may be the whole body, or all of them JSON or a form."""
    listed = tuple(parameters)
    described = _described(listed, 200, media_types)
    fields = {"type": "object", "properties": {one.name: _schema(one) for one in listed}, "required": [listed[0].name]}
    described["requestBody"] = {
        "required": True,
        "content": {
            "text/plain": {"schema": _schema(listed[0])},
            "application/json": {"schema": fields},
            "application/x-www-form-urlencoded": {"schema": fields},
        },
    }

    def declare(view: View) -> View:
        router.api_operation(["POST"], path, summary=summary, openapi_extra=described, operation_id=view.__name__)(view)
        return view

    return declare


def writes(router: Router, path: str, summary: str, parameters: Iterable[Parameter] = ()) -> Callable[[View], View]:
    """Declare a view that takes a file; it needs a token."""
    described = _described(parameters, 202, ("application/json",))
    file = {"type": "string", "format": "binary"}
    described["security"] = [{"token": []}]
    described["requestBody"] = {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": file},
            "multipart/form-data": {"schema": {"type": "object", "properties": {"file": file}}},
        },
    }

    def declare(view: View) -> View:
        router.api_operation(["POST"], path, summary=summary, openapi_extra=described, operation_id=view.__name__)(view)
        return view

    return declare


def changes(
    router: Router, path: str, summary: str, body: dict[str, Any] | None, *,
    method: str = "PUT", code: int = 200, needs_token: bool = True,
) -> Callable[[View], View]:  # fmt: skip
    """Declare a view that changes what is there: by JSON, whose schema is `body`, or by the method alone."""
    described = _described((), code, ("application/json",))
    if needs_token:
        described["security"] = [{"token": []}]
    if body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}

    def declare(view: View) -> View:
        router.api_operation([method], path, summary=summary, openapi_extra=described, operation_id=view.__name__)(view)
        return view

    return declare


def _described(parameters: Iterable[Parameter], code: int, media_types: Iterable[str]) -> dict[str, Any]:
    return {
        "parameters": [
            {
                "name": parameter.name,
                "in": "query",
                "required": False,
                "schema": _schema(parameter),
                "description": parameter.means,
            }
            for parameter in parameters
        ],
        "responses": {
            code: {"description": "The answer", "content": {media_type: {} for media_type in media_types}},
            **refusals(),
        },
    }


def refusals() -> dict[int, Any]:
    """The answer to every status that a problem can have."""
    return {code: _refusal(code) for code in sorted({*STATUS.values()})}


def _schema(parameter: Parameter) -> dict[str, Any]:
    schema = {"type": parameter.kind, "examples": [_example(parameter)]}
    return {"type": "array", "items": schema} if parameter.many else schema


def _example(parameter: Parameter) -> Any:
    if parameter.kind == "integer":
        return int(parameter.example)
    return parameter.example == "true" if parameter.kind == "boolean" else parameter.example


def _refusal(code: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": TITLES[code]["en"], "content": {MEDIA_TYPE: {"schema": schema}}}
