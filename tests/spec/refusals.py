"""What is refused rather than guessed."""

from tests.spec.cases import Case

TITLE = {"en": "What is refused", "ko": "거절하는 것"}
ABOUT = {
    "en": "Nothing is guessed and nothing is cut in silence: a question that does not fit is refused with what to do.",
    "ko": "짐작하지 않고 몰래 자르지 않습니다. 맞지 않는 질문은 할 일과 함께 거절합니다.",
}
CASES = (
    Case("A number for a text column: codes keep their zeros.", "글자 열에 수: 코드의 앞자리 0을 지킵니다.",
         {"where": "gu = 11110"}, refused="wrong-type"),
    Case("A text that is no number.", "수가 아닌 글자.", {"where": "인구 = '많음'"}, refused="wrong-type"),
    Case("A day that does not exist.", "없는 날짜.", {"where": "개관 = '2026-02-30'"}, refused="wrong-type"),
    Case("A condition that is neither true nor false.", "참·거짓이 아닌 조건.", {"where": "인구 + 1"}, refused="wrong-type"),
    Case("Another statement.", "다른 문장.", {"where": "인구 = 1; drop table rows"}, refused="not-understood"),
    Case("A question inside a question.", "질문 속의 질문.", {"where": "인구 = (select 1)"}, refused="not-allowed"),
    Case("Columns of the engine.", "엔진 내부의 열.", {"select": "rowid"}, refused="unknown-column", hidden=True),
    Case("What is too large for a number.", "수로 쓸 수 없이 큰 값.",
         {"select": "x * 1e308 as y"}, refused="cannot-compute", table="x:number\n1e300"),
    Case("A product beyond 64 bits.", "64비트를 넘는 곱.",
         {"select": "n * n as y"}, refused="cannot-compute", table="n:integer\n4000000000"),
    Case("A name that begins with a digit stands in double quotes.", "숫자로 시작하는 이름은 큰따옴표 안에.", {"select": "2026년"},
         refused="not-understood", table="2026년:integer\n1"),
    Case("Text that goes on.", "이어지는 글.", {"where": "gu = '종로구' gu"}, refused="not-understood", hidden=True),
    Case("An open quotation mark.", "닫지 않은 따옴표.", {"where": "gu = '종로구"}, refused="not-understood", hidden=True),
    Case("Comments.", "주석.", {"where": "인구 > 1 -- and more"}, refused="not-understood", hidden=True),
    Case("Union.", "합집합.", {"where": "인구 > 1 union select 1"}, refused="not-allowed", hidden=True),
    Case("A filter on what folds nothing.", "모으지 않는 함수의 filter.", {"select": "lower(gu) filter (where open) as x"},
         refused="not-allowed", hidden=True),
    Case("Windows.", "창 함수.", {"select": "sum(인구) over () as x"}, refused="not-allowed", hidden=True),
    Case("Another clause in the text.", "글 속의 다른 절.", {"select": "gu from rows"}, refused="not-allowed", hidden=True),
    Case("A sum beyond 64 bits.", "64비트를 넘는 합.",
         {"select": "sum(n) as s"}, refused="cannot-compute", table="n:integer\n9223372036854775807\n9223372036854775807"),
)  # fmt: skip
