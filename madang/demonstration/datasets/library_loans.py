"""Loans of 25 invented district libraries, day by day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import GU, MADE_UP, generated

DAYS = 365
BY_WEEKDAY = np.array([0.0, 0.95, 0.9, 0.9, 0.85, 1.5, 1.45])  # closed on Mondays


def loans(ground: Ground) -> pa.Table:
    """One row per library and opening day of 2025."""
    chance = ground.chance("library-loans")
    gus = list(census.gu_names().values())
    days = np.datetime64("2025-01-01") + np.arange(DAYS)
    weekday = (days.astype("datetime64[D]").view("int64") - 4) % 7  # 1970-01-05 was a Monday
    season = 1 + 0.18 * np.cos((np.arange(DAYS) - 20) / DAYS * 4 * np.pi)  # school holidays
    size = chance.gamma(9, 75, len(gus))
    expected = np.outer(BY_WEEKDAY[weekday] * season, size)
    books = chance.poisson(expected)
    day, library = np.nonzero(BY_WEEKDAY[weekday][:, None] * np.ones(len(gus)) > 0)
    return pa.table(
        {
            "날짜": days[day],
            "도서관": [f"가상 {gus[i]}도서관" for i in library],
            "자치구": [gus[i] for i in library],
            "대출권수": books[day, library],
            "전자책": chance.poisson(expected[day, library] * 0.17),
            "방문자": chance.poisson(expected[day, library] * 1.6),
        }
    )


DATASET = Entry(
    slug="library-loans",
    order=210,
    organisation="culture",
    theme="culture",
    title=t("도서관 하루 대출 (2025년)", "Library loans day by day, 2025"),
    description=generated(
        "구마다 하나씩 있는 가상 도서관 25곳의 하루 대출, 전자책, 방문자입니다. 방학이면 붐비고 월요일에는 쉽니다.",
        "Loans, e-books and visitors of 25 invented libraries, one in each district: busy in the school "
        "holidays, closed "
        "on Mondays.",
    ),
    keywords={"ko": ["도서관", "대출", "책"], "en": ["libraries", "loans", "books"]},
    source=MADE_UP,
    method=generated(
        "요일과 방학의 흐름을 정하고 포아송 분포로 뽑았습니다.",
        "Poisson counts around a rhythm of weekdays and holidays.",
    ),
    sheets=(
        Sheet(
            "loans",
            t("하루 대출", "Daily loans"),
            (
                Field("날짜", "date", "Date", t("문을 연 날", "Opening day")),
                Field("도서관", "text", "Library", t("지어낸 도서관 이름", "Invented name")),
                GU,
                Field("대출권수", "integer", "Loans", t("빌려 간 종이책", "Printed books lent"), unit="권"),
                Field("전자책", "integer", "E-books", t("빌린 전자책", "E-books lent"), unit="권"),
                Field("방문자", "integer", "Visitors", t("들어온 사람", "People who came in"), unit="명"),
            ),
            loans,
        ),
    ),
    licence="cc0-1.0",
    period=(date(2025, 1, 1), date(2025, 12, 31)),
)
