"""From events to counts a day. How far a file was read stands in the same transaction as the counts that it gave, so a worker
that is killed counts nothing twice, and nothing less."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from madang.catalog.models import Dataset, UsageDay, UsageFile

KEEP = timedelta(days=90)
"""How long events lie beside their counts; the counts stay."""
AT_ONCE = 16 << 20
"""Bytes of a file that become counts in one transaction."""
COUNTED = ("requests", "rows", "refused")
Key = tuple[str, ...]


def folder() -> Path:
    """Where the web processes of this machine write their events."""
    return Path(settings.HOME) / "usage"


def roll_up(today: date) -> int:
    """Count what is new in the files of this machine, and remove files that are old and counted; returns the events."""
    counted = 0
    for path in sorted(folder().glob("*.ndjson")):
        while found := _take(path):
            counted += found
        if path.name[:10] < (today - KEEP).isoformat():
            path.unlink()
            UsageFile.objects.filter(pk=path.name).delete()
    return counted


@transaction.atomic
def _take(path: Path) -> int:
    """Count the next whole lines of a file; returns how many."""
    UsageFile.objects.get_or_create(pk=path.name)
    mark = UsageFile.objects.select_for_update().get(pk=path.name)
    with path.open("rb") as file:
        file.seek(mark.read)
        text = file.read(AT_ONCE)
    text = text[: text.rfind(b"\n") + 1]
    lines = text.splitlines()
    counts, damaged = _counts(lines)
    known = set(Dataset.objects.filter(slug__in={key[1] for key in counts}).values_list("slug", flat=True))
    for key, amounts in counts.items():
        if key[1] in known:
            _add(key, amounts)
    mark.read += len(text)
    mark.damaged += damaged
    mark.save()
    return len(lines)


def _counts(lines: list[bytes]) -> tuple[dict[Key, Counter[str]], int]:
    """Amounts by (day, dataset, resource, dialect, format, reader), and the lines that could not be read."""
    counts: dict[Key, Counter[str]] = {}
    damaged = 0
    for line in lines:
        try:
            event = json.loads(line)
            key = tuple(str(event[name]) for name in ("day", "dataset", "resource", "dialect", "format", "reader"))
            date.fromisoformat(key[0])
            amounts = {name: int(event[name]) for name in COUNTED}
        except (ValueError, KeyError, TypeError):
            damaged += bool(line.strip())
            continue
        counts.setdefault(key, Counter()).update(amounts)
    return counts, damaged


def _add(key: Key, amounts: Counter[str]) -> None:
    names = ("day", "dataset", "resource", "dialect", "format", "reader")
    row, _ = UsageDay.objects.get_or_create(**dict(zip(names, key, strict=True)))
    UsageDay.objects.filter(pk=row.pk).update(**{name: F(name) + amounts[name] for name in COUNTED})


def of(slug: str, since: date, until: date) -> list[dict[str, Any]]:
    """The counts of a dataset by day, resource, dialect and format, newest first; both days included."""
    days = UsageDay.objects.filter(dataset=slug, day__gte=since, day__lte=until)
    grouped = days.values("day", "resource", "dialect", "format")
    return list(
        grouped.annotate(**{f"all_{name}": Sum(name) for name in COUNTED}).order_by(
            "-day", "resource", "dialect", "format"
        )
    )


def total(slug: str, since: date, until: date) -> dict[str, int]:
    """The counts of a dataset together, for its page."""
    found = UsageDay.objects.filter(dataset=slug, day__gte=since, day__lte=until)
    told = found.aggregate(**{f"all_{name}": Sum(name) for name in COUNTED})
    return {name: told[f"all_{name}"] or 0 for name in COUNTED}


def by_dataset(since: date) -> dict[str, int]:
    """How often each dataset was asked for since a day."""
    days = UsageDay.objects.filter(day__gte=since).values("dataset").order_by()
    return dict(days.annotate(asked=Sum("requests")).values_list("dataset", "asked"))


def most_used(since: date, limit: int) -> list[str]:
    """The slugs of the datasets that were asked for most since a day, most first; who reads them decides what may be shown."""
    days = UsageDay.objects.filter(day__gte=since).values("dataset")
    found = days.annotate(asked=Sum("requests")).filter(asked__gt=0).order_by("-asked", "dataset")
    return list(found.values_list("dataset", flat=True)[:limit])
