"""`madang schedules`, and sources on the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from madang.cli import load, schedules
from madang.cli.settings import OddSettingWord, source_settings
from madang.ingest.models import Schedule
from madang.ingest.sources import OddSetting
from tests.city import City

URL = "https://data.example.org/a.csv?page=1"


def run(*words: str, says: int = 0) -> str:
    answer = CliRunner().invoke(schedules.command, words)
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == says, answer.output
    return answer.output


def test_a_schedule_is_added_listed_paused_and_removed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    words = ("add", "--dataset", "population", "--setting", f"url={URL}", "--cron", "30 3 * * *", "--publish")
    told = run(*words, "--choice", "encoding=cp949")
    made = Schedule.objects.get()
    assert (made.source_settings, made.choices, made.by_operator) == ({"url": URL}, {"encoding": "cp949"}, True)
    assert f"url={URL}" in told
    assert "every day at 03:30 (30 3 * * *, Asia/Seoul)" in told
    assert "population" in run("list", "--dataset", "population")
    assert "paused" in run("pause", made.pk[-6:])
    assert "paused" not in run("resume", made.pk)
    Schedule.objects.update(failures=3, looks=9)
    assert "fails since" in run("show", made.pk)
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "매일 03:30" in run("list")
    assert "삭제" in run("remove", made.pk)
    assert not Schedule.objects.exists()


def test_what_is_not_there_is_said(city: City) -> None:
    with pytest.raises(schedules.UnknownSchedule):
        run("show", "nothing")
    with pytest.raises(schedules.UnknownDataset):
        run("add", "--dataset", "nothing", "--cron", "0 * * * *", "--setting", f"url={URL}")
    with pytest.raises(OddSetting):
        run("add", "--dataset", "population", "--cron", "0 * * * *", "--setting", f"address={URL}")


def test_settings_are_words_of_key_and_value() -> None:
    assert source_settings((f"url={URL}", "headers=A: 1", "headers=B: 2")) == {"url": URL, "headers": "A: 1\nB: 2"}
    for odd in ("url", "=x", ""):
        with pytest.raises(OddSettingWord):
            source_settings((odd,))


def test_load_wants_paths_or_a_source(tmp_path) -> None:
    for words in ([], [str(tmp_path), "--source", "http"]):
        assert CliRunner().invoke(load.command, words).exit_code == 2
