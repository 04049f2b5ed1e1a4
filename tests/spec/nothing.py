"""Empty values."""

from tests.spec.cases import Case

TITLE = {"en": "Empty values", "ko": "빈 값"}
ABOUT = {
    "en": "A comparison with an empty value is neither true nor false, so its row is not chosen, under `not` neither.",
    "ko": "빈 값과 견준 결과는 참도 거짓도 아니므로 그 행은 고르지 않습니다. `not`을 붙여도 같습니다.",
}
CASES = (
    Case("Find them with `is null`.", "`is null`로 찾습니다.", {"select": "인구", "where": "gu is null"}, "인구:integer\n42"),
    Case("`!=` does not find them.", "`!=`로는 찾지 못합니다.",
         {"select": "gu", "where": "open != true"}, "gu:text\n강남구"),
    Case("`is not true` does.", "`is not true`로는 찾습니다.",
         {"select": "인구", "where": "open is not true"}, "인구:integer\n557865\n285617\n42"),
    Case("`is distinct from` compares and always tells, with empty values too.", "`is distinct from`은 빈 값도 견줍니다.",
         {"select": "인구", "where": "open is distinct from true"}, "인구:integer\n557865\n285617\n42"),
    Case("`is not distinct from` finds equal ones, and empty beside empty.", "`is not distinct from`은 같은 것과, 둘 다 빈 것을 찾습니다.",
         {"where": "a is not distinct from b"},
         "a:integer | b:integer\n1 | 1\n | ", table="a:integer | b:integer\n1 | 1\n1 | 2\n | \n3 | "),
    Case("`and` is false as soon as one side is; `or` true.", "한쪽이 거짓이면 `and`는 거짓, 한쪽이 참이면 `or`는 참입니다.",
         {"select": "x and false as a, x or true as o, not x as n, x and true as u"},
         "a:boolean | o:boolean | n:boolean | u:boolean\nfalse | true |  | ",
         table="x:boolean | y:integer\n | 1"),
    Case("`coalesce` gives a value in their place.", "`coalesce`는 빈 자리에 값을 넣습니다.",
         {"select": "coalesce(gu, '없음') as gu", "where": "share is null"}, "gu:text\n없음"),
    Case("An empty text is a value of its own.", "빈 글자는 빈 값이 아닙니다.",
         {"where": "a = ''"}, "a:text | n:integer\n'' | 2", table="a:text | n:integer\n | 1\n'' | 2\nx | 3"),
    Case("Aggregates leave them out; `count(*)` counts rows.", "집계에서 빠집니다. `count(*)`는 행을 셉니다.",
         {"select": "count(*) as rows, count(share) as shares, avg(share) as mean"},
         "rows:integer | shares:integer | mean:number\n5 | 4 | 2.95"),
    Case("A null among the values of `in` never matches.", "`in`의 null은 맞는 것이 없습니다.",
         {"select": "gu", "where": "gu in ('중구', null)"}, "gu:text\n중구", hidden=True),
)  # fmt: skip
