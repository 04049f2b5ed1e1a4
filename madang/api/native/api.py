"""The native API: its routes, its problems, its OpenAPI document."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

import madang
from madang.api import problems
from madang.api.native import (
    addressing,
    citations,
    community,
    datasets,
    differences,
    korean,
    loads,
    profiles,
    resources,
    rows,
    schedules,
    schemas,
    spots,
    sql,
    studies,
    texts,
    tiles,
    uploads,
    usage,
)
from madang.lib.problems import Problem

log = logging.getLogger(__name__)

PARTS = {
    "slug": ("population", "a dataset, by its slug"),
    "name": ("districts", "a resource of the dataset, by its name"),
    "format": ("csv", "the format, by its extension"),
    "revision": ("019a2b3c4d5e7f80a1b2c3d4e5f60718", "a revision, by its id"),
    "citation": ("k3v7q2m9x4tz", "a citation, by its key"),
    "request_id": ("0c5d3f9e-5a4b-4c1d-9e2f-7a8b9c0d1e2f", "a request for data, by its id"),
    "report_id": ("0c5d3f9e-5a4b-4c1d-9e2f-7a8b9c0d1e2f", "a report of an error, by its id"),
    "story_slug": ("four-homes-in-ten", "a story, by its slug"),
    "indicator_slug": ("empty-homes", "an indicator, by its slug"),
    "study": ("care_siting", "a study, by its name"),
    "role": ("areas", "a role of the study, by its name"),
    "file": ("report.ko.pdf", "a file, by its name"),
    "run": ("019a2b3c4d5e7f80a1b2c3d4e5f60718", "a run, by its id"),
    "schedule": ("019a2b3c4d5e7f80a1b2c3d4e5f60718", "a schedule, by its id"),
    "upload": ("019a2b3c4d5e7f80a1b2c3d4e5f60718", "an upload, by its id"),
    "z": ("11", "the level of the tile"),
    "x": ("1746", "its column"),
    "y": ("793", "its row"),
}
"""Parts of addresses: an example and what they mean."""


class Api(NinjaAPI):
    """Ninja's, with the problem document and the token described once."""

    def get_openapi_schema(self, *arguments: Any, **more: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*arguments, **more)
        schema["components"]["schemas"] = schemas.components()
        schema["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "mdg_..."}
        }
        for operations in schema["paths"].values():
            for operation in operations.values():
                for parameter in operation.get("parameters", ()):
                    if parameter["in"] == "path":
                        example, means = PARTS[parameter["name"]]
                        parameter |= {
                            "schema": {"type": "string", "minLength": 1, "examples": [example]},
                            "description": means,
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
    profiles.router,
    differences.router,
    addressing.router,
    loads.router,
    uploads.router,
    schedules.router,
    citations.router,
    usage.router,
    community.router,
    texts.router,
    studies.router,
    spots.router,
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


def document(language: str) -> dict[str, Any]:
    """The OpenAPI document, with summaries and parameters of its operations in `ko` or `en`."""
    found: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    if language != "ko":
        return found
    paths = {
        path: {method: korean.said(one) for method, one in operations.items()}
        for path, operations in found["paths"].items()
    }
    return {**found, "paths": paths}
