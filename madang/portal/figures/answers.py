"""The home page's live numbers, charts and maps: each is a question put to published data when the page is made.

They are listed in `home.yaml` in the city's folder (MADANG_HOME), alone or below `answers` (see find.front); a city without one shows
none. One entry:

    - kind: number                   # or bars (label, value) or map (value, geometry)
      title: {ko: 서울 인구, en: People in Seoul}
      dataset: dong-population
      resource: population
      select: sum(인구)               # as in the API: select, where, group_by, order_by, limit
      where: 연도 = 2025
      unit: {ko: 명, en: people}
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from madang.accounts import policy
from madang.catalog import marked
from madang.catalog.models import Resource
from madang.lib.problems import Problem
from madang.portal.figures import drawing
from madang.query import parse
from madang.query.answer import answer
from madang.query.model import Question, Table

logger = logging.getLogger(__name__)
NEEDED = ("kind", "title", "dataset", "resource", "select")
KEYS = (*NEEDED, "where", "group_by", "order_by", "limit", "unit")
IN_LANGUAGES = ("title", "unit")
MOST_ROWS = 2_000
A_DAY = 86_400


class OddAnswer(Problem):
    en = "A {kind} is drawn of {wanted} columns, `select` has {found}. See madang/portal/figures/answers.py for an example."
    ko = "{kind}에는 열이 {wanted}개 있어야 하는데 `select`에는 {found}개 있습니다. 예는 madang/portal/figures/answers.py에 있습니다."


def of_the_city(actor: policy.Actor, given: marked.Marked | None) -> list[dict[str, Any]]:
    """Every given answer that the reader may see; one that fails, or an odd list, is left out and stands in the log."""
    shown: list[dict[str, Any]] = []
    try:
        entries = listed(given)
    except marked.OddFile as odd:
        logger.error("%s", odd)  # An operator's slip must not close the front door.
        return shown
    for entry in entries:
        try:
            shown.append(of(entry, actor))
        except Problem as problem:
            logger.warning("home.yaml, %s/%s: %s", entry["dataset"], entry["resource"], problem)
    return shown


def listed(given: marked.Marked | None) -> list[dict[str, Any]]:
    """The entries of the city's list, checked. Raises `marked.OddFile` with the line."""
    return [] if given is None else [_entry(one) for one in given.each()]


def _entry(given: marked.Marked) -> dict[str, Any]:
    keys = given.keys(KEYS)
    if missing := ", ".join(name for name in NEEDED if name not in keys):
        raise given.odd(f"this answer lacks {missing}. Add it.", f"이 항목에 {missing} 키가 없습니다. 더하세요.")
    if keys["kind"].word() not in KINDS:
        kinds = ", ".join(KINDS)
        raise keys["kind"].odd(
            f"there is no such kind. Kinds: {kinds}.", f"그런 종류는 없습니다. 쓸 수 있는 것: {kinds}."
        )
    if "limit" in keys and not re.fullmatch("[0-9]{1,9}", keys["limit"].word()):
        raise keys["limit"].odd("a number of rows belongs here.", "행 수를 숫자로 쓰세요.")
    return {name: value.texts() if name in IN_LANGUAGES else value.word() for name, value in keys.items()}


def of(entry: dict[str, Any], actor: policy.Actor) -> dict[str, Any]:
    """One answer with the dataset that it was read from. Raises what `readable` and the question raise."""
    resources = Resource.objects.select_related("dataset__organisation", "current")
    resource = resources.filter(dataset__slug=entry["dataset"], name=entry["resource"]).first()
    if resource is None:
        raise policy.Hidden()
    table = policy.readable(actor, resource)
    digest = hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
    found = cache.get_or_set(f"answer:{table.revision}:{digest}", lambda: _ask(entry, table), A_DAY)
    return {
        "kind": entry["kind"],
        "title": entry["title"],
        "unit": entry.get("unit", {}),
        "found": found,
        "origin": table.origin,
        "dataset": resource.dataset,
        "resource": resource,
        "published_at": table.published_at,
    }


def _ask(entry: dict[str, Any], table: Table) -> Any:
    """Revisions never change, so what was answered once is kept."""
    question = Question(
        select=parse.selection(entry["select"]),
        where=parse.condition(entry["where"]) if entry.get("where") else None,
        group_by=parse.grouping(entry["group_by"]) if entry.get("group_by") else (),
        order_by=parse.ordering(entry["order_by"]) if entry.get("order_by") else (),
        limit=min(int(entry.get("limit", MOST_ROWS)), MOST_ROWS),
        count=False,
    )
    columns = answer(table, question).table().to_pydict()
    draw, wanted = KINDS[entry["kind"]]
    if len(columns) != wanted:
        raise OddAnswer(kind=entry["kind"], wanted=wanted, found=len(columns))
    return draw(*columns.values())


def _number(values: list[Any]) -> Any:
    return values[0] if values else None


def _bars(labels: list[Any], values: list[Any]) -> tuple[drawing.Bar, ...]:
    return drawing.bars(list(zip(labels, values, strict=True)))


def _map(values: list[Any], shapes: list[Any]) -> drawing.Drawing | None:
    return drawing.choropleth(shapes, values)


KINDS: dict[str, tuple[Callable[..., Any], int]] = {"number": (_number, 1), "bars": (_bars, 2), "map": (_map, 2)}
"""What draws each kind, and of how many columns."""
