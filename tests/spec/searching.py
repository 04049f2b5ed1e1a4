"""Words anywhere."""

from tests.spec.cases import CENTRES, Case

TITLE = {"en": "Search words: `search`", "ko": "낱말 찾기: `search`"}
ABOUT = {
    "en": "All words must occur, each in any text column, as a part of it, in small or capital letters.",
    "ko": "모든 낱말이, 저마다 어느 글자 열에든, 일부로라도 들어 있어야 합니다. 대소문자는 가리지 않습니다.",
}
CASES = (
    Case("One word.", "한 낱말.", {"select": "name", "search": "center"}, "name:text\n청운 Senior Center\nJungnim center", table=CENTRES),
    Case("Two words in two columns.", "두 열의 두 낱말.", {"select": "name", "search": "CENTER 중구"},
         "name:text\nJungnim center", table=CENTRES),
    Case("Signs mean themselves.", "기호는 그 글자 그대로입니다.", {"select": "name", "search": "100%"},
         "name:text\n강남 복지관", table=CENTRES),
    Case("With a condition besides.", "조건과 함께.",
         {"select": "name", "search": "center", "where": "gu = '종로구'"}, "name:text\n청운 Senior Center", table=CENTRES),
    Case("No text column, no row.", "글자 열이 없으면 행도 없습니다.", {"search": "1"}, "n:integer", table="n:integer\n1", hidden=True),
)  # fmt: skip
