"""What a finished run shows: its report, the tables that it published, how good it is, and how to do it again."""

from __future__ import annotations

import json
import shlex
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from madang.accounts import policy
from madang.analysis import nights, parameters, rights
from madang.analysis.models import StudyRun
from madang.catalog.models import Resource
from madang.catalog.site import base
from madang.portal.studies import files, scene
from madang.portal.studies.shown_run import chosen, study_of


def result(request: HttpRequest, run: StudyRun, actor: policy.Actor) -> dict[str, Any]:
    """For the template of a finished run."""
    kept = list(run.files.values("name", "bytes")) if rights.reads_files(actor, run) else []
    try:
        report = files.fragment(run, actor)
    except (Http404, policy.Hidden):
        report = ""
    names = {one["name"] for one in kept}
    told = rights.inputs(actor, run)
    return {
        "report": headless(report),
        "pdf": next((one for one in kept if one["name"] == f"report.{get_language() or 'ko'}.pdf"), None),
        "quality": rights.quality(actor, run),
        "scene": scene.FILE in names,
        "night": nights.has_spots(run),
        "certificates": [one for one in kept if one["name"].startswith("certificates/")],
        "tables": tables(run, names),
        "inputs": inputs(run, told),
        "hidden": not kept and not report,
        "command": command(run, told),
        "call": call(run, told, base(request)),
    }


def headless(report: str) -> str:
    """The report without its title, which the page has already; its subtitle stays."""
    before, header, rest = report.partition('<header class="report-head">')
    title, header_end, body = rest.partition("</header>")
    if not (header and header_end):
        return report
    return mark_safe(before + title.partition("</h1>")[2] + body)  # noqa: S308  a part of what was safe


def tables(run: StudyRun, names: set[str]) -> list[dict[str, Any]]:
    """The tables of the study with where each stands: a resource once it is published, a file while it is a draft."""
    study = study_of(run)
    known = {one.name: one for one in study.YIELDS} if study else {}
    slug, found = run.target.get("dataset", ""), []
    resources = {
        one.name: one for one in Resource.objects.filter(dataset__slug=slug).select_related("dataset", "current")
    }
    for name, one in run.results.get("tables", {}).items():
        resource = resources.get(one.get("resource", "")) if one.get("revision") else None
        file = f"tables/{name}.parquet"
        found.append({
            "name": name, "label": known[name].label if name in known else {"en": name}, "rows": one.get("rows"),
            "description": known[name].description if name in known else {}, "resource": resource, "revision": one.get("revision"),
            "layer": bool(resource and resource.current and resource.current.geometry),
            "file": file if resource is None and file in names else "",
        })  # fmt: skip
    return found


def inputs(run: StudyRun, told: dict[str, Any]) -> list[dict[str, Any]]:
    """Which revision of which table played which role, by which columns."""
    study = study_of(run)
    labels = {role.name: role.label for role in study.READS} if study else {}
    columns = {role.name: {one.name: one.label for one in role.columns} for role in study.READS} if study else {}
    return [
        {
            "role": labels.get(role, {"en": role}), **one,
            "columns": [
                {"label": columns.get(role, {}).get(name, {"en": name}), "names": names, "weights": one.get("weights", {}).get(name)}
                for name, names in one.get("columns", {}).items()
            ],
        }
        for role, one in told.items()
    ]  # fmt: skip


def command(run: StudyRun, told: dict[str, Any]) -> str:
    """The command that does the same again, on the same revisions."""
    words = ["madang", "study", "run", run.study]
    for role, one in chosen(run, told).items():
        words += ["--role", f"{role}={one['dataset']}/{one['resource']}", "--revision", f"{role}={one['revision']}"]
        for name, columns in one["columns"].items():
            words += [word for column in columns or [""] for word in ("--column", f"{role}.{name}={column}")]
        for name, weights in one.get("weights", {}).items():
            words += ["--weight", f"{role}.{name}={','.join(f'{weight:g}' for weight in weights)}"]
        words += ["--where", f"{role}={one['where']}"] if one.get("where") else []
    study = study_of(run)
    defaults = {one.name: one.default for one in parameters.known(study)} if study else {}
    for name, value in run.parameters.items():
        if name not in defaults or defaults[name] != value:
            words += ["--set", f"{name}={json.dumps(value) if isinstance(value, bool) else value}"]
    return shlex.join(words)


def call(run: StudyRun, told: dict[str, Any], root: str) -> str:
    """The call of the API that does the same again."""
    body = json.dumps({"inputs": chosen(run, told), "parameters": run.parameters}, ensure_ascii=False, indent=1)
    return f"POST {root}/api/v1/studies/{run.study}/runs\nAuthorization: Bearer mdg_…\nContent-Type: application/json\n\n{body}"
