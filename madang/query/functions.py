"""The functions that a question may call, as data: what they take, what they give, how the engine spells them.

`{0}`, `{1}` are the arguments. A name that is not here cannot be called by any dialect.
Kinds: text, integer, number (whole or not), moment (date or datetime), boolean, geometry, sortable (anything but a shape),
any (all arguments of one kind). Written out, never computed: unit (of time), bucket (`15 minutes`), shape (WKT or GeoJSON),
degrees and metres (numbers), words (to search for).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    """`takes` are the kinds of the arguments; `many` repeats the last one.

    `gives` is a Type's value, "same" for the common type of the arguments, "first" for that of the first, or "moment"
    for that of the first moment.
    An empty `sql` means that `compile_places` or `compile_words` spells it.
    """

    takes: tuple[str, ...]
    gives: str
    sql: str
    means_en: str
    means_ko: str
    many: bool = False
    constant: bool = False  # the last argument must be written out, not computed


UNITS = {"year": 0, "quarter": 4, "month": 12, "week": 1, "day": 1, "hour": 24, "minute": 1440, "second": 86_400}
"""Units of time. How many of them make a bucket must divide this number, so that buckets begin where a day or a year does."""
CLOCK = ("hour", "minute", "second")
PARTS = {
    "year": "year", "quarter": "quarter", "month": "month", "week": "week", "day": "day", "dow": "dow", "isodow": "weekday",
    "weekday": "weekday", "doy": "day_of_year", "hour": "hour", "minute": "minute", "second": "second",
}  # fmt: skip
"""`extract(part from x)`, as the function that gives it."""

LATE = "madang: beyond the calendar"
_LATE = f"error('{LATE}')"
# Beginnings are counted between beginnings: between any two moments the engine counts weeks that are not those of Mondays.
_BEGIN = "date_trunc({{0}}, CAST({{{0}}} AS TIMESTAMP))"
_SHIFT = "{0} + CAST({1} AS INTEGER) * CAST('1 ' || {2} AS INTERVAL)"

FUNCTIONS: dict[str, Signature] = {
    "lower": Signature(("text",), "text", "lower({0})", "small letters", "소문자로"),
    "upper": Signature(("text",), "text", "upper({0})", "capital letters", "대문자로"),
    "trim": Signature(("text",), "text", "trim({0})", "without spaces at both ends", "양끝 빈칸 없이"),
    "length": Signature(("text",), "integer", "length({0})", "number of characters", "글자 수"),
    "substring": Signature(
        ("text", "integer", "integer"), "text",
        "substring({0}, CASE WHEN {1} < 1 THEN 1 ELSE {1} END, CASE WHEN {2} < 0 THEN 0 ELSE {2} END)",
        "from a position (1 is the first), so many characters", "몇째 글자부터 몇 글자",
    ),
    "replace": Signature(
        ("text", "text", "text"), "text", "replace({0}, {1}, {2})",
        "another text, written out, in place of one", "글을 다른 글로(넣을 글은 상수)", constant=True,
    ),
    "starts_with": Signature(("text", "text"), "boolean", "starts_with({0}, {1})", "whether it begins so", "그렇게 시작하는가"),
    "ends_with": Signature(("text", "text"), "boolean", "ends_with({0}, {1})", "whether it ends so", "그렇게 끝나는가"),
    "contains": Signature(("text", "text"), "boolean", "contains({0}, {1})", "whether it occurs", "들어 있는가"),
    "search": Signature(
        ("text", "words"), "boolean", "",
        "whether all the words occur in it, each as the parameter `search` looks for it",
        "낱말이 모두 들어 있는가. 낱말은 매개변수 `search`처럼 찾음",
    ),
    "abs": Signature(("number",), "same", "abs({0})", "without its sign", "절댓값"),
    "floor": Signature(("number",), "integer", "CAST(floor({0}) AS BIGINT)", "the whole number below", "내림"),
    "ceil": Signature(("number",), "integer", "CAST(ceil({0}) AS BIGINT)", "the whole number above", "올림"),
    "round": Signature(
        ("number", "integer"), "number", "round(CAST({0} AS DOUBLE), CAST({1} AS INTEGER))",
        "to so many decimals, halves away from zero", "소수점 아래 몇 자리로 반올림", constant=True,
    ),
    "year": Signature(("moment",), "integer", "CAST(year({0}) AS BIGINT)", "the year", "연도"),
    "quarter": Signature(("moment",), "integer", "CAST(quarter({0}) AS BIGINT)", "1 to 4", "분기 1~4"),
    "month": Signature(("moment",), "integer", "CAST(month({0}) AS BIGINT)", "1 to 12", "월 1~12"),
    "week": Signature(("moment",), "integer", "CAST(week({0}) AS BIGINT)", "the week of ISO 8601, 1 to 53", "ISO 8601 주 1~53"),
    "day": Signature(("moment",), "integer", "CAST(day({0}) AS BIGINT)", "1 to 31", "일 1~31"),
    "weekday": Signature(("moment",), "integer", "CAST(isodow({0}) AS BIGINT)", "Monday 1 to Sunday 7", "월요일 1 ~ 일요일 7"),
    "dow": Signature(("moment",), "integer", "CAST(dayofweek({0}) AS BIGINT)", "Sunday 0 to Saturday 6", "일요일 0 ~ 토요일 6"),
    "day_of_year": Signature(("moment",), "integer", "CAST(dayofyear({0}) AS BIGINT)", "1 to 366", "한 해의 몇째 날 1~366"),
    "hour": Signature(("moment",), "integer", "CAST(hour({0}) AS BIGINT)", "0 to 23", "시 0~23"),
    "minute": Signature(("moment",), "integer", "CAST(minute({0}) AS BIGINT)", "0 to 59", "분 0~59"),
    "second": Signature(("moment",), "integer", "CAST(second({0}) AS BIGINT)", "0 to 59", "초 0~59"),
    "date_trunc": Signature(
        ("unit", "moment"), "moment", "date_trunc({0}, {1})",
        "the beginning of its year, quarter, month, week (Monday), day, hour, minute or second",
        "속한 year, quarter, month, week(월요일), day, hour, minute, second의 시작",
    ),
    "time_bucket": Signature(
        ("bucket", "moment"), "moment", "time_bucket(CAST({0} AS INTERVAL), {1})",
        "the beginning of its `15 minutes`, `6 hours`, `6 months`, `10 years` ...",
        "속한 `15 minutes`, `6 hours`, `6 months`, `10 years` 등의 시작",
    ),
    "date_add": Signature(
        ("moment", "integer", "unit"), "moment", f"(CASE WHEN year({_SHIFT}) NOT BETWEEN 1 AND 9999 THEN {_LATE} ELSE {_SHIFT} END)",
        "so many units later; a month later than 31 January is the last of February",
        "몇 단위 뒤. 1월 31일의 한 달 뒤는 2월 말일",
    ),
    "date_diff": Signature(
        ("unit", "moment", "moment"), "integer", f"date_diff({{0}}, {_BEGIN.format(1)}, {_BEGIN.format(2)})",
        "how many beginnings of that unit lie between: from 31 January to 1 February is 1 month",
        "그 사이 단위가 몇 번 바뀌는가: 1월 31일에서 2월 1일은 1달",
    ),
    "coalesce": Signature(
        ("any", "any"), "same", "coalesce({all})",
        "the first that is not empty", "비어 있지 않은 첫째", many=True,
    ),
    "nullif": Signature(
        ("any", "any"), "first", "nullif({0}, {1})",
        "empty if both are equal, else the first", "둘이 같으면 빈 값, 아니면 첫째",
    ),
    "greatest": Signature(
        ("any", "any"), "same", "greatest({all})",
        "the greatest that is not empty", "비어 있지 않은 것 가운데 가장 큰 값", many=True,
    ),
    "least": Signature(
        ("any", "any"), "same", "least({all})",
        "the least that is not empty", "비어 있지 않은 것 가운데 가장 작은 값", many=True,
    ),
    "intersects": Signature(
        ("geometry", "shape"), "boolean", "",
        "whether it touches a shape, as WKT or GeoJSON", "WKT나 GeoJSON 도형에 닿는가",
    ),
    "within": Signature(
        ("geometry", "shape"), "boolean", "",
        "whether all of it lies in a shape, not only on its edge", "경계에만 있지 않고 도형 안에 다 들어 있는가",
    ),
    "bbox": Signature(
        ("geometry", "degrees", "degrees", "degrees", "degrees"), "boolean", "",
        "whether it touches the box west, south, east, north", "서, 남, 동, 북의 상자에 닿는가",
    ),
    "near": Signature(
        ("geometry", "degrees", "degrees", "metres"), "boolean", "",
        "whether it comes within so many metres of longitude, latitude", "경도, 위도에서 몇 미터 안인가",
    ),
    "distance": Signature(
        ("geometry", "degrees", "degrees"), "number", "", "metres to longitude, latitude", "경도, 위도까지 미터",
    ),
    "longitude": Signature(("geometry",), "number", "ST_X(ST_Centroid({0}))", "of its middle", "가운데의 경도"),
    "latitude": Signature(("geometry",), "number", "ST_Y(ST_Centroid({0}))", "of its middle", "가운데의 위도"),
}  # fmt: skip

MOST_JOINED = 1_000
"""Values that `string_agg` joins in one group. The engine's limit of memory does not see one long text."""
_JOINED = (
    f"CASE WHEN count({{0}}){{filter}} > {MOST_JOINED} THEN error('madang: string_agg') "
    f"ELSE array_to_string(min({{0}}, {MOST_JOINED}){{filter}}, {{1}}) END"
)


@dataclass(frozen=True)
class Figure:
    """An aggregate: the kind of its argument, the type it gives ("same": the argument's), its SQL, in which `{1}` is `detail`.

    `detail` is the constant besides: a fraction of 0 to 1, a text, or none.
    """

    takes: str
    gives: str
    sql: str
    means_en: str
    means_ko: str
    detail: str = ""


AGGREGATES: dict[str, Figure] = {
    "count": Figure(
        "any", "integer", "count({0}){filter}",
        "how many are not empty; `count(*)` how many rows", "비어 있지 않은 수, `count(*)`는 행 수",
    ),
    "sum": Figure("number", "same", "sum({0}){filter}", "the sum", "합"),
    "avg": Figure("number", "number", "avg({0}){filter}", "the mean", "평균"),
    "min": Figure("sortable", "same", "min({0}){filter}", "the least", "가장 작은 값"),
    "max": Figure("sortable", "same", "max({0}){filter}", "the greatest", "가장 큰 값"),
    "median": Figure("number", "number", "CAST(median({0}){filter} AS DOUBLE)", "the middle", "가운데 값"),
    "stddev": Figure("number", "number", "stddev_samp({0}){filter}", "the spread of a sample", "표본 표준편차"),
    "percentile": Figure(
        "number", "number", "CAST(quantile_cont({0}, {1}){filter} AS DOUBLE)",
        "the value below which that share lies, between two values in proportion",
        "그 비율이 아래에 놓이는 값, 두 값 사이는 비례로", "fraction",
    ),
    "string_agg": Figure(
        "text", "text", _JOINED, f"the texts in order, joined by a sign; at most {MOST_JOINED:,} in a group",
        f"글을 순서대로 기호로 이어서, 묶음마다 {MOST_JOINED:,}개까지", "text",
    ),
}  # fmt: skip
