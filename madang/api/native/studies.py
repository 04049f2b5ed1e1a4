"""Studies: what there are, starting one on published tables, how it goes, what it found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import Actor, who
from madang.analysis import inputs, registry, rights, suggesting
from madang.analysis import run as runs
from madang.analysis.models import StudyRun
from madang.analysis.report.web import POLICY
from madang.api import answering
from madang.api.native import shapes, studying
from madang.api.native.asking import OUTPUT, Parameter, values, whole
from madang.api.native.routes import changes, reads
from madang.api.native.schemas import studying as schemas
from madang.api.problems import NeedsToken, NoSuchFile, NotFound, OddStudy

router = Router(tags=["studies"])
LONGEST = 200_000
"""Letters of a body."""
RUN = "/studies/{study}/runs/{run}"
ROLE = {
    "type": "object", "additionalProperties": False, "required": ["dataset"],
    "properties": {
        "dataset": {"type": "string"}, "resource": {"type": "string"}, "revision": {"type": "string"},
        "columns": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "weights": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "number"}}},
        "where": {"type": "string"},
    },
}  # fmt: skip
PLACE = {"organisation": {"type": "string"}, "licence": {"type": "string"}}
BODY = {
    "type": "object", "additionalProperties": False, "required": ["inputs"],
    "properties": {
        "inputs": {"type": "object", "additionalProperties": ROLE},
        "parameters": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}},
        "title": {"type": "object", "additionalProperties": {"type": "string"}}, **PLACE,
    },
}  # fmt: skip
PUBLISHING = {"type": "object", "additionalProperties": False, "required": ["organisation"], "properties": PLACE}
MOST = 100


def _limit(text: str) -> int:
    if not 1 <= whole(text) <= MOST:
        raise ValueError(text)
    return int(text)


LISTING = (
    Parameter("limit", _limit, "20", f"the newest runs, at most {MOST}", "integer", bounds={"minimum": 1, "maximum": MOST}),
    OUTPUT[-1],
)  # fmt: skip


@reads(router, "/studies", "Studies", OUTPUT[-1:], schemas.Studies)
def studies(request: HttpRequest) -> HttpResponse:
    """What questions can be answered on published tables."""
    values(request, OUTPUT[-1:])
    found = [studying.listed(request, name, one) for name, one in registry.studies().items()]
    return shapes.json({"studies": found})


@reads(router, "/studies/{study}", "What a study reads, takes and yields", OUTPUT[-1:], schemas.Study)
def one_study(request: HttpRequest, study: str) -> HttpResponse:
    values(request, OUTPUT[-1:])
    return shapes.json(studying.declared(request, study, registry.study(study)))


@reads(router, "/studies/{study}/roles/{role}", "Tables that fit a role", OUTPUT[-1:], schemas.StudyTables)
def fitting_tables(request: HttpRequest, study: str, role: str) -> HttpResponse:
    """Of what you may let a study read, best first, each with the columns that were guessed and why."""
    values(request, OUTPUT[-1:])
    found = registry.study(study)
    if role not in {one.name for one in found.READS}:
        raise NotFound()
    offers = suggesting.tables(found, who(request), only=role)[role]
    return shapes.json({"study": study, "role": role, "tables": [studying.offered(one) for one in offers]})


@changes(
    router,
    "/studies/{study}/runs",
    "Run a study",
    BODY,
    schemas.StudyRun,
    method="POST",
    code=202,
    parameters=OUTPUT[-1:],
)
def start_study(request: HttpRequest, study: str) -> HttpResponse:
    """`inputs` names a table for each role; columns that it does not name are guessed. The run goes on after the answer."""
    values(request, OUTPUT[-1:])
    registry.study(study)
    told = _told(request, BODY)
    run = runs.start(
        study, _objects(told, "inputs"), told.get("parameters") or {}, _bearer(request), title=_title(told),
        organisation=told.get("organisation", ""), licence=told.get("licence", ""),
    )  # fmt: skip
    answer = shapes.json(studying.run(request, run), status=202)
    answer["Location"] = studying.address(request, run)
    return answer


@reads(router, "/studies/{study}/runs", "Runs of a study", LISTING, schemas.StudyRuns)
def runs_of_study(request: HttpRequest, study: str) -> HttpResponse:
    """Those that you may see, newest first: yours, and those whose result is published."""
    asked = values(request, LISTING)
    registry.study(study)
    found = rights.seen(who(request)).filter(study=study)[: asked.get("limit", 20)]
    return shapes.json({"runs": [studying.run(request, one) for one in found]})


@reads(router, RUN, "How a study's run goes", OUTPUT[-1:], schemas.StudyRun)
def one_study_run(request: HttpRequest, study: str, run: str) -> HttpResponse:
    values(request, OUTPUT[-1:])
    return shapes.json(studying.run(request, _run(request, study, run)))


@reads(router, RUN + "/result", "What a study found", OUTPUT[-1:], schemas.StudyResult)
def study_result(request: HttpRequest, study: str, run: str) -> HttpResponse:
    """Tables with their revisions, the quality statement, report and certificates."""
    values(request, OUTPUT[-1:])
    return shapes.json(studying.result(request, runs.result(_run(request, study, run), who(request))))


@reads(router, RUN + "/files/{path:file}", "A file of a study's run", OUTPUT[-1:], {"application/octet-stream": None})
def study_file(request: HttpRequest, study: str, run: str, file: str) -> HttpResponse:
    """A report (HTML, PDF), a certificate (JSON), or a table of a draft (Parquet)."""
    values(request, OUTPUT[-1:])
    found = runs.result(_run(request, study, run), who(request)).file(file)
    if found is None:
        raise NoSuchFile(name=file)
    headers = {"Content-Security-Policy": f"{POLICY}; sandbox", "Cache-Control": "no-cache"}
    answer = HttpResponse(bytes(found.content), content_type=found.media_type, headers=headers)
    if not found.media_type.startswith("text/html"):
        answer["Content-Disposition"] = answering.attachment(file.rpartition("/")[2])
    return answer


@changes(router, RUN + "/cancel", "Cancel a study's run", None, schemas.StudyRun, method="POST", parameters=OUTPUT[-1:])
def cancel_study(request: HttpRequest, study: str, run: str) -> HttpResponse:
    return _changed(request, study, run, lambda found, actor: runs.cancel(found, actor))


@changes(
    router,
    RUN + "/retry",
    "Run a failed or cancelled study again",
    None,
    schemas.StudyRun,
    method="POST",
    parameters=OUTPUT[-1:],
)
def retry_study(request: HttpRequest, study: str, run: str) -> HttpResponse:
    return _changed(request, study, run, lambda found, actor: runs.retry(found, actor))


@changes(
    router, RUN + "/publish", "Publish a draft", PUBLISHING, schemas.StudyRun, method="POST", parameters=OUTPUT[-1:]
)
def publish_study(request: HttpRequest, study: str, run: str) -> HttpResponse:
    """In an organisation in which you may publish."""
    told = _told(request, PUBLISHING)
    organisation, licence = told.get("organisation", ""), told.get("licence", "")
    return _changed(
        request, study, run, lambda found, actor: runs.publish(found, organisation, actor, licence=licence)
    )  # fmt: skip


def _changed(request: HttpRequest, study: str, run: str, change: Callable[[StudyRun, Actor], object]) -> HttpResponse:
    values(request, OUTPUT[-1:])
    actor = _bearer(request)
    change(_run(request, study, run), actor)
    return shapes.json(studying.run(request, _run(request, study, run)))


def _run(request: HttpRequest, study: str, run: str) -> StudyRun:
    found = StudyRun.objects.filter(study=study, pk=run).first()
    if found is None:
        raise NotFound()
    rights.require_sees(who(request), found)
    return found


def _bearer(request: HttpRequest) -> Actor:
    """Starting and changing need a token, because a cookie could be used by any page."""
    actor = who(request)
    if actor.token is None:
        raise NeedsToken()
    return actor


def _told(request: HttpRequest, body: dict[str, Any]) -> dict[str, Any]:
    """The body as its schema says. Raises `OddStudy`."""
    known = ", ".join(body["properties"])
    try:
        told = json.loads(request.body) if len(request.body) <= LONGEST else None
    except (ValueError, RecursionError) as error:
        raise OddStudy(known=known, odd="") from error
    if not isinstance(told, dict) or not _sound(told):
        raise OddStudy(known=known, odd="")
    for name, value in told.items():
        kind = {"object": dict, "string": str}.get(body["properties"].get(name, {}).get("type", ""))
        if kind is None or not isinstance(value, kind):
            raise OddStudy(known=known, odd=f"({name[:80]})")
    return told


def _sound(value: object) -> bool:
    """Texts that a database can hold: JSON can write half characters and NUL."""
    text = json.dumps(value, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _objects(told: dict[str, Any], name: str) -> dict[str, inputs.Chosen]:
    found: dict[str, inputs.Chosen] = told.get(name, {})
    return found


def _title(told: dict[str, Any]) -> dict[str, str]:
    title = told.get("title", {})
    if not all(isinstance(text, str) for text in title.values()):
        raise OddStudy(known=", ".join(BODY["properties"]), odd="(title)")  # type: ignore[arg-type]
    return title
