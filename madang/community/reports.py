"""Reporting an error: what is meant, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from madang.accounts import policy
from madang.catalog.models import Dataset, Resource, Revision
from madang.community import words as community_words
from madang.community.models import By, Report, Shown
from madang.community.words import cleaned, plain
from madang.lib.problems import Problem

LONGEST = 2_000
MOST_OPEN = 500
"""Open reports on one dataset without an account: nobody reads more, and the disk is not for sale."""


class UnknownKind(Problem):
    en = "Say which kind of error it is: {known}."
    ko = "어떤 오류인지 고르세요: {known}."


class UnknownPlace(Problem):
    en = "{what} has no {part}. Start from the page on which you saw the error."
    ko = "{what}에는 {part}이(가) 없습니다. 오류를 본 화면에서 다시 시작하세요."


class TooManyOpen(Problem):
    en = "Very many reports on {what} wait for an answer. Support one of them, or write to the publisher."
    ko = "{what}에 대한 신고가 너무 많이 기다리고 있습니다. 발행 기관에 직접 문의하세요."


class SaidBefore(Problem):
    """`report` is the one that says the same."""

    en = "The same was reported and waits for an answer."
    ko = "같은 신고가 이미 있어 답변을 기다리고 있습니다."

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@dataclass(frozen=True)
class Meant:
    """What somebody looked at: a dataset, and within it perhaps a resource, its revision, a column, a row, the value seen."""

    dataset: Dataset
    resource: Resource | None = None
    revision: str = ""
    column: str = ""
    row: str = ""
    value: str = ""

    @classmethod
    def read(cls, actor: policy.Actor, slug: str, given: dict[str, str]) -> Meant:
        """From an address (`resource`, `revision`, `column`, `row`, `value`). Raises `Hidden`, `UnknownPlace`: nothing is believed
        that is not there, but for the value, which is what somebody saw.
        """
        dataset = Dataset.objects.select_related("organisation").filter(slug=slug).first()
        if dataset is None:
            raise policy.Hidden()
        policy.require(actor, "see", dataset)
        name = given.get("resource", "")
        if not name:
            return cls(dataset)
        resource = dataset.resources.select_related("current").filter(name=name).first()
        if resource is None:
            raise UnknownPlace(what=dataset.slug, part=plain(name[:100]))
        revision = _revision(actor, resource, given.get("revision", ""))
        columns = {column["name"] for column in revision.schema} if revision else set()
        if (column := given.get("column", "")) and column not in columns:
            raise UnknownPlace(what=str(resource), part=plain(column[:100]))
        row, value = plain(given.get("row", "")[:1000]), plain(given.get("value", "")[:300])
        return cls(dataset, resource, revision.pk if revision else "", column, row, value)


def _revision(actor: policy.Actor, resource: Resource, wanted: str) -> Revision | None:
    if not wanted:
        return resource.current
    found = resource.revisions.filter(pk=wanted).first()
    if found is None or not policy.can(actor, "see", found):
        raise UnknownPlace(what=str(resource), part=plain(wanted[:40]))
    return found


@transaction.atomic
def keep(meant: Meant, kind: str, text: str, language: str, asked_by: str) -> Report:
    """A report of an error. Personal data that stand in a dataset are not shown to everybody by a report of them.

    Raises `UnknownKind`, `OddWords`, `NamesSomebody`, `TooManyOpen`, `SaidBefore`.
    """
    if kind not in Report.Kind:
        raise UnknownKind(known=", ".join(Report.Kind))
    said = cleaned(text, LONGEST, 0 if meant.column and kind != Report.Kind.OTHER else 10)
    secret = kind == Report.Kind.PERSONAL or community_words.personal(meant.value)
    row = "" if kind != Report.Kind.PERSONAL and community_words.personal(meant.row) else meant.row
    open_ones = Report.objects.filter(dataset=meant.dataset, state__in=Report.UNSETTLED)
    facts: dict[str, Any] = {"kind": kind, "resource": meant.resource, "column": meant.column, "row": row, "text": said}
    if (known := open_ones.filter(**facts, shown=Shown.PUBLIC).first()) is not None:
        raise SaidBefore(known)
    if asked_by == By.ANONYMOUS and open_ones.filter(asked_by=asked_by).count() >= MOST_OPEN:
        raise TooManyOpen(what=meant.dataset.slug)
    shown = Shown.KEPT if kind == Report.Kind.PERSONAL else Shown.PUBLIC
    return Report.objects.create(
        **facts, dataset=meant.dataset, revision=meant.revision, value="" if secret else meant.value, language=language, asked_by=asked_by,
        shown=shown,
    )  # fmt: skip


def by_column(dataset: Dataset) -> dict[tuple[int | None, str], int]:
    """How many open public reports there are by resource and column ("" for none)."""
    open_ones = Report.objects.filter(dataset=dataset, shown=Shown.PUBLIC, state__in=Report.UNSETTLED)
    rows = open_ones.order_by().values("resource", "column").annotate(n=Count("pk"))
    return {(row["resource"], row["column"]): row["n"] for row in rows}


def open_counts(datasets: Iterable[int]) -> dict[int, int]:
    """Open public reports by the key of each dataset that has some."""
    open_ones = Report.objects.filter(dataset__in=datasets, shown=Shown.PUBLIC, state__in=Report.UNSETTLED)
    return dict(open_ones.order_by().values_list("dataset").annotate(n=Count("pk")))
