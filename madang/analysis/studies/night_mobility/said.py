"""Forecasts, verdicts, hours and numbers in words."""

from __future__ import annotations

from madang.lib.problems import Text

CALLED: dict[str, Text] = {
    "shrunk": {"en": "mean by hour and weekday, shrunk to coarser means", "ko": "시각·요일 평균을 더 넓은 평균 쪽으로 당긴 값"},
    "last_week": {"en": "as a week before", "ko": "지난주 같은 시각"},
    "hour_weekday": {"en": "mean by hour and weekday", "ko": "시각·요일 평균"},
    "hour": {"en": "mean by hour", "ko": "시각 평균"},
    "recent": {"en": "mean by hour and weekday of the last four weeks", "ko": "최근 4주의 시각·요일 평균"},
    "hour_class": {"en": "mean by hour of weekdays and of weekends", "ko": "평일·주말 시각 평균"},
}  # fmt: skip
VERDICTS: dict[str, Text] = {
    "best": {"en": "best", "ko": "가장 나음"},
    "tie": {"en": "tie with the best", "ko": "가장 나은 방법과 차이 없음"},
    "worse": {"en": "worse", "ko": "뒤떨어짐"},
}


def hour(of: int) -> Text:
    return {"en": f"{of:02d} h", "ko": f"{of:02d}시"}


def percent(share: float, digits: int = 1) -> Text:
    return {"en": f"{100 * share:.{digits}f} %", "ko": f"{100 * share:.{digits}f}%"}


def few(names: list[str], most: int = 5) -> Text:
    """The first names, and that there are more."""
    said, more = ", ".join(names[:most]), len(names) > most
    return {"en": said + (" and others" if more else ""), "ko": said + (" 등" if more else "")}
