"""Nobody fills the disk with a body that no view asked for."""

import asyncio

import pytest

from madang.config import bodies

MOST = 50_000_000


def ask(path="/en/", headers=(), chunks=(b"",)):
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
    asyncio.run(bodies.bounded(app, MOST)(scope, receive, send))
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


def test_an_upload_needs_somebody():
    assert ask("/api/v1/loads", chunks=LONG)[0] == 413
    assert ask("/api/v1/loads", [(b"authorization", b"Bearer mdg_x")], LONG) == (200, 10_000_000)
    assert ask("/ko/workspace/upload/", [SESSION], LONG) == (200, 10_000_000)
    assert ask("/ko/search", [SESSION], LONG)[0] == 413


def test_an_upload_has_an_end_too():
    assert ask("/api/v1/loads", [(b"authorization", b"x")], (b"x" * 1_000_000,) * 51)[0] == 413


def test_the_addresses_are_those_of_the_portal_and_the_api():
    from django.urls import reverse

    assert bodies.UPLOADS.fullmatch(reverse("upload"))
    assert bodies.UPLOADS.fullmatch("/api/v1/loads")
