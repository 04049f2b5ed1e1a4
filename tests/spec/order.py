"""The order of rows, and pages."""

from tests.spec.cases import VISITS, Case

TITLE = {"en": "Order and pages: `order_by`, `limit`, `offset`", "ko": "순서와 쪽: `order_by`, `limit`, `offset`"}
ABOUT = {
    "en": "The order is always total: ties keep the order in which the rows are stored, so pages never overlap. "
    "To read on, follow `next` of the answer: its cursor is bound to the revision and refuses any other.",
    "ko": "순서는 언제나 하나로 정해집니다. 값이 같으면 저장된 순서를 따르므로 쪽이 겹치지 않습니다. "
    "이어 읽을 때는 답의 `next`를 따르세요. 커서는 개정판에 묶여 있어 다른 개정판과 섞이지 않습니다.",
}
CASES = (
    Case("An even sample, the same each time: `every`.", "고르게 뽑은 표본, 언제나 같습니다: `every`.",
         {"every": "2"}, "n:integer\n1\n3\n5", table="n:integer\n1\n2\n3\n4\n5"),
    Case("`every` counts rows as stored; a condition chooses among them.", "`every`는 저장된 순서로 세고 조건은 그 가운데서 고릅니다.",
         {"every": "2", "where": "n > 2"}, "n:integer\n3\n5", table="n:integer\n1\n2\n3\n4\n5"),
    Case("Descending; empty values come last.", "큰 것부터. 빈 값은 끝에 옵니다.",
         {"select": "gu, share", "order_by": "share desc", "limit": "2"}, "gu:text | share:number\n강남구 | 6.0\n강북구 | 3.0"),
    Case("Empty values first.", "빈 값을 먼저.",
         {"select": "인구", "order_by": "share desc nulls first", "limit": "2"}, "인구:integer\n42\n557865"),
    Case("Several keys.", "열쇠 여럿.",
         {"select": "gu, n", "order_by": "gu desc, n"}, "gu:text | n:integer\n중구 | -7\n중구 | 5\n종로구 | 3\n종로구 | 4", table=VISITS),
    Case("By what is computed.", "계산한 값으로.",
         {"select": "n", "order_by": "abs(n) desc", "limit": "1"}, "n:integer\n-7", table=VISITS),
    Case("The second page.", "둘째 쪽.",
         {"select": "gu", "limit": "2", "offset": "2"}, "gu:text\n강남구\n강북구"),
    Case("Ties stay as they are stored.", "값이 같으면 저장된 순서.",
         {"select": "n", "order_by": "gu"}, "n:integer\n1\n2\n3", table="gu:text | n:integer\n중구 | 1\n중구 | 2\n중구 | 3"),
    Case("Hangul is ordered by its code points, which is dictionary order.", "한글은 가나다순입니다.",
         {"order_by": "gu"}, "gu:text\n강남구\n노원구\n종로구", table="gu:text\n종로구\n강남구\n노원구"),
    Case("The number of a row is the order in which rows are stored.", "행 번호는 저장된 순서입니다.",
         {"select": "n", "order_by": "gu desc, _row, n desc"}, "n:integer\n1\n3\n2",
         table="gu:text | n:integer\n중구 | 1\n강남구 | 2\n중구 | 3"),
    Case("A constant orders nothing and is refused.", "상수로는 정렬되지 않으므로 거절합니다.",
         {"order_by": "1"}, refused="odd-question"),
    Case("No rows asked for.", "0행.", {"select": "gu", "limit": "0"}, "gu:text", hidden=True),
    Case("Beyond the end.", "끝을 넘어.", {"select": "gu", "limit": "3", "offset": "9"}, "gu:text", hidden=True),
)  # fmt: skip
