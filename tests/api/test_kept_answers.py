"""What stands in front of Django gives an answer again only to whom Django would give the same one now."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from madang.api.budgets import counting, noting, spending
from madang.api.budgets.clients import ANONYMOUS
from madang.api.kept_answers.answers import seconds
from madang.api.kept_answers.committed import of_database
from madang.api.kept_answers.front import PAGE, Front
from madang.api.pages import is_page
from madang.lib.budgets import Budget
from madang.lib.event_log import EventLog

PUBLIC = {
    "content-type": "application/json",
    "cache-control": "public, max-age=60",
    "etag": '"abc-gzip"',
    "vary": "Accept-Encoding",
}
EVENT = {"dataset": "d", "resource": "r", "rows": 3, "format": "json", "requests": 1, "refused": 0}


class Below:
    """What Django is to the front: it answers what it is told to, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.status, self.client, self.for_everybody = 0, 200, ANONYMOUS, False
        self.headers: dict[str, str] = dict(PUBLIC)
        self.pieces = [b"an answer"]

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        self.asked += 1
        if is_page(scope["path"]):  # no budget counts pages; a middleware says which of them are the same for everybody
            scope.get(PAGE, []).extend([True] * self.for_everybody)
        elif (wanted := scope.get(counting.COUNTED)) is not None:
            wanted.append(counting.Counted(self.client, spending.QUESTIONS, (EVENT,)))
        told = {"content-length": str(len(b"".join(self.pieces))), **self.headers}
        headers = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for place, piece in enumerate(self.pieces, 1):
            await send({"type": "http.response.body", "body": piece, "more_body": place < len(self.pieces)})


class Asked:
    """A front before `below`; `version` is what the database says."""

    def __init__(self, most_bytes: int = 1 << 20) -> None:
        self.below, self.version = Below(), 1 if most_bytes else None
        self.front = Front(self.below, most_bytes, self._committed)

    async def _committed(self) -> Any:
        return self.version

    def __call__(
        self, path: str = "/api/v1/x", query: bytes = b"", method: str = "GET", peer: str = "203.0.113.9",
        also: tuple[tuple[bytes, bytes], ...] = (), raw_path: bytes = b"", **headers: str,
    ) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
        told = {"host": "data.example.org", **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": raw_path or path.encode(), "query_string": query,
            "scheme": "http", "root_path": "", "client": (peer, 4711),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in told.items()] + [*also],
        }  # fmt: skip
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        asyncio.run(self.front(scope, receive, send))
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], found, b"".join(message["body"] for message in sent[1:])


@pytest.fixture
def asked(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Asked:
    settings.HOME = tmp_path
    settings.MADANG = {**settings.MADANG, "budget_anonymous": None}
    log = EventLog(tmp_path / "usage")
    monkeypatch.setattr(noting, "log", lambda: log)
    spending.tally.cache_clear()
    yield Asked()
    spending.tally.cache_clear()


def hit(answer: tuple[int, dict[str, str], bytes]) -> bool:
    return answer[1].get("cache-status") == "madang; hit"


def test_the_same_question_is_asked_once(asked: Asked) -> None:
    first, second = asked(), asked()
    assert (first[0], first[2]) == (second[0], second[2]) == (200, b"an answer")
    assert asked.below.asked == 1
    assert {**first[1], "cache-status": "madang; hit"} == second[1]


def test_nothing_is_given_after_a_commit(asked: Asked) -> None:
    asked()
    asked.version = 2
    asked.below.pieces = [b"another"]
    assert not hit(found := asked())
    assert found[2] == b"another"
    asked.version = None  # the database cannot say
    assert not hit(asked())
    asked.version = 2
    assert asked()[2] == b"another"


def test_a_commit_while_the_answer_was_computed_is_seen(asked: Asked) -> None:
    """The version is that from before: whatever was read after it may be older than the next."""
    below = asked.front._app

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await below(scope, receive, send)
        asked.version = 2

    asked.front._app = slow
    asked()
    asked.front._app = below
    assert not hit(asked())


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer mdg_1"},
        {"cookie": "sessionid=1"},
        {"cookie": "django_language=en"},
        {"x_ckan_api_key": "mdg_1"},
        {"range": "bytes=0-1"},
        {"if_modified_since": "Sun, 22 Nov 2026 20:00:00 GMT"},
        {"x_http_method_override": "DELETE"},
        {"content_length": "4"},
    ],
)
def test_who_says_more_is_answered_by_django_and_leaves_nothing(asked: Asked, headers: dict[str, str]) -> None:
    asked(**headers)
    assert not hit(asked())  # nothing was planted
    assert not hit(asked(**headers))  # nothing is taken
    assert hit(asked())


@pytest.mark.parametrize(
    "other",
    [
        {"host": "evil.example"},
        {"accept": "text/csv"},
        {"accept_language": "en"},
        {"accept_encoding": "gzip"},
        {"x_forwarded_host": "evil.example"},
        {"x_forwarded_proto": "https"},
        {"forwarded": "host=evil.example"},
        {"sec_fetch_site": "same-origin"},
        {"hx_request": "true"},
        {"x_unheard_of": "1"},
        {"query": b"a=%2F"},
        {"query": b"a=%2f"},
        {"query": b"a=1&b"},
        {"path": "/api/v1/x/"},
        {"path": "/api/v1/X"},
        {"raw_path": b"/api%2Fv1/x"},
    ],
)
def test_other_questions_have_other_answers(asked: Asked, other: dict[str, Any]) -> None:
    asked()
    asked(query=b"a=/")
    assert not hit(asked(**other))
    assert hit(asked(**other))
    assert hit(asked())


def test_two_names_of_the_host_are_for_django(asked: Asked) -> None:
    twice = ((b"host", b"evil.example"),)
    asked()
    assert not hit(asked(also=twice))
    assert not hit(asked(also=twice))


def test_what_no_answer_depends_on_is_one_answer(asked: Asked) -> None:
    asked(user_agent="a", origin="https://a.example", x_forwarded_for="198.51.100.1")
    assert hit(asked(user_agent="b", origin="https://b.example"))


@pytest.mark.parametrize(
    "headers",
    [
        {"cache-control": "private, max-age=60"},
        {"cache-control": "no-store"},
        {"cache-control": "public, no-cache, max-age=60"},
        {"cache-control": "public, s-maxage=9, max-age=60"},
        {"cache-control": "public"},
        {"cache-control": "public, max-age=0"},
        {"cache-control": "public, max-age=-1"},
        {"cache-control": "max-age=60"},
        {"cache-control": ""},
        {"set-cookie": "a=b"},
        {"vary": "*"},
        {"vary": "Origin"},
        {"vary": "Accept, User-Agent"},
        {"content-length": "4000000"},
        {"content-length": "3"},
        {"content-length": "x"},
    ],
)
def test_only_whole_public_answers_are_kept(asked: Asked, headers: dict[str, str]) -> None:
    asked.below.headers |= headers
    asked()
    assert not hit(asked())


@pytest.mark.parametrize(
    ("name", "value"), [("status", 404), ("status", 206), ("status", 302), ("client", "key"), ("pieces", [])]
)
def test_other_answers_are_not_kept(asked: Asked, name: str, value: Any) -> None:
    setattr(asked.below, name, value)
    asked()
    assert not hit(asked())


def test_an_answer_in_pieces_is_kept_when_it_is_whole(asked: Asked) -> None:
    asked.below.pieces = [b"an ", b"answer"]
    asked()
    assert asked()[2] == b"an answer"
    assert asked.below.asked == 1


def test_pages_and_other_methods_pass(asked: Asked) -> None:
    for told in (
        {"path": "/ko/"},
        {"path": "/static/style.css"},
        {"path": "/admin/"},
        {"method": "POST"},
        {"method": "OPTIONS"},
    ):
        asked(**told)
        assert not hit(asked(**told))


PAGE_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "public, no-cache",
    "etag": 'W/"p"',
    "vary": "Cookie",
}


def test_a_page_for_everybody_is_kept_and_counts_for_no_budget(asked: Asked, settings: Any) -> None:
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(requests=1, rows=1, heavy=1)}
    asked.below.headers, asked.below.for_everybody = PAGE_HEADERS, True
    asked("/ko/")
    assert all(hit(asked("/ko/")) for _ in range(3))
    assert asked("/ko/", if_none_match='W/"p"')[0] == 304
    assert asked("/ko/", if_none_match='W/"p-gzip"')[0] == 304
    assert not hit(asked("/en/"))
    assert not hit(asked("/ko/", query=b"q=1"))
    asked.version = 2
    assert not hit(asked("/ko/")), "something was committed"


@pytest.mark.parametrize(
    "cookie",
    [
        "sessionid=x",
        "csrftoken=x",
        "look=dark; sessionid=x",
        "look=dark;sessionid=x",
        "look=",
        "look=dark\u00ff",
        "xlook=dark",
    ],
)
def test_a_page_is_not_given_to_who_may_be_somebody(asked: Asked, cookie: str) -> None:
    asked.below.headers, asked.below.for_everybody = PAGE_HEADERS, True
    asked("/ko/")
    assert not hit(asked("/ko/", cookie=cookie))
    assert not hit(asked("/ko/", authorization="Bearer mdg_x"))
    assert not hit(asked("/api/v1/x", cookie="look=dark")), "an answer of the API is computed for any cookie"


def test_looks_are_told_apart(asked: Asked) -> None:
    asked.below.headers, asked.below.for_everybody = PAGE_HEADERS, True
    asked("/ko/", cookie="look=dark")
    assert hit(asked("/ko/", cookie="look=dark"))
    assert not hit(asked("/ko/", cookie="look=light"))
    assert not hit(asked("/ko/"))


@pytest.mark.parametrize("header", [{"set-cookie": "csrftoken=1"}, {"vary": "User-Agent"}, {"vary": "*"}])
def test_a_page_that_is_not_the_same_for_all_is_not_kept(asked: Asked, header: dict[str, str]) -> None:
    asked.below.headers, asked.below.for_everybody = {**PAGE_HEADERS, **header}, True
    asked("/ko/")
    assert not hit(asked("/ko/"))


def test_head_is_the_head_of_what_is_kept(asked: Asked) -> None:
    assert not hit(asked(method="HEAD"))
    full = asked()
    assert not hit(full)  # an answer to HEAD is not kept: it has no body
    status, headers, body = asked(method="HEAD")
    assert (status, body, headers["content-length"]) == (200, b"", "9")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ('"abc-gzip"', 304),
        ('W/"abc"', 304),
        ('"x", "abc-zstd"', 304),
        ("*", 304),
        ('"x"', 200),
        ("", 200),
        ("abc", 200),
    ],
)
def test_who_has_it_already_gets_no_body(asked: Asked, sent: str, status: int) -> None:
    asked()
    found = asked(if_none_match=sent)
    assert (found[0], found[2]) == (status, b"" if status == 304 else b"an answer")
    assert "etag" in found[1]
    assert ("content-length" in found[1]) == (status == 200)


def test_room_is_made_by_those_that_were_not_used(asked: Asked) -> None:
    asked.below.pieces = [b"x" * 10_000]
    asked(query=b"first")
    for number in range(200):
        asked(query=str(number).encode())
        asked(query=b"first")
    answers = asked.front.answers
    assert answers.bytes <= answers.most_bytes
    assert len(answers) < 100
    assert hit(asked(query=b"first"))
    assert not hit(asked(query=b"0"))


def test_long_addresses_take_room_too(asked: Asked) -> None:
    for number in range(100):
        asked(query=b"x" * 100_000 + str(number).encode())
    assert len(asked.front.answers) <= 10


def test_an_answer_ends_with_its_age() -> None:
    told = ((b"cache-control", b"public, max-age=31536000, immutable"),)
    assert seconds(told) == 31_536_000
    assert seconds((*told, (b"cache-control", b"private"))) == 0


def test_budgets_hold_and_say_what_is_left(asked: Asked, settings: Any) -> None:
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(requests=3, rows=1_000, heavy=2)}
    asked.below.headers["ratelimit-remaining"] = "119"
    asked()
    assert [asked()[1]["ratelimit-remaining"] for _ in range(3)] == ["2", "1", "0"]
    before = asked.below.asked
    assert not hit(asked())  # Django says no
    assert asked.below.asked == before + 1
    assert hit(asked(peer="203.0.113.10"))
    assert not hit(asked(x_forwarded_for="198.51.100.7"))  # nobody chooses a new budget: the peer is no proxy
    assert hit(asked(peer="127.0.0.1", x_forwarded_for="198.51.100.7"))


def test_what_is_given_is_noted_once_for_all(asked: Asked, tmp_path: Path) -> None:
    import json

    asked()
    for _ in range(4):
        asked()
    asked(if_none_match="*")
    asked.front.given.flush()
    noting.log().flush()
    (file,) = (tmp_path / "usage").iterdir()
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    told = {line["status"]: (line["requests"], line["rows"], line["format"], line["dataset"]) for line in lines}
    assert told == {200: (4, 12, "json", "d"), 304: (1, 0, "", "d")}


def test_a_file_says_that_another_connection_committed(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "city.sqlite3"
    known = of_database({"ENGINE": "django.db.backends.sqlite3", "NAME": file})
    assert asyncio.run(known()) is None  # there is none yet
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE t (a)")
    first = asyncio.run(known())
    assert asyncio.run(known()) == first
    writer.execute("BEGIN")
    writer.execute("INSERT INTO t VALUES (1)")
    assert asyncio.run(known()) == first
    writer.execute("COMMIT")
    second = asyncio.run(known())
    assert second != first
    copy = tmp_path / "copy.sqlite3"
    with sqlite3.connect(copy) as target:
        writer.backup(target)
    copy.replace(file)  # restored under our feet
    assert asyncio.run(known()) not in (first, second)
