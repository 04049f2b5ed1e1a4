"""`madang events`: files in, counts out as restricted data, days dropped; and nothing that answers people reaches an event."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
import shapely
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from madang.accounts import policy
from madang.analysis import events as logs
from madang.analysis.activity import raw
from madang.analysis.activity.add import NothingFits
from madang.analysis.activity.log import LogBusy, NoLog, OddName
from madang.catalog.models import Dataset, Resource
from madang.catalog.tables import table
from madang.cli import events, migrate
from madang.query import answer
from madang.query.limits import EXPORT
from madang.query.model import Column, Question, Type
from tests import city as cities
from tests.analysis.activity.delivered import csv, plainly, rows
from tests.city import City
from tests.ingest import loading

COLUMNS = ("--time", "time", "--cell", "cell", "--home", "home")
PUBLISH = ("--organisation", "statistics", "--title", "Night calls")


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, city: City) -> None:
    monkeypatch.setattr(logs, "folder", lambda: tmp_path / "events")
    monkeypatch.setattr(migrate, "migrate", lambda: None)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*words: str, says: int = 0) -> str:
    answer = CliRunner().invoke(events.command, words)
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == says, answer.output
    return answer.output


def rows_of(resource: str) -> list[dict]:
    found = answer.answer(table(Resource.objects.get(name=resource).current), Question(), EXPORT)
    return pa.Table.from_batches(found.batches, found.schema).to_pylist()


def test_files_become_restricted_counts(tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    given = rows(600, datetime(2025, 5, 3), 3)
    file = csv(tmp_path / "raw.csv", given)
    told = run("add", "calls", str(file), *COLUMNS)
    assert "600 events added." in told
    assert "raw.csv was added before: skipped." in run("add", "calls", str(file), *COLUMNS)
    assert "calls: 600 events, 3 days (2025-05-03 – 2025-05-05)" in run("list")
    told = run("count", "calls", *PUBLISH, "--holiday", "2025-05-05", "--hours", "23-2")
    dataset = Dataset.objects.get(slug="night-calls")
    assert (dataset.access, dataset.origin, str(dataset.period_end)) == ("restricted", "observed", "2025-05-05")
    plain = {key: n for key, n in plainly(given, settings.TIME_ZONE).items() if key[1] in (23, 0, 1, 2)}
    by_day = rows_of("by-day")
    assert sum(row["events"] for row in by_day) == sum(plain.values())
    for row in by_day:
        assert row["events"] == sum(
            n for key, n in plain.items() if key[:3] == (str(row["date"]), row["hour"], row["cell"])
        )
    by_home = rows_of("by-home")
    assert {row["class"] for row in by_home} == {"weekend"}
    assert {row["days"] for row in by_home} == {3}
    assert sum(row["events"] for row in by_home if row["home"] is None) == sum(
        n for key, n in plain.items() if not key[3]
    )
    again = run("count", "calls", *PUBLISH, "--holiday", "2025-05-05", "--hours", "23-2")
    assert again == told  # the same revisions
    monkeypatch.setitem(settings.MADANG, "engine", "duckdb")
    assert run("count", "calls", *PUBLISH, "--holiday", "2025-05-05", "--hours", "23-2") == told
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "이벤트 600건, 3일" in run("list")
    assert "이벤트 600건을 지웠습니다." in run("drop", "calls", "--yes")
    assert run("list") == ""


def test_rows_of_a_restricted_table_are_a_delivery_and_old_days_are_dropped(city: City) -> None:
    dataset = Dataset.objects.create(
        slug="calls",
        title={"en": "Calls"},
        organisation=city.department,
        licence=city.licence,
        access="restricted",
        state="published",
    )
    resource = Resource.objects.create(dataset=dataset, name="raw", title={"en": "Raw"})
    moments = [datetime(2025, 5, day, 1, 30) for day in (3, 3, 4)]
    cities.publish(
        resource, {"at": moments, "셀": ["가", "나", "다"]}, (Column("at", Type.DATETIME), Column("셀", Type.TEXT))
    )  # fmt: skip
    cells = Resource.objects.create(dataset=dataset, name="cells", title={"en": "Cells"})
    cities.publish(cells, {"code": ["가", "나"]}, (Column("code", Type.TEXT),))
    told = run(
        "add",
        "night",
        "--table",
        "calls/raw",
        "--time",
        "at",
        "--cell",
        "셀",
        "--cells",
        "calls/cells",
        "--code",
        "code",
    )
    assert "2 events added." in told
    assert "1 rows left out: a cell that is not in the list" in told
    assert "다  1" in told
    run("add", "two", "--table", "calls/raw", "--time", "at", "--cell", "셀")
    assert "2 events removed." in run("drop", "two", "--before", "2025-05-04", "--yes")
    assert "two: 1 events, 1 days (2025-05-04 – 2025-05-04)" in run("list")
    assert "as it was written" in run("check", "two")
    Dataset.objects.create(slug="n", title={"en": "Night calls"}, organisation=city.department, licence=city.licence)
    with pytest.raises(logs.OpenAlready):
        run("count", "two", *PUBLISH)
    next(logs.log("two").folder.glob("day=*/*")).write_bytes(b"")
    assert "changed" in run("check", "two", says=1)
    with pytest.raises(OddName):
        run("add", "../two", "--table", "calls/raw", "--time", "at", "--cell", "셀")
    with pytest.raises(NoLog):
        run("count", "none", *PUBLISH)


@pytest.mark.usefixtures("queue")
def test_a_loaded_table_with_a_zone_is_read_in_the_time_of_the_city(tmp_path: Path, city: City) -> None:
    """Whatever the zone that stands beside a time: the same moment falls into the same hour of the log's city."""
    lines = [f"2025-05-05T23:{minute:02}:00Z,{minute},c1" for minute in range(30)]
    file = loading.csv(tmp_path / "taps.csv", "at,number,cell", *lines)
    run_ = loading.load(file, policy.OPERATOR, dataset="taps")
    assert run_.state == "published", run_.receipt
    kinds = {column["name"]: column["semantic"] for column in loading.current("taps").schema}
    assert kinds["at"] == "datetime_zoned"
    named = ("--time", "at", "--cell", "cell")
    assert "30 events added." in run("add", "loaded", "--table", "taps/data", *named)
    run("add", "sent", str(file), *named)  # the same file without the catalogue
    days = {}
    for name in ("loaded", "sent"):
        with logs.log(name).reading() as facts:
            days[name] = {day: list(hours) for day, hours in facts.days.items()}
    local = datetime(2025, 5, 5, 23, tzinfo=UTC).astimezone(ZoneInfo(settings.TIME_ZONE))
    assert days["loaded"] == days["sent"] == {f"{local:%Y-%m-%d}": [f"{local:%H}"]}


def test_two_who_add_at_once_to_a_new_log_leave_it_whole(
    tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (csv(tmp_path / f"{n}.csv", rows(40, datetime(2025, 5, 3), 1, seed=n)) for n in (1, 2))
    inner, tried = raw._csv, []

    def while_it_is_read(*given: object) -> Iterator[pa.RecordBatch]:
        if not tried:
            tried.append(first)
            with pytest.raises(LogBusy):
                run("add", "calls", str(second), *COLUMNS)
        yield from inner(*given)

    monkeypatch.setattr(raw, "_csv", while_it_is_read)
    assert "40 events added." in run("add", "calls", str(first), *COLUMNS)
    assert tried
    assert "calls: 40 events" in run("list")
    assert "40 events added." in run("add", "calls", str(second), *COLUMNS)


def test_a_refused_delivery_takes_only_the_log_with_it_that_was_made_for_it(tmp_path: Path, city: City) -> None:
    (tmp_path / "odd.csv").write_text("time,cell,home\nyesterday,h1,\n")
    with pytest.raises(NothingFits) as told:
        run("add", "calls", str(tmp_path / "odd.csv"), *COLUMNS)
    assert "시각을 읽을 수 없음 1" in told.value.text("ko")
    assert run("list") == ""
    with pytest.raises(raw.NoEncoding):
        run("add", "calls", str(tmp_path / "odd.csv"), *COLUMNS, "--encoding", "foo")
    assert run("list") == ""
    run("add", "calls", str(csv(tmp_path / "raw.csv", rows(50, datetime(2025, 5, 3), 1))), *COLUMNS)
    run("drop", "calls", "--before", "2026-01-01", "--yes")
    with logs.log("calls").reading() as facts:
        cells = facts.cells
    with pytest.raises(NothingFits):
        run("add", "calls", str(tmp_path / "odd.csv"), *COLUMNS)
    with logs.log("calls").reading() as facts:
        assert facts.cells == cells


def test_what_is_not_counted_anew_never_stays_beside_what_is(
    tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "calls", str(csv(tmp_path / "raw.csv", rows(50, datetime(2025, 5, 3), 1))), *COLUMNS)
    run("count", "calls", *PUBLISH)
    with pytest.raises(logs.HomesStay):
        run("count", "calls", *PUBLISH, "--no-homes")
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    run("count", "calls", *PUBLISH)  # the title is known, whatever language somebody speaks today
    run("count", "calls", "--organisation", "statistics", "--title", "night-calls")
    assert Dataset.objects.filter(slug__startswith="night-calls").count() == 1
    run("count", "calls", "--organisation", "statistics", "--title", "셀만", "--no-homes")
    assert list(Resource.objects.filter(dataset__title__ko="셀만").values_list("name", flat=True)) == ["by-day"]


def test_a_list_of_cells_has_a_code_for_each_and_none_twice(city: City) -> None:
    dataset = Dataset.objects.create(
        slug="cells", title={"en": "Cells"}, organisation=city.department, licence=city.licence, state="published"
    )
    for name, codes in {"odd": ["가", " 가", None, " "], "good": ["가 ", "나"]}.items():
        resource = Resource.objects.create(dataset=dataset, name=name, title={"en": name})
        cities.publish(resource, {"code": codes}, (Column("code", Type.TEXT),))
    with pytest.raises(
        logs.OddCodes, match=r"2 rows have no code in 'code', and these codes stand more than once: 가\."
    ):
        logs.cells("cells/odd", "code", policy.OPERATOR)
    assert logs.cells("cells/good", "code", policy.OPERATOR) == (["가", "나"], None)


def test_points_find_cells_of_a_layer(tmp_path: Path, city: City) -> None:
    dataset = Dataset.objects.create(
        slug="grid", title={"en": "Grid"}, organisation=city.department, licence=city.licence, state="published"
    )
    layer = Resource.objects.create(dataset=dataset, name="cells", title={"en": "Cells"})
    squares = [shapely.to_wkb(shapely.box(127 + n, 37, 128 + n, 38)) for n in range(2)]
    columns = (Column("id", Type.TEXT), Column("shape", Type.GEOMETRY))
    shape = {"column": "shape", "kind": "polygon", "crs": "OGC:CRS84"}
    cities.publish(layer, {"id": ["west", "east"], "shape": squares}, columns, geometry=shape)
    file = tmp_path / "points.csv"
    file.write_text(
        "at,x,y\n2025-05-05 01:00:00,128.5,37.5\n2025-05-05 01:00:00,130,37.5\n2025-05-05 01:00:00,east,37.5\n"
    )
    points = (
        "add",
        "taps",
        str(file),
        "--time",
        "at",
        "--longitude",
        "x",
        "--latitude",
        "y",
        "--cells",
        "grid/cells",
        "--code",
    )
    told = run(*points, "id")
    for words in ("1 events added.", "1 rows left out: outside every cell", "1 rows left out: no cell"):
        assert words in told
    with pytest.raises(logs.NoCodes, match="id, shape"):
        run(*points, "code")
    with pytest.raises(logs.NoShapes):
        run(*points[:10], "population/districts", "--code", "자치구")
    assert "taps: 1 events, 1 days (2025-05-05 – 2025-05-05), 2 cells" in run("list")


def test_no_rule_speaks_of_a_log_and_no_page_reaches_one(tmp_path: Path, city: City) -> None:
    run("add", "calls", str(csv(tmp_path / "raw.csv", rows(50, datetime(2025, 5, 3), 1))), *COLUMNS)
    run("count", "calls", *PUBLISH)
    log = logs.log("calls")
    for action in policy.ACTIONS:
        for actor in (policy.OPERATOR, policy.Actor(city.administrator)):
            with pytest.raises(TypeError, match="no rule speaks of Log"):
                policy.can(actor, action, log)
    resource = Resource.objects.get(name="by-day")
    for actor in (policy.Actor(city.administrator), policy.Actor(city.publisher), policy.OPERATOR):
        with pytest.raises(policy.Restricted):
            policy.readable(actor, resource)
    client = Client()
    client.force_login(city.administrator)
    file = next(log.folder.glob("day=*/*")).relative_to(tmp_path).as_posix()
    for path in (f"/{file}", f"/static/../{file}", f"/static/%2e%2e/{file}", f"/ko/{file}", "/events/calls/_log.json"):
        assert client.get(path, follow=True).status_code in (400, 404), path
    for path in ("/api/v1/datasets/night-calls/resources/by-day/rows", "/ko/datasets/night-calls/by-day/"):
        assert b"h000" not in client.get(path, follow=True).content


def test_no_view_stands_on_raw_events() -> None:
    """The import contract says so of modules; this of every view that there is, whatever brought it in."""
    views = list(_views(get_resolver()))
    assert len(views) > 200
    for view in views:
        inner = inspect.unwrap(getattr(view, "view_class", view))
        named = {value for value in getattr(inner, "__globals__", {}).values() if inspect.ismodule(value)}
        assert not [module for module in named if "analysis.activity" in module.__name__ or module is logs], view


def _views(resolver: URLResolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from _views(pattern)
