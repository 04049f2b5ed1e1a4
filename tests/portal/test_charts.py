"""A chart says what its address says, with the numbers of the table, and refuses what would mislead."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pyarrow as pa
import pytest
from django.http import Http404, QueryDict
from django.test import Client
from django.utils.translation import override

from madang.accounts.policy import Actor, Hidden, Restricted
from madang.catalog.models import Column as Said
from madang.catalog.models import Dataset, Resource
from madang.lib.budgets import Budget
from madang.lib.charts.chart import ARRANGEMENTS, KINDS
from madang.portal.charts import state
from madang.portal.charts.figure import Figure, figure
from madang.portal.charts.refusals import OddChart
from madang.portal.charts.values import in_order
from madang.query.model import Column, Type
from tests.city import AT, City, dataset
from tests.portal.layers import put

pytestmark = pytest.mark.django_db
GUS = ("강남구", "종로구", "중구")
EVIL = '<script>alert("x")</script>'


@pytest.fixture
def visits(city: City) -> Resource:
    """Visits of libraries by day: 2024 and the first half of January 2025, two kinds and their total, some values missing."""
    made = dataset(
        "visits", city.department, title={"ko": "도서관 방문", "en": "Library visits"}, issued=AT, origin="generated"
    )
    resource = Resource.objects.create(dataset=made, name="daily", title={"ko": "일별", "en": "Daily"})
    days = [date.fromordinal(date(2024, 1, 1).toordinal() + n) for n in range(380)]
    rows = [
        (day, gu, kind, n % 7 + k)
        for n, day in enumerate(days)
        for k, gu in enumerate(GUS)
        for kind in ("책", "전자책", "전체")
    ]
    table = pa.table({
        "날짜": [row[0] for row in rows],
        "자치구": [None if at == 0 else row[1] for at, row in enumerate(rows)],
        "종류": [row[2] for row in rows],
        "방문": pa.array([None if at in (3, 4) else row[3] for at, row in enumerate(rows)], pa.int64()),
        "만족도": [float(row[3]) / 2 for row in rows],
        "구코드": [f"{11 + GUS.index(row[1])}" for row in rows],
        "연도": pa.array([row[0].year for row in rows], pa.int64()),
    })  # fmt: skip
    columns = (
        Column("날짜", Type.DATE, "date"), Column("자치구", Type.TEXT, "category"), Column("종류", Type.TEXT, "category"),
        Column("방문", Type.INTEGER, "integer", "명"), Column("만족도", Type.NUMBER), Column("구코드", Type.TEXT, "district_code"),
        Column("연도", Type.INTEGER, "year"),
    )  # fmt: skip
    put(resource, table, columns)
    Said.objects.create(resource=resource, name="방문", label={"en": "Visits", "ko": "방문"}, unit="명", position=3)
    Said.objects.create(
        resource=resource,
        name="구코드",
        codes={"11": {"en": "Gangnam", "ko": "강남"}, "12": {"en": "Gangnam"}},
        position=5,
    )
    return resource


def chart(language: str = "en", **told) -> Figure:
    return figure(Actor(), "visits", "daily", QueryDict(urlencode(told, doseq=True)), language)


def test_the_first_chart_is_chosen_from_the_columns(visits) -> None:
    found = chart("ko")
    assert (found.state.kind, found.state.x, found.state.y, found.state.aggregate) == ("line", "날짜", ("방문",), "sum")
    assert [(line.column, line.operator, line.value) for line in found.state.filters] == [("종류", "eq", "전체")]
    assert found.title == "주마다 방문 합계"
    assert found.heads == ["날짜", "방문 (명)"]
    assert found.rows[1][0] == "2024-01-08"
    assert float(found.rows[1][1]) == sum(n % 7 + k for n in range(7, 14) for k in range(3))
    assert any("온전하지 않을" in note for note in found.notes)


def test_events_are_counted_first_and_titles_say_what_and_how_often(city) -> None:
    def automatic(name: str, when: list[datetime], amount: str, address: str = "") -> Figure:
        resource = Resource.objects.create(dataset=dataset(name, city.department), name="t", title={"ko": "가"})
        rows = pa.table({"때": when, amount: pa.array(range(7, len(when) + 7), pa.int64())})
        put(resource, rows, (Column("때", Type.DATETIME), Column(amount, Type.INTEGER)))
        return figure(Actor(), name, "t", QueryDict(address), "en")

    begin = datetime(2025, 11, 3, 22)
    scattered = [begin + timedelta(seconds=9_973 * n) for n in range(240)]
    rides = automatic("rides", scattered, "거리")
    assert (rides.state.kind, rides.state.aggregate, rides.state.y, rides.title) == (
        "area",
        "count",
        (),
        "Rows per day",
    )
    assert sum(row[1] for row in rides.values) == 240
    assert rides.spec["encoding"]["y"]["scale"]["zero"]
    with override("ko"):
        assert figure(Actor(), "rides", "t", QueryDict(), "ko").title == "하루 행 수"
        assert figure(Actor(), "rides", "t", QueryDict("kind=line&x=때&y=거리"), "ko").title == "날마다 거리 합계"
    assert automatic("visitors", scattered, "방문자수").title == "Sum of 방문자수 per day"
    hourly = automatic("hourly", [begin + timedelta(hours=n) for n in range(240)], "거리")
    assert (hourly.state.kind, hourly.title) == ("line", "Sum of 거리 per day")


def test_the_axis_of_a_line_says_when_it_does_not_begin_at_zero(visits) -> None:
    high = chart(kind="line", x="날짜", y="만족도", aggregate="max", bucket="month")
    assert high.spec["layer"][0]["encoding"]["y"]["title"].endswith(", axis not from 0")
    assert not high.spec["layer"][0]["encoding"]["y"]["scale"]["zero"]
    low = chart(kind="line", x="날짜", y="만족도", aggregate="min", bucket="month").spec["layer"][0]["encoding"]["y"]
    assert low["scale"]["zero"]
    assert "not from" not in low["title"]


def test_bars_are_the_sums_of_the_table(visits) -> None:
    found = chart(kind="bar", x="자치구", y="방문", col="종류", op="eq", val="책")
    by_hand = {gu: sum(n % 7 + k for n in range(380)) for k, gu in enumerate(GUS)}
    by_hand["종로구"] -= 1  # the empty one
    by_hand["강남구"] -= 0
    assert {name: int(value.replace(",", "")) for name, value in found.rows} == by_hand
    assert [row[0] for row in found.rows] == sorted(by_hand, key=lambda gu: -by_hand[gu])
    assert found.subtitle == "종류 = 책"
    assert found.notes == [
        "1 row has no value for “자치구” and is not drawn.", "1 row has no value for “Visits”; it counts for nothing here.",
    ]  # fmt: skip
    assert found.summary.startswith("Visits (people): highest 중구 ")


def test_what_is_left_over_is_told_and_adds_up(visits) -> None:
    whole = chart(kind="number", y="방문", col="자치구", op="filled")
    some = chart(kind="bar", x="자치구", y="방문", limit=1)
    assert [row[0] for row in some.rows] == ["중구", "2 others"]
    assert sum(line[1] for line in some.values) == whole.values[0][0]


def test_others_that_dwarf_the_rest_are_told_instead(city) -> None:
    made = dataset("wide", city.department, title={"ko": "넓은", "en": "Wide"})
    resource = Resource.objects.create(dataset=made, name="wide", title={"ko": "가", "en": "A"})
    put(resource, pa.table({"이름": [f"n{n}" for n in range(5_000)]}), (Column("이름", Type.TEXT),))
    found = figure(Actor(), "wide", "wide", QueryDict("kind=bar&x=이름&limit=10"), "en")
    assert len(found.rows) == 10
    assert found.notes == ["Not drawn, because it is so much larger: 4,990 others together, 4,990."]
    assert found.revision.rows == 5_000


def test_the_automatic_chart_of_an_older_revision_goes_by_what_its_own_receipt_counted(city, client) -> None:
    resource = Resource.objects.create(dataset=dataset("moved", city.department), name="t", title={"ko": "가"})
    columns = (Column("연도", Type.INTEGER, "year"), Column("구", Type.TEXT, "category"), Column("수", Type.INTEGER))

    def counted(years: int) -> dict[str, object]:
        return {"tables": [{"name": "", "columns": [{"name": "연도", "distinct": years}]}]}

    old = put(resource, pa.table({"연도": [2023, 2024], "구": ["가", "나"], "수": [1, 2]}), columns, receipt=counted(2))
    put(resource, pa.table({"연도": [2025, 2025], "구": ["가", "나"], "수": [3, 4]}), columns, receipt=counted(1))
    now = figure(Actor(), "moved", "t", QueryDict(), "en")
    then = figure(Actor(), "moved", "t", QueryDict(f"revision={old.pk}"), "en")
    assert [(one.state.kind, one.state.x) for one in (then, now)] == [("line", "연도"), ("bar", "구")]
    page = client.get(f"/en/datasets/moved/t/chart/?revision={old.pk}").content.decode()
    assert '<option value="line" selected>' in page


def test_the_unit_of_a_column_is_that_of_the_revision_shown(city) -> None:
    resource = Resource.objects.create(dataset=dataset("units", city.department), name="t", title={"ko": "가"})
    rows = pa.table({"구": ["가", "나"], "무게": [1, 2]})
    old, _new = (
        put(resource, rows, (Column("구", Type.TEXT), Column("무게", Type.INTEGER, unit=unit))) for unit in ("kg", "t")
    )
    assert "(kg)" in figure(Actor(), "units", "t", QueryDict(f"revision={old.pk}"), "en").summary
    assert "(t)" in figure(Actor(), "units", "t", QueryDict(), "en").summary


def test_series_and_their_rest(visits) -> None:
    found = chart(kind="bar", x="날짜", colour="자치구", y="방문", bucket="weekday", arrange="grouped")
    assert {row[0] for row in found.rows} == {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    assert [point["c"] for point in found.spec["data"]["values"]][:3] == ["강남구", "종로구", "중구"]
    assert found.spec["encoding"]["color"]["scale"]["domain"][0] == "중구", "the largest first"
    assert found.title == "Sum of Visits by 날짜 (day of the week) and 자치구"


def test_nothing_is_lost_among_many_values(city) -> None:
    """Fractions and moments are no texts: of many of them some are left out and told, and series of them are refused."""
    made = dataset("many", city.department, title={"ko": "많은", "en": "Many"})
    resource = Resource.objects.create(dataset=made, name="many", title={"ko": "가", "en": "A"})
    n = range(600)
    table = pa.table(
        {
            "분": [at / 7 * 1e20 for at in n],
            "이름": [None if at % 9 == 8 else f"n{at % 9}" for at in n],
            "값": [1] * 600,
        }
    )
    put(resource, table, (Column("분", Type.NUMBER), Column("이름", Type.TEXT), Column("값", Type.INTEGER)))
    found = figure(Actor(), "many", "many", QueryDict("kind=bar&x=분&y=값&limit=10"), "en")
    assert found.notes == ["590 more groups are not shown."]
    assert sum(line[1] for line in found.values) == 10
    with pytest.raises(OddChart, match="too many to split by"):
        figure(Actor(), "many", "many", QueryDict("kind=bar&x=이름&y=값&colour=분"), "en")
    split = figure(Actor(), "many", "many", QueryDict("kind=bar&x=값&y=값&aggregate=count&colour=이름"), "en")
    colours = split.spec["encoding"]["color"]["scale"]
    assert len(colours["domain"]) == len(colours["range"]) == 8
    assert colours["domain"][-2:] == ["others", "(no value)"]
    assert sum(line[-1] for line in split.values) == 600


def test_ages_stand_in_their_order_and_places_by_size() -> None:
    assert in_order(["40-64세", "0-19세", "100세 이상", "5-9세"]) == ["0-19세", "5-9세", "40-64세", "100세 이상"]
    for others in (["중구", "강남구"], ["2동", "강남구"], [3, 1], ["3", "1"], ["2세", None], []):
        assert in_order(others) == others


def test_a_step_without_rows_breaks_the_line(visits) -> None:
    found = chart(kind="line", x="날짜", y="방문", bucket="month", where="month(날짜) != 3")
    points = found.spec["data"]["values"]
    assert [point["y"] for point in points].count(None) == 1
    assert len(found.rows) == len(points) - 1


@pytest.mark.parametrize(("told", "why"), [
    ({"kind": "bar", "x": "자치구", "y": "연도", "aggregate": "average"}, "codes, years or places"),
    ({"kind": "bar", "x": "자치구", "y": "만족도", "aggregate": "sum"}, "cannot be added up"),
    ({"kind": "bar", "x": "자치구", "y": "종류", "aggregate": "sum"}, "is no number"),
    ({"kind": "bar", "x": "자치구", "y": "만족도", "colour": "종류", "arrange": "stacked"}, "do not add up"),
    ({"kind": "line", "x": "자치구", "y": "방문"}, "needs an order"),
    ({"kind": "point", "x": "자치구", "y": "방문"}, "two numbers"),
    ({"kind": "histogram", "x": "자치구"}, "choose a number"),
    ({"kind": "box", "x": "자치구"}, "choose one as y"),
    ({"kind": "heat", "x": "자치구"}, "second column"),
    ({"kind": "bar"}, "choose the column"),
    ({"kind": "bar", "x": "없는열"}, "no column “없는열”"),
    ({"kind": "pie", "x": "자치구"}, "`kind` is one of"),
    ({"kind": "bar", "x": "자치구", "y": ["방문", "만족도"], "aggregate": "average"}, "different units"),
    ({"kind": "bar", "x": "자치구", "colour": "자치구"}, "same column"),
    ({"kind": "bar", "x": "자치구", "bucket": "month"}, "cannot be counted by month"),
    ({"kind": "bar", "x": "날짜", "bucket": "hour_of_day"}, "cannot be counted by hour"),
    ({"kind": "line", "x": "날짜", "y": "방문", "log": "1", "aggregate": "min"}, "above zero"),
    ({"kind": "bar", "x": "자치구", "col": "방문", "op": "gt", "val": "many"}, "cannot be compared"),
])  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(visits, told, why) -> None:
    with pytest.raises(OddChart, match=re.escape(why)):
        chart(**told)
    with pytest.raises(OddChart) as refused:
        chart(**told)
    assert refused.value.text("ko").startswith("이 차트는 그릴 수 없습니다: ")


@pytest.mark.parametrize("told", [
    {"kind": "area", "x": "날짜", "y": "방문", "colour": "자치구", "arrange": "share"},
    {"kind": "point", "x": "방문", "y": "만족도", "colour": "자치구"},
    {"kind": "histogram", "x": "만족도"},
    {"kind": "heat", "x": "날짜", "colour": "종류", "bucket": "weekday"},
    {"kind": "box", "x": "자치구", "y": "방문"},
    {"kind": "box", "y": "방문"},
    {"kind": "number", "aggregate": "count"},
    {"kind": "bar", "x": "구코드", "aggregate": "distinct", "y": "날짜"},
    {"kind": "line", "x": "연도", "y": ["방문"], "aggregate": "max"},
    {"kind": "bar", "x": "자치구", "where": "방문 > 1000"},
])  # fmt: skip
def test_every_kind_is_drawn_and_its_address_reads_back(visits, told) -> None:
    found = chart("ko", **told)
    again = figure(Actor(), "visits", "daily", QueryDict(found.query), "ko")
    assert again.spec == found.spec
    assert again.state == found.state
    assert found.svg.startswith("<svg ")


def test_a_sample_says_so(visits) -> None:
    found = chart(kind="point", x="방문", y="만족도")
    drawn = len(found.rows)
    assert 1_700 < drawn <= 1_710
    assert found.notes[0] == f"{drawn:,} of 3,420 rows are drawn, an even sample."


def test_totals_and_years_among_what_is_added_up_are_warned_of(visits) -> None:
    told = chart(kind="bar", x="자치구", y="방문").cautions
    assert told[0].startswith("All values of “연도” are added up.")
    assert told[1].startswith("“종류” has the value “전체”")
    assert chart(kind="bar", x="연도", y="방문", where="종류 = '책'").cautions == []


def test_codes_are_shown_in_words_that_differ(visits) -> None:
    assert [row[0] for row in chart(kind="bar", x="구코드", sort="name").rows] == ["Gangnam", "Gangnam (12)", "13"]


def test_the_same_numbers_can_be_asked_of_the_api_and_cited(visits, client: Client) -> None:
    found = chart(kind="bar", x="자치구", y="방문", limit=1)
    body = b"".join(client.get(found.api_address)).decode()
    assert sorted(line.rpartition(",")[2] for line in body.splitlines()[1:]) == sorted(
        str(line[1]) for line in found.values
    )
    there = client.post(found.at("cite_chart"))
    assert there.status_code == 303
    page = client.get(there["Location"]).content.decode()
    assert "2 rows" in page
    assert f'<a href="{found.address.replace("&", "&amp;")}">Sum of Visits by 자치구</a>' in page.replace(
        f"&amp;revision={found.revision.pk}", ""
    )
    assert "“Sum of Visits by 자치구” (chart), Library visits" in page
    assert f"{found.dataset.licence.name['en']}. http" in page
    other = client.get(there["Location"].partition("?")[0] + "?chart=kind%3Dbar%26x%3D종류")
    assert "(chart)" not in other.content.decode()
    assert client.get(found.at("cite_chart")).status_code == 405


def test_the_page_shows_picture_numbers_and_source(visits, client: Client) -> None:
    page = client.get("/en/datasets/visits/daily/chart/?kind=bar&x=자치구&y=방문").content.decode()
    assert 'role="img" aria-label="Sum of Visits by 자치구. Visits (people): highest 중구' in page
    assert re.search(r'<th scope="row">중구</th>\s*<td class="number">', page)
    assert "Library visits" in page
    assert "&lt;iframe src=&quot;http://testserver/en/datasets/visits/daily/chart/embed/?kind=bar" in page.replace(
        '"', "&quot;"
    )
    assert ' style="' not in page


def test_what_cannot_be_drawn_leaves_the_form(visits, client: Client) -> None:
    for query in (
        "kind=line&x=자치구",
        "kind=bar&x=nowhere",
        "kind=bar&x=자치구&where=((",
        "kind=bar&x=자치구&where=없음=1",
        "limit=" + "9" * 9000,
    ):
        answer = client.get(f"/ko/datasets/visits/daily/chart/?{query}")
        assert answer.status_code == 200
        assert 'name="kind"' in answer.content.decode()
    assert client.get("/ko/datasets/visits/daily/chart/picture.svg?kind=line&x=자치구").status_code == 400


def test_pictures_numbers_and_specification(visits, client: Client) -> None:
    query = "kind=bar&x=자치구&y=방문&col=종류&op=eq&val=책"
    at = "/en/datasets/visits/daily/chart/"
    svg, png, dark = (client.get(f"{at}picture.{form}?{query}") for form in ("svg", "png", "svg?theme=dark&x=1"[:3]))
    assert svg["Content-Type"] == "image/svg+xml"
    assert b"Generated data, not observed. Source: Library visits" in svg.content
    assert png.content.startswith(b"\x89PNG")
    assert dark.content == svg.content
    assert client.get(f"{at}picture.svg?{query}&theme=dark").content != svg.content
    assert svg["Madang-Origin"] == "generated"
    numbers = client.get(f"{at}numbers.csv?{query}").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(numbers)))
    assert lines[0] == ["자치구", "Visits (people)", "origin", "source"]
    assert {line[2] for line in lines[1:]} == {"generated"}
    shown = chart(kind="bar", x="자치구", y="방문", col="종류", op="eq", val="책")
    assert [[line[0], f"{int(line[1]):,}"] for line in lines[1:]] == shown.rows
    spec = json.loads(client.get(f"{at}chart.vl.json?{query}").content)
    assert spec["data"]["values"] == shown.spec["data"]["values"]
    assert spec["usermeta"]["origin"] == "generated"


def test_a_frame_may_stand_anywhere_and_knows_nobody(visits, client: Client, city: City) -> None:
    client.force_login(city.administrator)
    answer = client.get("/ko/datasets/visits/daily/chart/embed/?kind=bar&x=자치구")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"].endswith("frame-ancestors *")
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    assert client.get("/ko/datasets/visits/daily/chart/")["X-Frame-Options"] == "DENY"
    Dataset.objects.filter(slug="visits").update(access="internal")
    assert client.get("/ko/datasets/visits/daily/chart/").status_code == 200
    assert client.get("/ko/datasets/visits/daily/chart/embed/?kind=bar&x=자치구").status_code == 404
    picture = client.get("/ko/datasets/visits/daily/chart/picture.svg?kind=bar&x=자치구")
    assert picture["Cache-Control"] == "private, no-store"


def test_who_may_not_read_gets_no_chart(visits, client: Client) -> None:
    chart()  # kept from now on
    Dataset.objects.filter(slug="visits").update(access="restricted")
    with pytest.raises(Restricted):
        chart()
    for view in ("", "embed/", "picture.svg", "picture.png", "numbers.csv", "chart.vl.json"):
        assert client.get(f"/en/datasets/visits/daily/chart/{view}").status_code == 403
    Dataset.objects.filter(slug="visits").update(access="open", state="draft")
    with pytest.raises(Hidden):
        chart()
    with pytest.raises(Http404):
        figure(Actor(), "visits", "nothing", QueryDict(), "en")


def test_words_of_strangers_stay_words(city, client: Client) -> None:
    made = dataset("evil", city.department, title={"ko": EVIL, "en": EVIL})
    resource = Resource.objects.create(dataset=made, name="evil", title={"ko": EVIL, "en": EVIL})
    names = [EVIL, "image", "datum['x']", "a.b[0]\\", '"', "=1+1"]
    table = pa.table(
        {name: [EVIL, "{datum.x}", "=cmd()", "x" * 5_000, "", None] for name in names} | {"n": [1, 2, 3, 4, 5, 6]}
    )
    put(resource, table, (*(Column(name, Type.TEXT) for name in names), Column("n", Type.INTEGER)))
    for name in names:
        query = urlencode({"kind": "bar", "x": name, "y": "n", "colour": names[names.index(name) - 1]})
        page = client.get(f"/en/datasets/evil/evil/chart/?{query}").content.decode()
        assert "<script>alert" not in page
        assert "chart-drawing" in page
        csv_text = client.get(f"/en/datasets/evil/evil/chart/numbers.csv?{query}").content.decode("utf-8-sig")
        assert not [cell for line in csv.reader(io.StringIO(csv_text)) for cell in line if cell.startswith("=")]
        spec = client.get(f"/en/datasets/evil/evil/chart/chart.vl.json?{query}").json()
        texts = json.dumps({**spec, "data": "", "title": "", "description": "", "usermeta": ""}, ensure_ascii=False)
        assert not re.search(r'"(signal|expr|url|href|test|calculate|filter)":', texts)
        assert {channel["field"] for channel in spec["encoding"].values()} <= {"x", "y", "c", "tip"}


def test_odd_tables_make_a_sentence_or_a_chart(city, client: Client) -> None:
    made = dataset("odd", city.department, title={"ko": "이상한", "en": "Odd"})
    columns = (
        Column("빈", Type.INTEGER),
        Column("날", Type.DATE),
        Column("큰", Type.NUMBER),
        Column("참", Type.BOOLEAN),
    )
    empty = Resource.objects.create(dataset=made, name="empty", title={"ko": "빈", "en": "Empty"})
    kinds = (pa.int64(), pa.date32(), pa.float64(), pa.bool_())
    put(empty, pa.table([pa.array([], kind) for kind in kinds], [c.name for c in columns]), columns)
    old = Resource.objects.create(dataset=made, name="old", title={"ko": "옛", "en": "Old"})
    rows = (
        [None] * 3,
        [date(1, 1, 1), date(1899, 12, 31), date(9999, 12, 31)],
        [-1e300, 0.0, 1e300],
        [True, False, None],
    )
    put(old, pa.table([pa.array(v, k) for v, k in zip(rows, kinds, strict=True)], [c.name for c in columns]), columns)
    for query in ("", "kind=bar&x=빈", "kind=line&x=날&y=큰&aggregate=average", "kind=number&y=빈", "kind=box&y=큰"):
        assert client.get(f"/ko/datasets/odd/empty/chart/?{query}").status_code == 200, query
    for query in (
        "kind=line&x=날&bucket=day",
        "kind=histogram&x=큰",
        "kind=heat&x=참&colour=날",
        "kind=bar&x=참",
        "kind=point&x=큰&y=빈",
    ):
        assert client.get(f"/ko/datasets/odd/old/chart/?{query}").status_code == 200, query


def test_the_tab_is_there_only_when_a_chart_makes_sense(visits, city, client: Client) -> None:
    assert "/en/datasets/visits/daily/chart/" in client.get("/en/datasets/visits/").content.decode()
    made = dataset("names", city.department, title={"ko": "이름", "en": "Names"})
    resource = Resource.objects.create(dataset=made, name="names", title={"ko": "이름", "en": "Names"})
    put(resource, pa.table({"코드": ["1", "2"]}), (Column("코드", Type.TEXT, "dong_code"),))
    assert "/chart/" not in client.get("/en/datasets/names/").content.decode()


def test_drawing_is_counted(visits, client: Client, settings) -> None:
    """Anybody can vary an address for ever: charts use the budget of pages, other pages none."""
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(requests=2, rows=10**9, heavy=2)}
    at = "/ko/datasets/visits/daily/chart/picture.svg?kind=bar&x=자치구&limit="
    asked = [client.get(f"{at}{n}", REMOTE_ADDR="192.0.2.98").status_code for n in (1, 2, 3)]
    assert asked == [200, 200, 429]
    assert client.get("/ko/datasets/visits/").status_code == 200


@pytest.mark.parametrize("page", ["diff", "profile", "joins"])
def test_pages_that_are_computed_for_their_address_are_counted(visits, client: Client, settings, page: str) -> None:
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(requests=1, rows=10**9, heavy=2)}
    who = f"192.0.2.{len(page) + 60}"
    asked = [client.get(f"/ko/datasets/visits/daily/{page}/?n={n}", REMOTE_ADDR=who).status_code for n in (1, 2)]
    assert asked[0] in (200, 404)
    assert asked[1] == 429


@pytest.mark.parametrize("odd", ["\x00", "\x01", "\x1b", "\ufffe"], ids=ascii)
def test_cells_and_conditions_with_characters_that_xml_forbids_are_drawn(city: City, client: Client, odd: str) -> None:
    made = dataset("odd", city.department, title={"ko": f"이상한{odd} 글자"}, issued=AT)
    resource = Resource.objects.create(dataset=made, name="cells", title={"ko": f"칸{odd}"})
    table = pa.table({"구": [f"종로{odd}구", "중구"], "값": pa.array([1, 2], pa.int64())})
    put(resource, table, (Column("구", Type.TEXT, "category"), Column("값", Type.INTEGER)))
    at, asked = "/ko/datasets/odd/cells/chart/", {"kind": "bar", "x": "구", "y": "값"}
    queries = [asked] if odd == "\x00" else [asked, {**asked, "where": f"구 <> '{odd}'"}]
    for query in queries:
        for page in ("", "embed/", "picture.svg", "picture.png", "chart.vl.json"):
            answer = client.get(f"{at}{page}", query)
            assert answer.status_code == 200, (page, answer.content[-500:])
            if page == "picture.svg":
                assert "종로\ufffd구" in "".join(ElementTree.fromstring(answer.content).itertext())
    assert client.get("/ko/datasets/odd/preview.png").content.startswith(b"\x89PNG")


def test_every_word_of_an_address_stands_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "charts.md").read_text(encoding="utf-8")
    words = {*KINDS, *ARRANGEMENTS, *state.AGGREGATES, *state.BUCKETS, *state.SORTS}
    parameters = {name for name in vars(state.State()) if name not in ("filters", "text")} | {
        "col",
        "op",
        "val",
        "text",
        "revision",
    }
    assert [word for word in words | parameters if not re.search(rf"`{re.escape(word)}`", page)] == []
