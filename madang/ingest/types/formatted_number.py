"""Numbers as people type them: `1,234`, `(1,234)`, `△1,234`, `+5`, `.5`, `1,234-`; the plain ones stand among them."""

from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types._plain import Plain
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("1,234", "12", "1,234,567.89", "(1,234)", "(5.20)", "△1,234", "▲ 3", "−7", "+5", ".5", "1,234-", "-1,000")
INVALID = (
    "1,23",
    "-0",
    "+007",
    "12,34",
    "1,2345",
    "(-5)",
    "007",
    "1e5",
    "--5",
    "1,234,",
    "+821012345678",
    "1 234",
    "()",
    "",
)
RANK = 620
_MORE = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?"  # 1 and more
_DIGITS = rf"(?:{_MORE}|0(?:\.[0-9]{{1,12}})?)"
_PATTERN = (
    rf"- ?(?:{_MORE}|0\.[0-9]{{1,12}})|[−△▲] ?{_DIGITS}|\({_DIGITS}\)|{_DIGITS}|{_MORE}-|"
    r"\+(?:[1-9][0-9]{0,5}|0)(?:\.[0-9]{1,12})?|-?\.[0-9]{1,12}"
)
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
# Everything that is not a digit or point goes; a sign, bracket or triangle anywhere means less than zero.
CONVERT = (
    "(CASE WHEN regexp_matches({value}, '[-−△▲(]') THEN '-' ELSE '' END || "
    "CASE WHEN regexp_matches({value}, '(^|[^0-9])\\.') THEN '0' ELSE '' END || regexp_replace({value}, '[^0-9.]', '', 'g'))"
)
QUICK = (",.", "replace({value}, ',', '')")
LABEL = {"en": "number", "ko": "숫자"}
NOTE = {
    "en": "thousands separators and written signs removed; brackets, △ and a trailing minus mean less than zero",
    "ko": "천 단위 쉼표와 부호 글자를 뺐습니다. 괄호, △, 뒤에 붙은 -는 음수입니다",
}


def numbers(plain: Plain) -> bool:
    return plain.whole <= (18 if plain.grouped else 12) and plain.many <= 12
