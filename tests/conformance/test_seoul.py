"""Clients of the Seoul Open Data Plaza, unmodified, that find Madang behind their proxy."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.conformance import examples
from tests.conformance.examples import Example
from tests.served import Web

pytestmark = pytest.mark.slow


def program(web: Web, code: str, **environment: str) -> str:
    """What a program prints that knows nothing of Madang but the proxy of its environment."""
    proxy = {"http_proxy": web.address, "HTTP_PROXY": web.address, "PATH": "/usr/bin", **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=proxy, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_seoul_reads_the_air_with_the_sample_key(web: Web) -> None:
    code = (
        "from seoul import Client\nfor one in Client().get_air_realtime_city():\n"
        " print(one.measured_at, one.station_name, one.pm10, one.o3)"
    )
    assert program(web, code).splitlines() == [f"2026-06-30 09:00:00 {place}구 33 0.024" for place in range(1, 6)]


def test_seoul_reads_all_of_it_with_a_key(web: Web) -> None:
    code = (
        "import os, seoul\nclient = seoul.Client(os.environ['KEY'])\n"
        "print(len(client.get_air_realtime_city()), [one.station_name for one in client.get_air_realtime_city(24, 25)])"
    )
    assert program(web, code, KEY=web.tokens["editor"]) == "25 ['24구', '25구']\n"


def test_seoul_reads_trains_and_the_end_of_their_day(web: Web) -> None:
    code = (
        "from seoul import Client\nfor train in Client().get_subway_realtime_position('6호선'):\n"
        " print(train.number, train.station_name, train.direction.name, train.updated_at)\n"
        "print(Client().get_subway_realtime_position('9호선'))"
    )
    lines = program(web, code).splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["6001", "응암"], ["6002", "역촌"]]
    assert lines[2:] == ["[]"]


def test_publicdatareader_reads_page_after_page_and_stops(web: Web) -> None:
    code = (
        "import os, warnings; warnings.simplefilter('ignore')\nfrom PublicDataReader import Transportation\n"
        "frame = Transportation(os.environ['KEY']).read_data('지하철승하차', date='20260629')\n"
        "print(len(frame), list(frame.columns))\nprint(frame.iloc[-1].tolist())"
    )
    printed = program(web, code, KEY=web.tokens["editor"]).splitlines()
    assert printed[0].startswith("1250 ['사용일자', '호선명', '역명'")
    assert printed[1] == "['20260629', '6호선', '역 2498', '2498', '2498', '2026-07-01 03:00:00']"


def test_kpubdata_reads_bicycles_places_and_is_told_what_is_wrong(web: Web) -> None:
    code = (
        "import os\nfrom kpubdata import Client\nclient = Client(provider_keys={'seoul': os.environ['KEY']})\n"
        "found = client.dataset('seoul.bike_realtime').list(page_size=10)\n"
        "print(found.total_count, [row['stationId'] for row in found.items])\n"
        "place = client.dataset('seoul.citydata').list(page_size=1, area='명동 관광특구')\n"
        "print([row['AREA_CONGEST_LVL'] for row in place.items])"
    )
    assert program(web, code, KEY=web.tokens["editor"]) == "2 ['ST-4', 'ST-5']\n['붐빔']\n"


def test_the_proxy_form_of_a_request_is_the_same_as_the_plain_one(web: Web) -> None:
    proxy = urllib.request.build_opener(urllib.request.ProxyHandler({"http": web.address}))
    with proxy.open("http://openapi.seoul.go.kr:8088/sample/json/bikeList/1/5/") as answer:
        through = json.load(answer)
    with urllib.request.urlopen(f"{web.address}/sample/json/bikeList/1/5") as answer:
        assert through == json.load(answer)


def test_a_slash_within_an_argument_is_escaped(web: Web) -> None:
    def code(address: str) -> str:
        with urllib.request.urlopen(web.address + address) as answer:
            found = json.load(answer)
        return (found.get("RESULT") or found["bikeList"]["RESULT"])["CODE"]

    assert code("/sample/json/bikeList/1/5/3/4") == "INFO-200"
    assert code("/sample/json/bikeList/1/5/15%2F102") == "INFO-200"
    assert (
        code(
            "/sample/json/bikeList/1/5/15/102.%20%EB%A7%9D%EC%9B%90%EC%97%AD%201%EB%B2%88%EC%B6%9C%EA%B5%AC%20%EC%95%9E"
        )
        == "INFO-000"
    )
    assert code("/sample/json/..%2Fadmin/1/5") == "ERROR-310"


@pytest.mark.parametrize(
    "example", [*examples.of("docs/seoul-open-api.md"), *examples.of("docs/seoul-open-api.ko.md")], ids=str
)
def test_examples_of_the_pages(web: Web, example: Example, tmp_path: Path) -> None:
    examples.check(example, web.address, tmp_path, KEY=web.tokens["editor"])
