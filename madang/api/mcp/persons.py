"""Questions about single persons. Published data has none of them, and an assistant should hear why its column is not there."""

from __future__ import annotations

import re

from madang.query.bind import UnknownColumn
from madang.query.sql import problems as sql

ASKED = re.compile(
    r"이름|성명|성함|주민 ?등록 ?번호|주민번호|생년월일|전화 ?번호|휴대폰|연락처|집 ?주소|자택|이메일|계좌|여권|누구의|누가 사는|"
    r"(?:^|[^a-z])(?:(?:first|last|full|given|family|person|resident|patient|owner|citizen)s?[ _]?names?|surname|forename|"
    r"birth[ _]?(?:date|day)|date[ _]of[ _]birth|dob|(?:phone|mobile|telephone)s?(?:[ _]?numbers?)?|e-?mails?(?:[ _]?addresse?s?)?|"
    r"home[ _]address(?:es)?|ssn|resident[ _]registration|passport|bank[ _]account|(?:person|resident|citizen|patient)[ _]?ids?|who lives)"
    r"(?:$|[^a-z])",
    re.IGNORECASE,
)
_EN = (
    " As a rule data on single persons is not published: columns that name them are dropped or masked before "
    "publication. Ask for counts"
    " instead, and say that who it is cannot be answered."
)
_KO = (
    " 개인에 관한 자료는 원칙적으로 공개하지 않습니다. 개인을 알아볼 수 있는 열은 게시 전에 빼거나 가립니다. 대신 "
    "건수를 묻고, 누구인지는 답할 수 없다고"
    " 말하세요."
)


class NoPersons(UnknownColumn):
    en = UnknownColumn.en + _EN
    ko = UnknownColumn.ko + _KO


class NoPersonsInSql(sql.UnknownColumn):
    en = sql.UnknownColumn.en + _EN
    ko = sql.UnknownColumn.ko + _KO


def asked(words: str) -> bool:
    """Whether words ask for what would tell who somebody is."""
    return ASKED.search(words) is not None


def told(problem: UnknownColumn | sql.UnknownColumn) -> UnknownColumn | sql.UnknownColumn:
    """The same problem, saying besides that such columns are never there when that is what was asked for."""
    if not asked(str(problem.facts["name"])):
        return problem
    kind = NoPersons if isinstance(problem, UnknownColumn) else NoPersonsInSql
    return kind(**problem.facts)
