"""Values in another type."""

from tests.spec.cases import VISITS, Case

TITLE = {"en": "Another type: `cast`, `try_cast`", "ko": "형 바꾸기: `cast`, `try_cast`"}
ABOUT = {
    "en": "`cast(x as type)`, also written `x::type`, changes the type and never the value. A value that does not fit "
    "refuses the whole question and is named; with `try_cast` it comes out empty. "
    "Types: `text`, `integer`, `number`, `boolean`, `date`, `time`, `datetime`.\n\n"
    "| from | to | fits |\n|---|---|---|\n"
    "| text | integer | digits with or without sign: `007`, `-5` |\n"
    "| text | number | digits, a point, an exponent: `1.5`, `1e3` |\n"
    "| text | boolean | `true`, `false` in any letters |\n"
    "| text | date, time, datetime | `2026-01-31`, `09:05`, `2026-01-31 09:05:00` |\n"
    "| number | integer | whole numbers only; `round`, `floor`, `ceil` make them so |\n"
    "| boolean | integer | 1 and 0 |\n"
    "| date | datetime | its midnight |\n"
    "| datetime | date, time | its day, its time |\n"
    "| any but a shape | text | as it is written here |\n\n"
    "Blanks around a text do not count. A condition may be computed before or after another one, so choose rows with "
    "`case` or use `try_cast` where some values do not fit.",
    "ko": "`cast(x as 형)`, 또는 `x::형`은 형만 바꾸고 값은 바꾸지 않습니다. 맞지 않는 값이 있으면 그 값을 알리며 질문 전체를 거절하고, "
    "`try_cast`는 그런 값을 비웁니다. 형: `text`, `integer`, `number`, `boolean`, `date`, `time`, `datetime`.\n\n"
    "| 에서 | 으로 | 맞는 값 |\n|---|---|---|\n"
    "| text | integer | 부호가 있거나 없는 숫자: `007`, `-5` |\n"
    "| text | number | 숫자, 소수점, 지수: `1.5`, `1e3` |\n"
    "| text | boolean | `true`, `false`, 대소문자 무관 |\n"
    "| text | date, time, datetime | `2026-01-31`, `09:05`, `2026-01-31 09:05:00` |\n"
    "| number | integer | 정수만. `round`, `floor`, `ceil`로 먼저 만드세요 |\n"
    "| boolean | integer | 1과 0 |\n"
    "| date | datetime | 그날 0시 |\n"
    "| datetime | date, time | 그 날짜, 그 시각 |\n"
    "| 도형 밖의 모두 | text | 여기 쓰인 대로 |\n\n"
    "글 양끝의 빈칸은 세지 않습니다. 조건의 계산 순서는 정해져 있지 않으니, 맞지 않는 값이 있으면 `case`로 고르거나 `try_cast`를 쓰세요.",
}
MIXED = "t:text\n12\n많음\n\n 007"
CASES = (
    Case("A text of digits as a number.", "숫자로 된 글을 수로.",
         {"select": "cast(code as integer) as n, code::number / 2 as half"}, "n:integer | half:number\n110 | 55.0\n7 | 3.5",
         table="code:text\n0110\n7"),
    Case("What does not fit is refused, and named.", "맞지 않는 값은 알리고 거절합니다.",
         {"select": "cast(t as integer) as n"}, refused="does-not-fit", table=MIXED),
    Case("`try_cast` leaves it empty.", "`try_cast`는 비웁니다.",
         {"select": "try_cast(t as integer) as n"}, "n:integer\n12\n\n\n7", table=MIXED),
    Case("How many do not fit.", "맞지 않는 값이 몇인지.",
         {"select": "count(t) - count(try_cast(t as integer)) as odd"}, "odd:integer\n1", table=MIXED),
    Case("A fraction is no whole number.", "소수는 정수가 아닙니다.",
         {"select": "cast(share as integer) as n"}, refused="does-not-fit"),
    Case("`round` makes it one.", "`round`로 만듭니다.",
         {"select": "gu, cast(round(share, 0) as integer) as n", "where": "open"}, "gu:text | n:integer\n종로구 | 2\n중구 | 1"),
    Case("Anything as text.", "무엇이든 글로.",
         {"select": "인구::text || '명, ' || 개관::text as label", "limit": "1"}, "label:text\n139417명, 1975-10-01"),
    Case("The day of a moment.", "시각의 날짜.",
         {"select": "cast(at as date) as day, cast(at as time) as time", "limit": "1"}, "day:date | time:time\n2026-01-31 | 09:05:00",
         table=VISITS),
    Case("A day that does not exist does not fit.", "없는 날짜는 맞지 않습니다.",
         {"select": "try_cast(t as date) as day, try_cast(t as datetime) as at"},
         "day:date | at:datetime\n2024-02-29 | 2024-02-29T00:00:00\n | \n | ", table="t:text\n2024-02-29\n2026-02-29\n31/01/2026"),
    Case("Truth as a number, to count it.", "참·거짓을 수로.",
         {"select": "sum(open::integer) as open"}, "open:integer\n2"),
    Case("Too large for 64 bits.", "64비트를 넘는 수.",
         {"select": "try_cast(t as integer) as n, try_cast(t as number) as x"}, "n:integer | x:number\n | 1e20",
         table="t:text\n100000000000000000000"),
    Case("What computers read besides is not read.", "기계식 표기는 읽지 않습니다.",
         {"select": "count(try_cast(t as number)) as n"}, "n:integer\n0", hidden=True, table="t:text\n0x1F\n1_000\nnan\n1e999\ninfinity"),
    Case("A number is no date.", "수는 날짜가 아닙니다.", {"select": "cast(인구 as date) as d"}, refused="wrong-type"),
    Case("An unknown type.", "모르는 형.", {"select": "cast(인구 as blob) as d"}, refused="odd-literal"),
    Case("A type with brackets.", "괄호가 있는 형.", {"select": "cast(인구 as decimal(10, 2)) as d"},
         refused="not-understood", hidden=True),
    Case("An empty value of a type.", "형이 있는 빈 값.", {"select": "인구, cast(null as integer) as n", "limit": "1"},
         "인구:integer | n:integer\n139417 | ", hidden=True),
)  # fmt: skip
