"""Functions."""

from madang.query.functions import FUNCTIONS
from tests.spec.cases import VISITS, Case

TITLE = {"en": "Functions", "ko": "함수"}
_ROWS = {
    language: "\n".join(
        f"| `{name}({', '.join(signature.takes)}{', ...' if signature.many else ''})` | "
        f"{getattr(signature, f'means_{language}')} |"
        for name, signature in FUNCTIONS.items()
    )
    for language in ("en", "ko")
}
ABOUT = {
    "en": f"An empty argument gives an empty value, but for `coalesce`.\n\n| function | gives |\n|---|---|\n{_ROWS['en']}",
    "ko": f"`coalesce`가 아니면 빈 인자는 빈 값을 냅니다.\n\n| 함수 | 내는 값 |\n|---|---|\n{_ROWS['ko']}",
}
WORDS = "t:text\n 가나다 \nABC"
CASES = (
    Case("Texts.", "글자.",
         {"select": "lower(t) as l, length(t) as n, substring(t, 2, 1) as s, replace(t, 'B', '-') as r"},
         "l:text | n:integer | s:text | r:text\nabc | 3 | B | A-C", table="t:text\nABC"),
    Case("Whether a text begins, ends or holds another.", "그렇게 시작하는지, 끝나는지, 들어 있는지.",
         {"select": "starts_with(t, '종') as a, ends_with(t, '구') as b, contains(t, '남') as c"},
         "a:boolean | b:boolean | c:boolean\ntrue | true | false", table="t:text\n종로구"),
    Case("Numbers. `round` takes halves away from zero.", "수. `round`는 반올림합니다.",
         {"select": "round(x, 1) as r, floor(x) as f, ceil(x) as c, abs(x) as a"},
         "r:number | f:integer | c:integer | a:number\n-2.3 | -3 | -2 | 2.25", table="x:number\n-2.25"),
    Case("Parts of dates. Monday is 1.", "날짜의 부분. 월요일이 1입니다.",
         {"select": "year(day) as y, month(day) as m, day(day) as d, weekday(day) as w, hour(at) as h", "limit": "1"},
         "y:integer | m:integer | d:integer | w:integer | h:integer\n2026 | 1 | 31 | 6 | 9", table=VISITS),
    Case("A position before the first letter counts as the first.", "첫 글자 앞은 첫 글자로 칩니다.",
         {"select": "substring(t, -5, 2) as s"}, "s:text\nAB", table="t:text\nABC", hidden=True),
    Case("The rest has the sign of the left side.", "나머지의 부호는 왼쪽을 따릅니다.",
         {"select": "n % 3 as rest"}, "rest:integer\n-1\n1", table="n:integer\n-7\n7"),
    Case("An unknown function is refused.", "모르는 함수는 거절합니다.",
         {"select": "read_csv('/etc/passwd')"}, refused="unknown-function"),
    Case("A text where a number is needed is refused.", "수가 필요한 곳의 글자는 거절합니다.",
         {"select": "abs(gu)"}, refused="wrong-type"),
)  # fmt: skip
