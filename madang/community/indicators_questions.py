"""The question of an indicator: one value for each period of one revision, with how many rows could not be counted."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from madang.community.indicators_periods import OddPeriod, period
from madang.community.indicators_trend import Point
from madang.lib.problems import Problem
from madang.query import parse
from madang.query.answer import answer
from madang.query.expressions import Aggregate, Expression, IsNull, Literal, Not, Or, Ref, aggregates, walk
from madang.query.limits import Limits
from madang.query.model import Order, Question, Selected, Table

LIMITS = Limits(seconds=10.0, exact=True)
MOST = 1_000
"""Periods of an indicator: eighty years of months."""


class OddMeasure(Problem):
    en = "The value must be one expression, such as sum(인구) or avg(비율)."
    ko = "값은 sum(인구)나 avg(비율)처럼 식 하나여야 합니다."


class NoNumber(Problem):
    en = "The value of {period} is {value!r}, and an indicator needs numbers. Count or sum a column of numbers."
    ko = "{period}의 값이 {value!r}인데 지표에는 수가 필요합니다. 수가 든 컬럼을 세거나 더하세요."


class SeveralRows(Problem):
    en = "There are {rows:,} rows for {period}, and an indicator has one value. Use sum(...) or avg(...), or a narrower condition."
    ko = "{period}에 {rows:,}행이 있지만 지표의 값은 하나입니다. sum(...)이나 avg(...)를 쓰거나 조건으로 좁히세요."


class TooManyPeriods(Problem):
    en = "The question gives more than {most:,} periods. Group by a longer one, for example year(날짜)."
    ko = "질문의 답에 기간이 {most:,}개가 넘습니다. year(날짜)처럼 더 긴 기간으로 묶으세요."


def checked(question: dict[str, str]) -> None:
    """Read the texts of a question without asking it. Raises `OddMeasure` and the problems of `query.parse`."""
    _asked(question)


def fixed(question: dict[str, str]) -> str | None:
    """The period, if it is written out (`2020`) and no column. None for an expression, "" when there is none."""
    text = question.get("period", "").strip()
    if not text:
        return ""
    try:
        return period(text)
    except OddPeriod:
        return None


def points(table: Table, question: dict[str, str], of: str = "") -> list[Point]:
    """The value of each period in the order of time; `of` is the period of all rows when the question names none.

    Raises `OddMeasure`, `NoNumber`, `SeveralRows`, `TooManyPeriods`, `OddPeriod`, and what `query` raises.
    """
    asked, single = _asked(question)
    rows = answer(table, asked, LIMITS).table().to_pylist()
    if len(rows) > MOST:
        raise TooManyPeriods(most=MOST)
    at = fixed(question)
    found: dict[str, Point] = {}
    for row in rows:
        point = _point(row, period(row["p"]) if at is None else at or of, single)
        if point.period in found:
            raise SeveralRows(rows=found[point.period].rows + point.rows, period=point.period)
        found[point.period] = point
    return [found[name] for name in sorted(found)]


def _asked(question: dict[str, str]) -> tuple[Question, bool]:
    """The question, and whether each period must be a single row because the value is no aggregate."""
    items = parse.selection(question.get("measure", ""))
    if len(items) != 1:
        raise OddMeasure()
    measure, where = items[0].expression, question.get("where", "").strip()
    single = not aggregates(measure)
    figures = (
        Selected(Aggregate("min", measure) if single else measure, "v"),
        Selected(Aggregate("count"), "n"),
        Selected(_missing(measure), "m"),
    )
    condition = parse.condition(where) if where else None
    if fixed(question) is not None:
        return Question(select=figures, where=condition, count=False), single
    by = parse.condition(question["period"], "period")
    return Question(
        select=(Selected(by, "p"), *figures), where=condition, group_by=(by,), having=Not(IsNull(by)),
        order_by=(Order(by),), limit=MOST + 1, count=False,
    ), single  # fmt: skip


def _missing(measure: Expression) -> Expression:
    """How many rows lack one of the columns that the value is made of: not counted, or suppressed."""
    columns = list(dict.fromkeys(part.name for part in walk(measure) if isinstance(part, Ref)))
    empty = [IsNull(Ref(name)) for name in columns]
    if not empty:
        return Aggregate("count", Literal(None))
    return Aggregate("count", chosen=empty[0] if len(empty) == 1 else Or(tuple(empty)))


def _point(row: dict[str, Any], at: str, single: bool) -> Point:
    value = row["v"]
    if single and row["n"] > 1:
        raise SeveralRows(rows=row["n"], period=at)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise NoNumber(period=at, value=str(value)[:40])
    return Point(at, value, row["n"], row["m"])


def address(slug: str, name: str, question: dict[str, str]) -> str:
    """The path of the same question in the native API."""
    measure, where = question["measure"], question.get("where", "")
    by = "" if fixed(question) is not None else question["period"]
    asked = {"select": f"{by}, {measure}" if by else measure, "where": where, "group_by": by, "order_by": by}
    query = urlencode({part: text for part, text in asked.items() if text}, quote_via=quote)
    return f"/api/v1/datasets/{quote(slug)}/resources/{quote(name)}/rows?{query}"


def divided(points: list[Point], by: list[Point], times: float) -> list[Point]:
    """The ratio of two, for the periods of the first; rows and missing ones of both are added up."""
    below = {point.period: point for point in by}
    return [_ratio(point, below.get(point.period), times) for point in points]


def _ratio(point: Point, below: Point | None, times: float) -> Point:
    if below is None:
        return Point(point.period, None, point.rows, point.missing)
    known = point.value is not None and below.value
    value = point.value / below.value * times if known else None  # type: ignore[operator]
    return Point(point.period, value, point.rows + below.rows, point.missing + below.missing)
