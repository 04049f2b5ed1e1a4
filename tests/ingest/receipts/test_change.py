"""What differs between two receipts: told in both languages, and what would break readers first."""

from __future__ import annotations

import copy

import pytest

from madang.ingest.check import check
from madang.ingest.infer import infer
from madang.ingest.receipts.change import difference
from madang.ingest.receipts.pair import earlier, previous
from madang.ingest.receipts.receipt import receipt
from madang.ingest.tables import Reading
from tests.ingest.staged import staged

GU = ["종로구", "중구", "강남구", "종로구", "중구", "강남구"] * 10
BEFORE = {
    "구": GU,
    "인구": [str(1000 + n) for n in range(60)],
    "날짜": [f"2026-01-{n % 28 + 1:02}" for n in range(60)],
    "비고": ["가"] * 60,
}


def made(folder, columns, sha256="aa"):
    table = staged(folder, columns)
    return receipt("a.csv", 9, sha256, Reading("csv", (table,)), [infer(table, {})], [None], [], {}, {})


@pytest.fixture
def before(tmp_path):
    return made(tmp_path / "before", BEFORE)


def test_the_same_file_says_so(before):
    change = difference(before, copy.deepcopy(before))
    assert change["same"]
    assert [line["text"]["en"] for line in change["said"]] == ["The file is the same, byte by byte."]


def test_rows_columns_empty_values_ranges_and_codes(before, tmp_path):
    gus = ["종로구", "서초구"] * 20
    after = made(
        tmp_path / "after",
        {
            "구": gus,
            "인구": [str(2000 + n) for n in range(40)],
            "날짜": ["2026-02-01"] * 10 + [""] * 30,
            "메모": ["나"] * 40,
        },
        "bb",
    )
    change = difference(before, after)
    (table,) = change["tables"]
    assert (table["rows"], table["columns_gone"], table["columns_new"]) == ([60, 40], ["비고"], ["메모"])
    columns = {column["name"]: column for column in table["columns"]}
    assert (columns["구"]["values_gone"], columns["구"]["values_new"]) == (["강남구", "중구"], ["서초구"])
    assert columns["인구"]["range"] == [["1000", "1059"], ["2000", "2039"]]
    assert columns["날짜"]["empty"] == [0.0, 0.75]
    grave = [line["text"]["ko"] for line in change["said"] if line["grave"]]
    assert "없어진 열: 비고." in grave
    assert "구: 없어진 값: 강남구, 중구." in grave
    assert [line["grave"] for line in change["said"]] == sorted(
        (line["grave"] for line in change["said"]), reverse=True
    )


def test_a_type_that_changed_is_grave(before, tmp_path):
    after = made(tmp_path / "after", {**BEFORE, "인구": ["없어요"] * 60})
    change = difference(before, after)
    assert change["said"][0]["grave"]
    assert "인구 열이 정수에서" in change["said"][0]["text"]["ko"]


def test_tables_of_a_workbook_are_matched_by_name(before):
    both = {**before, "tables": [{**before["tables"][0], "name": name} for name in ("2024", "2025")]}
    one_more = {**before, "tables": [{**before["tables"][0], "name": name} for name in ("2025", "2026")]}
    change = difference(both, one_more)
    assert (change["tables_gone"], change["tables_new"]) == (["2024"], ["2026"])


def test_published_receipts_are_put_together_for_a_workbook(before):
    published = {"2024": before, "2025": before}
    whole = earlier(published, ["2024", "2025", "2026"])
    assert [table["name"] for table in whole["tables"]] == ["2024", "2025"]
    assert earlier({}, ["x"]) is None
    assert [one is None for one in previous(whole, ["2024", "2025", "2026"])] == [False, False, True]


def test_an_earlier_receipt_is_a_contract_for_the_checks(before, tmp_path):
    table = staged(tmp_path / "now", {**BEFORE, "인구": ["없어요"] * 60})
    (was,) = previous(before, [""])
    assert "type-changed" in {finding.code for finding in check(table, infer(table, {}), was)}
