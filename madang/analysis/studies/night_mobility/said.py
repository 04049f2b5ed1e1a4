"""Verdicts, hours and numbers in words."""

from __future__ import annotations

from madang.lib.problems import Text

VERDICTS: dict[str, Text] = {
    "best": {"en": "best", "ko": "가장 나음"},
    "tie": {"en": "tie with the best", "ko": "가장 나은 것과 차이 없음"},
    "worse": {"en": "worse", "ko": "못함"},
}


def hour(of: int) -> Text:
    return {"en": f"{of:02d} h", "ko": f"{of:02d}시"}


def percent(share: float, digits: int = 1) -> Text:
    return {"en": f"{100 * share:.{digits}f} %", "ko": f"{100 * share:.{digits}f}%"}


def few(names: list[str], most: int = 5) -> Text:
    """The first names, and that there are more."""
    said, more = ", ".join(names[:most]), len(names) > most
    return {"en": said + (" and others" if more else ""), "ko": said + (" 등" if more else "")}
