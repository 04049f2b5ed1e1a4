"""The native API: its routes, its problems, its OpenAPI document."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

import madang
from madang.api import problems
from madang.api.native import citations, datasets, loads, resources, rows, schedules, sql, tiles, uploads, usage
from madang.lib.problems import Problem

log = logging.getLogger(__name__)

PROBLEM = {
    "type": "object",
    "description": "RFC 9457, with the text in every language besides",
    "required": ["type", "title", "status", "detail", "texts"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:madang:problem:unknown-column"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "texts": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


class Api(NinjaAPI):
    """Ninja's, with the problem document and the token described once."""

    def get_openapi_schema(self, *arguments: Any, **more: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*arguments, **more)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        schema["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "mdg_..."}
        }
        return schema


api = Api(
    title="Madang",
    version=madang.__version__,
    description="Datasets of the city: find them, ask them, take them. Guide: docs/api.md.",
    docs_url=None,  # its page fetches scripts from another site; /api/v1/openapi.json serves any viewer
    urls_namespace="api-v1",
)
for router in (
    datasets.router,
    rows.router,
    sql.router,
    tiles.router,
    resources.router,
    loads.router,
    uploads.router,
    schedules.router,
    citations.router,
    usage.router,
):
    api.add_router("", router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    if problems.status(problem) == 500:
        log.error("unforeseen problem at %s", request.path, exc_info=problem)
    return problems.response(problem, request)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.not_found(request, error)
