"""Care siting on real Seoul and real Liverpool; numbers of both reports are computed again by a script that shares no code."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from madang.analysis import certificates
from madang.analysis.studies import care_siting
from tests.verification import care_cities

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).parent / "recompute_care_siting.py"
SEOUL = {"sites": 20, "known_total": 3644}
LIVERPOOL = {"sites": 10, "standard": 800.0, "deprivation_weight": 1.0, "deprivation_falls": True}


def hush(share, said):
    assert 0 <= share <= 1
    assert said["ko"]


@pytest.fixture(scope="module")
def data(request):
    from tests.conftest import SHARED_DATA

    if not SHARED_DATA.is_dir():
        pytest.skip("no ../shared/data beside the checkout: real files of Seoul and Liverpool are not here")
    return SHARED_DATA


@pytest.fixture(scope="module")
def seoul(data):
    return care_siting.study(care_cities.seoul(data), SEOUL, hush)


@pytest.fixture(scope="module")
def liverpool(data):
    return care_siting.study(care_cities.liverpool(data), LIVERPOOL, hush)


def written(table, path, *names):
    """Some columns of a result, and where its rows lie, as a CSV file."""
    middle = [shapely.from_wkb(place) for place in table.column("geometry").to_pylist()]
    rows = zip(*(table.column(name).to_pylist() for name in names), strict=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([*names, "lon", "lat"])
        out.writerows([*row, repr(point.x), repr(point.y)] for row, point in zip(rows, middle, strict=True))
    return path


def recomputed(*arguments):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True, check=True, env={}
    )
    return json.loads(done.stdout)


def test_seoul_is_told_as_a_plain_script_counts_it(seoul, data, tmp_path):
    facilities = written(seoul.tables["facilities"], tmp_path / "facilities.csv", "name")
    sites = written(seoul.tables["sites"], tmp_path / "sites.csv", "site")
    again = recomputed("seoul", data, facilities, sites)
    today, then = seoul.quality["today"], seoul.quality["then"]
    assert again["people"] == pytest.approx(1_948_544)
    assert today["within"] == pytest.approx(again["within"], rel=1e-5)
    assert then["within"] - today["within"] == pytest.approx(again["then"] - again["within"], rel=1e-3)
    assert then["worst_tenth"] == pytest.approx(again["worst_tenth"], rel=1e-4)


def test_seoul_in_all_its_parts(seoul):
    assert seoul.tables["access"].num_rows == 427
    assert seoul.tables["sites"].num_rows == 20
    assert seoul.quality["proved"]
    assert seoul.quality["unlisted"]["named"] == 2616
    assert seoul.quality["unlisted"]["missing"] == 1028
    notes = {note["code"]: note for note in seoul.quality["notes"]}
    placed, lost = notes["placed-by-address"]["count"], notes["not-placed"]["count"]
    assert placed + lost == 99
    assert placed >= 74  # about three quarters
    assert len(notes["not-placed"]["items"]) == lost


def test_what_is_missing_in_seoul_moves_the_conclusions_and_the_first_page_says_so(seoul):
    changes = [row for row in seoul.tables["sensitivity"].to_pylist() if row["kind"] == "unlisted"]
    assert len(changes) == 10
    assert max(row["share_stays"] for row in changes) < 0.5
    warning = next(part for part in seoul.report.parts if type(part).__name__ == "Note")
    assert "2,616" in warning.text["en"]
    assert "3,644" in warning.text["ko"]
    assert seoul.report.parts.index(warning) < 6


@pytest.mark.parametrize("city", ["seoul", "liverpool"])
def test_the_choice_carries_a_proof_that_is_checked_without_the_method(city, request):
    found = request.getfixturevalue(city)
    verified = certificates.verify(json.loads(json.dumps(found.certificates["maximal_covering"])))
    assert verified.proved
    assert verified.objective == pytest.approx(found.quality["objective"])


def test_liverpool_is_told_as_a_plain_script_counts_it(liverpool, data, tmp_path):
    again = recomputed("liverpool", data, written(liverpool.tables["sites"], tmp_path / "sites.csv", "site"))
    today, then = liverpool.quality["today"], liverpool.quality["then"]
    assert today["people"] == again["people"]
    assert today["within"] == again["within"]
    assert then["within"] == again["then"]
    assert then["worst_tenth"] == pytest.approx(again["worst_tenth"], rel=1e-3)


def test_closed_libraries_of_liverpool_are_no_candidates(data):
    tables = care_cities.libraries_as_candidates(care_cities.liverpool(data))
    found = care_siting.study(tables, {**LIVERPOOL, "sites": 5, "sweep": 0, "alternatives": 0}, hush)
    closed = next(note for note in found.quality["notes"] if note["code"] == "closed")
    assert set(closed["items"]) == {"Edge Hill", "Great Homer Street", "Larkhill", "Woolton"}
    assert not {row["site"] for row in found.tables["sites"].to_pylist()} & set(closed["items"])
    assert found.quality["today"]["share"] == 0


def test_liverpool_again_is_the_same(liverpool, data):
    again = care_siting.study(care_cities.liverpool(data), LIVERPOOL, hush)
    for name, table in liverpool.tables.items():
        assert table.equals(again.tables[name]), name
