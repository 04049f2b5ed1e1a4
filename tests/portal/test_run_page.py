"""The page of a run says a thing once, and offers what can be done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from madang.accounts.policy import OPERATOR
from madang.ingest import run as runs
from madang.ingest.models import Run
from tests.city import City
from tests.ingest.loading import begin, csv, execute

PAGE = b"<!doctype html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
PEOPLE = ("성명,생년월일", *(f"김민{n},19{50 + ord(n) % 40}-03-0{1 + ord(n) % 9}" for n in "수지경호성영준서"))


@pytest.fixture(autouse=True)
def _queue(queue: None) -> None:
    """Pages of a run ask who works at it."""


def shown(client: Client, city: City, run: Run, language: str = "ko") -> str:
    client.force_login(city.publisher)
    answer = client.get(f"/{language}/workspace/runs/{run.pk}/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    ("language", "title", "reason", "remedy", "all_the_same"),
    [
        (
            "en",
            "Something is wrong with this file",
            "is a web page, not a table",
            "Open it in a browser",
            "Publish it all the same",
        ),
        ("ko", "파일이나 읽은 방식이 잘못된", "표가 아니라 웹 페이지", "브라우저로 확인한", "그래도 게시"),
    ],
)
def test_what_is_probably_the_wrong_file_is_told_once_and_published_last(
    client: Client, city: City, tmp_path: Path, language: str, title: str, reason: str, remedy: str, all_the_same: str
) -> None:
    file = tmp_path / "error.csv"
    file.write_bytes(PAGE)
    page = shown(client, city, execute(begin(file, OPERATOR)), language)
    assert [page.count(words) for words in (title, reason, remedy, all_the_same)] == [1, 1, 1, 1]
    assert page.count("/publish/") == 1
    assert page.index("<details><summary>") < page.index("/publish/"), "behind a question"


def test_a_file_that_only_has_no_table_is_offered_as_before(client: Client, city: City, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    page = shown(client, city, execute(begin(file, OPERATOR)), "en")
    assert "Publish it all the same" not in page
    assert page.count("/publish/") == 1
    assert page.count("Kept as a file, without a table.") == 1


def test_findings_to_settle_stand_once_with_the_decisions_that_can_be_made(
    client: Client, city: City, tmp_path: Path
) -> None:
    run = execute(begin(csv(tmp_path / "회원.csv", *PEOPLE), OPERATOR))
    page = shown(client, city, run, "en")
    found = {one["column"]: one["id"] for one in run.receipt["findings"] if one["severity"] == "personal"}
    assert set(found) == {"성명", "생년월일"}
    assert page.count("holds names of persons") == 1
    forms = {column: page.partition(f'value="{id}"')[2].partition("</form>")[0] for column, id in found.items()}
    assert "generalise" not in forms["성명"]
    assert "generalise" in forms["생년월일"]
    for id in found.values():
        run = runs.decide(run, id, "drop", "", OPERATOR)
    page = shown(client, city, run, "en")
    assert page.count("holds names of persons") == 1, "now in the receipt"
    assert "finding to settle" not in page


def test_a_wide_table_and_a_name_of_a_book_stay_a_page(client: Client, city: City, tmp_path: Path) -> None:
    """A text read in a wrong encoding had one column with a name of 350,000 letters: no browser showed its page again."""
    run = execute(begin(csv(tmp_path / "wide.csv", "a,b", "1,2"), OPERATOR))
    (table,) = run.receipt["tables"]
    names = ["n" * 100_000, *(f"c{number}" for number in range(999))]
    table["columns"] = [{**table["columns"][0], "name": name, "header": name} for name in names]
    run.save()
    client.force_login(city.publisher)
    body = client.get(f"/en/workspace/runs/{run.pk}/").content.decode()
    assert len(body) < 700_000
    assert "The first 200 of 1,000 columns are shown" in body
    assert "940 columns stand in no field above" in body
    address = f"/en/workspace/runs/{run.pk}/correct/"
    client.post(address, {"column-0": "c998", "type-0": "text", "header_rows": "1"})
    assert Run.objects.get(pk=run.pk).choices["types"] == {"c998": "text"}
    client.post(address, {"column-0": "nowhere", "type-0": "text"})
    assert "no column “nowhere”" in client.get(f"/en/workspace/runs/{run.pk}/").content.decode()
