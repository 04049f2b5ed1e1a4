"""Things that not everybody may see, each with words of its own by which a leak is told from any other text."""

from __future__ import annotations

from dataclasses import dataclass, field

from madang.accounts.models import User
from madang.catalog.models import Alias, Dataset, Organisation, Resource, Revision
from madang.catalog.storage import the_store
from madang.community.models import DataRequest, Entry, Report
from madang.ingest.models import Run, Schedule
from madang.lib import ids
from madang.lib.plugins import found
from madang.query.model import Column, Type
from madang.store import originals
from tests.city import City, dataset, publish
from tests.routes import studied
from tests.routes.written import write

COLUMNS = (Column("place", Type.TEXT), Column("calls", Type.INTEGER))


@dataclass
class Secret:
    """`title` and `row` stand in the description and the rows of a dataset; `known` are the words that address it."""

    dataset: Dataset
    resource: Resource
    revision: Revision
    run: Run
    title: str
    row: str
    sees: set[str] = field(default_factory=set)  # who may see the title
    reads: set[str] = field(default_factory=set)  # who may read the rows
    known: dict[str, list[str]] = field(default_factory=dict)  # part of an address -> its values


def receipt(row: str) -> dict:
    """As the ingest writes it, with a row quoted in every place that quotes."""
    quote = {"line": 2, "text": row, "otherwise": row, "what": "title", "reason": {"ko": "짧음", "en": "short"}}
    column = {"name": "place", "header": "place", "type": "text", "semantic": "", "evidence": {"ko": row, "en": row},
              "nulls": 0, "null_words": {}, "distinct": 1, "low": row, "high": row, "sample": [row], "unit": "",
              "converted": None}  # fmt: skip
    table = {"name": "", "rows": 1, "dialect": None, "header_rows": [1], "furniture": [quote], "columns": [column],
             "rejects": {"count": 1, "sample": [quote]}, "geometry": None}  # fmt: skip
    encoding = {"name": "utf-8", "how": "decided", "reason": {"ko": "확인", "en": "proof"}, "bom": False,
                "proof": [quote], "choices": [{"name": "cp949", "text": row}]}  # fmt: skip
    finding = {"id": "spaces::place", "code": "spaces", "severity": "info", "table": "", "column": "place", "count": 1,
               "text": {"ko": "빈칸", "en": "spaces"}, "sample": [row], "decision": None}  # fmt: skip
    return {"version": 1, "file": {"name": "calls.csv", "bytes": 9, "sha256": "", "format": "csv"}, "encoding": encoding,
            "tables": [table], "no_table": None, "findings": [finding], "costs": {"seconds": 1, "cpu_seconds": 1}}  # fmt: skip


def hide(
    name: str, organisation: Organisation, maker: User, *, sees: set[str], reads: set[str], **facts: str
) -> Secret:
    """A dataset with rows, a kept original, a receipt and a run, all of which carry words of their own."""
    title, row = f"Title{name}Zq", f"Row{name}Zq"
    made = dataset(
        f"hidden-{name}",
        organisation,
        title={"ko": title, "en": title},
        description={"ko": title, "en": title},
        **facts,
    )
    resource = Resource.objects.create(dataset=made, name="calls", title={"ko": title, "en": title}, key=["calls"])
    Alias.objects.create(name=f"Service{name}", resource=resource)
    original = originals.keep(the_store(), [f"place,calls\n{row},1\n".encode()])
    revision = publish(resource, {"place": [row], "calls": [1]}, COLUMNS, receipt=receipt(row),
                       original_sha256=original.sha256, original_bytes=original.bytes, original_name="calls.csv")  # fmt: skip
    run = Run.objects.create(
        id=ids.new(), state="published" if made.access == "restricted" else "ready", file_name=f"{title}.csv",
        target={"dataset": made.slug}, receipt=receipt(row), sha256=original.sha256, created_by=maker,
        revisions=[revision.id],
    )  # fmt: skip
    schedule = Schedule.objects.create(
        id=ids.new(), dataset=made, source="http", cron="30 3 * * *", last_run=run, paused=True,
        source_settings={"url": f"https://data.example.org/{title}.csv"},
    )  # fmt: skip
    asked = DataRequest.objects.create(
        text="Somebody asks", language="en", digest=name, state="published", dataset=made, organisation=organisation
    )
    Entry.objects.create(request=asked, what="answered", state="published", dataset=made, organisation=organisation)
    reports = [
        Report.objects.create(dataset=made, resource=resource, kind=kind, text=title, value=title, language="en", shown=shown)
        for kind, shown in (("wrong", "public"), ("personal", "kept"))
    ]  # fmt: skip
    known = {
        "slug": [made.slug], "dataset": [made.slug], "name": [resource.name], "resource": [resource.name],
        "revision": [revision.id], "revision_id": [revision.id], "run": [run.id], "id": [run.id, schedule.id], "schedule": [schedule.id],
        "sha256": [original.sha256], "z": ["0"], "x": ["0"], "y": ["0"],
        "format": sorted(found("madang.api.formats")),
        "action": ["publish", "cancel", "retry", "choose"],
        "api_key": ["anonymous"],
        "question": [f"json/Service{name}/1/5/", f"xls/Service{name}/1/5/", "json/SearchCatalogService/1/5/"],
        "row": ["1", "1.ttl", "1.jsonld"], "column": ["place", "calls"], "extension": ["ttl", "jsonld", "rdf", "xml", "n3"],
        "uid": [str(resource.uid), str(asked.uid), *(str(one.uid) for one in reports)],
        "request_id": [str(asked.uid)], "report_id": [str(one.uid) for one in reports],
        "tag": ["Title"], "theme": ["population"], "organisation": [organisation.slug], "number": ["1"],
        "app_label": ["catalog", "accounts", "ingest"],
        "object_id": [str(made.pk), revision.id],
        **write(resource, revision, title, organisation),
    }  # fmt: skip
    for part, values in studied.run(resource, revision, title, row, maker).items():
        known[part] = [*known.get(part, []), *values]
    return Secret(made, resource, revision, run, title, row, sees, reads, known)


def secrets(city: City) -> list[Secret]:
    inside = {"editor", "publisher", "administrator"}
    here, maker = city.department, city.editor
    return [
        hide("Draft", here, maker, state="draft", sees=inside, reads=inside),
        hide("Internal", here, maker, access="internal", sees=inside | {"reader"}, reads=inside | {"reader"}),
        hide("Restricted", here, maker, access="restricted", sees={"anonymous", "citizen", "stranger", "reader", *inside}, reads=set()),
    ]  # fmt: skip
