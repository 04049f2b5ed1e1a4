"""Nobody fills the disk with a body that no view asked for."""

import asyncio

import pytest

from madang.config import bodies

MOST = 50_000_000


def ask(path="/en/", headers=(), chunks=(b"",), most_of_a_file=MOST):
    """(status, bytes that the application took in) of a request whose body comes in `chunks`."""
    sent, taken = [], []

    async def app(scope, receive, send):
        more = True
        while more:
            message = await receive()
            taken.append(len(message["body"]))
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    messages = [{"type": "http.request", "body": c, "more_body": i + 1 < len(chunks)} for i, c in enumerate(chunks)]

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [*headers]}
    asyncio.run(bodies.bounded(app, most_of_a_file)(scope, receive, send))
    return sent[0]["status"], sum(taken)


LONG = (b"x" * 1_000_000,) * 10
SESSION = (b"cookie", b"csrftoken=a; sessionid=b")


def test_a_form_passes():
    assert ask(chunks=(b"a=1",)) == (200, 3)


@pytest.mark.parametrize("headers", [[(b"content-length", b"400000000")], []])
def test_a_long_body_is_refused_before_it_is_taken_in(headers):
    status, taken = ask(headers=headers, chunks=LONG)
    assert status == 413
    assert taken <= bodies.FORM_BYTES


def test_a_file_needs_somebody():
    assert ask("/api/v1/uploads/1", chunks=LONG, headers=[(b"content-length", b"10000000")])[0] == 413
    assert ask("/api/v1/uploads/1", [(b"authorization", b"Bearer mdg_x")], LONG) == (200, 10_000_000)
    assert ask("/ko/workspace/upload/", [SESSION], LONG) == (200, 10_000_000)
    assert ask("/ko/search", [SESSION], LONG)[0] == 413


def test_a_file_in_a_form_has_an_end():
    most = bodies.FILE_FORM_BYTES
    form = (b"content-type", b"multipart/form-data; boundary=x")
    for path in ("/ko/workspace/upload/", "/api/v1/loads"):
        told = [SESSION, form, (b"content-length", str(most + 1).encode())]
        assert ask(path, told, most_of_a_file=10 * most)[0] == 413
        assert ask(path, [SESSION, form], (b"x" * 1_000_000,) * (most // 1_000_000 + 1), 10 * most)[0] == 413


def test_a_streamed_file_is_refused_by_the_length_it_tells_and_counted_by_its_view():
    told = [(b"authorization", b"x"), (b"content-length", str(MOST + 1).encode())]
    assert ask("/api/v1/uploads/1", told, LONG) == (413, 0)
    assert ask("/api/v1/uploads/1", told[:1], (b"x" * 1_000_000,) * 51) == (200, 51_000_000)


def test_which_bodies_are_left_to_their_view():
    def streamed(path, *headers):
        return bodies.streamed({"path": path, "headers": [*headers]})

    assert streamed("/api/v1/loads")
    assert streamed("/api/v1/uploads/0198")
    assert not streamed("/api/v1/loads", (b"content-type", b"multipart/form-data; boundary=x"))
    assert not streamed("/ko/workspace/upload/")
    assert not streamed("/api/v1/uploadsomething")


def test_the_addresses_are_those_of_the_portal_and_the_api():
    from django.urls import reverse

    assert bodies.FILE_FORM.fullmatch(reverse("upload"))
    assert bodies.UPLOADS.fullmatch("/api/v1/loads")
    assert bodies.UPLOADS.fullmatch("/api/v1/uploads/")
