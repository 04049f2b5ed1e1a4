"""Names of files, in the ways that servers write them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from madang.lib import http_name

URL = "https://data.example.org/download?id=3"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename*=UTF-8''%EC%9D%B8%EA%B5%AC.csv; filename=\"x.csv\"", "인구.csv"),
        ("attachment; filename*=EUC-KR''%C0%CE%B1%B8.csv", "인구.csv"),
        ('attachment; filename="' + "인구.csv".encode().decode("latin-1") + '"', "인구.csv"),
        ('attachment; filename="' + "인구.csv".encode("cp949").decode("latin-1") + '"', "인구.csv"),
        ("attachment;filename=%EC%9D%B8%EA%B5%AC.csv", "인구.csv"),
        ('inline; filename="../../etc/passwd"', "passwd"),
        ('inline; filename="C:\\\\data\\\\.hidden.csv"', "hidden.csv"),
        ("attachment", "download"),
        ("", "download"),
    ],
)
def test_what_the_server_says(header: str, name: str) -> None:
    answer = SimpleNamespace(headers={"Content-Disposition": header}, chain=(URL,))
    assert http_name.of_answer(answer, URL) == name


def test_what_the_addresses_say() -> None:
    there = (URL, "https://cdn.example.org/2026/%EC%9D%B8%EA%B5%AC.csv?sig=1")
    assert http_name.of_answer(SimpleNamespace(headers={}, chain=there), URL) == "인구.csv"
    back = ("https://a.example.org/stops.csv", "https://cdn.example.org/blob/0123")
    assert http_name.of_answer(SimpleNamespace(headers={}, chain=back), back[0]) == "stops.csv"
    assert http_name.of_address("https://data.example.org/") == "data.example.org"
