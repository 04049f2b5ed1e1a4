"""Runs of studies on a secret: one published in its own dataset, one that is a draft, and one of the night whose tables are a dataset
with the same rights. Their files and tables quote a row."""

from __future__ import annotations

import json

from madang.accounts.models import User
from madang.analysis.models import StudyFile, StudyRun
from madang.analysis.saved_scenarios import Scenario
from madang.catalog.models import Dataset, Resource, Revision
from madang.lib import ids
from tests import nights
from tests.city import dataset as published

FILES = {
    "report.ko.html": "text/html; charset=utf-8", "report.ko.part.html": "text/html; charset=utf-8", "report.ko.pdf": "application/pdf",
    "scene.json": "application/json", "calls": "application/json",
}  # fmt: skip


def scene(area: str) -> dict[str, object]:
    """One area with one site, as `Scene.as_json` writes it."""
    return {
        "areas": [area], "owner": [0], "places": [[127.0, 37.5]], "need": [1.0],
        "sites": [["s1", "Site", 127.01, 37.51, True, "c1"]], "standard": 500.0, "factor": 1.3, "outlines": [], "given_ways": False,
    }  # fmt: skip


def run(resource: Resource, revision: Revision, title: str, row: str, maker: User) -> dict[str, list[str]]:
    """What their addresses are known by. Of restricted data a report quotes no row here: studies may, to those who may run them."""
    dataset = resource.dataset
    quoted = "nothing" if dataset.access == "restricted" else row
    given = {
        "dataset": dataset.slug, "resource": resource.name, "revision": revision.pk, "number": 1, "title": dataset.title,
        "origin": "observed", "access": dataset.access, "licence": "kogl-1", "columns": {"code": ["place"]}, "weights": {}, "where": "",
    }  # fmt: skip
    made, kept = [], []
    for state, target in (("published", {"dataset": dataset.slug}), ("draft", {})):
        one = StudyRun.objects.create(
            id=ids.new(), study="care_siting", version=1, title={"ko": title, "en": title}, state=state, step="publish",
            inputs={"areas": given}, results={"tables": {"sites": {"rows": 1}}}, quality={"said": {"ko": quoted, "en": quoted}},
            target={"organisation": dataset.organisation.slug, **target}, created_by=maker, asked_by=maker,
        )  # fmt: skip
        contents = {name: f'"{quoted}"'.encode() for name in FILES} | {"scene.json": json.dumps(scene(quoted)).encode()}
        StudyFile.objects.bulk_create(
            StudyFile(run=one, name=name, media_type=kind, content=contents[name], bytes=9)
            for name, kind in FILES.items()
        )
        made.append(one.pk)
        kept.append(Scenario.objects.create(run=one, name=title, created_by=maker).pk)
    made.append(night(dataset, given, title, quoted, maker).pk)
    return {"run": made, "id": made, "saved_id": kept, "study": ["care_siting"], "role": ["areas"], "file": list(FILES)}


def night(dataset: Dataset, given: dict[str, object], title: str, quoted: str, maker: User) -> StudyRun:
    """At every hour there is one spot, in one cell, and both are called by the row."""
    words = {"ko": title, "en": title}
    there = published(
        f"{dataset.slug}-night", dataset.organisation, title=words, access=dataset.access, state=dataset.state
    )
    named = {"cell": quoted, "name": quoted, "spot": quoted}
    tables = {
        name: [{**row, **{key: quoted for key in named if key in row}} for row in rows[:30]]
        for name, rows in nights.tables().items()
    }
    moments = [{"day": day, "hour": hour} for day in nights.DAYS for hour in range(24)]
    for name in ("demand", "spots", "profile"):
        tables[name] = [{**tables[name][0], **moment} for moment in moments]
    told = {name: nights.resource(there, name, rows) for name, rows in tables.items()}
    return StudyRun.objects.create(
        id=ids.new(), study="night_mobility", version=1, title=words, state="published", step="publish", inputs={"activity": given},
        parameters={"first_hour": 0, "last_hour": 23}, target={"organisation": dataset.organisation.slug, "dataset": there.slug},
        results={"tables": told}, quality={"verdict": {"ko": quoted, "en": quoted}}, created_by=maker, asked_by=maker,
    )  # fmt: skip
