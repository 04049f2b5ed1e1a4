"""Find datasets by words, in Korean or English."""

from __future__ import annotations

import re
from typing import Any

from madang.accounts.policy import scope, visible
from madang.api.mcp import persons, quoted, sources
from madang.api.mcp.answer import COUNT, MANY, TEXTS, YES, Told, object_schema
from madang.api.mcp.arguments import LANGUAGE, Argument
from madang.api.mcp.call import Call
from madang.catalog import words as catalogue_words
from madang.catalog.models import Dataset
from madang.catalog.search import DEEPEST, FACETS, Found, Hit, search

TITLE = {"en": "Find datasets", "ko": "데이터셋 찾기"}
MEANS = {
    "en": (
        "Finds datasets of the city by words in titles, descriptions, columns and publishers, Korean or "
        "English. Use a few telling nouns "
        "(population district), not a whole sentence. Says how fresh each is and whether it was observed or generated."
    ),
    "ko": (
        "제목, 설명, 열, 기관의 낱말로 도시의 데이터셋을 찾습니다. 문장보다 뜻이 있는 명사 몇 개(자치구 "
        "인구)를 쓰세요. 얼마나 최신인지, 관측한 것인지 "
        "생성한 것인지 알려 줍니다."
    ),
}
MOST, DEFAULT = 20, 8
MOST_WORDS, MOST_COLUMNS = 300, 30
EXAMPLES = ("population", "statistics", "kogl-1", "csv", "table", "observed", "fresh", "open", "map", "Seoul", "2025")
ARGUMENTS = (
    Argument("text", "string", "자치구 인구", {
        "en": "words to look for; none lists the newest", "ko": "찾을 낱말. 없으면 최신순 목록"}, most=300),
    *(Argument(name, "string", example, {"en": f"only this {name}", "ko": f"{name} 값이 이것인 것만"}, most=100)
      for name, example in zip(FACETS, EXAMPLES, strict=True)),
    Argument("limit", "integer", "8", {"en": "how many datasets", "ko": "데이터셋의 수"}, 1, MOST),
    Argument("offset", "integer", "8", {"en": "how many to skip", "ko": "건너뛸 수"}, 0, DEEPEST),
    LANGUAGE,
)  # fmt: skip
OUTPUT = object_schema(
    ("total", "returned", "complete", "near", "datasets"),
    total=COUNT, returned=COUNT, complete=YES, near=YES, next_offset=COUNT, datasets=MANY, themes=MANY, cannot=TEXTS,
)  # fmt: skip
READS = True
ASKING = frozenset(re.findall(r"\w+", """
    which what who whose where when why how many much most least more less has have had do does did is are was were there any all
    show tell give find me i we you it they can could please
    어느 어떤 무엇 누가 누구 어디 언제 얼마나 몇 가장 제일 많은 많이 적은 적게 살아 사는 사나요 있는 있어 있나요 인가요 알려줘 보여줘
"""))  # fmt: skip
"""Words of a question that no dataset is about."""


def words(values: dict[str, Any]) -> str:
    return str(values.get("text", ""))


def call(call: Call, values: dict[str, Any]) -> Told:
    text, offset, limit = values.get("text", ""), values.get("offset", 0), values.get("limit", DEFAULT)
    facets = {name: [values[name]] for name in FACETS if values.get(name)}
    found = search(text, scope(call.actor), facets, call.language, offset, limit, counted=())
    if not found.total and text and not facets and not offset:
        found = _by_single_words(call, text, limit)
    shown = _datasets(call, found)
    following = offset + limit if offset + limit < min(found.total, DEEPEST) else None
    told: dict[str, Any] = {
        "total": found.total, "returned": len(shown), "complete": len(shown) == found.total, "near": found.near,
        "next_offset": following, "datasets": [_shown(call, dataset) for dataset in shown],
    }  # fmt: skip
    lines = _head(call, text, told)
    for each in told["datasets"]:
        lines += _words(call, each)
    if not shown:
        told["themes"] = _themes(call)
        listed = ", ".join(f"{theme['theme']} ({theme['datasets']})" for theme in told["themes"])
        lines.append("> " + quoted.line(listed or "-", 1000))
    if persons.asked(text):
        told["cannot"] = ["persons"]
        lines.append(_no_persons(call))
    return Told(told, lines)


def _by_single_words(call: Call, text: str, limit: int) -> Found:
    """When nothing holds all words of a question: what holds some of them, those with most of them first."""
    terms = [term.word for term in catalogue_words.terms(text) if term.needed and term.word not in ASKING][:8]
    hits: dict[str, tuple[int, float]] = {}
    for word in terms:
        found = search(word, scope(call.actor), {}, call.language, 0, MOST, counted=())
        for hit in () if found.near else found.hits:
            count, score = hits.get(hit.slug, (0, 0.0))
            hits[hit.slug] = (count + 1, score + hit.score)
    best = sorted(hits, key=lambda slug: hits[slug], reverse=True)
    return Found(len(hits), [Hit(slug, hits[slug][1]) for slug in best[:limit]], near=bool(hits))


def _datasets(call: Call, found: Found) -> list[Dataset]:
    slugs = [hit.slug for hit in found.hits]
    seen = visible(call.actor).filter(slug__in=slugs).prefetch_related("resources__current")
    known = {dataset.slug: dataset for dataset in seen}
    return [known[slug] for slug in slugs if slug in known]


def _shown(call: Call, dataset: Dataset) -> dict[str, Any]:
    return {
        "dataset": dataset.slug,
        "title": call.word(dataset.title),
        "description": quoted.line(call.word(dataset.description), MOST_WORDS),
        "organisation": call.word(dataset.organisation.name),
        "theme": call.word(dataset.theme.name) if dataset.theme else None,
        "origin": dataset.origin,
        "access": dataset.access,
        "licence": call.word(dataset.licence.name),
        "freshness": sources.freshness(dataset),
        "resources": [
            {
                "resource": resource.name,
                "title": call.word(resource.title),
                "rows": resource.current.rows,
                "columns": [column["name"] for column in resource.current.schema[:MOST_COLUMNS]],
                "columns_complete": len(resource.current.schema) <= MOST_COLUMNS,
            }
            for resource in dataset.resources.all()
            if resource.current
        ],
        "page": call.page("datasets", dataset.slug),
    }


def _head(call: Call, text: str, told: dict[str, Any]) -> list[str]:
    if not told["total"]:
        return [
            call.say(
                "No dataset fits. Try other or fewer words (a noun, the other language); if it is not "
                "published, `request_data` asks the city for it. "
                "What there is, by theme:",
                "맞는 데이터셋이 없습니다. 다른 낱말이나 더 적은 낱말(명사, 다른 언어)로 찾아 보고, "
                "공개되지 않은 것이면 `request_data`로 도시에 요청하세요. "
                "주제별로 있는 것:",
            )
        ]
    if told["near"]:
        return [
            call.say(
                "Nothing fits all these words. These {returned} of {total} only resemble them: look "
                "whether they answer the question, and say so.",
                "모든 낱말에 맞는 것은 없습니다. 비슷한 것 {total}건 가운데 {returned}건입니다. 질문에 "
                "답이 되는지 살피고 그렇게 말하세요.",
                **told,
            )
        ]
    if told["complete"]:
        return [call.say("{total} datasets.", "데이터셋 {total}건입니다.", **told)]
    return [
        call.say(
            "{returned} of {total} datasets, the best first.",
            "{total}건 가운데 {returned}건, 잘 맞는 것부터입니다.",
            **told,
        )
    ]


def _words(call: Call, each: dict[str, Any]) -> list[str]:
    lines = ["", f"- {each['dataset']}", "> " + quoted.line(f"{each['title']} ({each['organisation']})")]
    if each["description"]:
        lines.append("> " + each["description"])
    lines += [" ".join([*sources.origin(call, each["origin"]), *sources.age(call, each["freshness"])])]
    if each["access"] == "restricted":
        lines.append(restricted(call))
    for resource in each["resources"]:
        rows = "" if resource["rows"] is None else call.say("{rows:,} rows", "{rows:,}행", rows=resource["rows"])
        names = ", ".join(resource["columns"]) + ("" if resource["columns_complete"] else ", …")
        lines.append("> " + quoted.line(f"{each['dataset']}/{resource['resource']}: {rows}; {names}", 1000))
    return lines


def restricted(call: Call) -> str:
    return call.say(
        "RESTRICTED: its rows are read by studies only; nobody can query them.",
        "제한 자료: 행은 연구 분석만 읽으며 누구도 조회할 수 없습니다.",
    )


def _no_persons(call: Call) -> str:
    return call.say(
        "Who a single person is, or how to reach them, cannot be answered: as a rule such data is not published. Counts can.",
        "한 사람이 누구인지, 어떻게 연락하는지는 답할 수 없습니다. 그런 자료는 원칙적으로 공개하지 않습니다. 건수는 "
        "답할 수 있습니다.",
    )


def _themes(call: Call) -> list[dict[str, Any]]:
    """What there is, when nothing was found."""
    counts = search("", scope(call.actor), {}, call.language, 0, 1, counted=("theme",)).facets.get("theme", [])
    return [{"theme": name, "datasets": count} for name, count in counts[:30]]
