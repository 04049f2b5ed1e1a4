"""A receipt tells nothing quoted from rows to who may not read them."""

from __future__ import annotations

import json

from madang.accounts.policy import Actor
from madang.accounts.receipts import shown
from madang.catalog.models import Revision

CANARY = "카나리아-7391"
RECEIPT = {
    "version": 1,
    "file": {"name": "calls.csv", "bytes": 10, "sha256": "ab", "format": "csv"},
    "encoding": {"name": "cp949", "bom": False, "proof": [{"line": 3, "text": CANARY, "otherwise": CANARY}],
                 "choices": [{"name": "utf-8", "text": CANARY}]},
    "tables": [{
        "name": "", "rows": 3, "furniture": [{"line": 1, "what": "title", "text": CANARY}],
        "rejects": {"count": 2, "sample": [{"line": 9, "reason": {"en": "short"}, "text": CANARY}]},
        "columns": [{"name": "cell", "type": "text", "evidence": {"en": CANARY}, "nulls": 0, "null_words": {CANARY: 1},
                     "distinct": 3, "low": CANARY, "high": CANARY, "sample": [CANARY], "converted": {"en": "trimmed"}}],
    }],
    "findings": [{"id": "x", "code": "spaces", "count": 2, "text": {"en": "2 cells"}, "sample": [CANARY]}],
}  # fmt: skip


def test_quotes_go_and_counts_stay(city):
    city.dataset.access = "restricted"
    city.dataset.save()
    revision = Revision.objects.get(pk=city.revision.pk)
    revision.receipt = RECEIPT
    for actor in (Actor(), Actor(city.administrator)):
        told = shown(actor, revision)
        assert CANARY not in json.dumps(told, ensure_ascii=False)
        assert told["tables"][0]["columns"][0]["distinct"] == 3
        assert told["tables"][0]["rejects"]["count"] == 2
        assert told["encoding"]["name"] == "cp949"
        assert told["findings"][0]["text"] == {"en": "2 cells"}
        assert set(told["tables"][0]["columns"][0]) == set(RECEIPT["tables"][0]["columns"][0]) - {"evidence"}


def test_whole_for_readers(city):
    city.revision.receipt = RECEIPT
    assert shown(Actor(), city.revision) == RECEIPT


def test_the_public_hears_what_was_decided_not_by_whom(city):
    decided = {"what": "justify", "why": "a public office", "by": "publisher@city.kr", "at": "2026-06-30"}
    city.revision.receipt = {**RECEIPT, "findings": [{**RECEIPT["findings"][0], "decision": decided}]}
    (public,) = shown(Actor(), city.revision)["findings"]
    assert public["decision"] == {"what": "justify", "why": "a public office", "at": "2026-06-30"}
    assert shown(Actor(city.editor), city.revision)["findings"][0]["decision"]["by"] == "publisher@city.kr"
