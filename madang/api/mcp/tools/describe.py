"""What a dataset is: its columns with their meaning, its origin, licence and age, and what nobody said about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from madang.accounts import receipts
from madang.accounts.policy import can
from madang.api.mcp import definitions, finding, quoted, sources
from madang.api.mcp.answer import MANY, MAYBE, TEXT, TEXTS, Told, object_schema
from madang.api.mcp.arguments import LANGUAGE
from madang.api.mcp.call import Call
from madang.api.mcp.question import DATASET, RESOURCE
from madang.api.mcp.tools.search import restricted
from madang.catalog.models import Dataset, Resource, Revision
from madang.query.model import Column

TITLE = {"en": "Describe a dataset", "ko": "데이터셋 설명"}
MEANS = {
    "en": (
        "Says what a dataset holds: every column with type, unit, label, definition, codes and empty values; "
        "rows, revision, origin, licence, "
        "freshness; and what is not known about it. Call it before `query`."
    ),
    "ko": (
        "데이터셋에 무엇이 있는지 알려 줍니다: 열마다 형식, 단위, 이름, 정의, 코드, 빈 값의 수, 그리고 행 수, "
        "개정판, 유래, 이용 조건, 최신성과 알려지지 않은 "
        "것. `query` 전에 부르세요."
    ),
}
ARGUMENTS = (replace(DATASET, required=True), RESOURCE, LANGUAGE)
OUTPUT = object_schema(
    ("dataset", "title", "origin", "licence", "freshness", "resources", "unknown"),
    dataset=TEXT, title=TEXT, description=TEXT, origin=TEXT, access=TEXT, source=MAYBE, method=MAYBE,
    licence={"type": "object"}, freshness={"type": "object"}, resources=MANY, unknown=TEXTS, page=TEXT,
)  # fmt: skip
READS = True
MOST_WORDS = 1000


def words(values: dict[str, Any]) -> str:
    return ""


def call(call: Call, values: dict[str, Any]) -> Told:
    dataset = finding.dataset(call, values["dataset"])
    resources = list(dataset.resources.all())
    if values.get("resource"):
        resources = [finding.resource(call, dataset, values["resource"])]
    told = {**_dataset(call, dataset), "resources": [_resource(call, each) for each in resources]}
    told["unknown"] = _unknown(call, dataset, told)
    lines = [f"{dataset.slug}", "> " + quoted.line(told["title"]), *quoted.quote(told["description"], MOST_WORDS)]
    lines += [*sources.origin(call, dataset.origin), *sources.age(call, told["freshness"])]
    if dataset.access == Dataset.Access.RESTRICTED:
        lines.append(restricted(call))
    lines += _facts(call, told)
    for each in told["resources"]:
        lines += _words(call, dataset, each)
    lines.append(call.say("Not known:", "알려지지 않은 것:"))
    lines += [f"- {sentence}" for sentence in told["unknown"]] or ["-"]
    return Told(told, lines)


def _dataset(call: Call, dataset: Dataset) -> dict[str, Any]:
    return {
        "dataset": dataset.slug,
        "title": call.word(dataset.title),
        "description": _cut(call.word(dataset.description)),
        "organisation": {"slug": dataset.organisation.slug, "name": call.word(dataset.organisation.name)},
        "theme": call.word(dataset.theme.name) if dataset.theme else None,
        "keywords": dataset.keywords.get(call.language, []),
        "origin": dataset.origin,
        "access": dataset.access,
        "source": _cut(call.word(dataset.source)) or None,
        "method": _cut(call.word(dataset.method)) or None,
        "spatial": call.word(dataset.spatial) or None,
        "period": {"start": _iso(dataset.period_start), "end": _iso(dataset.period_end)},
        "licence": sources.licence(call, dataset),
        "freshness": sources.freshness(dataset),
        "contact": dataset.contact or None,
        "page": call.page("datasets", dataset.slug),
    }


def _cut(text: str) -> str:
    return text if len(text) <= MOST_WORDS else text[:MOST_WORDS] + quoted.CUT


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _resource(call: Call, resource: Resource) -> dict[str, Any]:
    current = resource.current
    told: dict[str, Any] = {
        "resource": resource.name,
        "title": call.word(resource.title),
        "description": _cut(call.word(resource.description)),
        "kind": resource.kind,
        "link": resource.link or None,
        "readable": False,
        "columns": [],
    }
    if current is None:
        return told
    columns = [Column.from_json(column) for column in current.schema]
    known = {one["name"]: one for one in _counted(call, current)}
    described = [each | known.get(each["name"], {}) for each in definitions.definitions(call, resource, columns)]
    return told | {
        "readable": can(call.actor, "read", current) and current.rows is not None,
        "revision": current.pk,
        "number": current.number,
        "published_at": current.published_at.isoformat() if current.published_at else None,
        "origin": current.origin,
        "rows": current.rows,
        "rejects": current.rejects,
        "key": resource.key,
        "geometry": current.geometry,
        "columns": described,
        "columns_total": len(columns),
        "columns_complete": len(described) == len(columns),
    }


def _counted(call: Call, current: Revision) -> list[dict[str, Any]]:
    """What the load counted of each column: empty values, different ones, the lowest and the highest."""
    names = [column["name"] for column in current.schema]
    for table in receipts.shown(call.actor, current).get("tables") or []:
        if [column["name"] for column in table.get("columns", ())] == names:
            return [
                {
                    "name": column["name"],
                    **{
                        name: column[known]
                        for name, known in (
                            ("empty", "nulls"),
                            ("different", "distinct"),
                            ("low", "low"),
                            ("high", "high"),
                        )
                        if column.get(known) is not None
                    },
                }
                for column in table["columns"]
            ]
    return []


def _facts(call: Call, told: dict[str, Any]) -> list[str]:
    parts = [
        (call.say("Publisher", "기관"), told["organisation"]["name"]),
        (call.say("Licence", "이용 조건"), told["licence"]["name"]),
        (call.say("Say with it", "출처 표시"), told["licence"]["attribution"]),
        (call.say("Where the figures come from", "값의 출처"), told["source"]),
        (call.say("How they were made", "만든 방법"), told["method"]),
        (call.say("Area", "지역"), told["spatial"]),
        (call.say("Period", "기간"), " – ".join(day for day in told["period"].values() if day)),
    ]
    return [f"> {name}: {quoted.line(value, MOST_WORDS)}" for name, value in parts if value]


def _words(call: Call, dataset: Dataset, each: dict[str, Any]) -> list[str]:
    lines = ["", f'{dataset.slug}/{each["resource"]} (SQL: "{dataset.slug}"."{each["resource"]}")']
    if each["title"]:
        lines.append("> " + quoted.line(each["title"]))
    if not each["columns"]:
        return [*lines, call.say("No table.", "표가 없습니다.")]
    lines.append(
        call.say(
            "{rows:,} rows, revision {revision} of {day}. Columns:", "{rows:,}행, {day} 개정판 {revision}. 열:",
            rows=each["rows"] or 0, revision=each["revision"], day=sources.day(call, each["published_at"]),
        )
    )  # fmt: skip
    for told, line in zip(each["columns"], definitions.words(call, each["columns"]), strict=True):
        lines.append(line + _counts(call, told))
    if not each["columns_complete"]:
        lines.append(
            call.say("… {total} columns in all: {page}", "… 열은 모두 {total}개입니다: {page}", total=each["columns_total"],
                     page=call.address("datasets", dataset.slug, "resources", each["resource"], "columns"))
        )  # fmt: skip
    return lines


def _counts(call: Call, told: dict[str, Any]) -> str:
    parts = []
    if told.get("empty"):
        parts.append(call.say("{empty:,} empty", "빈 값 {empty:,}개", empty=told["empty"]))
    if told.get("low") not in (None, "") and told.get("high") not in (None, ""):
        parts.append(quoted.line(f"{told['low']} … {told['high']}", 120))
    return "; " + "; ".join(parts) if parts else ""


def _unknown(call: Call, dataset: Dataset, told: dict[str, Any]) -> list[str]:
    """What an answer from it should not claim to know."""
    said = []
    if not told["source"]:
        said.append(call.say("where the figures come from", "값의 출처"))
    if not told["method"]:
        said.append(call.say("how they were made", "만든 방법"))
    if not any(told["period"].values()):
        said.append(call.say("which period they are about", "값이 가리키는 기간"))
    if dataset.licence.slug == "unstated":
        said.append(call.say("the terms of use: all rights are reserved", "이용 조건: 모든 권리 유보"))
    for each in told["resources"]:
        bare = [one["name"] for one in each["columns"] if not one.get("description") and not one.get("label")]
        if bare:
            said.append(call.say("what these columns of {resource} mean beyond their names: {names}",
                                 "{resource}에서 이름 말고는 뜻을 알 수 없는 열: {names}",
                                 resource=each["resource"], names=quoted.line(", ".join(bare))))  # fmt: skip
        units = [one["name"] for one in each["columns"] if _measures(one) and "unit" not in one]
        if units:
            said.append(call.say("units of {names} in {resource}", "{resource}의 {names} 단위",
                                 resource=each["resource"], names=quoted.line(", ".join(units))))  # fmt: skip
        if each.get("rejects"):
            said.append(call.say("{count:,} rows of {resource} that could not be read and were left out",
                                 "읽을 수 없어 빠진 {resource}의 {count:,}행",
                                 resource=each["resource"], count=each["rejects"]))  # fmt: skip
    return said


def _measures(column: dict[str, Any]) -> bool:
    """Whether a number may have a unit: years, codes and shares have none."""
    return column["type"] in ("integer", "number") and column.get("meaning", column["type"]) == column["type"]
