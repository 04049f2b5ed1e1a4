"""Where an answer comes from, told in fields and in words: revision, origin, licence, how fresh it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from madang.api.mcp import quoted
from madang.api.mcp.call import Call
from madang.catalog import licences
from madang.catalog.models import Dataset, Resource
from madang.query.model import Table

SOURCE = {
    "type": "object",
    "properties": {
        name: {"type": ["string", "null"]} for name in ("dataset", "resource", "revision", "published_at", "origin")
    },
    "required": ["dataset", "resource", "revision", "origin", "licence", "freshness", "current"],
}


def freshness(dataset: Dataset) -> dict[str, Any]:
    """`state` is fresh, late, open-ended (no cycle promised) or empty (nothing published)."""
    newest, due = dataset.newest(), dataset.due()
    return {
        "state": dataset.freshness(timezone.now()),
        "cycle": dataset.cycle,
        "published_at": newest.isoformat() if newest else None,
        "due": due.isoformat() if due else None,
    }


def licence(call: Call, dataset: Dataset) -> dict[str, Any]:
    where = call.page("datasets", dataset.slug)
    return {
        "slug": dataset.licence.slug,
        "name": call.word(dataset.licence.name),
        "url": dataset.licence.url or None,
        "attribution": licences.attribution(dataset, call.language, where),
        "allows_commercial": dataset.licence.allows_commercial,
        "allows_change": dataset.licence.allows_change,
    }


def source(call: Call, resource: Resource, table: Table) -> dict[str, Any]:
    """What an answer says of a table that it was computed from."""
    dataset = resource.dataset
    return {
        "dataset": table.dataset,
        "resource": table.name,
        "title": call.word(dataset.title),
        "organisation": call.word(dataset.organisation.name),
        "revision": table.revision,
        "published_at": table.published_at.isoformat() if table.published_at else None,
        "current": table.revision == resource.current_id,
        "origin": table.origin,
        "rows": table.rows,
        "licence": licence(call, dataset),
        "freshness": freshness(dataset),
        "page": call.page("datasets", dataset.slug),
    }


def words(call: Call, told: dict[str, Any]) -> list[str]:
    """The same in sentences, the warnings first."""
    lines = [*origin(call, told["origin"]), _from(call, told), *age(call, told["freshness"])]
    if not told["current"]:
        lines.append(
            call.say(
                "This is not the current revision: newer content may say something else.",
                "현재 개정판이 아닙니다. 더 새로운 내용은 다를 수 있습니다.",
            )
        )
    return lines


def _from(call: Call, told: dict[str, Any]) -> str:
    facts = {
        name: quoted.line(str(told[name])) for name in ("title", "dataset", "resource", "organisation", "revision")
    }
    return call.say(
        "Source: “{title}” ({dataset}/{resource}) of {organisation}, revision {revision}, published {day}. "
        "Licence: {licence}.",
        "출처: {organisation} “{title}”({dataset}/{resource}), 개정판 {revision}, {day} 게시. 이용 조건: {licence}.",
        **facts, day=day(call, told["published_at"]), licence=quoted.line(told["licence"]["name"]),
    )  # fmt: skip


def origin(call: Call, origin: str | None) -> list[str]:
    """What must be said besides of figures that nobody observed."""
    if origin == "generated":
        return [
            call.say(
                "GENERATED DATA: a program made these figures up; nobody observed them. Say so wherever you use them.",
                "생성 자료: 프로그램이 만들어 낸 값이며 관측한 것이 아닙니다. 쓸 때마다 이 점을 밝히세요.",
            )
        ]
    if origin == "derived":
        return [
            call.say(
                "Derived data: computed from observed figures, not observed itself.",
                "가공 자료: 관측한 값으로 계산한 것이며 직접 관측한 것이 아닙니다.",
            )
        ]
    return [call.say("Observed data.", "관측 자료입니다.")] if origin == "observed" else []


def age(call: Call, told: dict[str, Any]) -> list[str]:
    """Whether newer figures should be there already."""
    facts = {"published": day(call, told["published_at"]), "due": day(call, told["due"])}
    match told["state"]:
        case "late":
            return [
                call.say(
                    "LATE: last published {published}, and an update was due by {due}. Say how old these figures are.",
                    "갱신 지연: 마지막 게시는 {published}이며 {due}까지 갱신되었어야 합니다. 값이 얼마나 "
                    "오래되었는지 밝히세요.",
                    **facts,
                )
            ]
        case "fresh":
            return [
                call.say(
                    "Up to date: published {published}, the next update is due by {due}.",
                    "최신: {published} 게시, 다음 갱신 기한은 {due}입니다.",
                    **facts,
                )
            ]
        case "empty":
            return [call.say("Nothing is published yet.", "아직 게시된 것이 없습니다.")]
    return [
        call.say(
            "Published {published}; no cycle of updates is promised, so newer figures may exist.",
            "{published} 게시. 갱신 주기를 약속하지 않으므로 더 새로운 값이 있을 수 있습니다.",
            **facts,
        )
    ]


def day(call: Call, moment: str | None) -> str:
    """The day of a moment in the city's time."""
    if moment is None:
        return call.say("not yet", "미정")
    return timezone.localtime(datetime.fromisoformat(moment)).date().isoformat()
