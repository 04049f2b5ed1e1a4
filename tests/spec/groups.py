"""Folding rows into figures."""

from madang.query.functions import AGGREGATES
from tests.spec.cases import VISITS, Case

TITLE = {"en": "Fold rows: `group_by`, `having`", "ko": "행 모으기: `group_by`, `having`"}
_ROWS = {
    language: "\n".join(
        f"| `{name}({figure.takes if figure.takes != 'any' else 'x'}"
        f"{', ' + figure.detail if figure.detail else ''})` | {getattr(figure, f'means_{language}')} |"
        for name, figure in AGGREGATES.items()
    )
    for language in ("en", "ko")
}
ABOUT = {
    "en": "Empty values are left out. All take `distinct` and `filter (where ...)`: `count(distinct x)`, "
    "`sum(n) filter (where n > 0)`.\n\n"
    f"| aggregate | gives |\n|---|---|\n{_ROWS['en']}",
    "ko": "빈 값은 빠집니다. 모두 `distinct`와 `filter (where ...)`를 쓸 수 있습니다: `count(distinct x)`, "
    "`sum(n) filter (where n > 0)`.\n\n"
    f"| 집계 | 내는 값 |\n|---|---|\n{_ROWS['ko']}",
}
CASES = (
    Case("One row for each group, in the order of the keys.", "묶음마다 한 행, 열쇠 순서로.",
         {"select": "gu, sum(n) as visits", "group_by": "gu"}, "gu:text | visits:integer\n종로구 | 7\n중구 | -2", table=VISITS),
    Case("Without `select`: the keys and how many rows.", "`select`가 없으면 열쇠와 행 수.",
         {"group_by": "gu"}, "gu:text | count:integer\n종로구 | 2\n중구 | 2", table=VISITS),
    Case("Group by what is computed, or by its alias.", "계산한 값이나 그 별칭으로 묶습니다.",
         {"select": "year(day) as y, count(*) as n", "group_by": "y", "order_by": "y desc"},
         "y:integer | n:integer\n2026 | 3\n2025 | 1", table=VISITS),
    Case("`where` chooses rows before folding, `having` groups after it.", "`where`는 모으기 전 행을, `having`은 모은 뒤 묶음을 거릅니다.",
         {"select": "gu, sum(n) as visits", "where": "n > 0", "group_by": "gu", "having": "visits > 5"},
         "gu:text | visits:integer\n종로구 | 7", table=VISITS),
    Case("Aggregates without `group_by` fold everything into one row.", "`group_by` 없는 집계는 전체를 한 행으로 모읍니다.",
         {"select": "min(day) as first, max(n) as most, count(distinct gu) as gus"},
         "first:date | most:integer | gus:integer\n2025-12-31 | 5 | 2", table=VISITS),
    Case("Rows with an empty key are a group.", "열쇠가 빈 행도 한 묶음입니다.",
         {"select": "open, count(*) as n", "group_by": "open"}, "open:boolean | n:integer\nfalse | 1\ntrue | 2\n | 2"),
    Case("Middle and spread.", "가운데와 흩어짐.",
         {"select": "median(n) as middle, stddev(n) as spread"}, "middle:number | spread:number\n2.0 | 1.0",
         table="n:integer\n1\n2\n3"),
    Case("Some rows only: `filter (where ...)`.", "일부 행만: `filter (where ...)`.",
         {"select": "gu, count(*) filter (where n > 0) as up, sum(n) filter (where n < 0) as down", "group_by": "gu"},
         "gu:text | up:integer | down:integer\n종로구 | 2 | \n중구 | 1 | -7", table=VISITS),
    Case("Nine tenths lie below: `percentile`.", "열에 아홉이 그 아래: `percentile`.",
         {"select": "percentile(n, 0.9) as p90, percentile(n, 0.5) as middle"}, "p90:number | middle:number\n4.6 | 3.0",
         table="n:integer\n1\n2\n3\n4\n5"),
    Case("Texts in order, joined: `string_agg`.", "글을 순서대로 잇기: `string_agg`.",
         {"select": "string_agg(distinct gu, ', ') as gus, string_agg(gu, '·') filter (where n > 3) as busy"},
         "gus:text | busy:text\n종로구, 중구 | 종로구·중구", table=VISITS),
    Case("More than a thousand in a group are refused, not cut.", "한 묶음에 천 개가 넘으면 자르지 않고 거절합니다.",
         {"select": "string_agg(t, ',') as x"}, refused="too-many-to-join", table="t:text\n" + "가\n" * 1001, hidden=True),
    Case("How many there are of each, groups with few left out.", "적은 묶음을 빼고 값마다 몇인지.",
         {"select": "gu, count(*) as n", "group_by": "gu", "having": "count(*) >= 2 and min(n) < 0"},
         "gu:text | n:integer\n중구 | 2", table=VISITS),
    Case("Order by what is not shown.", "보이지 않는 값으로 정렬.",
         {"select": "gu", "group_by": "gu", "order_by": "sum(n)"}, "gu:text\n중구\n종로구", table=VISITS),
    Case("Each group once.", "같은 결과는 한 번.", {"select": "count(*) as n", "group_by": "gu", "distinct": "true"},
         "n:integer\n2", table=VISITS,
         hidden=True),
    Case("A number is no column: `group_by=1` would mean nothing.", "수는 열이 아닙니다. `group_by=1`은 뜻이 없습니다.",
         {"select": "gu, count(*) as n", "group_by": "1"}, refused="odd-question", table=VISITS),
    Case("A share beyond 1.", "1을 넘는 비율.", {"select": "percentile(n, 90) as p"}, refused="odd-question", table=VISITS),
    Case("An aggregate in an aggregate.", "집계 속의 집계.", {"select": "sum(count(*)) as p"},
         refused="odd-question", table=VISITS, hidden=True),
    Case("No row at all: sums are empty, counts are 0.", "행이 없으면 합은 비고 개수는 0입니다.",
         {"select": "sum(n) as s, count(*) as c", "where": "n > 100"}, "s:integer | c:integer\n | 0", table="n:integer\n1"),
    Case("A column that is neither key nor folded is refused.", "열쇠도 집계도 아닌 열은 거절합니다.",
         {"select": "gu, n", "group_by": "gu"}, refused="odd-question", table=VISITS),
    Case("`having` without groups is refused.", "묶음 없는 `having`은 거절합니다.",
         {"having": "n > 1"}, refused="odd-question", table=VISITS),
    Case("Only aggregates may stand in `having`, not in `where`.", "집계는 `where`에 쓸 수 없습니다.",
         {"where": "sum(n) > 1"}, refused="odd-question", table=VISITS),
)  # fmt: skip
