"""Use is counted off the request's path, by day and never by person; what is counted once is not counted again."""

from __future__ import annotations

import json
import os
import resource
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Token
from madang.api.budgets import noting, spending
from madang.catalog import usage_rollup
from madang.catalog.models import Dataset, UsageDay, UsageFile
from madang.lib import event_log
from madang.lib.budgets import Budget
from madang.lib.event_log import EventLog
from tests.api.asking import get
from tests.city import City

ROWS = "/api/v1/datasets/population/resources/districts/rows"
USAGE = "/api/v1/datasets/population/usage"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> Any:
    settings.HOME = tmp_path
    noting.log.cache_clear()
    spending.tally.cache_clear()
    yield
    noting.log().flush()
    noting.log.cache_clear()
    spending.tally.cache_clear()


def rolled() -> int:
    noting.log().flush()
    return usage_rollup.roll_up(timezone.localdate())


def events(tmp_path: Path) -> list[dict[str, Any]]:
    noting.log().flush()
    return [
        json.loads(line) for path in (tmp_path / "usage").glob("*.ndjson") for line in path.read_text().splitlines()
    ]


def test_an_action_of_ckan_that_describes_a_dataset_counts_as_its_use(client: Client, city: City) -> None:
    get(client, "/api/3/action/package_show", id=str(Dataset.objects.get(slug="population").uid))
    assert rolled() == 1
    use = UsageDay.objects.get()
    assert (use.dataset, use.resource, use.dialect, use.requests) == ("population", "", "ckan", 1)


def test_a_dataset_says_how_it_is_used(client: Client, city: City) -> None:
    get(client, ROWS, limit=2)
    get(client, ROWS, where="인구 > 130000")
    get(client, ROWS.replace("/rows", ".csv"))
    get(client, ROWS, limit=1, headers={"Sec-Fetch-Site": "same-origin"})
    get(client, "/api/v1/datasets/population")
    assert rolled() == 5
    told = json.loads(get(client, USAGE).body)
    assert (told["requests"], told["rows"], told["refused"]) == (5, 8, 0)
    today = timezone.localdate().isoformat()
    assert [tuple(day.values()) for day in told["days"]] == [
        (today, "", "native", "json", 1, 0, 0),
        (today, "districts", "native", "csv", 1, 3, 0),
        (today, "districts", "native", "json", 2, 4, 0),
        (today, "districts", "portal", "json", 1, 1, 0),
    ]


def test_no_address_and_no_question_is_noted(client: Client, city: City, tmp_path: Path) -> None:
    token, secret = Token.make(city.citizen, "mine")
    get(
        client,
        ROWS,
        where="자치구 = '홍길동'",
        headers={"Authorization": f"Bearer {secret}", "X-Forwarded-For": "203.0.113.77"},
    )
    [event] = events(tmp_path)
    assert set(event) == {
        "day", "at", "dialect", "format", "reader", "key", "status", "requests", "refused", "dataset", "resource", "rows",
    }  # fmt: skip
    assert (event["reader"], event["key"]) == ("key", token.prefix)
    text = json.dumps(event, ensure_ascii=False)
    assert not [word for word in ("203.0.113.77", "홍길동", secret, city.citizen.email) if word in text]
    [file] = (tmp_path / "usage").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_refusals_are_counted_apart_and_errors_not_at_all(client: Client, city: City, settings: Any) -> None:
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(2, 1000, 2)}
    assert [client.get(ROWS).status_code for _ in range(3)] == [200, 200, 429]
    settings.MADANG = {**settings.MADANG, "budget_anonymous": None}
    get(client, ROWS, 400, where="x(")
    get(client, "/api/v1/datasets/nothing/resources/x/rows", 404)
    rolled()
    assert usage_rollup.total("population", timezone.localdate(), timezone.localdate()) == {
        "requests": 2,
        "rows": 6,
        "refused": 0,
    }


def test_what_the_reader_has_already_counts(client: Client, city: City) -> None:
    tag = get(client, ROWS)["ETag"]
    get(client, ROWS, 304, headers={"If-None-Match": tag})
    rolled()
    assert UsageDay.objects.get(format="").requests == 1


def test_counted_once(client: Client, city: City) -> None:
    get(client, ROWS)
    assert [rolled(), rolled()] == [1, 0]
    get(client, ROWS)
    assert rolled() == 1
    assert UsageDay.objects.get().requests == 2


def test_a_worker_killed_in_the_middle_counts_nothing_twice(client: Client, city: City, monkeypatch: Any) -> None:
    for _ in range(3):
        get(client, ROWS)

    save = UsageFile.save

    def killed(mark: UsageFile, **more: Any) -> None:
        if mark.read:  # all counts are written, the mark is not
            raise DatabaseError("killed here")
        save(mark, **more)

    with monkeypatch.context() as patched:
        patched.setattr(UsageFile, "save", killed)
        with pytest.raises(DatabaseError):
            rolled()
    assert not UsageDay.objects.exists()
    assert rolled() == 3
    assert UsageDay.objects.get().requests == 3


def test_half_a_line_waits_and_a_torn_one_is_told(client: Client, city: City, tmp_path: Path) -> None:
    get(client, ROWS)
    noting.log().flush()
    [file] = (tmp_path / "usage").iterdir()
    line = file.read_bytes()
    file.write_bytes(line + line[:40])
    assert rolled() == 1
    file.write_bytes(line + line[:40] + b"\n" + line + b'{"day": "x"}\n\xff\n[]\n')
    assert rolled() == 5
    assert (UsageDay.objects.get().requests, UsageFile.objects.get().damaged) == (2, 4)


def test_made_up_names_make_no_rows(client: Client, city: City, tmp_path: Path) -> None:
    (tmp_path / "usage").mkdir()
    event = {
        "day": "2026-06-30",
        "dataset": "made-up",
        "resource": "",
        "dialect": "native",
        "format": "",
        "reader": "key",
    }
    (tmp_path / "usage" / "2026-06-30.x.1.ndjson").write_text(
        json.dumps(event | {"requests": 1, "rows": 0, "refused": 0}) + "\n"
    )
    assert rolled() == 1
    assert not UsageDay.objects.exists()


def test_old_files_go_when_they_are_counted(client: Client, city: City, tmp_path: Path) -> None:
    get(client, ROWS)
    rolled()
    usage_rollup.roll_up(timezone.localdate() + timedelta(days=91))
    assert not list((tmp_path / "usage").iterdir())
    assert not UsageFile.objects.exists()
    assert UsageDay.objects.get().requests == 1


def test_only_who_sees_the_dataset_sees_its_use(client: Client, city: City) -> None:
    Dataset.objects.filter(pk=city.dataset.pk).update(access=Dataset.Access.INTERNAL)
    get(client, USAGE, 404)
    client.force_login(city.reader)
    get(client, USAGE)


def test_a_statement_counts_for_each_of_its_tables(client: Client, city: City) -> None:
    from madang.catalog.models import Resource
    from tests.city import COLUMNS, dataset, publish

    publish(
        Resource.objects.create(dataset=dataset("rain", city.department), name="days"),
        {"자치구": ["중구"], "인구": [1]},
        COLUMNS,
    )
    text = 'SELECT 1 AS one FROM "population"."districts" a JOIN "rain"."days" b ON a.자치구 = b.자치구'
    get(client, "/api/v1/sql", sql=text)
    assert rolled() == 2
    assert {day.dataset: (day.requests, day.rows) for day in UsageDay.objects.all()} == {
        "population": (1, 1),
        "rain": (1, 0),
    }


def test_days(client: Client, city: City) -> None:
    for day in ("2026-06-01", "2026-06-02", "2026-07-01"):
        UsageDay.objects.create(day=day, dataset="population", dialect="native", reader="key", requests=1)
    told = json.loads(get(client, USAGE, **{"from": "2026-06-01", "to": "2026-06-30"}).body)
    assert (told["requests"], [day["day"] for day in told["days"]]) == (2, ["2026-06-02", "2026-06-01"])
    get(client, USAGE, 400, **{"from": "yesterday"})
    assert json.loads(get(client, USAGE, to="2026-06-30", **{"from": "1900-01-01"}).body)["from"] == "2025-05-26"
    assert date(2026, 6, 30) - date(2025, 5, 26) == timedelta(days=400)


class TestLog:
    def test_a_full_queue_loses_and_says_so(
        self, tmp_path: Path, monkeypatch: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(event_log, "MOST_WAITING", 5)
        log = EventLog(tmp_path / "log")
        for number in range(8):
            log.note("2026-06-30", {"number": number})
        log.flush()
        [file] = (tmp_path / "log").iterdir()
        lost = 8 - len(file.read_text().splitlines())
        assert lost == 0 or f"{lost} events were lost" in caplog.text  # its thread may have made room meanwhile
        assert lost <= 3

    def test_a_full_disk_loses_and_goes_on(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        log = EventLog(tmp_path / "log")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40, before[1]))
        try:
            for number in range(8):
                log.note("2026-06-30", {"number": number})
            log.flush()
            log.note("2026-06-30", {"number": 8})
            log.flush()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        log.note("2026-06-30", {"number": 9})
        log.flush()
        [file] = (tmp_path / "log").iterdir()
        lines = file.read_text().splitlines()
        assert lines[0] == '{"number":0}'
        assert lines[-1] == '{"number":9}'
        assert "events were lost" in caplog.text

    def test_a_process_that_ends_writes_the_rest(self, tmp_path: Path) -> None:
        import subprocess
        import sys

        program = (
            "from pathlib import Path; from madang.lib.event_log import EventLog; "
            f"EventLog(Path({str(tmp_path / 'log')!r})).note('2026-06-30', {{'a': '구'}})"
        )
        subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
        [file] = (tmp_path / "log").iterdir()
        assert file.read_text() == '{"a":"구"}\n'
        assert file.name.startswith("2026-06-30.")
        assert os.getpid() != int(file.name.split(".")[-2])
