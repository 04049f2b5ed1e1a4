"""Choosing and computing columns."""

from tests.spec.cases import Case

TITLE = {"en": "Choose columns: `select`", "ko": "열 고르기: `select`"}
ABOUT = {
    "en": "Without `select` all columns come. An expression without `as` is named by its own text.",
    "ko": "`select`가 없으면 모든 열이 옵니다. `as`가 없는 식은 식 그대로가 이름입니다.",
}
CASES = (
    Case("Columns in your order, under your names.", "원하는 순서와 이름으로.",
         {"select": "인구 as people, gu", "limit": "2"}, "people:integer | gu:text\n139417 | 종로구\n121312 | 중구"),
    Case("Computed columns. `/` always gives fractions.", "계산한 열. `/`는 언제나 소수를 냅니다.",
         {"select": "gu, 인구 / 2 as half", "where": "gu = '강남구'"}, "gu:text | half:number\n강남구 | 278932.5"),
    Case("All columns and one more.", "모든 열에 하나를 더합니다.",
         {"select": "*, n * 2 as twice", "where": "n = 3"},
         "gu:text | n:integer | twice:integer\n종로구 | 3 | 6", table="gu:text | n:integer\n종로구 | 3\n중구 | 4"),
    Case("Division by zero gives an empty value.", "0으로 나누면 빈 값입니다.",
         {"select": "n / 0 as quotient, n % 0 as rest", "limit": "1"}, "quotient:number | rest:integer\n | ",
         table="n:integer\n3"),
    Case("`||` joins texts.", "`||`는 글을 잇습니다.",
         {"select": "gu || ' (' || name || ')' as label", "limit": "1"}, "label:text\n종로구 (청운)",
         table="gu:text | name:text\n종로구 | 청운"),
    Case("Each row once: `distinct`.", "같은 행은 한 번만: `distinct`.",
         {"select": "gu", "distinct": "true"}, "gu:text\n종로구\n중구", table="gu:text | n:integer\n중구 | 1\n종로구 | 2\n중구 | 3"),
    Case("A name with a space stands in double quotes.", "빈칸이 있는 이름은 큰따옴표 안에.",
         {"select": '"2026년 인구"'}, "2026년 인구:integer\n7", table="2026년 인구:integer\n7"),
    Case("`_row` is the number of a row as it is stored, from 1 on. It is there besides the columns, wherever a column may stand.",
         "`_row`는 저장된 순서의 행 번호이고 1부터 셉니다. 열이 올 수 있는 곳이면 어디에나 쓸 수 있습니다.",
         {"select": "_row, gu", "where": "_row > 2", "order_by": "_row desc"},
         "_row:integer | gu:text\n5 | \n4 | 강북구\n3 | 강남구"),
    Case("Two columns of one name are refused.", "이름이 같은 두 열은 거절합니다.",
         {"select": "gu, 인구 as gu"}, refused="same-name"),
    Case("An unknown column is refused, and what was probably meant is named.", "모르는 열은 거절하고, 찾았을 법한 이름을 알려 줍니다.",
         {"select": "인국"}, refused="unknown-column"),
)  # fmt: skip
