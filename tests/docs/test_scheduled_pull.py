"""What docs/scheduled-pull.md says about times, settings and limits is so."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from madang.ingest import sources
from madang.ingest.schedules import timetable
from madang.lib.credentials import Secret
from madang.lib.http_line import Limits

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "scheduled-pull.md").read_text(encoding="utf-8")
TIMES = re.findall(r"^\| `([\d*/, -]+)` \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("cron", "en", "ko"), TIMES)
def test_times_in_words(cron: str, en: str, ko: str) -> None:
    assert timetable.checked(cron, datetime(2026, 11, 22, tzinfo=UTC), ZoneInfo("Asia/Seoul")) == cron
    assert timetable.said(cron) == {"en": en, "ko": ko}


def test_the_times_are_there() -> None:
    assert len(TIMES) == 6


def test_every_setting_of_a_source_is_named() -> None:
    for name, module in sources.scheduled().items():
        if module.__name__.startswith("madang."):
            section = PAGE.partition(f"(`{name}`)")[2].partition("\n## ")[0]
            assert not [field.name for field in module.FIELDS if f"| `{field.name}` |" not in section]


def test_the_limits_are_those_of_the_code() -> None:
    limits = Limits()
    told = " ".join(PAGE.split())
    for words in (
        f"{limits.connect:g} seconds to connect, {limits.answer:g} to the head",
        f"at least {limits.rate:,} bytes a second over any {limits.window:g} seconds",
    ):
        assert words in told, words
    assert (limits.total, limits.redirects) == (4 * 3600, 5)
    assert (timetable.OFTEN.seconds, [wait.seconds for wait in timetable.SOON]) == (300, [300, 900, 3600])


def test_the_secrets_shown_can_be_read() -> None:
    shown = re.findall(r'^MADANG_SECRET_\w+="([^"]+)"', PAGE, re.MULTILINE)
    assert [Secret.parse(text).hosts for text in shown] == [("api.bus.example.org",), ("files.example.org",)]
