"""What spreadsheets open as numbers and texts, and never compute."""

from __future__ import annotations

import csv
import io

import pytest

from madang.lib.spreadsheet import FORMULA, spreadsheet


@pytest.mark.parametrize("begin", FORMULA)
def test_a_text_that_would_be_computed_stays_a_text(begin):
    body = spreadsheet([["=머리"], [f"{begin}1+1"], [-1.5], [None]])
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert rows == [["'=머리"], [f"'{begin}1+1"], ["-1.5"], [""]]
