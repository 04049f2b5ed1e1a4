"""P7: files go up in parts that can be resumed; the protocol (tus 1.0.0), as a client of it meets every case."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Membership, Token, User
from madang.catalog.storage import the_store
from madang.ingest import run as runs
from madang.ingest.models import Run, Upload, UploadPart
from tests.city import City

pytestmark = pytest.mark.usefixtures("queue")

BYTES = "자치구,인구\n종로구,1\n중구,2\n강남구,3\n".encode("cp949")
HERE = "/api/v1/uploads"
VERSION = {"Tus-Resumable": "1.0.0"}
OCTETS = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def nothing_on_the_way() -> None:
    """The store is that of the whole session, and other tests end in the middle of uploads."""
    for key in kept():
        the_store().place.delete(key)


def metadata(**said: str) -> str:
    return ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in said.items())


class Sender:
    """A client with a token; every request says its version unless told otherwise."""

    def __init__(self, user: User, may_write: bool = True) -> None:
        self.client = Client()
        self.token = Token.make(user, "script", may_write=may_write)[1]

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Any:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        kind = named.pop("Content-Type", OCTETS if body else "")
        if kind and not body:
            named["Content-Type"] = kind  # Django's client leaves it out of a request without a body
        return self.client.generic(
            method, path, body, content_type=kind, headers={**VERSION, "Authorization": f"Bearer {self.token}", **named}
        )

    def create(self, length: int = len(BYTES), expected: int = 201, body: bytes = b"", **more: str) -> Any:
        said = {"filename": "인구.csv", "dataset": "population", "resource": "districts"}
        headers = {"Upload-Length": str(length), "Upload-Metadata": metadata(**said), **more}
        response = self.ask("POST", HERE + "/", body, **{name: text for name, text in headers.items() if text})
        assert response.status_code == expected, response.content.decode()
        return response

    def patch(self, place: str, offset: int, body: bytes, expected: int = 204, **more: str) -> Any:
        response = self.ask("PATCH", place, body, **{"Upload-Offset": str(offset), "Content-Type": OCTETS, **more})
        assert response.status_code == expected, response.content.decode()
        return response

    def offset(self, place: str) -> int:
        return int(self.ask("HEAD", place).headers["Upload-Offset"])


@pytest.fixture
def sender(city: City) -> Sender:
    return Sender(city.publisher)


def problem(response: Any) -> str:
    return str(json.loads(response.content)["type"].removeprefix("urn:madang:problem:"))


def checksum(body: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, body).digest()).decode()}"


def kept() -> list[str]:
    return [entry.key for entry in the_store().place.keys("uploads")]


def test_the_server_says_what_it_can(client: Client) -> None:
    for path in (HERE, HERE + "/", HERE + "/" + "0" * 32):
        response = client.options(path)
        assert response.status_code == 204
        assert response.headers["Tus-Version"] == "1.0.0"
        assert set(response.headers["Tus-Extension"].split(",")) == {
            "creation", "creation-with-upload", "creation-defer-length", "checksum", "expiration", "termination",
        }  # fmt: skip
        assert response.headers["Tus-Max-Size"] == "20000000000"
        assert response.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"
        assert "PATCH" in response.headers["Access-Control-Allow-Methods"]
        assert "Upload-Offset" in response.headers["Access-Control-Allow-Headers"]


def test_a_file_in_parts_becomes_one_run_and_then_rows(client: Client, sender: Sender) -> None:
    """P7: parts, each with its hash; the run reads exactly the bytes; its parts are let go."""
    said = metadata(filename="인구.csv", dataset="population", publish="true", resource="districts")
    place = sender.create(**{"Upload-Metadata": said}).headers["Location"]
    first = sender.patch(place, 0, BYTES[:10])
    assert first.headers["Upload-Offset"] == "10"
    assert first.headers["Upload-Expires"].endswith("GMT")
    assert "Madang-Run" not in first.headers
    last = sender.patch(place, 10, BYTES[10:])
    run = Run.objects.get()
    assert last.headers["Madang-Run"].endswith(f"/api/v1/runs/{run.pk}")
    assert (run.pk, run.file_name, run.bytes) == (place.rsplit("/", 1)[-1], "인구.csv", len(BYTES))
    shown = json.loads(sender.ask("GET", place).content)
    assert [(part["start"], part["bytes"], part["sha256"]) for part in shown["parts"]] == [
        (0, 10, hashlib.sha256(BYTES[:10]).hexdigest()), (10, len(BYTES) - 10, hashlib.sha256(BYTES[10:]).hexdigest()),
    ]  # fmt: skip
    assert runs.load(run.pk, Run.Step.FETCH) == Run.State.PUBLISHED, Run.objects.get().reason
    run.refresh_from_db()
    assert run.sha256 == hashlib.sha256(BYTES).hexdigest()
    assert kept() == []
    rows = json.loads(client.get("/api/v1/datasets/population/resources/districts/rows").content)
    assert [row["인구"] for row in rows["rows"]] == [1, 2, 3]


def test_the_bytes_may_come_with_the_announcement(sender: Sender) -> None:
    response = sender.create(body=BYTES)
    assert response.headers["Upload-Offset"] == str(len(BYTES))
    assert response.headers["Madang-Run"]
    assert Run.objects.count() == 1


def test_a_finished_upload_stays_one_run_however_often_its_end_is_sent(sender: Sender) -> None:
    place = sender.create(body=BYTES).headers["Location"]
    again = sender.patch(place, len(BYTES), b"")
    assert again.headers["Madang-Run"]
    assert sender.ask("HEAD", place).headers["Madang-Run"] == again.headers["Madang-Run"]
    sender.patch(place, 0, BYTES, 409)
    assert Run.objects.count() == 1


def test_an_offset_that_does_not_follow_is_refused_and_nothing_is_kept(sender: Sender) -> None:
    place = sender.create().headers["Location"]
    sender.patch(place, 0, BYTES[:10])
    for offset in (0, 5, 11):
        assert problem(sender.patch(place, offset, BYTES[10:20], 409)) == "other-offset"
    assert sender.offset(place) == 10
    assert len(kept()) == 1


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_bytes_that_changed_on_the_way_are_not_kept(sender: Sender, algorithm: str) -> None:
    place = sender.create().headers["Location"]
    told = {"Upload-Checksum": checksum(BYTES, algorithm)}
    response = sender.patch(place, 0, BYTES[:-1] + b"!", 460, **told)
    assert problem(response) == "wrong-checksum"
    assert response.headers["Tus-Resumable"] == "1.0.0"
    assert (sender.offset(place), kept()) == (0, [])
    sender.patch(place, 0, BYTES, **told)
    assert Run.objects.count() == 1


@pytest.mark.parametrize("given", ["md5 AAAA", "sha256", "sha256 AAAA", "sha256 ***", ""])
def test_a_checksum_that_cannot_be_read_is_refused(sender: Sender, given: str) -> None:
    place = sender.create().headers["Location"]
    assert problem(sender.patch(place, 0, BYTES, 400, **{"Upload-Checksum": given})) == "odd-checksum"
    assert sender.offset(place) == 0


def test_another_version_or_none_is_told_which_one_is_spoken(sender: Sender) -> None:
    place = sender.create().headers["Location"]
    for method, path in (("POST", HERE), ("HEAD", place), ("PATCH", place), ("DELETE", place)):
        for given in ("0.2.2", ""):
            response = sender.ask(method, path, **{"Tus-Resumable": given})
            assert (response.status_code, response.headers["Tus-Version"]) == (412, "1.0.0"), method


def test_bytes_need_their_media_type_and_an_offset(sender: Sender) -> None:
    place = sender.create().headers["Location"]
    assert problem(sender.patch(place, 0, BYTES, 415, **{"Content-Type": "text/csv"})) == "other-media-type"
    assert problem(sender.create(len(BYTES), 415, BYTES, **{"Content-Type": "text/csv"})) == "other-media-type"
    for odd in ("", "-1", "1.5", "９", "1" * 30):
        assert problem(sender.patch(place, 0, BYTES, 400, **{"Upload-Offset": odd})) == "odd-header"
    assert sender.offset(place) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": ""},
        {"Upload-Length": "-1"},
        {"Upload-Length": "ten"},
        {"Upload-Defer-Length": "1"},  # and a length
        {"Upload-Length": "", "Upload-Defer-Length": "2"},
        {"Upload-Concat": "partial"},
        {"Upload-Metadata": "filename ***"},
        {"Upload-Metadata": "filename " + base64.b64encode(b"\xff\xfe").decode()},
        {"Upload-Metadata": metadata(dataset="population") + ",dataset " + base64.b64encode(b"x").decode()},
        {"Upload-Metadata": metadata(filename="a.csv", dataset="population", choices="[1]")},
        {"Upload-Metadata": metadata(filename="a.csv", dataset="population", sha256="abc")},
        {"Upload-Metadata": metadata(filename="a.csv", dataset="population", colour="red")},
        {"Upload-Metadata": metadata(dataset="population")},
    ],
)
def test_what_cannot_be_understood_is_refused_before_anything_is_made(sender: Sender, headers: dict[str, str]) -> None:
    assert json.loads(sender.create(expected=400, **headers).content)["detail"]
    assert not Upload.objects.exists()


def test_larger_than_announced_or_than_a_file_may_be(sender: Sender, settings: Any) -> None:
    place = sender.create(10).headers["Location"]
    assert problem(sender.patch(place, 0, BYTES, 413)) == "too-long"
    assert (sender.offset(place), Run.objects.count()) == (0, 0)
    settings.MADANG = {**settings.MADANG, "upload": 1}
    assert problem(sender.create(1_000_001, 413)) == "too-large"
    assert problem(sender.create(0, 413, b"x" * 1_000_001, **{"Upload-Length": "", "Upload-Defer-Length": "1"})) == "too-large"  # fmt: skip
    assert not UploadPart.objects.exists()
    assert kept() == []


def test_the_length_may_be_told_later_but_not_changed(sender: Sender) -> None:
    place = sender.create(0, **{"Upload-Length": "", "Upload-Defer-Length": "1"}).headers["Location"]
    assert sender.ask("HEAD", place).headers["Upload-Defer-Length"] == "1"
    sender.patch(place, 0, BYTES[:10])
    last = sender.patch(place, 10, BYTES[10:], **{"Upload-Length": str(len(BYTES))})
    assert last.headers["Madang-Run"]
    fixed = sender.create().headers["Location"]
    assert problem(sender.patch(fixed, 0, BYTES[:10], 409, **{"Upload-Length": "10"})) == "other-length"


def test_a_file_of_no_bytes_is_complete_at_once_and_its_run_says_so(sender: Sender) -> None:
    response = sender.create(0)
    run = Run.objects.get()
    assert response.headers["Madang-Run"].endswith(run.pk)
    runs.load(run.pk, Run.Step.FETCH)
    run.refresh_from_db()
    assert "0" in json.dumps(run.reason or run.receipt["no_table"], ensure_ascii=False)


def test_discarded_is_gone_for_its_maker_and_nothing_for_others(city: City, sender: Sender) -> None:
    place = sender.create().headers["Location"]
    sender.patch(place, 0, BYTES[:10])
    assert sender.ask("DELETE", place).status_code == 204
    assert kept() == []
    for method in ("HEAD", "PATCH", "DELETE", "GET"):
        response = sender.ask(method, place, **{"Upload-Offset": "10", "Content-Type": OCTETS})
        assert (response.status_code, response.headers["Cache-Control"]) == (410, "no-store"), method
    assert Sender(city.editor).ask("HEAD", place).status_code == 404


def test_an_upload_that_waited_too_long_is_gone_and_swept(sender: Sender) -> None:
    """P7: nothing that was begun lies about for ever."""
    from madang.ingest import tidy

    place = sender.create().headers["Location"]
    sender.patch(place, 0, BYTES[:10])
    later = timezone.now() + timedelta(days=8)
    tidy.sweep(timedelta(days=1), timezone.now())
    assert sender.offset(place) == 10
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert sender.ask("HEAD", place).status_code == 410
    assert tidy.sweep(timedelta(days=1), timezone.now()).bytes == 0 or kept() == []
    assert (kept(), UploadPart.objects.count()) == ([], 0)
    tidy.sweep(timedelta(days=1), later + timedelta(days=40))
    assert sender.ask("HEAD", place).status_code == 404


def test_nobody_else_learns_that_an_upload_exists(city: City, sender: Sender) -> None:
    place = sender.create().headers["Location"]
    for other in (city.editor, city.stranger, city.administrator):
        for method in ("HEAD", "GET", "PATCH", "DELETE"):
            asked = Sender(other).ask(method, place, BYTES, **{"Upload-Offset": "0"})
            assert asked.status_code == 404, (other, method)
        assert json.loads(Sender(other).ask("GET", HERE).content)["uploads"] == []
    [mine] = json.loads(sender.ask("GET", HERE).content)["uploads"]
    assert (mine["file_name"], mine["offset"], mine["length"]) == ("인구.csv", 0, len(BYTES))
    assert Client().head(place, headers=VERSION).status_code == 401


def test_who_may_not_load_is_refused_before_a_byte_is_kept(city: City) -> None:
    assert Sender(city.stranger).create(expected=403)
    assert Sender(city.editor, may_write=False).create(expected=403)
    publish = {"Upload-Metadata": metadata(filename="a.csv", dataset="population", publish="true")}
    assert Sender(city.editor).create(expected=403, **publish)
    absent = {"Upload-Metadata": metadata(filename="a.csv", dataset="nothing")}
    assert Sender(city.editor).create(expected=404, **absent)
    assert not Upload.objects.exists()


def test_a_role_that_was_taken_away_ends_an_upload_that_was_begun(city: City) -> None:
    editor = Sender(city.editor)
    place = editor.create().headers["Location"]
    Membership.objects.filter(user=city.editor).delete()
    editor.patch(place, 0, BYTES, 403)
    assert (kept(), Run.objects.count()) == ([], 0)


def test_a_session_needs_the_proof_that_the_page_is_ours(city: City) -> None:
    """A cookie alone could be used by any page; a script of ours sends Django's CSRF token beside it."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(city.editor)
    headers = {**VERSION, "Upload-Length": "3", "Upload-Metadata": metadata(filename="a.csv", dataset="population")}
    refused = browser.generic("POST", HERE, headers=headers)
    assert (refused.status_code, problem(refused)) == (403, "foreign-form")
    browser.get("/ko/workspace/upload/")
    proof = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    made = browser.generic("POST", HERE, headers={**headers, **proof})
    assert made.status_code == 201
    place = made.headers["Location"]
    for method in ("PATCH", "DELETE"):
        asked = browser.generic(method, place, b"abc", content_type=OCTETS, headers={**VERSION, "Upload-Offset": "0"})
        assert asked.status_code == 403
    assert browser.head(place, headers=VERSION).status_code == 200


def test_a_network_that_lets_only_post_through(sender: Sender) -> None:
    place = sender.create().headers["Location"]
    told = {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}
    assert sender.ask("POST", place, BYTES[:10], **told).status_code == 204
    assert sender.offset(place) == 10
    assert sender.ask("POST", place, **{"X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert sender.ask("POST", place).status_code == 405


def test_how_much_one_person_may_have_on_the_way(city: City, sender: Sender, settings: Any) -> None:
    settings.MADANG = {**settings.MADANG, "uploads_open": 1}
    place = sender.create(900_000).headers["Location"]
    assert problem(sender.create(200_000, 413)) == "too-much-open"
    assert Sender(city.editor).create(900_000)  # another person has room of their own
    later = sender.create(0, **{"Upload-Length": "", "Upload-Defer-Length": "1"}).headers["Location"]
    assert problem(sender.patch(later, 0, b"x" * 200_000, 413)) == "too-much-open"
    assert sender.ask("DELETE", place).status_code == 204
    sender.patch(later, 0, b"x" * 200_000)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\자료\\인구.csv", "인구.csv"),
        ("a\x00b\n\x1b[31m.csv", "ab[31m.csv"),
        ("\u202excod.csv", "xcod.csv"),
        ("인구.csv", "인구.csv"),
        ("..", "file"),
        ("/", "file"),
        ("x" * 500 + ".csv", "x" * 196 + ".csv"),
        ("가" * 500, "가" * 200),
    ],
)
def test_a_file_is_called_by_its_name_alone(sender: Sender, given: str, name: str) -> None:
    said = metadata(filename=given, dataset="population")
    place = sender.create(body=BYTES, **{"Upload-Metadata": said}).headers["Location"]
    assert Run.objects.get().file_name == name
    assert sender.ask("HEAD", place).headers["Upload-Metadata"] == said


def test_a_new_dataset_begins_with_its_title(sender: Sender) -> None:
    described = {"filename": "밤.csv", "title": "밤 호출", "organisation": "statistics", "licence": "kogl-1"}
    first = sender.create(body=BYTES, **{"Upload-Metadata": metadata(**described)})
    second = sender.create(body=BYTES, **{"Upload-Metadata": metadata(**described)})
    targets = [Run.objects.get(pk=one.headers["Location"].rsplit("/", 1)[-1]).target for one in (first, second)]
    assert [target["dataset"] for target in targets] == ["밤-호출", "밤-호출-2"]
    assert targets[0]["title"] == {"ko": "밤 호출"}
    without = {name: text for name, text in described.items() if name != "licence"}
    assert problem(sender.create(expected=400, **{"Upload-Metadata": metadata(**without)})) == "incomplete"


def test_a_file_whose_hash_was_announced_must_be_that_file(sender: Sender) -> None:
    """Parts of two files, or a file that changed while it was sent, never become data."""
    said = {"filename": "인구.csv", "dataset": "population", "sha256": hashlib.sha256(BYTES).hexdigest()}
    sender.create(body=BYTES[:-2] + b"9\n", **{"Upload-Metadata": metadata(**said)})
    run = Run.objects.get()
    runs.load(run.pk, Run.Step.FETCH)
    run.refresh_from_db()
    assert (run.state, run.sha256) == (Run.State.FAILED, "")
    assert said["sha256"] in run.reason["ko"]


def test_the_same_file_again_is_no_new_bytes(sender: Sender) -> None:
    for _ in range(2):
        sender.create(body=BYTES)
        runs.load(Run.objects.first().pk, Run.Step.FETCH)
    assert len({run.sha256 for run in Run.objects.all()}) == 1
    originals = [entry.key for entry in the_store().place.keys("originals") if hashlib.sha256(BYTES).hexdigest() in entry.key]  # fmt: skip
    assert len(originals) == 1
    assert kept() == []
