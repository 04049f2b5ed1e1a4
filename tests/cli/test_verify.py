"""`madang verify`: certificates, in a file or of a run, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from madang.analysis import certificates
from madang.analysis.models import StudyFile, StudyRun
from madang.cli.main import asks_city
from madang.cli.verify import command
from tests.analysis.certificates import small


@pytest.fixture
def file(tmp_path: Path) -> Path:
    certificates.save(small.p_median(), tmp_path / "proof.json")
    return tmp_path / "proof.json"


def verify(what: Path | str, language: str = "en") -> Result:
    return CliRunner(env={"LANGUAGE": language}).invoke(command, [str(what)])


def test_a_certificate_that_holds(file: Path) -> None:
    result = verify(file)
    assert result.exit_code == 0, result.output
    assert "proof.json: it holds, and is optimal for its model." in result.output
    assert "No choice is left out of the proof (parts: 16)." in result.output


def test_in_korean(file: Path) -> None:
    result = verify(file, "ko")
    assert "proof.json: 증명이 맞습니다. 이 모형에서 최적입니다." in result.output
    assert "증명에서 빠진 선택이 없습니다(부분 16개)." in result.output


def test_a_changed_one_ends_with_1_and_says_where(file: Path) -> None:
    made = json.loads(file.read_text())
    made["claim"]["objective"] -= 1
    file.write_text(json.dumps(made))
    result = verify(file)
    assert result.exit_code == 1
    assert "proof.json: The certificate does not hold at claim.objective: recomputed it is" in result.output
    assert "증명서의 claim.objective 항목이 맞지 않습니다: 다시 계산하면" in verify(file, "ko").output


def test_a_gap_is_said(file: Path) -> None:
    made = json.loads(file.read_text())
    made["leaves"] = [{"opened": [], "closed": [], "multipliers": 0}]
    made["multipliers"] = [[6.0, 1.0, 0.0, 4.0, 5.0]]
    made["claim"] |= {"bound": 10.0, "gap": 0.4, "proved": False}
    made["sha256"] = certificates.sealing.seal(made)
    file.write_text(json.dumps(made))
    assert "nothing is better by more than" in verify(file).output


def test_a_choice_without_a_proof_is_said(file: Path) -> None:
    made = json.loads(file.read_text()) | {"leaves": []}
    made["sha256"] = certificates.sealing.seal(made)
    file.write_text(json.dumps(made))
    result = verify(file)
    assert result.exit_code == 0
    assert "the choice holds; no bound is proved." in result.output
    assert "Nothing but the solver's word" in result.output


@pytest.mark.django_db
def test_the_certificates_of_a_run() -> None:
    run = StudyRun.objects.create(id="run1", study="siting", version=1)
    for name, made in (("p_median", small.p_median()), ("cover", small.set_covering())):
        content = json.dumps(made).encode()
        StudyFile.objects.create(
            run=run,
            name=f"certificates/{name}.json",
            media_type="application/json",
            content=content,
            bytes=len(content),
        )
    result = verify("run1")
    assert result.exit_code == 0, result.output
    assert "run1/certificates/cover.json: it holds" in result.output
    assert "run1/certificates/p_median.json: it holds" in result.output


@pytest.mark.django_db
def test_neither_a_file_nor_a_run() -> None:
    result = verify("nothing")
    assert result.exit_code != 0
    assert "nothing" in str(result.exception)


def test_a_file_needs_no_city(file: Path) -> None:
    assert not asks_city(["verify", str(file)])
    assert asks_city(["verify"])
    assert asks_city(["verify", "nothing-here"])
    assert asks_city(["load", str(file)])
