"""States and steps are the same words in a terminal and on a page."""

from __future__ import annotations

import pytest
from django.utils import translation

from madang.cli import runs
from madang.cli.states import state, step
from madang.ingest.models import Run


@pytest.mark.parametrize(("language", "locale"), [("en", "C.UTF-8"), ("ko", "ko_KR.UTF-8")])
def test_they_are_those_of_the_portal(monkeypatch: pytest.MonkeyPatch, language: str, locale: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with translation.override(language):
        assert {name: state(name) for name in Run.State} == {name: str(name.label) for name in Run.State}
        assert {name: step(name) for name in Run.Step} == {name: str(name.label) for name in Run.Step}
    assert state("of a newer city") == "of a newer city"


def test_a_run_is_shown_in_them(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = {"en": "People.", "ko": "사람."}
    finding = {"id": "x::a", "severity": "personal", "text": text}
    run = Run(id="r", file_name="a.csv", state="ready", step="check", target={}, receipt={"findings": [finding]})
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    runs.show(run)
    told = capsys.readouterr().out
    assert "확인 대기 (검사, 1번째 시도)" in told
    assert "개인정보 x::a (정해야 함): 사람." in told
    run.decisions = {"x::a": {"what": "suppress"}}
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    runs.show(run)
    told = capsys.readouterr().out
    assert "waits for a person (check, attempt 1)" in told
    assert "personal x::a small counts emptied: People." in told
