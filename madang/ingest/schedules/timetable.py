"""When a schedule is due: five fields of cron in the city's time zone, and the same in words.

croniter reads the fields (it comes with dbos). In the hour that a change to winter time repeats, a fixed time comes twice; the
second pull finds nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from croniter import croniter
from croniter.croniter import CroniterError

from madang.lib.problems import Problem, Text

OFTEN = timedelta(minutes=5)
"""Ticks closer than this are refused: the source is somebody else's server."""
SOON = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""After the first failures it is tried again before the next tick."""
LONGEST = timedelta(days=1)
DAYS_EN = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
DAYS_KO = "일월화수목금토"
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
             "December")  # fmt: skip
FIELDS: tuple[tuple[Text, Text], ...] = (
    ({"en": "minute", "ko": "분"}, {"en": "from 0 to 59", "ko": "0부터 59까지"}),
    ({"en": "hour", "ko": "시"}, {"en": "from 0 to 23", "ko": "0부터 23까지"}),
    ({"en": "day", "ko": "일"}, {"en": "from 1 to 31", "ko": "1부터 31까지"}),
    ({"en": "month", "ko": "월"}, {"en": "from 1 to 12, or jan to dec", "ko": "1부터 12까지 또는 jan부터 dec까지"}),
    ({"en": "weekday", "ko": "요일"}, {"en": "from 0 (Sunday) to 6, or sun to sat", "ko": "0(일요일)부터 6까지 또는 sun부터 sat까지"}),
)  # fmt: skip
"""The five of a cron expression, and what may stand in each."""
_FIELD = re.compile(r"[0-9*,/\-]+|[0-9*,/\-A-Za-z]*(?:[A-Za-z]{3}[0-9*,/\-]*)+")
Field = Sequence[int | str]


class OddCron(Problem):
    en = "“{cron}” is not a time: five fields are needed, for minute, hour, day, month and weekday. Every day at 03:30 is 30 3 * * *"
    ko = "“{cron}”은(는) 시각이 아닙니다. 분, 시, 일, 월, 요일의 다섯 항목이 필요합니다. 매일 03:30은 30 3 * * *입니다."


class OddField(OddCron):
    en = "In “{cron}” the {field_en} {given} is none: it goes {range_en}. Every day at 03:30 is 30 3 * * *"
    ko = "“{cron}”의 {field_ko} 항목 {given}이(가) 잘못되었습니다. {range_ko} 쓸 수 있습니다. 매일 03:30은 30 3 * * *입니다."


class NeverComes(OddCron):
    en = "“{cron}” never comes: no such day is in the calendar. Choose another day."
    ko = "“{cron}”에 해당하는 날이 달력에 없습니다. 다른 날을 고르세요."


class TooOften(OddCron):
    en = "“{cron}” asks more than once in {minutes} minutes, a burden on the source. Every {minutes} minutes is */{minutes} * * * *"
    ko = "“{cron}”은(는) {minutes}분 안에 두 번 이상 요청해 출처에 부담이 됩니다. {minutes}분마다는 */{minutes} * * * *입니다."


def next_tick(cron: str, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after `after`, in that time zone. Raises `OddCron`, `NeverComes`."""
    try:
        found: datetime = croniter(_five(cron), after.astimezone(zone)).get_next(datetime)
    except CroniterError as error:
        raise NeverComes(cron=cron) if "find next date" in str(error) else _odd(cron) from error
    return found


def ticks(cron: str, after: datetime, zone: ZoneInfo, count: int) -> list[datetime]:
    """The next moments after `after`."""
    found = [next_tick(cron, after, zone)]
    while len(found) < count:
        found.append(next_tick(cron, found[-1], zone))
    return found


def checked(cron: str, now: datetime, zone: ZoneInfo) -> str:
    """The cron expression with single blanks. Raises `OddCron`, `NeverComes`, `TooOften`."""
    cron = " ".join(cron.split())
    if any(later - earlier < OFTEN for earlier, later in pairwise(ticks(cron, now, zone, 40))):
        raise TooOften(cron=cron, minutes=int(OFTEN.total_seconds() // 60))
    return cron


def after_failure(cron: str, failures: int, now: datetime, zone: ZoneInfo) -> datetime:
    """When to try again: soon at first, then more and more seldom, at least once a day or at the next tick."""
    if failures <= len(SOON):
        return min(next_tick(cron, now, zone), now + SOON[failures - 1])
    wait = min(timedelta(hours=2 ** min(failures - len(SOON) - 1, 10)), LONGEST)
    return next_tick(cron, now + wait - timedelta(seconds=1), zone)


def said(cron: str) -> Text:
    """The expression in words. Raises `OddCron`."""
    try:
        minutes, hours, days, months, weekdays = croniter.expand(_five(cron))[0]
    except CroniterError as error:
        raise _odd(cron) from error
    weekdays = sorted({int(day) % 7 for day in weekdays}) if weekdays[0] != "*" else weekdays
    when, on = _time(minutes, hours), _days(days, months, weekdays)
    if when["en"].startswith("every") and on["en"] == "every day":
        return when
    return {"en": f"{on['en']} {when['en']}", "ko": f"{on['ko']} {when['ko']}"}


def _five(cron: str) -> str:
    """Raises `OddCron` for more than plain cron: seconds, nicknames, random and hashed values."""
    parts = cron.split()
    if len(parts) != 5 or not all(_FIELD.fullmatch(part) for part in parts):
        raise _odd(cron)
    return " ".join(parts)


def _odd(cron: str) -> OddCron:
    """What is wrong with an expression: the first of five fields that cannot be read by itself, or the whole."""
    parts = cron.split()
    for place, (part, (name, range_)) in enumerate(zip(parts, FIELDS, strict=False)):
        if len(parts) == len(FIELDS) and not _readable(part, place):
            return OddField(
                cron=cron,
                given=part,
                field_en=name["en"],
                field_ko=name["ko"],
                range_en=range_["en"],
                range_ko=range_["ko"],
            )
    return OddCron(cron=cron)


def _readable(part: str, place: int) -> bool:
    return _FIELD.fullmatch(part) is not None and croniter.is_valid(
        " ".join(["*"] * place + [part] + ["*"] * (4 - place))
    )


def _all(field: Field) -> bool:
    return field[0] == "*"


def _time(minutes: Field, hours: Field) -> Text:
    minute = [0, *range(1, 60)] if _all(minutes) else [int(m) for m in minutes]
    even = _step(minute, 60)
    listed = ", ".join(map(str, minute))
    if _all(hours):
        if even:
            return {"en": f"every {even} minutes", "ko": f"{even}분마다"}
        return {"en": f"every hour at minute {listed}", "ko": f"매시 {listed}분"}
    if len(minute) * len(hours) <= 6:
        clock = ", ".join(f"{int(h):02}:{m:02}" for h in hours for m in minute)
        return {"en": f"at {clock}", "ko": clock}
    if step := _step([int(h) for h in hours], 24):
        return {"en": f"every {step} hours at minute {listed}", "ko": f"{step}시간마다 {listed}분"}
    between = _ranges([int(h) for h in hours])
    if even:
        return {"en": f"every {even} minutes in the hours {between}", "ko": f"{between}시에 {even}분마다"}
    return {"en": f"at minute {listed} of the hours {between}", "ko": f"{between}시 {listed}분"}


def _step(numbers: list[int], whole: int) -> int:
    """The even distance of numbers that go round the clock, from 0 on; 0 for others."""
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 0
    return step if step and whole % step == 0 and numbers == list(range(0, whole, step)) else 0


def _days(days: Field, months: Field, weekdays: Field) -> Text:
    parts_en, parts_ko = [], []
    if not _all(weekdays):
        week = [int(day) for day in weekdays]
        parts_en.append(
            "from Monday to Friday" if week == [1, 2, 3, 4, 5] else "on " + ", ".join(DAYS_EN[d] for d in week)
        )
        parts_ko.append(
            "월~금요일" if week == [1, 2, 3, 4, 5] else "매주 " + "·".join(DAYS_KO[d] for d in week) + "요일"
        )
    if not _all(days):
        listed = _ranges([int(day) for day in days])
        parts_en.insert(0, f"on day {listed} of the month")
        parts_ko.insert(0, f"매월 {listed}일")
    en, ko = " or ".join(parts_en) or "every day", " 또는 ".join(parts_ko) or "매일"
    if not _all(months):
        en += " in " + ", ".join(MONTHS_EN[int(month) - 1] for month in months)
        ko = ", ".join(f"{month}월" for month in months) + (" " + ko.removeprefix("매월 "))
    return {"en": en, "ko": ko}


def _ranges(numbers: list[int]) -> str:
    """`1-3, 7` for 1, 2, 3, 7."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
