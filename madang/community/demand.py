"""Searches that found nothing, counted by their words so that the city knows what is missing.

The rule: words are shown to anybody, the data team too, only when at least `PEOPLE` groups of networks searched for them on
at least `PEOPLE` different days. Words that look personal are not noted at all; others that stay rare are deleted after
`RARE`, those that many searched for `KEPT` after the last time. No row has an address, a cookie or a time of day.

A web process notes a search in a file, and the worker counts and deletes it a minute later: no search waits for the database.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from madang.catalog.search import Found
from madang.community.models import MissedSearch
from madang.community.senders import keyed, network
from madang.community.words import personal, plain
from madang.lib.event_log import EventLog

PEOPLE = 3
GROUPS = 63
"""Networks fall into so many groups, others for each word: a group tells several searchers apart, and nobody from many."""
RARE = timedelta(days=30)
KEPT = timedelta(days=180)
LONGEST, MOST_WORDS = 60, 6
MOST = 20_000
"""Different words kept at a time; when there are more, new ones are not noted until rare ones went."""
NUMBER = re.compile(r"\d[\d\s.,\-]{5,}")
"""Long numbers name people and things, not subjects."""


def normal(text: str) -> str:
    """The words in one form; "" for what is not kept: too long, nothing but signs, or perhaps personal."""
    words = plain(text[: LONGEST * 4]).casefold()
    if not 2 <= len(words) <= LONGEST or len(words.split()) > MOST_WORDS or not re.search(r"[^\W\d_]{2}", words):
        return ""
    return "" if personal(words) or NUMBER.search(words) or "://" in words else words


def note(request: HttpRequest, text: str, found: Found, language: str) -> None:
    """Note a search without any filter that found nothing that fits. Returns at once, and keeps nothing of who searched."""
    if (found.total and not found.near) or not (words := normal(text)):
        return
    group = int.from_bytes(keyed("search", words, network(request))[:8]) % GROUPS
    log().note(timezone.localdate().isoformat(), {"words": words, "language": language, "group": group})


@cache
def log() -> EventLog:
    return EventLog(folder())


def folder() -> Path:
    """Where the web processes of this machine note searches."""
    return Path(settings.HOME) / "searches"


def roll_up(today: date) -> int:
    """Count what was noted and delete the notes; then delete what is too old. Returns the searches counted."""
    counted = 0
    for path in sorted(folder().glob("*.taken")):
        counted += _take(path)
        path.unlink()  # killed before this line, a worker counts a minute twice: these are no accounts
    for path in folder().glob("*.ndjson"):  # who has it open writes on: it is counted next time
        path.rename(path.with_suffix(".taken"))
    forget(today)
    return counted


def forget(today: date) -> None:
    """Delete words that stayed rare, and those that nobody searched for any more."""
    enough = Q(groups__gte=PEOPLE, days__gte=PEOPLE)
    old = MissedSearch.objects.filter(Q(first_on__lt=today - RARE) & ~enough | Q(last_on__lt=today - KEPT))
    if old.exists():
        old.delete()


def listed() -> QuerySet[MissedSearch]:
    """What enough people searched for, most first."""
    return MissedSearch.objects.filter(groups__gte=PEOPLE, days__gte=PEOPLE)


@transaction.atomic
def _take(path: Path) -> int:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    languages: dict[str, str] = {}
    for line in path.read_bytes().splitlines():
        event = _read(line)
        if event is not None:
            found[event["words"], path.name[:10]].append(event["group"])
            languages[event["words"]] = event["language"]
    for (words, day), groups in found.items():
        _add(words, languages[words], date.fromisoformat(day), groups)
    return sum(map(len, found.values()))


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        event: dict[str, Any] = json.loads(line)
        event["words"], event["language"] = str(event["words"])[:80], str(event["language"])[:2]
        event["group"] = int(event["group"]) % GROUPS
    except (ValueError, KeyError, TypeError):
        return None
    return event


def _add(words: str, language: str, day: date, groups: list[int]) -> None:
    one = MissedSearch.objects.select_for_update().filter(words=words).first()
    if one is None:
        if MissedSearch.objects.count() >= MOST:
            return
        one = MissedSearch(words=words, language=language, first_on=day, last_on=day, days=0)
    one.days += one.days == 0 or day > one.last_on
    one.last_on = max(one.last_on, day)
    one.times += len(groups)
    for group in groups:
        one.crowd |= 1 << group
    one.groups = one.crowd.bit_count()
    one.save()
