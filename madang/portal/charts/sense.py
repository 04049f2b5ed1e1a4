"""Which charts make sense: what is refused, with a sentence that helps, and what is chosen where nothing was said."""

from __future__ import annotations

from madang.portal.charts.meaning import Meant
from madang.portal.charts.refusals import OddChart
from madang.portal.charts.state import State
from madang.portal.charts.values import PARTS
from madang.portal.figures.roles import NUMBERS, Role
from madang.query.model import Type

ADDING = ("count", "sum")
NUMERIC = ("sum", "average", "median")
WITHOUT_MEASURE = ("point", "histogram", "box")  # they show rows or their spread, not one figure of a group
DATE_BUCKETS = ("hour", "hour_of_day")  # which a date without a time does not have


def settled(state: State, columns: dict[str, Meant]) -> State:
    """The state with what follows from it. Raises `OddChart` for what is nonsense."""
    kind = state.kind or "bar"
    state = state.with_(kind=kind, aggregate=_aggregate(state, kind, columns))
    if state.aggregate == "count" and kind not in WITHOUT_MEASURE:
        state = state.with_(y=state.y[:1])
    _axes(state, columns)
    for name in state.y:
        _measured(state, columns[name])
    _time(state, columns)
    return _arranged(_parted(state, columns))


def _aggregate(state: State, kind: str, columns: dict[str, Meant]) -> str:
    if kind in WITHOUT_MEASURE:
        return ""
    if state.aggregate:
        return state.aggregate
    if not state.y:
        return "count"
    roles = {columns[name].role for name in state.y}
    if roles == {Role.AMOUNT}:
        return "sum"
    return "average" if roles <= set(NUMBERS) else "distinct"


def _axes(state: State, columns: dict[str, Meant]) -> None:
    kind, x = state.kind, columns.get(state.x)
    if kind in ("bar", "line", "area", "heat", "point") and x is None:
        raise OddChart(why_en="choose the column for the axis (x).", why_ko="가로축(x)에 놓을 열을 고르세요.")
    if kind in ("line", "area") and x and not ordered(x):
        raise OddChart(
            why_en=f"a line needs an order, and “{x.label}” has none. Use bars, or a date, a year or a number for the axis.",
            why_ko=f"선은 순서가 있어야 하는데 “{x.label}”에는 순서가 없습니다. 막대로 그리거나 날짜, 연도, 수를 축에 놓으세요.",
        )
    if kind == "heat" and not state.colour:
        raise OddChart(
            why_en="a table of colours needs a second column: choose it as “split by”.",
            why_ko="색 표에는 둘째 열이 필요합니다. “나누는 기준”에서 고르세요.",
        )
    if state.colour and state.colour == state.x:
        raise OddChart(
            why_en="the axis and “split by” are the same column.", why_ko="축과 “나누는 기준”이 같은 열입니다."
        )
    if kind == "point":
        _two_numbers(state, columns)
    if kind == "histogram" and not _is_number(columns.get(state.x)):
        raise OddChart(
            why_en="a histogram counts the values of a number: choose a number as x.",
            why_ko="분포는 수의 값을 셉니다. x에 수를 고르세요.",
        )
    if kind == "box" and not (state.y and _is_number(columns[state.y[0]])):
        raise OddChart(
            why_en="a box shows the spread of a number: choose one as y.",
            why_ko="상자 그림은 수의 퍼짐을 보입니다. y에 수를 고르세요.",
        )
    if state.aggregate not in ("", "count") and not state.y:
        raise OddChart(
            why_en="choose the number to compute with (y), or count rows.",
            why_ko="계산할 수(y)를 고르거나 행을 세세요.",
        )
    _one_unit(state, columns)
    if len(state.y) > 1 and state.colour:
        raise OddChart(
            why_en="several numbers and “split by” do not fit in one chart. Take one number, or split by nothing.",
            why_ko="여러 수와 “나누는 기준”을 한 차트에 함께 쓸 수 없습니다. 수를 하나만 고르거나 나누지 마세요.",
        )


def _one_unit(state: State, columns: dict[str, Meant]) -> None:
    units = sorted({columns[name].unit for name in state.y})
    if len(units) > 1 and state.aggregate not in ("count", "distinct"):
        named = ", ".join(unit or "–" for unit in units)
        raise OddChart(
            why_en=f"these numbers have different units ({named}), and one axis cannot show them. Draw each on its own.",
            why_ko=f"이 수들은 단위가 서로 달라({named}) 한 축에 나타낼 수 없습니다. 따로 그리세요.",
        )


def _two_numbers(state: State, columns: dict[str, Meant]) -> None:
    if not (state.y and _is_number(columns[state.y[0]]) and _is_number(columns.get(state.x))):
        raise OddChart(why_en="points need two numbers, x and y.", why_ko="점 그림에는 두 수 x와 y가 필요합니다.")


def _measured(state: State, column: Meant) -> None:
    """Refuse figures that mean nothing: the mean of codes, the sum of percentages."""
    if state.aggregate in NUMERIC and column.type not in (Type.INTEGER, Type.NUMBER):
        raise OddChart(
            why_en=f"“{column.label}” is no number. Count its rows or its different values, or choose a number.",
            why_ko=f"“{column.label}”은(는) 수가 아닙니다. 행이나 서로 다른 값을 세거나 수를 고르세요.",
        )
    if state.aggregate in NUMERIC and column.role in (Role.NAME, Role.PLACE, Role.ORDER):
        raise OddChart(
            why_en=f"“{column.label}” holds codes, years or places: their sum or mean says nothing. Count them, or put it on the axis.",
            why_ko=f"“{column.label}”은(는) 코드, 연도, 위치 같은 값이라 합이나 평균이 뜻이 없습니다. 개수를 세거나 축에 놓으세요.",
        )
    if state.aggregate == "sum" and column.role is Role.SHARE:
        raise OddChart(
            why_en=f"“{column.label}” is a rate or a level, which cannot be added up. Use the average or the median.",
            why_ko=f"“{column.label}”은(는) 비율이나 수준이라 더할 수 없습니다. 평균이나 중앙값을 쓰세요.",
        )


def _time(state: State, columns: dict[str, Meant]) -> None:
    x = columns.get(state.x)
    if state.bucket and x and (x.role is not Role.TIME or (x.type is Type.DATE and state.bucket in DATE_BUCKETS)):
        raise OddChart(
            why_en=f"“{x.label}” cannot be counted by {state.bucket.replace('_', ' ')}.",
            why_ko=f"“{x.label}”은(는) 그 시간 단위로 묶을 수 없습니다.",
        )


def _parted(state: State, columns: dict[str, Meant]) -> State:
    """Of a time only parts that come again make the squares of a table of colours."""
    times = [columns[name] for name in (state.x, state.colour) if name and columns[name].role is Role.TIME]
    if state.kind != "heat" or not times or state.bucket in PARTS:
        return state
    return state.with_(bucket="hour_of_day" if times[0].type is Type.DATETIME else "weekday")


def _arranged(state: State) -> State:
    """Only what adds up is stacked: an average on top of another is the height of nothing."""
    if state.kind not in ("bar", "area"):
        return state.with_(arrange="")
    if state.aggregate in ADDING:
        return state.with_(arrange=state.arrange or "stacked")
    if state.kind == "area" and (state.colour or len(state.y) > 1):
        raise OddChart(
            why_en="areas on top of each other must add up, and these figures do not. Use lines.",
            why_ko="쌓은 면은 더할 수 있는 값이어야 합니다. 선으로 그리세요.",
        )
    if state.arrange in ("stacked", "share") and (state.colour or len(state.y) > 1) and state.kind == "bar":
        raise OddChart(
            why_en="averages, medians, extremes and different values do not add up to a whole: show them side by side.",
            why_ko="평균, 중앙값, 최솟값과 최댓값, 서로 다른 값의 수는 더해서 전체가 되지 않습니다. 나란히 놓으세요.",
        )
    return state.with_(arrange="grouped")


def ordered(column: Meant) -> bool:
    """Whether values stand one after another by themselves."""
    return column.role in (Role.TIME, Role.ORDER, *NUMBERS)


def _is_number(column: Meant | None) -> bool:
    return (
        column is not None
        and column.role in (*NUMBERS, Role.ORDER, Role.PLACE)
        and column.type in (Type.INTEGER, Type.NUMBER)
    )
