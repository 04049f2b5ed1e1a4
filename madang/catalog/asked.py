"""The index asked by other dialects: any query of it, within what the reader may see, in any order, with any counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from madang.catalog import question
from madang.catalog.index import searcher
from madang.catalog.scope import Scope
from madang.lib.problems import Problem

if TYPE_CHECKING:
    import tantivy

EVERY_VALUE = 10_000
"""The most values that a count of all of them gives."""
SCORE = ""


class NoIndex(Problem):
    en = "The search index of this machine is being made. Ask again in a minute; datasets are read by their names meanwhile."
    ko = "이 컴퓨터의 검색 색인을 만드는 중입니다. 1분 뒤에 다시 요청하세요. 그동안에도 데이터셋은 이름으로 읽을 수 있습니다."


@dataclass(frozen=True)
class Asked:
    """`total` datasets, one page of their slugs, and for each field that was asked (value, count), frequent first."""

    total: int
    slugs: list[str]
    counts: dict[str, list[tuple[str, int]]]


def ask(
    asked: tantivy.Query,
    scope: Scope,
    order: str,
    offset: int,
    limit: int,
    counts: Mapping[str, int],
    *,
    ascending: bool = False,
) -> Asked:
    """`order` is a field of the index, `SCORE` the best first; `counts` says of which fields how many values. Raises `NoIndex`."""
    from tantivy import Occur, Order, Query

    index = searcher()
    if index is None:
        raise NoIndex()
    seen = question.allowed(scope)
    within = Query.boolean_query([(Occur.Must, asked), (Occur.Must, seen)]) if seen else asked
    way = Order.Asc if ascending else Order.Desc
    if offset >= index.num_docs:  # a page that cannot hold anything must cost nothing: room is made for all before it
        offset = limit = 0
    limit = min(limit, index.num_docs)
    found = index.search(within, limit=max(1, limit), offset=offset, order_by_field=order or None, order=way)
    slugs = [index.doc(address)["slug"][0] for _, address in found.hits[:limit]]
    wanted = {name: {"terms": {"field": name, "size": size}} for name, size in counts.items() if size}
    buckets = index.aggregate(within, wanted) if wanted else {}
    return Asked(found.count or 0, slugs, {
        name: [(bucket["key"], bucket["doc_count"]) for bucket in each["buckets"]] for name, each in buckets.items()
    })  # fmt: skip
