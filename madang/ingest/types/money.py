"""Amounts with one currency in the whole column: `£1,234.50`, `-£5`, `(£20.00)`, `₩1,000`, `￥500`, `1,000원`, `12 €`, `GBP 5`."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = (
    "£1,234.50",
    "-£5",
    "£-5.00",
    "(£20.00)",
    "₩1,000",
    "￦500",
    "1,000원",
    "1234원",
    "$0.99",
    "€ 12",
    "￥500",
    "12 €",
    "GBP 5",
    "5 EUR",
)
INVALID = ("1,234", "£", "£1,23", "5%", "£5 each", "£007", "5 pounds", "")
RANK = 630
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}|[1-9][0-9]{0,14}|0)(?:\.[0-9]{1,4})?"
_SIGN = r"(?:[£$€₩¥￦￥￡＄]|GBP|KRW|USD|EUR|JPY|CNY)"
_PATTERN = rf"[-−△▲]?{_SIGN} ?-?{_DIGITS}|\({_SIGN} ?{_DIGITS}\)|[-−△▲]?{_DIGITS} ?(?:[원€]|GBP|KRW|USD|EUR|JPY|CNY)|\({_DIGITS} ?[원€]\)"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
CONVERT = (
    "(CASE WHEN regexp_matches({value}, '[-−△▲(]') THEN '-' ELSE '' END || regexp_replace({value}, '[^0-9.]', '', 'g'))"
)
UNIT = "translate(regexp_extract({value}, '[£$€₩¥￦￥￡＄원]|[A-Z]{3}'), '￦￥￡＄', '₩¥£$')"
LABEL = {"en": "amount of money", "ko": "금액"}
NOTE = {
    "en": "currency signs and thousands separators removed; the currency is the column's unit",
    "ko": "통화 기호와 천 단위 쉼표를 뺐습니다. 통화는 열의 단위로 남깁니다",
}
