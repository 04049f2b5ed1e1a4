"""P25: what a decision hides stays hidden, in every sentence of the receipt and at the next load, whatever that one looks like."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.comments import Comment

from madang.accounts import receipts
from madang.accounts.policy import OPERATOR
from madang.catalog.models import Revision
from madang.ingest import run as runs
from madang.ingest import unread
from madang.ingest.models import Run
from madang.ingest.tables import Finding, Reading
from tests.ingest.loading import csv, current, execute, load, rows

pytestmark = pytest.mark.usefixtures("queue", "city")

NUMBERS = ("850101-1234567", "900202-2345671", "770303-1456783", "680404-2567895", "950505-1678901")
NAMES = ("홍길동", "김철수", "이영희", "박민수", "최지우")


def _settled(run: Run, what: str) -> Revision:
    """Publish with `what` for every personal column, and a reason for the rest."""
    for finding in run.receipt["findings"]:
        if finding["severity"] in ("personal", "breaking"):
            how = what if finding["severity"] == "personal" else "justify"
            run = runs.decide(run, finding["id"], how, "seen", OPERATOR)
    assert execute(runs.publish(run, OPERATOR, enqueue=False)).state == "published"
    revision = current()
    assert revision is not None
    return revision


@pytest.mark.parametrize("what", ["mask", "drop"])
def test_codes_that_became_personal_numbers_are_not_quoted(tmp_path: Path, what: str) -> None:
    load(csv(tmp_path / "a.csv", "번호,구", *[f"A-{number:03},종로" for number in range(5)]), OPERATOR)
    run = load(csv(tmp_path / "b.csv", "번호,구", *[f"{number},종로" for number in NUMBERS]), OPERATOR)
    assert {finding["code"] for finding in run.receipt["findings"]} >= {"codes-changed", "resident-number"}
    assert not [number for number in NUMBERS if number in json.dumps(run.receipt)]
    revision = _settled(run, what)
    assert not [number for number in NUMBERS if number in json.dumps(revision.receipt)]


def test_birth_dates_of_unknown_order_are_not_quoted(tmp_path: Path) -> None:
    days = ("03/04/1980", "05/06/1975", "07/08/1962", "09/10/1991")
    run = load(csv(tmp_path / "born.csv", "Date of birth,Area", *[f"{day},Ely" for day in days]), OPERATOR)
    assert {finding["code"] for finding in run.receipt["findings"]} >= {"birth-date", "date-order"}
    assert not [day for day in days if day in json.dumps(run.receipt)]


def test_restricted_receipts_name_no_codes() -> None:
    """What a check quotes between backquotes is a value of a row."""
    finding = {"code": "codes-gone", "text": {"en": "Codes of a: 1 new (`X1`), 1 gone (`X2`)."}, "sample": []}
    assert receipts.without_quotes({"findings": [finding]})["findings"][0]["text"] == {
        "en": "Codes of a: 1 new (`***`), 1 gone (`***`)."
    }


@pytest.mark.parametrize("what", ["mask", "drop"])
def test_a_hidden_column_stays_hidden_when_less_is_found_in_it(tmp_path: Path, what: str) -> None:
    """Fewer than half of the values look like names now, so the checks say nothing; a schedule would have shown the two."""
    run = load(csv(tmp_path / "a.csv", "담당자,구", *[f"{name},종로" for name in NAMES]), OPERATOR)
    _settled(run, what)
    offices = ("복지정책과", "교통과", "청소과", "도시과")
    again = load(csv(tmp_path / "b.csv", "담당자,구", *[f"{name},종로" for name in (*NAMES[:2], *offices)]), OPERATOR)
    assert again.state == "published"
    revision = current()
    assert revision is not None
    told = json.dumps([revision.receipt, rows(revision)], ensure_ascii=False)
    assert not [name for name in NAMES if name in told]
    assert revision.original_sha256 == ""
    third = load(csv(tmp_path / "c.csv", "담당자,구", *[f"{name},종로" for name in offices], "민원과,중구"), OPERATOR)
    assert third.state == "published"
    assert "교통과" not in str(rows(current()))  # hidden is hidden, until a person says why not


def test_a_dropped_column_that_comes_under_another_name_waits_for_a_person(tmp_path: Path) -> None:
    run = load(csv(tmp_path / "a.csv", "담당자,구", *[f"{name},종로" for name in NAMES]), OPERATOR)
    _settled(run, "drop")
    again = load(csv(tmp_path / "b.csv", "비고,구", *[f"{name},종로" for name in NAMES]), OPERATOR)
    assert again.state == "ready"
    assert "hidden-column-gone::담당자" in {finding["id"] for finding in again.receipt["findings"]}
    gone = load(csv(tmp_path / "c.csv", "구", "종로", "중구", "강남", "서초", "송파"), OPERATOR)
    assert gone.state == "published"


def test_a_chosen_type_hides_no_number_from_the_checks(tmp_path: Path) -> None:
    """Chosen as a telephone the values become empty, and the file with them would have been public."""
    lines = [f"{number},종로" for number in NUMBERS]
    run = load(csv(tmp_path / "a.csv", "비고,구", *lines), OPERATOR, choices={"types": {"비고": "phone"}})
    assert "resident-number::비고" in {finding["id"] for finding in run.receipt["findings"]}
    assert not [number for number in NUMBERS if number in json.dumps(run.receipt)]


def _valid(year: int) -> str:
    """A resident number of 13 digits whose check digit is right."""
    digits = f"{year:02}0103112345"
    weighed = sum(
        int(digit) * weight for digit, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)
    )
    return f"{digits}{(11 - weighed % 11) % 10}"


@pytest.mark.parametrize("form", ['"{:,}"', "{:.12e}", "{:.1f}", "{}"], ids=["thousands", "powers", "decimal", "plain"])
def test_numbers_are_looked_into_as_they_will_be_published(tmp_path: Path, form: str) -> None:
    """A spreadsheet writes 8,001,031,123,457 for a resident number that it took for a number; we would publish it without commas."""
    lines = [f"종로,{form.format(int(_valid(year)))}" for year in range(70, 90)]
    run = load(csv(tmp_path / "a.csv", "구,값", *lines), OPERATOR)
    (finding,) = [one for one in run.receipt["findings"] if one["code"] == "resident-number"]
    assert (run.state, finding["count"]) == ("ready", 20)


NOTE = f"신청인 {NUMBERS[0]}"


def _workbook(path: Path, act: Callable[[openpyxl.Workbook], None]) -> None:
    book = openpyxl.Workbook()
    for row in (("구", "값"), ("종로구", 1), ("중구", 20), ("용산구", 300)):
        book.active.append(row)
    act(book)
    book.save(path)


def _comment(path: Path) -> None:
    def act(book: openpyxl.Workbook) -> None:
        book.active["A2"].comment = Comment(NOTE, "hong")

    _workbook(path, act)


def _properties(path: Path) -> None:
    _workbook(path, lambda book: setattr(book.properties, "description", NOTE))


def _envelope(path: Path) -> None:
    path.write_text(json.dumps({"meta": {"by": NOTE}, "rows": [{"a": 1}, {"a": 2}]}, ensure_ascii=False))


def _end_of_the_envelope(path: Path) -> None:
    path.write_text(json.dumps({"rows": [{"a": 1}, {"a": 2}], "by": NOTE}, ensure_ascii=False))


def _collection(path: Path) -> None:
    place = {"type": "Feature", "properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [127, 37]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "name": NOTE, "features": [place]}, ensure_ascii=False))


def _remark(path: Path) -> None:
    path.write_text(f"<r><!-- {NOTE} --><row><a>1</a></row><row><a>2</a></row></r>")


def _footer(path: Path) -> None:
    pq.write_table(pa.table({"a": [1, 2]}).replace_schema_metadata({"note": NOTE}), path)


BESIDE = {
    "a.xlsx": _comment, "b.xlsx": _properties, "a.json": _envelope, "b.json": _end_of_the_envelope, "a.geojson": _collection,
    "a.xml": _remark, "a.parquet": _footer,
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_what_stands_beside_the_tables_is_looked_into(tmp_path: Path, name: str) -> None:
    """The table is clean, but everybody downloads the file."""
    BESIDE[name](tmp_path / name)
    run = load(tmp_path / name, OPERATOR)
    found = {finding["id"]: finding for finding in run.receipt["findings"]}
    assert (run.state, found["personal-beside::"]["count"]) == ("ready", 1)
    assert NUMBERS[0] not in json.dumps(run.receipt)


@pytest.mark.parametrize("piece", ["<script ", "<style>", "<", "<a ", "</script "])
def test_text_made_to_keep_the_checks_busy_does_not(tmp_path: Path, piece: str) -> None:
    """A backtracking pattern needs hours for this megabyte, and holds the whole worker meanwhile."""
    path = tmp_path / "a.html"
    path.write_text(piece * (1_000_000 // len(piece)) + f"</script> {NOTE}")
    (finding,) = unread.findings(path, path.name, Reading("file"))
    assert finding.code == "personal-in-file"


@pytest.mark.parametrize("piece", ["1", "a.", "1-", "12가", "a@"])
def test_a_long_cell_made_to_keep_the_checks_busy_does_not(tmp_path: Path, piece: str) -> None:
    """One address brings the cell to Python's patterns, where one without a bound would take an hour over the rest."""
    run = load(
        csv(tmp_path / "a.csv", "구,비고", f"종로구,kim@naver.com {piece * (300_000 // len(piece))}", "중구,-"),
        OPERATOR,
    )
    assert "private-email::비고" in {finding["id"] for finding in run.receipt["findings"]}


def test_two_findings_never_share_an_id() -> None:
    """A decision about `c` of the table `a:b` would settle `b:c` of `a`, which nobody was shown."""
    said = {"en": "", "ko": ""}
    assert Finding("x", "personal", said, "a", "b:c").id != Finding("x", "personal", said, "a:b", "c").id
