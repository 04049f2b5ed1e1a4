"""One value or another."""

from tests.spec.cases import Case

TITLE = {"en": "One value or another: `case`, `coalesce`, `nullif`", "ko": "값 고르기: `case`, `coalesce`, `nullif`"}
ABOUT = {
    "en": "All the values that may come out are of one type; whole numbers among fractions become fractions, days among moments moments.",
    "ko": "나올 수 있는 값은 모두 한 형입니다. 소수 사이의 정수는 소수가, 시각이 있는 값 사이의 날짜는 날짜와 시각이 됩니다.",
}
MARKS = "mark:integer | least:integer\n-1 | 5\n7 | \n3 | 9"
CASES = (
    Case("The value beside the first condition that holds.", "처음으로 맞는 조건의 값.",
         {"select": "gu, case when 인구 >= 500000 then '큰 구' when 인구 >= 200000 then '가운데' else '작은 구' end as size",
         "limit": "4"},
         "gu:text | size:text\n종로구 | 작은 구\n중구 | 작은 구\n강남구 | 큰 구\n강북구 | 가운데"),
    Case("Without `else` nothing comes out.", "`else`가 없으면 빈 값입니다.",
         {"select": "gu, case when open then '열림' end as open", "limit": "3"},
         "gu:text | open:text\n종로구 | 열림\n중구 | 열림\n강남구 | "),
    Case("One value compared with several.", "한 값을 여럿과 견줍니다.",
         {"select": "case mark when -1 then 'not counted' when 7 then 'seven' else 'other' end as words"},
         "words:text\nnot counted\nseven\nother", table=MARKS),
    Case("A condition that is neither true nor false is passed over.", "참도 거짓도 아닌 조건은 지나칩니다.",
         {"select": "case when open then 1 when not open then 0 else -1 end as n", "where": "open is null", "limit": "1"},
         "n:integer\n-1"),
    Case("To fold some rows only.", "일부 행만 모을 때.",
         {"select": "sum(case when open then 인구 else 0 end) as people"}, "people:integer\n260729"),
    Case("To group by ranges.", "범위로 묶을 때.",
         {"select": "case when 인구 < 200000 then '작음' else '큼' end as size, count(*) as n", "group_by": "size", "order_by": "n desc"},
         "size:text | n:integer\n작음 | 3\n큼 | 2"),
    Case("`coalesce` takes the first that is not empty.", "`coalesce`는 비어 있지 않은 첫째입니다.",
         {"select": "coalesce(least, mark, 0) as n"}, "n:integer\n5\n7\n9", table=MARKS),
    Case("`nullif` empties a value that stands for nothing.", "`nullif`는 없음을 뜻하는 값을 비웁니다.",
         {"select": "nullif(mark, -1) as mark, avg(nullif(mark, -1)) as mean", "group_by": "nullif(mark, -1)"},
         "mark:integer | mean:number\n3 | 3.0\n7 | 7.0\n | ", table=MARKS),
    Case("`greatest` and `least` pass over empty values.", "`greatest`와 `least`는 빈 값을 지나칩니다.",
         {"select": "greatest(mark, least) as g, least(mark, least) as l"}, "g:integer | l:integer\n5 | -1\n7 | 7\n9 | 3", table=MARKS),
    Case("Values of two types are refused.", "형이 다른 값은 거절합니다.",
         {"select": "case when open then gu else 인구 end as x"}, refused="wrong-type"),
    Case("A condition that is none.", "조건이 아닌 조건.", {"select": "case when 인구 then 1 end as x"}, refused="wrong-type"),
    Case("Without end.", "끝이 없는 것.", {"select": "case when open then 1"}, refused="not-understood", hidden=True),
    Case("Without a branch.", "가지가 없는 것.", {"select": "case else 1 end as x"}, refused="not-understood", hidden=True),
)  # fmt: skip
