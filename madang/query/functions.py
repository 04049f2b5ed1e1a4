"""The functions that a question may call, as data: what they take, what they give, how the engine spells them.

`{0}`, `{1}` are the arguments. A name that is not here cannot be called by any dialect.
Kinds: text, integer, number (whole or not), moment (date or datetime), boolean, any (all arguments of one kind).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    """`takes` are the kinds of the arguments; the last `optional` ones may be left out; `many` repeats the last one.

    `gives` is a Type's value, or "same" for the type of the first argument.
    """

    takes: tuple[str, ...]
    gives: str
    sql: str
    means_en: str
    means_ko: str
    many: bool = False
    constant: bool = False  # the last argument must be written out, not computed


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
    "abs": Signature(("number",), "same", "abs({0})", "without its sign", "절댓값"),
    "floor": Signature(("number",), "integer", "CAST(floor({0}) AS BIGINT)", "the whole number below", "내림"),
    "ceil": Signature(("number",), "integer", "CAST(ceil({0}) AS BIGINT)", "the whole number above", "올림"),
    "round": Signature(
        ("number", "integer"), "number", "round(CAST({0} AS DOUBLE), CAST({1} AS INTEGER))",
        "to so many decimals, halves away from zero", "소수점 아래 몇 자리로 반올림", constant=True,
    ),
    "year": Signature(("moment",), "integer", "CAST(year({0}) AS BIGINT)", "the year", "연도"),
    "month": Signature(("moment",), "integer", "CAST(month({0}) AS BIGINT)", "1 to 12", "월 1~12"),
    "day": Signature(("moment",), "integer", "CAST(day({0}) AS BIGINT)", "1 to 31", "일 1~31"),
    "weekday": Signature(("moment",), "integer", "CAST(isodow({0}) AS BIGINT)", "Monday 1 to Sunday 7", "월요일 1 ~ 일요일 7"),
    "hour": Signature(("moment",), "integer", "CAST(hour({0}) AS BIGINT)", "0 to 23", "시 0~23"),
    "coalesce": Signature(("any", "any"), "same", "coalesce({all})", "the first that is not empty", "비어 있지 않은 첫째", many=True),
}  # fmt: skip

AGGREGATES: dict[str, tuple[str, str, str]] = {
    # name -> (kind of the argument, type of the result, SQL)
    "count": ("any", "integer", "count({0})"),
    "sum": ("number", "same", "sum({0})"),
    "avg": ("number", "number", "avg({0})"),
    "min": ("sortable", "same", "min({0})"),
    "max": ("sortable", "same", "max({0})"),
    "median": ("number", "number", "CAST(median({0}) AS DOUBLE)"),
    "stddev": ("number", "number", "stddev_samp({0})"),
}
