"""Yes or no in the words that officers use: Y/N, yes/no, true/false, 예/아니오, O/X, ○/×, 유/무, 있음/없음.

1 and 0 are `boolean_digit`, where the header asks.
"""

from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.BOOLEAN
VALID = (
    "Y",
    "n",
    "Yes",
    "NO",
    "true",
    "FALSE",
    "예",
    "아니오",
    "아니요",
    "네",
    "O",
    "X",
    "○",
    "×",
    "◯",
    "✕",
    "유",
    "무",
    "t",
    "f",
    "있음",
)
INVALID = ("0", "1", "yep", "예정", "TF", "maybe", "")
RANK = 300
PAIRS = (
    (("y", "yes"), ("n", "no")),
    (("true", "t"), ("false", "f")),
    (("예", "네"), ("아니오", "아니요")),
    (("o", "○", "◯", "〇", "✓", "✔", "v"), ("x", "×", "✕", "✖", "✗", "✘")),
    (("유",), ("무",)),
    (("있음",), ("없음",)),
    (("가능",), ("불가", "불가능")),
    (("사용",), ("미사용",)),
    (("대상",), ("비대상",)),
    (("해당",), ("비해당", "해당없음", "미해당")),
    (("공개",), ("비공개",)),
    (("on",), ("off",)),
)
TRUE = tuple(word for yes, _ in PAIRS for word in yes)
FALSE = tuple(word for _, no in PAIRS for word in no)
NAMES = r"여부|유무|^is[_ ]|^has[_ ]|(?-i:^(?:is|has)[A-Z])"
SQL = "lower({value}) IN (" + ", ".join(f"'{word}'" for word in (*TRUE, *FALSE)) + ")"
CONVERT = "lower({value}) IN (" + ", ".join(f"'{word}'" for word in TRUE) + ")"
# Words of different pairs do not answer one question: {T, N} are kinds of something.
UNIT = (
    "CASE "
    + " ".join(
        f"WHEN lower({{value}}) IN ({', '.join(repr(word) for word in (*yes, *no))}) THEN '{yes[0]}'"
        for yes, no in PAIRS
    )
    + " END"
)
LABEL = {"en": "yes or no", "ko": "예/아니오"}


def matches(text: str) -> bool:
    return text.lower() in TRUE or text.lower() in FALSE


def decides(column: Facts) -> bool:
    """A column of nothing but `X` more often means "suppressed" than "no": two words are needed, or a header that asks."""
    return column.named or column.distinct >= 2
