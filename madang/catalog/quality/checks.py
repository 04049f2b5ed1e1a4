"""The checks of a score, as data: what each is worth, when it holds, what it says and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from madang.catalog.quality.facts import Facts
from madang.lib.problems import Text

DIMENSIONS: dict[str, Text] = {
    "findability": {"en": "Findability", "ko": "찾기 쉬움"},
    "accessibility": {"en": "Accessibility", "ko": "접근성"},
    "interoperability": {"en": "Interoperability", "ko": "상호운용성"},
    "reusability": {"en": "Reusability", "ko": "재사용성"},
    "contextuality": {"en": "Context", "ko": "맥락"},
    "content": {"en": "Content", "ko": "내용"},
}


@dataclass(frozen=True)
class Check:
    """`share` gives how far it holds, 0 to 1, or None when it does not fit the dataset. Texts may quote `Facts.words`."""

    code: str
    dimension: str
    points: int
    share: Callable[[Facts], float | None]
    good: Text
    bad: Text
    todo: Text


def _few(share: float | None, most: float) -> float | None:
    """Full without any, nothing from `most` on."""
    return None if share is None else max(0.0, 1 - share / most)


CHECKS = (
    Check(
        "keywords", "findability", 30, lambda facts: float(any(facts.dataset.keywords.values())),
        {"en": "It has keywords.", "ko": "핵심어가 있습니다."},
        {"en": "It has no keywords.", "ko": "핵심어가 없습니다."},
        {"en": "Add some words that people search with.", "ko": "사람들이 찾을 만한 낱말을 핵심어로 더하세요."},
    ),
    Check(
        "theme", "findability", 30, lambda facts: float(facts.dataset.theme_id is not None),
        {"en": "It has a theme.", "ko": "주제가 정해져 있습니다."},
        {"en": "It has no theme.", "ko": "주제가 없습니다."},
        {"en": "Choose the theme under which people look for it.", "ko": "사람들이 찾아볼 주제를 고르세요."},
    ),
    Check(
        "spatial", "findability", 20,
        lambda facts: float(bool(facts.dataset.spatial) or any(one.geometry for one in facts.revisions)),
        {"en": "It says which area it covers.", "ko": "어느 지역의 자료인지 적혀 있습니다."},
        {"en": "It does not say which area it covers.", "ko": "어느 지역의 자료인지 적혀 있지 않습니다."},
        {"en": "Name the area.", "ko": "대상 지역을 적으세요."},
    ),
    Check(
        "temporal", "findability", 20,
        lambda facts: float(bool(facts.dataset.period_start or facts.dataset.period_end)),
        {"en": "It says which period it is about.", "ko": "어느 기간의 자료인지 적혀 있습니다."},
        {"en": "It does not say which period it is about.", "ko": "어느 기간의 자료인지 적혀 있지 않습니다."},
        {"en": "Give the first and the last day that the values are about.", "ko": "값이 다루는 첫날과 끝날을 적으세요."},
    ),
    Check(
        "published", "accessibility", 50, lambda facts: float(bool(facts.resources)),
        {"en": "There is something to take.", "ko": "받을 수 있는 자료가 있습니다."},
        {"en": "Nothing is published yet.", "ko": "아직 게시된 자료가 없습니다."},
        {"en": "Load a file, or give a link.", "ko": "파일을 올리거나 링크를 적으세요."},
    ),
    Check(
        "table", "interoperability", 50,
        lambda facts: len(facts.tables) / len(facts.resources) if facts.resources else None,
        {"en": "All of it can be asked, filtered and joined as a table.", "ko": "모두 표로 묻고 거르고 연결할 수 있습니다."},
        {"en": "Some of it is only a file or a link.", "ko": "일부는 파일이나 링크로만 있습니다."},
        {"en": "Load a table (CSV, Excel, JSON, GeoPackage) beside it.", "ko": "표(CSV, 엑셀, JSON, GeoPackage)도 올리세요."},
    ),
    Check(
        "key", "interoperability", 20,
        lambda facts: sum(bool(one.key) for one in facts.tables) / len(facts.tables) if facts.tables else None,
        {"en": "Each row has an address by its key.", "ko": "행마다 키로 된 주소가 있습니다."},
        {"en": "No key is named, so rows have no addresses of their own.", "ko": "키가 정해지지 않아 행마다의 주소가 없습니다."},
        {"en": "Choose the columns that together name a row.", "ko": "행을 하나로 가리키는 열을 고르세요."},
    ),
    Check(
        "languages", "reusability", 20,
        lambda facts: sum(bool(facts.dataset.title.get(one)) + bool(facts.dataset.description.get(one)) for one in ("ko", "en")) / 4,
        {"en": "Title and description are there in Korean and English.", "ko": "제목과 설명이 한국어와 영어로 있습니다."},
        {"en": "Title or description is missing in Korean or English.", "ko": "제목이나 설명이 한국어 또는 영어로 없습니다."},
        {"en": "Write title and description in both languages.", "ko": "제목과 설명을 두 언어로 쓰세요."},
    ),
    Check(
        "columns", "reusability", 40, lambda facts: facts.described,
        {"en": "Every column is described.", "ko": "모든 열에 설명이 있습니다."},
        {"en": "{share} % of the columns have a label or a description.", "ko": "열의 {share}%에 이름표나 설명이 있습니다."},
        {"en": "Say for each column what it means.", "ko": "열마다 무슨 뜻인지 적으세요."},
    ),
    Check(
        "units", "reusability", 10, lambda facts: facts.measured,
        {"en": "Every column of numbers has a unit.", "ko": "수로 된 모든 열에 단위가 있습니다."},
        {"en": "{share} % of the columns of numbers have a unit.", "ko": "수로 된 열의 {share}%에 단위가 있습니다."},
        {"en": "Give the units: people, won, metres.", "ko": "명, 원, 미터처럼 단위를 적으세요."},
    ),
    Check(
        "contact", "reusability", 20, lambda facts: float(facts.contact),
        {"en": "Somebody can be asked.", "ko": "물어볼 곳이 있습니다."},
        {"en": "Nobody is named who can be asked.", "ko": "물어볼 곳이 없습니다."},
        {"en": "Give an e-mail address of the department.", "ko": "부서의 전자우편 주소를 적으세요."},
    ),
    Check(
        "provenance", "contextuality", 20,
        lambda facts: (bool(facts.dataset.source) + bool(facts.dataset.method)) / 2,
        {"en": "It says where the figures come from and how they were made.", "ko": "수치의 출처와 만든 방법이 적혀 있습니다."},
        {"en": "It does not say where the figures come from or how they are made.", "ko": "수치의 출처나 만든 방법이 적혀 있지 않습니다."},
        {"en": "Describe source and method in a sentence each.", "ko": "출처와 방법을 한 문장씩 적으세요."},
    ),
    Check(
        "fresh", "contextuality", 30,
        lambda facts: {"fresh": 1.0, "late": 0.0}.get(facts.dataset.freshness(facts.now)),
        {"en": "It is as new as promised.", "ko": "약속한 주기대로 최신입니다."},
        {"en": "It is later than promised.", "ko": "약속한 갱신 주기를 넘겼습니다."},
        {"en": "Load the newest file, or schedule a pull.", "ko": "최신 파일을 올리거나 자동 수집을 예약하세요."},
    ),
    Check(
        "refused", "content", 20, lambda facts: _few(facts.refused, 0.05),
        {"en": "Every row of the file could be read.", "ko": "파일의 모든 행을 읽었습니다."},
        {"en": "Rows that could not be read: {count}.", "ko": "읽지 못한 행: {count}개."},
        {"en": "Look in the receipt which they are and mend them in the file.", "ko": "접수증에서 어느 행인지 보고 파일에서 고치세요."},
    ),
    Check(
        "findings", "content", 20, lambda facts: None if facts.findings is None else 1 / (1 + facts.findings),
        {"en": "No finding of the receipt waits for an answer.", "ko": "접수증에 답을 기다리는 점검 결과가 없습니다."},
        {"en": "Findings of the receipt that nobody has answered: {count}.", "ko": "아직 답하지 않은 점검 결과: {count}개."},
        {"en": "Open the receipt and mend, or explain, each of them.", "ko": "접수증을 열어 하나씩 고치거나 설명하세요."},
    ),
    Check(
        "complete", "content", 30, lambda facts: facts.complete,
        {"en": "No value is missing.", "ko": "빠진 값이 없습니다."},
        {"en": "{share} % of the cells hold a value.", "ko": "칸의 {share}%에 값이 있습니다."},
        {"en": "Fill in what is known.", "ko": "알고 있는 값은 채우세요."},
    ),
    Check(
        "explained", "content", 10, lambda facts: facts.explained,
        {"en": "Where values are missing, it says why.", "ko": "값이 빠진 열마다 이유가 적혀 있습니다."},
        {"en": "Columns with missing values do not say why.", "ko": "값이 빠진 열에 이유가 적혀 있지 않습니다."},
        {"en": "Say for each such column why a value may be missing.", "ko": "그런 열마다 값이 빠지는 이유를 적으세요."},
    ),
    Check(
        "repeated", "content", 10, lambda facts: None if facts.repeated is None else float(facts.repeated == 0),
        {"en": "No row is there twice.", "ko": "되풀이된 행이 없습니다."},
        {"en": "Rows that repeat another one: {count}.", "ko": "다른 행과 똑같은 행: {count}개."},
        {"en": "Take out what is there twice, or add the column that tells them apart.", "ko": "겹친 행을 빼거나 구별할 열을 더하세요."},
    ),
)  # fmt: skip
