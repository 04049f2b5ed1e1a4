"""Studies and their runs as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from madang.accounts.policy import who
from madang.analysis import parameters, registry, rights, turns
from madang.analysis.declare import ColumnRole, Parameter, Role, Study, Yield
from madang.analysis.models import StudyRun
from madang.analysis.run import Found
from madang.analysis.suggesting import Offer
from madang.api.native import shapes
from madang.catalog.models import Origin


def listed(request: HttpRequest, name: str, study: Study) -> dict[str, Any]:
    return {
        "study": name, "version": study.VERSION, "title": study.TITLE, "summary": study.SUMMARY,
        "url": shapes.address(request, "studies", name),
    }  # fmt: skip


def declared(request: HttpRequest, name: str, study: Study) -> dict[str, Any]:
    """Everything that a study says of itself."""
    return listed(request, name, study) | {
        "reads": [_role(request, name, role) for role in study.READS],
        "parameters": [_parameter(one) for one in parameters.known(study)],
        "yields": [_yield(one) for one in study.YIELDS],
        "runs_url": shapes.address(request, "studies", name, "runs"),
    }


def _role(request: HttpRequest, study: str, role: Role) -> dict[str, Any]:
    return {
        "name": role.name, "label": role.label, "description": role.description, "required": role.required,
        "columns": [_column(one) for one in role.columns],
        "tables_url": shapes.address(request, "studies", study, "roles", role.name),
    }  # fmt: skip


def _column(one: ColumnRole) -> dict[str, Any]:
    return {
        "name": one.name, "label": one.label, "description": one.description or {},
        "types": sorted(kind.value for kind in one.types), "required": one.required, "many": one.many,
    }  # fmt: skip


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name, "label": one.label, "description": one.description, "kind": one.kind, "default": one.default,
        "low": one.low, "high": one.high, "choices": dict(one.choices), "unit": one.unit, "advanced": one.advanced,
    }  # fmt: skip


def _yield(one: Yield) -> dict[str, Any]:
    columns = [
        {
            **column.as_json(),
            "label": one.labels.get(column.name, {}),
            "description": one.descriptions.get(column.name, {}),
        }
        for column in one.columns
    ]
    return {"name": one.name, "label": one.label, "description": one.description, "columns": columns}


def offered(offer: Offer) -> dict[str, Any]:
    """A table that fits a role."""
    guesses = {role: {"column": guess.column, "reason": guess.reason} for role, guess in offer.fit.guesses.items()}
    return {
        "dataset": offer.resource.dataset.slug, "resource": offer.resource.name, "title": offer.resource.dataset.title,
        "reason": offer.reason, "sure": offer.sure, "columns": guesses,
    }  # fmt: skip


def run(request: HttpRequest, found: StudyRun) -> dict[str, Any]:
    """A run, as far as it has come. Tables that the reader may not see any more are not named."""
    url = address(request, found)
    return {
        "run": found.pk, "study": found.study, "version": found.version, "title": found.title, "state": found.state,
        "step": found.step, "progress": found.progress, "said": found.said,
        "before": turns.before(found) if found.state == StudyRun.State.WAITING else 0,
        "inputs": rights.inputs(who(request), found), "parameters": found.parameters, "seed": found.seed,
        "organisation": found.target.get("organisation") or None, "reason": found.reason or None, "costs": found.costs,
        "created_at": found.created_at, "finished_at": found.finished_at,
        "result_url": f"{url}/result" if found.state in StudyRun.DONE else None, "url": url,
    }  # fmt: skip


def address(request: HttpRequest, found: StudyRun) -> str:
    return shapes.address(request, "studies", found.study, "runs", found.pk)


def result(request: HttpRequest, found: Found) -> dict[str, Any]:
    """What a run found, with the addresses of its tables and files."""
    run_, url = found.run, address(request, found.run)
    dataset = found.dataset
    slug = dataset.slug if dataset else None
    return {
        "run": run_.pk, "study": run_.study, "version": run_.version, "seed": run_.seed,
        "dataset": slug, "dataset_url": shapes.address(request, "datasets", slug) if slug else None,
        "origin": str(Origin.of(*(one["origin"] for one in run_.inputs.values()))),
        "tables": [_table(request, slug, name, one) for name, one in _in_order(run_)],
        "quality": rights.quality(found.actor, run_),
        "files": [
            {
                "name": file.name, "media_type": file.media_type, "bytes": file.bytes,
                "url": shapes.address(request, "studies", run_.study, "runs", run_.pk, "files", file.name),
            }
            for file in found.files
        ],
        "url": f"{url}/result",
    }  # fmt: skip


def _in_order(found: StudyRun) -> list[tuple[str, dict[str, Any]]]:
    """The tables as the study declares them; of one that is gone or changed, as they were noted."""
    tables = found.results.get("tables", {})
    study = registry.studies().get(found.study)
    declared_ = [one.name for one in study.YIELDS if one.name in tables] if study else []
    return [(name, tables[name]) for name in (*declared_, *(name for name in tables if name not in declared_))]


def _table(request: HttpRequest, slug: str | None, name: str, one: dict[str, Any]) -> dict[str, Any]:
    revision = one.get("revision") if slug else None
    rows = None
    if slug and revision:
        rows = f"{shapes.address(request, 'datasets', slug, 'resources', name, 'rows')}?revision={revision}"
    return {
        "name": name, "rows": one["rows"], "dataset": slug, "resource": name if slug else None, "revision": revision,
        "rows_url": rows,
    }  # fmt: skip
