"""What a text shows: the revisions behind its figures and numbers, as everybody may read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qs

from madang.accounts import policy
from madang.catalog.models import Revision
from madang.community import stories_numbers
from madang.community.models import Indicator
from madang.community.stories_text import Figure, Text
from madang.lib.problems import Problem
from madang.lib.problems import Text as Words

ANYBODY = policy.Actor()
NOT_FOR_ALL: Words = {
    "en": "there is nothing of that name that everybody may read. Check the name, or publish it first.",
    "ko": "누구나 읽을 수 있는 그런 이름의 자료가 없습니다. 이름을 확인하거나 자료를 먼저 공개하세요.",
}
Place = TypeVar("Place")


class CannotShow(Problem):
    en = "“{what}” cannot be shown to readers: {why[en]}"
    ko = "“{what}”을(를) 독자에게 보여 줄 수 없습니다: {why[ko]}"


def sources(text: Text) -> list[Revision]:
    """The current revisions that a text shows. Raises `CannotShow` for the first thing that not everybody could see."""
    found: dict[str, Revision] = {}
    for number in text.numbers:
        found |= _named(number, of_number, number)
    for figure in text.figures:
        what = figure.caption or "/".join(filter(None, (figure.slug, figure.name)))
        found |= _named(what, of_figure, figure)
    return list(found.values())


def of_number(text: str) -> list[Revision]:
    """Raises the problems of `stories_numbers` and of `policy.readable`."""
    asked = stories_numbers.read(text)
    if asked.indicator:
        return of_indicator(asked.indicator)
    return [stories_numbers.answered(ANYBODY, asked).revision]


def of_figure(figure: Figure) -> list[Revision]:
    """Raises the problems of `policy.readable`."""
    if figure.kind == "indicator":
        return of_indicator(figure.slug)
    table = stories_numbers.resource(figure.slug, figure.name)
    pinned = parse_qs(figure.query).get("revision", [None])[0]
    return [Revision.objects.get(pk=policy.readable(ANYBODY, table, revision=pinned).revision)]


def of_indicator(slug: str) -> list[Revision]:
    """The current revisions of the tables of a published indicator. Raises `Hidden`."""
    found = Indicator.objects.filter(slug=slug, state=Indicator.State.PUBLISHED)
    indicator = found.select_related("table__current", "per_table__current").first()
    if indicator is None:
        raise policy.Hidden()
    tables = (indicator.table, indicator.per_table)
    return [table.current for table in tables if table is not None and table.current is not None]


def _named(what: str, find: Callable[[Place], list[Revision]], place: Place) -> dict[str, Revision]:
    try:
        return {one.pk: one for one in find(place)}
    except (policy.NotAllowed, stories_numbers.NoSuchTable) as problem:
        raise CannotShow(what=what[:200], why=NOT_FOR_ALL) from problem
    except Problem as problem:
        raise CannotShow(what=what[:200], why=problem.texts()) from problem
