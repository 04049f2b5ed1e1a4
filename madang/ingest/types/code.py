"""Short marks that name things, where the header says code, id, number or 번호: kept as text, so that `007` stays `007`."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("007", "0164A", "ST-999", "POI006", "1301", "BE_IW02-0001", "가-12")
INVALID = ("two words here", "", "a,b", "12.50%")
RANK = 590
NAMES = (
    r"코드(?:$|[^가-힣])|(?<!일련)(?<!전화)번호$|아이디|관리번호|(?:^|[^a-z])(?:id|ids|code|codes|ref|reference|uid|fid|gid|oid)(?:$|[^a-z])|(?:^|[^a-z])(?:no|num|nos)\.?$|cpv|(?:^|[^a-z])(?:toid|ods)(?:$|[^a-z])|(?:^|[^a-z])vat.{0,4}(?:reg|no|num)|바코드|barcode|isbn|"
    r"(?:^|[^a-z])number$|(?-i:[a-z](?:ID|Id|Code|No|Num|Ref))$|_id$|코드$|[가-힣]ID$"
)
_PATTERN = "[0-9A-Za-z가-힣][0-9A-Za-z가-힣._/:#()-]{0,79}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "code", "ko": "코드"}


def decides(column: Facts) -> bool:
    return column.named
