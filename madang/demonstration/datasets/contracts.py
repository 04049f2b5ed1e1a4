"""A register of public contracts, with the columns of the Open Contracting Data Standard."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from madang.demonstration.city import ORGANISATIONS
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground, Indices
from madang.demonstration.vocabulary import MADE_UP, generated

AWARDS, SUPPLIERS = 12_000, 1_500
METHODS = {
    "open": t("일반경쟁", "open tender"),
    "selective": t("제한경쟁", "selective tender"),
    "limited": t("지명경쟁", "limited tender"),
    "direct": t("수의계약", "direct award"),
}
CATEGORIES = {"goods": t("물품", "goods"), "works": t("공사", "works"), "services": t("용역", "services")}
SIZES = {
    "micro": t("소상공인", "micro (under 10 people)"),
    "small": t("소기업", "small"),
    "medium": t("중기업", "medium"),
    "large": t("대기업", "large"),
    "social": t("사회적기업", "social enterprise"),
}
SIZE_SHARE = (0.34, 0.33, 0.18, 0.08, 0.07)
SIZE_LUCK = np.array([0.5, 1.0, 1.9, 3.2, 0.6])  # how often a supplier of the size wins
SIZE_VALUE = np.array([0.35, 0.7, 1.6, 4.0, 0.5])  # how large its contracts are
WORDS = (
    "한빛",
    "새솔",
    "가온",
    "누리",
    "다온",
    "미르",
    "여울",
    "바른",
    "참고운",
    "이든",
    "해오름",
    "슬기",
    "도담",
    "나래",
)
TRADES = ("건설", "기술", "상사", "엔지니어링", "시스템", "환경", "조경", "디자인", "안전", "물산")
SUBJECTS = {
    "goods": ("사무용 가구", "제설 자재", "전산 장비", "방역 물품", "도서", "가로등 자재", "안내 표지"),
    "works": ("보도 정비", "하수관 교체", "공원 조성", "청사 보수", "도로 포장", "옹벽 보강", "놀이터 정비"),
    "services": ("청소 용역", "시스템 유지관리", "안전 진단", "정책 연구", "행사 운영", "수목 관리", "돌봄 위탁"),
}


def suppliers(ground: Ground) -> tuple[list[str], Indices, Indices]:
    """Invented names, size class (index into SIZES) and home 동 of the suppliers."""
    chance, n = ground.chance("suppliers"), SUPPLIERS
    names = [
        f"(가상) {WORDS[a]}{TRADES[b]} {i}"
        for i, (a, b) in enumerate(
            zip(chance.integers(0, len(WORDS), n), chance.integers(0, len(TRADES), n), strict=True), 1
        )
    ]
    return names, chance.choice(len(SIZES), n, p=SIZE_SHARE), ground.pick_dongs(chance, n)


def awards(ground: Ground) -> pa.Table:
    """One row per awarded contract, in order of the award."""
    chance, n = ground.chance("contracts"), ground.count(AWARDS)
    names, size, home = suppliers(ground)
    luck = SIZE_LUCK[size] * chance.gamma(0.7, 1, SUPPLIERS)
    winner = chance.choice(SUPPLIERS, size=n, p=luck / luck.sum())
    method = chance.choice(list(METHODS), n, p=[0.28, 0.22, 0.05, 0.45])
    tender = np.sort(np.datetime64("2023-01-02") + chance.integers(0, 1065, n))
    weeks = np.where(method == "direct", 7, 35) + chance.integers(0, 20, n)
    signed = tender + weeks.astype("timedelta64[D]")
    value = chance.lognormal(16.8, 1.1, n) * SIZE_VALUE[size[winner]] * np.where(method == "direct", 0.4, 1.6)
    changed = np.where(chance.random(n) < 0.22, chance.normal(1.09, 0.08, n), 1)
    buyers = [(slug, name["ko"]) for slug, kind, _, name, _ in ORGANISATIONS if kind in ("department", "district")]
    buyer = chance.choice(len(buyers), n, p=_shares(len(buyers)))
    category = chance.choice(list(CATEGORIES), n, p=[0.35, 0.25, 0.4])
    dongs = ground.dongs
    columns: dict[str, Any] = {
        "ocid": [f"ocds-demo00-{i:06d}" for i in range(1, n + 1)],
        "공고일": tender,
        "계약일": signed,
        "발주기관코드": [buyers[i][0] for i in buyer],
        "발주기관": [buyers[i][1] for i in buyer],
        "계약명": [_title(chance, kind, when) for kind, when in zip(category, tender, strict=True)],
        "분류": category,
        "계약방법": method,
        "입찰자수": np.where(method == "direct", 1, 2 + chance.poisson(3, n)),
        "공급자코드": [f"S{i + 1:04d}" for i in winner],
        "공급자": [names[i] for i in winner],
        "공급자규모": np.array(list(SIZES))[size[winner]],
        "공급자자치구": [dongs.gus[home[i]] for i in winner],
        "계약금액": np.round(value, -4),
        "변경금액": np.round(value * changed, -4),
        "이행시작": signed + np.timedelta64(7, "D"),
        "이행종료": signed + (30 + chance.integers(0, 500, n)).astype("timedelta64[D]"),
    }
    return pa.table(columns)


def _shares(n: int) -> np.ndarray:
    shares = 1 / np.arange(2, n + 2)
    return shares / shares.sum()


def _title(chance: np.random.Generator, kind: str, when: np.datetime64) -> str:
    return f"{str(when)[:4]}년 {SUBJECTS[kind][chance.integers(0, len(SUBJECTS[kind]))]}"


def _day(name: str, en: str, ko: str, about: str) -> Field:
    return Field(name, "date", en, t(ko, about))


DATASET = Entry(
    slug="contracts",
    order=380,
    organisation="finance",
    theme="government",
    title=t("공공계약 대장 (2023-2025년)", "Register of public contracts, 2023 to 2025"),
    description=generated(
        "누가 무엇을 누구에게 얼마에 샀을까요? 시와 구의 계약 12,000건을 국제 공개계약 표준(OCDS)에 맞춘 "
        "열로 담았습니다. "
        "작은 기업이 정말 계약을 따는지, 수의계약은 얼마나 되는지 볼 수 있습니다. 업체는 모두 가상입니다.",
        "Who bought what from whom, and for how much? 12,000 contracts with the columns of the Open Contracting Data "
        "Standard: see whether small firms really win and how much goes without competition. All suppliers "
        "are fictional.",
    ),
    keywords={"ko": ["계약", "조달", "입찰", "중소기업"], "en": ["contracts", "procurement", "tenders", "small firms"]},
    source=MADE_UP,
    method=generated(
        "업체 1,500곳의 이름 앞에 (가상)을 붙였습니다. 규모가 클수록 자주, 크게 따도록 뽑았고 22%는 금액이 바뀝니다.",
        "1,500 suppliers, each marked as fictional; larger ones win more often and larger contracts. 22 % "
        "are amended.",
    ),
    sheets=(
        Sheet(
            "awards",
            t("계약", "Contracts"),
            (
                Field("ocid", "text", "OCID", t("공개계약 번호", "Open contracting identifier")),
                _day("공고일", "Tender date", "공고한 날", "Day of the tender notice"),
                _day("계약일", "Signed", "계약한 날", "Day of the contract"),
                Field("발주기관코드", "text", "Buyer code", t("이 포털의 기관 주소", "Address of the organisation in this portal")),
                Field("발주기관", "text", "Buyer", t("사는 기관", "Who buys")),
                Field("계약명", "text", "Title", t("무엇을 사는지", "What is bought")),
                Field("분류", "text", "Category", t("물품, 공사, 용역", "Goods, works or services"), codes=CATEGORIES),
                Field("계약방법", "text", "Method", t("OCDS procurementMethod", "OCDS procurementMethod"), codes=METHODS),
                Field("입찰자수", "integer", "Bidders", t("입찰한 업체 수", "Number of bidders"), unit="개"),
                Field("공급자코드", "text", "Supplier code", t("가상 업체의 번호", "Identifier of the fictional supplier")),
                Field("공급자", "text", "Supplier", t("가상 업체의 이름", "Name of the fictional supplier")),
                Field("공급자규모", "text", "Size of supplier", t("기업 규모", "Size class"), codes=SIZES),
                Field("공급자자치구", "text", "District of supplier", t("업체가 있는 구", "Where the supplier sits")),
                Field("계약금액", "integer", "Value", t("처음 계약한 금액", "Value when signed"), unit="원"),
                Field("변경금액", "integer", "Value after changes", t("변경 뒤 금액", "Value after amendments"), unit="원"),
                _day("이행시작", "Begins", "일을 시작하는 날", "First day of the work"),
                _day("이행종료", "Ends", "일을 마치는 날", "Last day of the work"),
            ),
            awards,
        ),
    ),
    licence="cc0-1.0",
    cycle="never",
    period=(date(2023, 1, 2), date(2025, 12, 31)),
)  # fmt: skip
