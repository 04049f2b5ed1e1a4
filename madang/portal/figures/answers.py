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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.cache import cache

from madang.accounts import policy
from madang.catalog.models import Resource
from madang.lib.problems import Problem
from madang.portal.figures import drawing
from madang.query import parse
from madang.query.answer import answer
from madang.query.model import Question, Table

logger = logging.getLogger(__name__)
KEYS = {"kind", "title", "dataset", "resource", "select", "where", "group_by", "order_by", "limit", "unit"}
MOST_ROWS = 2_000
A_DAY = 86_400


class OddAnswer(Problem):
    en = "{file}: entry {number} cannot be shown: {why} See madang/portal/figures/answers.py for an example."
    ko = "{file}: {number}번째 항목을 보여 줄 수 없습니다: {why} 예는 madang/portal/figures/answers.py에 있습니다."


def of_the_city(actor: policy.Actor) -> list[dict[str, Any]]:
    """Every listed answer that the reader may see; one that fails, or an odd file, is left out and stands in the log."""
    shown: list[dict[str, Any]] = []
    try:
        entries = listed(settings.HOME / "home.yaml")
    except OddAnswer as odd:
        logger.error("%s", odd)  # An operator's slip must not close the front door.
        return shown
    for entry in entries:
        try:
            shown.append(of(entry, actor))
        except Problem as problem:
            logger.warning("home.yaml, %s/%s: %s", entry["dataset"], entry["resource"], problem)
    return shown


def listed(file: Path) -> list[dict[str, Any]]:
    """The entries of `home.yaml`, checked. Raises `OddAnswer`."""
    if not file.is_file():
        return []
    entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    if isinstance(entries, dict):
        entries = entries.get("answers") or []
    for number, entry in enumerate(entries, 1):
        odd = set(entry) - KEYS
        missing = {"kind", "title", "dataset", "resource", "select"} - set(entry)
        if odd or missing or entry["kind"] not in KINDS:
            why = f"unknown keys {sorted(odd)}, missing keys {sorted(missing)}, kinds {sorted(KINDS)}."
            raise OddAnswer(file=file.name, number=number, why=why)
    return entries


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
    return KINDS[entry["kind"]](*columns.values())


def _number(values: list[Any]) -> Any:
    return values[0] if values else None


def _bars(labels: list[Any], values: list[Any]) -> tuple[drawing.Bar, ...]:
    return drawing.bars(list(zip(labels, values, strict=True)))


def _map(values: list[Any], shapes: list[Any]) -> drawing.Drawing | None:
    return drawing.choropleth(shapes, values)


KINDS: dict[str, Callable[..., Any]] = {"number": _number, "bars": _bars, "map": _map}
