"""Budgets: who is counted as whom, what they are told, and that nothing but the count depends on them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Token
from madang.api.budgets import spending
from madang.lib import client_address
from madang.lib.budgets import Budget, parse
from madang.lib.client_address import Proxies
from madang.query import metering
from madang.query.answer import answer
from madang.query.limits import EXPORT
from madang.query.model import Question
from tests.api.asking import get
from tests.city import City

ROWS = "/api/v1/datasets/population/resources/districts/rows"
FILE = "/api/v1/datasets/population/resources/districts.csv"


@pytest.fixture(autouse=True)
def counts(tmp_path: Path, settings: Any) -> None:
    """Counts of this test's own, and budgets that can be used up."""
    settings.HOME = tmp_path
    few = Budget(requests=3, rows=1_000, heavy=2)
    more = {"budget_anonymous": few, "budget_key": Budget(5, 10_000, 4), "budget_partner": Budget(7, 10_000, 8)}
    settings.MADANG = {**settings.MADANG, **more}
    spending.tally.cache_clear()
    yield
    spending.tally.cache_clear()


def left(client: Client, address: str = ROWS, **more: Any) -> int:
    return int(client.get(address, **more)["RateLimit-Remaining"])


class TestRequests:
    def test_an_answer_says_what_is_left(self, client: Client, city: City) -> None:
        response = get(client, ROWS)
        assert (response["RateLimit-Limit"], response["RateLimit-Remaining"]) == ("3", "2")
        assert 55 <= int(response["RateLimit-Reset"]) <= 60
        assert response["RateLimit"] == f'"requests";r=2;t={response["RateLimit-Reset"]}'
        assert response["RateLimit-Policy"].startswith('"requests";q=3;w=60, "rows";q=1000;w=3600;')

    def test_the_fourth_is_refused_in_both_languages_with_the_whole_file(self, client: Client, city: City) -> None:
        for _ in range(3):
            get(client, ROWS)
        response = get(client, ROWS, 429, lang="en")
        document = json.loads(response.body)
        assert response["Content-Type"] == "application/problem+json"
        assert 55 <= int(response["Retry-After"]) <= 60
        assert response["RateLimit-Remaining"] == "0"
        assert response["Cache-Control"] == "no-store"
        assert document["type"] == "urn:madang:problem:too-many-requests"
        assert "3 requests a minute" in document["texts"]["en"]
        assert "1분에 3건" in document["texts"]["ko"]
        assert document["whole_file"]["csv"] == f"http://testserver{FILE}"
        assert f"<http://testserver{FILE}>" in response["Link"]

    def test_the_whole_file_is_there_when_the_budget_is_not(self, client: Client, city: City) -> None:
        for _ in range(4):
            client.get(ROWS)
        assert "강남구" in get(client, FILE).body.decode()
        assert get(client, FILE.replace("csv", "parquet")).body.startswith(b"PAR1")
        refused = get(client, FILE, 429, where="인구 > 1")  # not the whole file: a question
        assert json.loads(refused.body)["status"] == 429

    def test_whole_files_have_a_limit_of_their_own(self, client: Client, city: City) -> None:
        assert [client.get(FILE).status_code for _ in range(4)] == [200, 200, 200, 429]
        get(client, ROWS)

    def test_the_budget_comes_back(self, client: Client, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        assert [client.get(ROWS).status_code for _ in range(4)] == [200, 200, 200, 429]
        real = time.time
        monkeypatch.setattr(time, "time", lambda: real() + 61)
        assert left(client) == 2

    def test_errors_and_unknown_addresses_count(self, client: Client, city: City) -> None:
        assert left(client, ROWS + "?where=nonsense(") == 2
        assert left(client, "/api/v1/datasets/nothing") == 1
        assert left(client, "/api/v1/no/such/address") == 0

    def test_pages_are_free_and_what_they_ask_for_is_counted_apart(self, client: Client, city: City) -> None:
        for address in ("/ko/", "/en/datasets/population/", "/ko/datasets/population/districts/sheet/"):
            assert "RateLimit-Limit" not in client.get(address)
        own = {"headers": {"Sec-Fetch-Site": "same-origin"}}
        assert [client.get(ROWS, **own).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert left(client) == 2

    def test_a_question_of_another_site_beforehand_is_not_counted(self, client: Client, city: City) -> None:
        assert client.options(ROWS).status_code == 204
        assert "RateLimit-Limit" not in client.options(ROWS)
        assert "RateLimit-Remaining" in get(client, ROWS)["Access-Control-Expose-Headers"]

    def test_no_limit_is_no_limit(self, client: Client, city: City, settings: Any) -> None:
        settings.MADANG = {**settings.MADANG, "budget_anonymous": None}
        assert all("RateLimit-Limit" not in client.get(ROWS) for _ in range(5))


class TestWho:
    def test_keys_of_one_account_share_its_budget(self, client: Client, city: City) -> None:
        secrets = [Token.make(city.citizen, f"key {number}")[1] for number in range(2)]
        answers = [client.get(ROWS, headers={"Authorization": f"Bearer {one}"}) for one in secrets * 3]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert left(client) == 2

    def test_a_partner_has_more(self, client: Client, city: City) -> None:
        _, secret = Token.make(city.citizen, "ours", budget=Token.Budget.PARTNER)
        assert left(client, headers={"Authorization": f"Bearer {secret}"}) == 6

    def test_a_signed_in_person_has_the_budget_of_a_key(self, client: Client, city: City) -> None:
        client.force_login(city.citizen)
        assert client.get(ROWS)["RateLimit-Limit"] == "5"

    def test_a_key_that_is_not_valid_counts_for_its_address(self, client: Client, city: City) -> None:
        token, secret = Token.make(city.citizen, "old", revoked_at=timezone.now())
        assert token.revoked_at
        statuses = [
            client.get(ROWS, headers={"Authorization": f"Bearer {one}"}).status_code for one in ("x", secret, "y", "z")
        ]
        assert statuses == [401, 401, 401, 429]

    def test_a_header_from_outside_makes_nobody_new(self, client: Client, city: City) -> None:
        outside = {"REMOTE_ADDR": "203.0.113.7"}
        statuses = [
            client.get(ROWS, headers={"X-Forwarded-For": f"198.51.100.{number}"}, **outside).status_code
            for number in range(4)
        ]
        assert statuses == [200, 200, 200, 429]

    def test_behind_our_proxy_everybody_is_counted_alone(self, client: Client, city: City) -> None:
        for last in ("1", "2"):
            told = {"X-Forwarded-For": f"198.51.100.9, 203.0.113.{last}"}
            assert [left(client, headers=told) for _ in range(2)] == [2, 1]


@pytest.mark.parametrize(("peer", "forwarded", "found"), [
    ("203.0.113.7", "", "203.0.113.7"),
    ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
    ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
    ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
    ("10.0.0.1", "unknown", "10.0.0.1"),
    ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
    ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
    ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
    ("10.0.0.1", "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
    ("2001:db8:1:2::7", "", "2001:db8:1:2::/64"),
    ("fe80::1%eth0", "", "fe80::/64"),
    ("::ffff:203.0.113.7", "", "203.0.113.7"),
    ("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"),
    ("", "203.0.113.7", "local"),
    ("/run/madang.sock", "203.0.113.7", "/run/madang.sock"),
])  # fmt: skip
def test_the_client_behind_proxies(peer: str, forwarded: str, found: str) -> None:
    assert client_address.client(peer, forwarded, Proxies.parse("10.0.0.0/8")) == found


class TestRows:
    def test_a_page_costs_its_rows_a_filter_the_table(self, city: City) -> None:
        from madang.catalog.tables import table
        from madang.query import parse as words
        from madang.query.bind import bind

        asked = table(city.revision)
        costs = {
            2: Question(limit=2),
            3: Question(),
        }
        assert {rows: metering.rows_scanned(asked, bind(one, asked).question) for rows, one in costs.items()} == {
            2: 2,
            3: 3,
        }
        for one in (
            Question(limit=1, where=words.condition("인구 > 1")),
            Question(limit=1, order_by=words.ordering("인구")),
            Question(limit=1, search="종로"),
            Question(limit=1, select=words.selection("count(*)")),
            Question(limit=1, distinct=True),
        ):
            assert metering.rows_scanned(asked, bind(one, asked).question) == 3

    def test_rows_run_out_with_the_whole_file_at_hand(self, client: Client, city: City, settings: Any) -> None:
        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(100, 7, 2)}
        get(client, ROWS, where="인구 > 1")
        get(client, ROWS, where="인구 > 2")
        response = get(client, ROWS, 429, where="인구 > 3", lang="en")
        document = json.loads(response.body)
        assert document["type"] == "urn:madang:problem:too-many-rows"
        assert "looks at 3 rows, and 1 of the 7" in document["detail"]
        assert document["whole_file"]["csv"].endswith("districts.csv")
        assert 3500 < int(response["Retry-After"]) <= 3600
        get(client, ROWS, limit=1)  # what is left is enough for a small page
        get(client, FILE)
        get(client, "/api/v1/datasets")

    def test_a_statement_of_sql_costs_the_rows_of_its_tables(self, client: Client, city: City, settings: Any) -> None:
        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(100, 5, 2)}
        text = 'SELECT count(*) AS n FROM "population"."districts"'
        get(client, "/api/v1/sql", sql=text)
        refused = json.loads(get(client, "/api/v1/sql", 429, sql=text).body)
        assert refused["type"] == "urn:madang:problem:too-many-rows"
        assert refused["whole_file"]["parquet"].endswith("/datasets/population/resources/districts.parquet")

    def test_rows_of_pages_are_free(self, client: Client, city: City, settings: Any) -> None:
        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(100, 1, 2)}
        assert client.get("/ko/datasets/population/districts/sheet/").status_code == 200

    def test_what_the_reader_has_already_costs_no_rows(self, client: Client, city: City, settings: Any) -> None:
        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(100, 4, 2)}
        tag = get(client, ROWS, where="인구 > 1")["ETag"]
        get(client, ROWS, 304, where="인구 > 1", headers={"If-None-Match": tag})
        get(client, ROWS, 304, where="인구 > 1", headers={"If-None-Match": tag})


class TestHeavy:
    @pytest.fixture(autouse=True)
    def everything_is_heavy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(spending, "HEAVY_ROWS", 0)

    def asking(self, city: City) -> spending.Spending:
        from madang.api.budgets.clients import Client as Asker

        return spending.Spending(Asker("anonymous", "somebody"), spending.QUESTIONS, lambda tables: {})

    def test_a_third_at_once_is_refused_and_a_place_comes_back(self, city: City) -> None:
        from madang.api.budgets.refusals import TooManyAtOnce
        from madang.catalog.tables import table

        asked = table(city.revision)
        meter = metering.current.set(self.asking(city))
        try:
            first, second = (answer(asked, Question(), EXPORT) for _ in range(2))
            with pytest.raises(TooManyAtOnce) as refused:
                answer(asked, Question(), EXPORT)
            assert refused.value.seconds in (1, 2)
            first.close()
            first.close()  # closing twice gives one place back, not two
            third = answer(asked, Question(), EXPORT)
            with pytest.raises(TooManyAtOnce):
                answer(asked, Question(), EXPORT)
            assert third.table().num_rows == 3  # reading to the end gives it back as well
            fourth = answer(asked, Question(), EXPORT)
            fourth.close()
            second.close()
        finally:
            metering.current.reset(meter)

    def test_a_refused_question_leaves_no_place_taken(self, client: Client, city: City, settings: Any) -> None:
        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(100, 2, 1)}
        for _ in range(3):
            refused = json.loads(get(client, ROWS, 429, where="인구 > 1").body)
            assert refused["type"] == "urn:madang:problem:too-many-rows"
        assert json.loads(get(client, ROWS, limit=1).body)["returned"] == 1

    def test_a_question_that_fails_gives_its_place_back(self, client: Client, city: City, settings: Any) -> None:
        from madang.catalog.storage import the_store
        from madang.store import serving

        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(100, 1000, 1)}
        get(client, ROWS, 400, select="sum(인구 * 9223372036854775807)")
        serving.drop(the_store(), city.revision.pk)
        get(client, ROWS, limit=1)

    def test_head_and_whole_files_give_their_places_back(self, client: Client, city: City, settings: Any) -> None:
        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(100, 1000, 1)}
        for _ in range(3):
            assert client.head(FILE).status_code == 200
            get(client, FILE)

    def test_a_place_of_a_killed_process_frees_itself(self, city: City) -> None:
        shared = spending.tally()
        now = time.time()
        assert shared.add("place", 1, 1, spending.LONGEST, now).allowed
        assert not shared.add("place", 1, 1, spending.LONGEST, now + spending.LONGEST - 1).allowed
        assert shared.add("place", 1, 1, spending.LONGEST, now + spending.LONGEST).allowed


class TestCounts:
    def test_no_address_stands_in_the_file(self, client: Client, city: City, tmp_path: Path) -> None:
        client.get(ROWS, REMOTE_ADDR="203.0.113.77")
        assert b"203.0.113.77" not in (tmp_path / "budgets" / "counts").read_bytes()
        assert (tmp_path / "budgets" / "counts").stat().st_mode & 0o777 == 0o600

    def test_where_nothing_can_be_written_it_still_counts_and_answers(
        self, client: Client, city: City, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "file").write_text("")
        settings.HOME = tmp_path / "file"  # a folder cannot be made below a file
        spending.tally.cache_clear()
        assert [client.get(ROWS).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert caplog.text.count("counts for itself") == 1


class TestSetting:
    def test_a_budget_is_read(self) -> None:
        assert parse("requests=1, rows=2, heavy=3") == Budget(1, 2, 3)
        assert parse("none") is None
        assert str(parse("requests=1, rows=2, heavy=3")) == "requests=1,rows=2,heavy=3"

    @pytest.mark.parametrize("text", [
        "", "requests=1", "requests=1,rows=0,heavy=1", "requests=-1,rows=1,heavy=1", "requests=1,rows=1,heavy=65",
        "requests=١,rows=1,heavy=1", "requests=1,rows=1,heavy=1,more=1", f"requests=1,rows={10**16},heavy=1",
    ])  # fmt: skip
    def test_an_odd_one_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            parse(text)


def test_an_administrator_gives_a_partner_more_and_the_log_keeps_it(client: Client, city: City) -> None:
    from madang.accounts.models import AuditEvent

    token, _ = Token.make(city.citizen, "ours")
    client.force_login(city.administrator)
    sent = {"action": "give_partner", "_selected_action": [token.pk]}
    assert client.post("/admin/accounts/token/", sent).status_code == 302
    token.refresh_from_db()
    assert token.budget == Token.Budget.PARTNER
    assert AuditEvent.objects.filter(action="give-budget", actor=city.administrator).exists()
    client.force_login(city.steward)
    client.post("/admin/accounts/token/", sent | {"action": "take_partner"})
    token.refresh_from_db()
    assert token.budget == Token.Budget.PARTNER
