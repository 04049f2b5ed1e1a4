"""The form of a schedule: what is asked, when in words that people use, and where new content goes."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import Dataset
from madang.ingest import sources
from madang.ingest.models import Schedule
from madang.lib.texts import choose
from madang.portal.workspace import upload

EVERY = (("hourly", _("every hour")), ("daily", _("every day")), ("weekly", _("every week")), ("monthly", _("every month")),
         ("own", _("at times of my own (cron)")))  # fmt: skip
WEEKDAYS = (("1", _("Monday")), ("2", _("Tuesday")), ("3", _("Wednesday")), ("4", _("Thursday")), ("5", _("Friday")),
            ("6", _("Saturday")), ("0", _("Sunday")))  # fmt: skip
SHAPES = {
    "hourly": r"(?P<minute>\d+) \* \* \* \*",
    "daily": r"(?P<minute>\d+) (?P<hour>\d+) \* \* \*",
    "weekly": r"(?P<minute>\d+) (?P<hour>\d+) \* \* (?P<weekday>[0-6])",
    "monthly": r"(?P<minute>\d+) (?P<hour>\d+) (?P<day>\d+) \* \*",
}
"""What the plain choices look like as cron."""


class ScheduleForm(forms.Form):
    """`source` is the plug-in's name; its own settings become the fields `setting-<name>`."""

    dataset = forms.ChoiceField(label=_("Dataset"))
    resource = forms.CharField(
        label=_("Table of the dataset"),
        max_length=100,
        required=False,
        help_text=_("Empty: its only table, else a new one called data."),
    )
    every = forms.ChoiceField(label=_("How often"), choices=EVERY, initial="daily")
    at = forms.TimeField(
        label=_("At"), initial=time(3, 30), required=False, help_text=_("Hour and minute in the city's time; hourly takes the minute."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    weekday = forms.ChoiceField(label=_("On (every week)"), choices=WEEKDAYS, required=False)
    day = forms.IntegerField(label=_("Day (every month)"), min_value=1, max_value=31, initial=1, required=False)
    cron = forms.CharField(
        label=_("Times of my own"), max_length=100, required=False, widget=forms.TextInput(attrs={"placeholder": "30 6,18 * * 1-5"}),
        help_text=_("Minute, hour, day, month, weekday, as cron writes them."),
    )  # fmt: skip
    publish = forms.BooleanField(label=_("Publish by itself what nobody has to decide about"), required=False)

    def __init__(
        self, actor: policy.Actor, source: str, *args: Any, schedule: Schedule | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.source = source
        self.fields["dataset"].choices = upload.datasets(actor)
        if schedule is not None:
            del self.fields["dataset"]
        for field in sources.source(source).FIELDS:
            self.fields[f"setting-{field.name}"] = _form_field(field)
        self.order_fields(["dataset", *(name for name in self.fields if name.startswith("setting-"))])

    @property
    def of_source(self) -> list[forms.BoundField]:
        """The fields of the source itself."""
        return [self[name] for name in self.fields if name.startswith("setting-")]

    @property
    def when(self) -> list[forms.BoundField]:
        return [self[name] for name in ("every", "at", "weekday", "day", "cron")]

    def words(self) -> dict[str, Any]:
        """What `ingest.scheduling.change` takes."""
        given = self.cleaned_data
        settings = {
            name.removeprefix("setting-"): value for name, value in given.items() if name.startswith("setting-")
        }
        return {
            "source_settings": settings, "cron": self._cron(), "resource": given["resource"].strip(),
            "publish_when_clean": given["publish"],
        }  # fmt: skip

    def _cron(self) -> str:
        given = self.cleaned_data
        at, day = given["at"] or time(3, 30), given["day"] or 1
        return {
            "hourly": f"{at.minute} * * * *",
            "daily": f"{at.minute} {at.hour} * * *",
            "weekly": f"{at.minute} {at.hour} * * {given['weekday'] or 1}",
            "monthly": f"{at.minute} {at.hour} {day} * *",
            "own": given["cron"],
        }[given["every"]]


def initial(schedule: Schedule) -> dict[str, Any]:
    """What the form shows of a schedule that is there."""
    shown: dict[str, Any] = {
        "resource": schedule.resource,
        "publish": schedule.publish_when_clean,
        "every": "own",
        "cron": schedule.cron,
    }
    for name, shape in SHAPES.items():
        found = re.fullmatch(shape, schedule.cron)
        if found:
            parts = {part: int(number) for part, number in found.groupdict().items()}
            shown |= {"every": name, "cron": "", "at": time(parts.get("hour", 0), parts["minute"])}
            shown |= {"weekday": str(parts.get("weekday", 1)), "day": parts.get("day", 1)}
    return shown | {f"setting-{name}": value for name, value in schedule.source_settings.items()}


def chosen(slug: str, actor: policy.Actor) -> Dataset:
    """The dataset of a slug that the form offered."""
    return policy.visible(actor).get(slug=slug)


def _form_field(field: sources.Field) -> forms.Field:
    """A setting of a source as a field of a form."""
    language = get_language() or "ko"
    told: dict[str, Any] = {
        "label": choose(field.label, language)[0], "required": field.required,
        "help_text": choose(field.help, language)[0] if field.help else "",
    }  # fmt: skip
    if field.choices:
        return forms.ChoiceField(
            choices=[(value, choose(label, language)[0]) for value, label in field.choices], **told
        )
    attributes = {"placeholder": field.example}
    widget = forms.Textarea(attrs={**attributes, "rows": 2}) if field.many_lines else forms.TextInput(attrs=attributes)
    return forms.CharField(widget=widget, max_length=8000, **told)
