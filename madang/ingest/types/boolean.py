"""Yes or no in the words that officers use: Y/N, yes/no, true/false, 예/아니오, O/X, ○/×, 유/무. 0 and 1 stay numbers."""

from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.BOOLEAN
VALID = ("Y", "n", "Yes", "NO", "true", "FALSE", "예", "아니오", "아니요", "O", "X", "○", "×", "유", "무")
INVALID = ("0", "1", "yep", "예정", "없음", "TF", "")
RANK = 300
TRUE = ("y", "yes", "true", "예", "o", "○", "유")
FALSE = ("n", "no", "false", "아니오", "아니요", "x", "×", "무")
NAMES = r"여부|유무"
SQL = "lower({value}) IN (" + ", ".join(f"'{word}'" for word in (*TRUE, *FALSE)) + ")"
CONVERT = "lower({value}) IN (" + ", ".join(f"'{word}'" for word in TRUE) + ")"
LABEL = {"en": "yes or no", "ko": "예/아니오"}


def matches(text: str) -> bool:
    return text.lower() in TRUE or text.lower() in FALSE


def decides(column: Facts) -> bool:
    """A column of nothing but `X` more often means "suppressed" than "no": two words are needed, or a header that asks."""
    return column.named or column.distinct >= 2
