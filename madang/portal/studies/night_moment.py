"""Which kind of day, which hour and which set of spots a reader looks at, by the address; and how they are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.analysis import days, nights
from madang.analysis.nights import Night
from madang.lib.problems import Text
from madang.lib.texts import choose


@dataclass(frozen=True)
class Moment:
    """What is shown. `hour` 0 to 23; `stays`: the spots that stay all night instead of those of the hour."""

    night: Night
    day: str
    hour: int
    stays: bool = False

    @property
    def step(self) -> int:
        """The hour as the slider counts it: on beyond 23 after midnight, so that steps rise."""
        return self.night.hours[0] + self.night.hours.index(self.hour)

    @property
    def steps(self) -> list[int]:
        return [self.night.hours[0] + at for at in range(len(self.night.hours))]

    @property
    def last_step(self) -> int:
        return self.steps[-1]

    @property
    def hour_said(self) -> str:
        return hours(self.hour)

    @property
    def said(self) -> str:
        return f"{named(self.day)} {hours(self.hour)}"

    @property
    def following(self) -> Moment | None:
        """The next hour of the same night; where seven days are told apart the next of them begins at midnight."""
        at = self.night.hours.index(self.hour) + 1
        if at == len(self.night.hours):
            return None
        hour, day = self.night.hours[at], self.day
        if hour < self.hour and day in days.WEEK:
            day = days.WEEK[(days.WEEK.index(day) + 1) % 7]
        return Moment(self.night, day, hour)

    def address(self, **other: str | int) -> str:
        """The query of this moment, or of another."""
        given: dict[str, str | int] = {
            "day": self.day,
            "hour": self.hour,
            **({"set": "night"} if self.stays else {}),
            **other,
        }
        return "?" + urlencode(given)


def named(day: str) -> str:
    """What a kind of day is called."""
    return capfirst(in_words(days.NAMES[day]))


def in_words(text: Text) -> str:
    return choose(text, get_language() or "ko")[0]


def hours(hour: int) -> str:
    """`01–02`: from when to when."""
    return _("%(from)s–%(to)s h") % {"from": f"{hour:02d}", "to": f"{(hour + 1) % 24:02d}"}


def read(night: Night, given: Mapping[str, str], busiest: Mapping[tuple[str, int], float]) -> Moment:
    """The moment of an address. What it leaves out is the busiest hour of the night; hours may count on beyond 23.

    Raises `UnknownDay`, `UnknownHour`.
    """
    known = {moment: value for moment, value in busiest.items() if moment[0] in night.days and moment[1] in night.hours}
    day, hour = max(known, key=lambda one: known[one], default=(night.days[-1], night.hours[0]))
    if given.get("day"):
        day = night.day(given["day"][:20])
        of_day = {moment: value for moment, value in known.items() if moment[0] == day}
        hour = max(of_day, key=lambda one: of_day[one], default=(day, hour))[1]
    if asked := given.get("hour", ""):
        if not (asked.isascii() and asked.isdigit() and len(asked) < 3 and int(asked) < 48):
            raise nights.UnknownHour(run=night.run, hour=asked[:20], known=", ".join(map(str, night.hours)))
        hour = night.hour(int(asked) % 24)
    return Moment(night, day, hour, given.get("set") == "night")
