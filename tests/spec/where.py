"""Choosing rows."""

from tests.spec.cases import Case

TITLE = {"en": "Choose rows: `where`", "ko": "행 고르기: `where`"}
ABOUT = {
    "en": "Texts stand in single quotes, names of columns bare or, when they hold spaces or signs, in double quotes.",
    "ko": "글자는 작은따옴표 안에, 열 이름은 그대로 쓰고, 빈칸이나 기호가 있으면 큰따옴표 안에 씁니다.",
}
CASES = (
    Case("Compare with `=`, `!=`, `<`, `<=`, `>`, `>=`.", "`=`, `!=`, `<`, `<=`, `>`, `>=`로 견줍니다.",
         {"select": "gu", "where": "인구 >= 200000"}, "gu:text\n강남구\n강북구"),
    Case("Join conditions with `and`, `or`, `not`; `and` binds tighter.", "`and`, `or`, `not`으로 잇습니다. `and`가 먼저입니다.",
         {"select": "gu", "where": "not open or 인구 < 130000 and gu != '없음'"}, "gu:text\n중구\n강남구"),
    Case("One of several values: `in`.", "여럿 가운데 하나: `in`.",
         {"select": "gu", "where": "gu in ('중구', '강남구', '없는구')"}, "gu:text\n중구\n강남구"),
    Case("A range with both ends: `between`.", "양끝을 포함하는 범위: `between`.",
         {"select": "gu", "where": "인구 between 121312 and 139417"}, "gu:text\n종로구\n중구"),
    Case("A date is written as text.", "날짜는 글자로 씁니다.",
         {"select": "gu", "where": "개관 >= '1999-01-01'"}, "gu:text\n강남구\n강북구"),
    Case("A pattern: `%` stands for any characters, `_` for one.", "무늬: `%`는 아무 글자들, `_`는 한 글자입니다.",
         {"select": "gu", "where": "gu like '강_구'"}, "gu:text\n강남구\n강북구"),
    Case("`ilike` takes small and capital letters as the same.", "`ilike`는 대소문자를 가리지 않습니다.",
         {"select": "name", "where": "name ilike '%center'"}, "name:text\n청운 Senior Center\nJungnim center",
         table="name:text\n청운 Senior Center\nJungnim center\n강남 복지관"),
    Case("`escape` makes the sign after it mean itself.", "`escape` 다음의 기호는 그 글자 그대로입니다.",
         {"select": "t", "where": "t like '%100!%' escape '!'"}, "t:text\n마감 100%", table="t:text\n마감 100%\n100명"),
    Case("Turned around: `not in`, `not between`, `not like`.", "뒤집기: `not in`, `not between`, `not like`.",
         {"select": "gu", "where": "gu not in ('중구', '강남구') and gu not like '종%'"}, "gu:text\n강북구"),
    Case("Compute in conditions.", "조건에서 계산합니다.",
         {"select": "gu", "where": "인구 / share > 93000 and length(gu) = 3"}, "gu:text\n강북구"),
    Case("A pattern must be written out.", "무늬는 상수여야 합니다.", {"where": "gu like gu || '%'"}, refused="not-allowed"),
    Case("An escape without its sign.", "기호 없는 `escape`.", {"where": "gu like 'a!b' escape '!'"},
         refused="odd-question", hidden=True),
    Case("Values of `in` must be written out.", "`in`의 값은 상수여야 합니다.", {"where": "gu in (gu)"},
         refused="not-allowed", hidden=True),
    Case("A column and a column.", "열과 열을 견줍니다.",
         {"select": "gu", "where": "인구 > share * 95000"}, "gu:text\n강북구", hidden=True),
    Case("Names in another case are found when only one fits.", "하나만 맞으면 대소문자가 달라도 찾습니다.",
         {"select": "GU", "where": "GU = '중구'"}, "gu:text\n중구"),
)  # fmt: skip
