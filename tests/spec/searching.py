"""Words anywhere."""

from tests.spec.cases import CENTRES, Case

TITLE = {"en": "Search words: `search`", "ko": "낱말 찾기: `search`"}
ABOUT = {
    "en": "All words must occur, each in any text column, as a part of it, in small or capital letters. Blanks inside a "
    "text do not keep a Korean "
    "word from being found, nor does a particle behind the word (`을 를 은 는 의 에 에서 에게 까지 부터 으로 에는 "
    "에서는 이나 처럼 보다`, after "
    "at least two syllables). Rows keep their order: nothing is ranked.",
    "ko": "모든 낱말이, 저마다 어느 글자 열에든, 일부로라도 들어 있어야 합니다. 대소문자는 가리지 않습니다. 한글 낱말은 "
    "글의 띄어쓰기와 상관없이 찾고, "
    "뒤에 붙은 조사(`을 를 은 는 의 에 에서 에게 까지 부터 으로 에는 에서는 이나 처럼 보다`, 앞이 두 글자 이상일 때)는 떼고 찾습니다. "
    "행의 순서는 그대로이고 순위를 매기지 않습니다.",
}
CASES = (
    Case("One word.", "한 낱말.", {"select": "name", "search": "center"}, "name:text\n청운 Senior Center\nJungnim center", table=CENTRES),
    Case("Two words in two columns.", "두 열의 두 낱말.", {"select": "name", "search": "CENTER 중구"},
         "name:text\nJungnim center", table=CENTRES),
    Case("Signs mean themselves.", "기호는 그 글자 그대로입니다.", {"select": "name", "search": "100%"},
         "name:text\n강남 복지관", table=CENTRES),
    Case("With a condition besides.", "조건과 함께.",
         {"select": "name", "search": "center", "where": "gu = '종로구'"}, "name:text\n청운 Senior Center", table=CENTRES),
    Case("A part of a word.", "낱말의 일부.", {"select": "name", "search": "복지"}, "name:text\n강남 복지관", table=CENTRES),
    Case("Written together or apart.", "붙여 쓰든 띄어 쓰든.", {"select": "t", "search": "인구밀도"},
         "t:text\n인구밀도 현황\n인구 밀도", table="t:text\n인구밀도 현황\n인구 밀도\n밀도 인구"),
    Case("With a particle.", "조사가 붙은 낱말.", {"select": "t", "search": "종로구에서 센터를"},
         "t:text\n종로구 센터\n센터는 종로구의 것", table="t:text\n종로구 센터\n센터는 종로구의 것\n종로 센터"),
    Case("A name that only looks so keeps its end.", "조사처럼 끝나는 이름은 그대로.", {"select": "t", "search": "경기도"},
         "t:text\n경기도청", table="t:text\n경기도청\n축구 경기"),
    Case("Scripts mixed.", "섞어 쓴 낱말.", {"select": "t", "search": "cctv설치"},
         "t:text\n방범 CCTV 설치\nCCTV설치현황", table="t:text\n방범 CCTV 설치\nCCTV설치현황\nCCTV 철거"),
    Case("Words in one column: the function `search`.", "한 열의 낱말: `search` 함수.",
         {"select": "name", "where": "search(name, 'senior CENTER') and not search(gu, '중구에서')"},
         "name:text\n청운 Senior Center", table=CENTRES),
    Case("Words of a function are written out, and there is at least one.", "함수의 낱말은 상수이고 하나는 있어야 합니다.",
         {"where": "search(name, ' ')"}, refused="odd-question", table=CENTRES, hidden=True),
    Case("Kelvin and other letters with two capitals.", "대문자가 둘인 글자.", {"select": "t", "search": "kß가"},
         "t:text\n\u212aß가", table="t:text\n\u212aß가\nß가", hidden=True),
    Case("Latin words keep their blanks.", "로마자는 띄어쓰기를 지킵니다.", {"select": "t", "search": "therapist"},
         "t:text\ntherapist", table="t:text\nthe rapist\ntherapist", hidden=True),
    Case("No text column, no row.", "글자 열이 없으면 행도 없습니다.", {"search": "1"}, "n:integer", table="n:integer\n1", hidden=True),
)  # fmt: skip
