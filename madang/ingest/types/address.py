"""Addresses: Korean ones by road (`세종대로 110`) or by lot (`을지로동 12-3`), British ones that end in a postcode."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = (
    "서울특별시 중구 세종대로 110",
    "서울특별시 노원구 덕릉로126나길 14 (도암경노당)",
    "서울특별시 중구 을지로동 12-3",
    "경기도 광주시 산 5-1",
    "종로구 종로1가 24",
    "12 Allerton Road, Liverpool, L18 1LN",
)
INVALID = ("서울특별시 중구", "세종대로", "보고서 12-3", "Liverpool", "L18 1LN", "12 Allerton Road", "")
RANK = 495
_ROAD = r"(?:[가-힣0-9·.]{1,20}(?:로|길)(?:[0-9가-힣]{1,8}길)?) ?(?:지하)? ?[0-9]{1,5}(?:-[0-9]{1,5})?"
_LOT = r"(?:[가-힣0-9·]{1,15}(?:동|리|가|읍|면)|산) ?(?:산 ?)?[0-9]{1,5}(?:-[0-9]{1,5})?(?:번지)?"
_REGION = r"(?:[가-힣]{1,8}(?:특별시|광역시|특별자치시|특별자치도|도|시|군|구|읍|면|동) +){1,4}"
_PATTERN = rf"(?:{_REGION}(?:{_ROAD}|{_LOT})(?:[ ,(].{{0,80}})?|.{{3,100}}[, ](?i:[A-Z]{{1,2}}[0-9][0-9A-Z]? ?[0-9][A-Z]{{2}}))"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "address", "ko": "주소"}
