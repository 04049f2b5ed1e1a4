"""Columns whose header says that they are about persons: names, birth dates, home addresses, bank accounts.

The header alone is not enough: at least half of the values must look the part, so that `담당자` with the names of offices and
`Supplier Name` with companies pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from madang.ingest.checks import _masking
from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged
from madang.ingest.types._values import MEMORY_MB, table
from madang.lib import duck
from madang.lib.problems import Text

HALF = 0.5
SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나엄채원천방공현함변염여추도소석선설마길"
    "연위표명기반왕금옥육인맹제모탁국은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간견"
)
KOREAN_NAME = f"(?:[{SURNAMES}]|남궁|황보|제갈|선우|독고|사공)[가-힣]{{1,3}}"
_WORD = r"(?:(?:van|von|de|der|den|del|di|da|la|le|du|bin|al|el|ter) )*(?:[dD]['’]|[oO]['’])?\p{L}[\p{L}'’.-]*"
WESTERN_NAME = rf"(?:(?:(?i:mr|mrs|ms|miss|mx|dr|prof|rev|sir|dame|lady|lord|cllr)\.? )?{_WORD}(?:,? {_WORD}){{1,4}})"
ONE_NAME = r"\p{L}[\p{L}'’ -]{1,30}"
COMPANY = (
    r"(?i)\b(?:ltd|limited|plc|llp|inc|council|services?|group|care|school|centre|trust|association|society|hospital|surgery|"
    r"department|team|office|housing|company|co|church|college|university|nhs|foundation|partnership|solutions|media)\b|"
    r"\(주\)|㈜|\(유\)|\(재\)|\(사\)|주식회사|재단|협회|조합|법인|"
    r"(?:과|팀|센터|사무소|담당|학교|병원|의원|약국|은행|도서관|복지관|어린이집|유치원|본부|지사|지점)$"
)
HALF_NAMES = re.compile(r"surname|forename|first.?name|last.?name|given.?name|family.?name|^성$|^이름$", re.IGNORECASE)
"""Headers of columns that hold one part of a name."""


@dataclass(frozen=True)
class Rule:
    """Headers, the form of the values (RE2, whole value), and a form that clears them."""

    code: str
    name: Text
    header: str
    value: str
    unless: str = "^$"


RULES = (
    Rule("person-name", {"en": "names of persons", "ko": "사람 이름"},
         r"시설장|대표자|성명|성함|이름$|담당자|책임자|관리자명|소유자|신청[자인]|수급자|원장명?$|사업주|"
         r"인명|보호자|민원인|세대주|예금주|계약자|수령인|환자|학생명|직원명|"
         r"contact.?name|surname|forename|first.?name|last.?name|full.?name|given.?name|family.?name|(?:^|[^a-z])(?:owner|manager|officer|"
         r"person|nominated individual|applicant|councillor|patient|tenant|customer|client|employee|staff|student|pupil|member|resident|"
         r"guardian|parent|next of kin|claimant|payee|account.?holder|head.?teacher|principal)s?'?s?(?:.?(?:full.?)?name)?$",
         f"{KOREAN_NAME}(?: ?\\([^)]*\\))?(?:[ ,·/]+{KOREAN_NAME})*|{WESTERN_NAME}", COMPANY),
    Rule("birth-date", {"en": "exact birth dates", "ko": "생년월일"}, r"생년월일|생일|출생일|birth.?(?:date|day)|"
                                                                  r"date.?of.?birth|(?:^|[^a-z])dob(?:$|[^a-z])",
         r"[0-9]{4}.{0,2}[0-9]{1,2}.{0,2}[0-9]{1,2}.*|[0-9]{2}년.?[0-9]{1,2}월.?[0-9]{1,2}일.*|[0-9]{6}|"
         r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}|[0-9]{1,2}[ -][A-Za-z]{3,9}[ -][0-9]{2,4}"),
    Rule("home-address", {"en": "home addresses", "ko": "집 주소"}, r"자택|거주지|집.?주소|본적|주민.?주소|"
         r"(?:신청|민원|세대|수급|환자|고객|회원|학생|소유|대표|보호).{0,2} ?주소|"
         r"(?:home|applicant|patient|tenant|customer|client|resident|claimant|correspondence).{0,3}address", r".*[0-9].*"),
    Rule("bank-account", {"en": "bank account numbers", "ko": "계좌번호"}, r"계좌|account.?number|sort.?code|iban",
         r"(?:[A-Z]{2})?[0-9][0-9A-Z -]{5,33}"),
    Rule("passport-number", {"en": "passport numbers", "ko": "여권번호"}, r"여권|passport", "[A-Za-z]{0,2}[0-9]{3}[A-Za-z0-9]{4,6}"),
    Rule("driving-licence", {"en": "driving licence numbers", "ko": "운전면허번호"}, r"면허.?번호|driv(?:er|ing).{0,8}licen[cs]e",
         r".{0,4}[0-9]{2}[- ]?[0-9]{2,6}[- ]?[0-9]{2,6}[- ]?[0-9]{0,2}|[A-Za-z9]{5}.{11,13}"),
)  # fmt: skip


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    found = []
    with duck.connect(memory_mb=MEMORY_MB) as connection:
        for column in columns:
            for rule in RULES:
                if re.search(rule.header, column.header, re.IGNORECASE):
                    found += _finding(connection, staged, column, rule)
    return found


def _finding(connection: duck.DuckDBPyConnection, staged: Staged, column: Inferred, rule: Rule) -> list[Finding]:
    value = (
        f"{rule.value}|{ONE_NAME}" if rule.code == "person-name" and HALF_NAMES.search(column.header) else rule.value
    )
    fits = f"regexp_full_match(v, {duck.literal(value)}) AND NOT regexp_matches(v, {duck.literal(rule.unless)})"
    row = connection.execute(
        f"SELECT count(v), count(*) FILTER (WHERE {fits}), min_by(v, line, 3) FILTER (WHERE {fits}), min(line) FILTER (WHERE {fits}) "
        f"FROM (SELECT trim(CAST({column.sql} AS VARCHAR)) AS v, line FROM {table(staged)})"
    ).fetchone()
    assert row is not None
    filled, count, some, line = row
    if not count or count < HALF * filled:
        return []
    text = {
        "en": f"{column.name} holds {rule.name['en']} in {count:,} of {filled:,} rows (first line {line:,}). "
        "Drop the column, mask it, or say why it is public.",
        "ko": f"{column.name} 열의 값 {filled:,}개 가운데 {count:,}개가 {rule.name['ko']}입니다({line:,}번째 줄부터). "
        "열을 빼거나 가리거나, 공개하는 까닭을 적으세요.",
    }
    mask = _masking.name if rule.code in ("person-name", "home-address") else _masking.digits
    return [Finding(rule.code, "personal", text, staged.name, column.name, count, tuple(mask(value) for value in some))]
