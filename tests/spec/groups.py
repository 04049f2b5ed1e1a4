"""Folding rows into figures."""

from tests.spec.cases import VISITS, Case

TITLE = {"en": "Fold rows: `group_by`, `having`", "ko": "행 모으기: `group_by`, `having`"}
ABOUT = {
    "en": "Aggregates: `count`, `sum`, `avg`, `min`, `max`, `median`, `stddev` (of a sample), `count(distinct x)`.",
    "ko": "집계: `count`, `sum`, `avg`, `min`, `max`, `median`, `stddev`(표본), `count(distinct x)`.",
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
    Case("No row at all: sums are empty, counts are 0.", "행이 없으면 합은 비고 개수는 0입니다.",
         {"select": "sum(n) as s, count(*) as c", "where": "n > 100"}, "s:integer | c:integer\n | 0", table="n:integer\n1"),
    Case("A column that is neither key nor folded is refused.", "열쇠도 집계도 아닌 열은 거절합니다.",
         {"select": "gu, n", "group_by": "gu"}, refused="odd-question", table=VISITS),
    Case("`having` without groups is refused.", "묶음 없는 `having`은 거절합니다.",
         {"having": "n > 1"}, refused="odd-question", table=VISITS),
    Case("Only aggregates may stand in `having`, not in `where`.", "집계는 `where`에 쓸 수 없습니다.",
         {"where": "sum(n) > 1"}, refused="odd-question", table=VISITS),
)  # fmt: skip
