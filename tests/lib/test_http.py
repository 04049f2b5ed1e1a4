"""The downloader against real servers that misbehave: slow drips, loops, half files, lying lengths, bombs, and ways inside."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madang.lib import http_line
from madang.lib import http_problems as problems
from madang.lib.addresses import Allowed, PrivateAddress
from madang.lib.http import Client
from madang.lib.http_line import Limits
from tests.web import Server, head, sends_on, serving

QUICK = Limits(connect=2, answer=0.6, window=0.4, rate=1_000, total=5)
HERE = Allowed.parse("127.0.0.1")
CSV = b"a,b\n1,2\n"


@pytest.fixture
def web():
    with serving() as server:
        yield server


def get(url: str, client: Client | None = None, **more) -> bytes:
    with (client or Client(HERE, QUICK)).ask(url, **more) as answer:
        return b"".join(answer.chunks())


def raw(body: bytes = CSV, **headers: str) -> bytes:
    return head(**headers) + body


def drip(start: bytes, endless: bytes):
    def answer(line: socket.socket) -> None:
        line.sendall(start)
        for byte in endless:
            line.sendall(bytes([byte]))
            time.sleep(0.02)

    return answer


GOOD = {
    "length": raw(Content_Length="8"),
    "chunked": raw(b"4\r\na,b\n\r\n4\r\n1,2\n\r\n0\r\n\r\n", Transfer_Encoding="chunked"),
    "until the end": raw(),
    "gzip": raw(gzip.compress(CSV), Content_Encoding="gzip"),
    "gzip of two members, filled up": raw(gzip.compress(CSV[:4]) + gzip.compress(CSV[4:]) + bytes(9), Content_Encoding="x-gzip"),
    "packing that is none": raw(Content_Length="8", Content_Encoding="UTF-8"),
    "same length twice": raw(Content_Length="8, 8"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_whole_answer_is_taken(web: Server, name: str) -> None:
    web.pages["/"] = GOOD[name]
    assert get(web.url("/")) == CSV


HALF = {
    "shorter than its length": raw(Content_Length="9"),
    "longer than its length": raw(Content_Length="7"),
    "two lengths": raw(Content_Length="4, 8"),
    "a length that is none": raw(Content_Length="-8"),
    "a chunk cut off": raw(b"9\r\na,b\n1", Transfer_Encoding="chunked"),
    "no last chunk": raw(b"8\r\na,b\n1,2\n\r\n", Transfer_Encoding="chunked"),
    "gzip cut off": raw(gzip.compress(CSV * 99)[:-9], Content_Encoding="gzip"),
    "gzip without its check sum": raw(gzip.compress(CSV * 99)[:-4], Content_Encoding="gzip"),
}


@pytest.mark.parametrize("name", HALF)
def test_half_a_file_is_an_error(web: Server, name: str) -> None:
    """P17: what a source did not send whole is never taken for the file."""
    web.pages["/"] = HALF[name]
    with pytest.raises((problems.HalfFile, problems.NoAnswer)) as told:
        get(web.url("/"))
    assert web.url("/") in told.value.text("ko")


SLOW = {
    "silence": lambda line: time.sleep(2),
    "a drip of the head": drip(b"HTTP/1.1 200 OK\r\nX-A: ", b"x" * 200),
    "a drip of the body": drip(raw(b"", Content_Length="200"), b"x" * 200),
    "a drip of a chunk's size": drip(raw(b"", Transfer_Encoding="chunked"), b"0" * 200),
    "a body that stops": drip(raw(b"x" * 100_000, Content_Length="200000"), b""),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_is_too_slow_is_ended(web: Server, name: str) -> None:
    answer = SLOW[name]
    web.pages["/"] = lambda line: (answer(line), time.sleep(2))[1]
    began = time.monotonic()
    with pytest.raises(problems.TooSlow):
        get(web.url("/"), Client(HERE, Limits(connect=0.3, answer=0.5, window=0.5, rate=1_000)))
    assert time.monotonic() - began < 2


def test_the_whole_has_its_limit_too(web: Server) -> None:
    web.pages["/"] = drip(raw(b"", Content_Length="900"), b"x" * 200)
    with pytest.raises(problems.TooSlow):
        get(web.url("/"), Client(HERE, Limits(rate=1, window=9, total=0.5)))


def test_too_much_is_refused_before_and_while_it_comes(web: Server) -> None:
    client = Client(HERE, Limits(bytes=7))
    web.pages |= {"/told": raw(Content_Length="8"), "/untold": raw()}
    for path in ("/told", "/untold"):
        with pytest.raises(problems.TooLarge, match="MADANG_UPLOAD"):
            get(web.url(path), client)


def test_a_bomb_is_not_unpacked(web: Server) -> None:
    packed = gzip.compress(bytes(50_000_000))
    web.put("/", packed, Content_Encoding="gzip")
    sizes: list[int] = []
    with Client(HERE, Limits(spare=1_000_000)).ask(web.url("/")) as answer, pytest.raises(problems.Bomb):
        sizes.extend(len(chunk) for chunk in answer.chunks())
    assert sum(sizes) <= 16_000_000
    web.pages["/br"] = raw(Content_Encoding="br")
    with pytest.raises(problems.OddPacking, match="br"):
        get(web.url("/br"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("404 Not Found", problems.NotThere), ("410 Gone", problems.NotThere), ("401 No", problems.NotOpen),
        ("403 No", problems.NotOpen), ("429 Many", problems.Busy), ("503 Later", problems.Busy),
        ("500 Oops", problems.ServerFailed), ("204 Empty", problems.Refused), ("206 Part", problems.Refused),
        ("418 Teapot", problems.Refused),
    ],
)  # fmt: skip
def test_every_other_status_is_named(web: Server, status: str, kind: type) -> None:
    web.put("/", CSV, status, Retry_After="120")
    with pytest.raises(kind) as told:
        get(web.url("/"))
    assert type(told.value) is kind
    assert status[:3] in told.value.text("en")
    assert status[:3] in told.value.text("ko")


def test_redirects_are_followed_and_kept(web: Server) -> None:
    web.put("/end/%EA%B0%80.csv", CSV)
    web.pages |= {"/a": sends_on("b"), "/b": sends_on("/end/가.csv", "307 Temporary")}
    with Client(HERE, QUICK).ask(web.url("/a")) as answer:
        assert b"".join(answer.chunks()) == CSV
        assert answer.chain == (web.url("/a"), web.url("/b"), web.url("/end/가.csv"))


def test_a_loop_is_named_with_its_way(web: Server) -> None:
    """P17: a page that wants a cookie sends us round for ever; the reason says so."""
    web.pages |= {"/a": sends_on("/b"), "/b": sends_on("/a#again")}
    with pytest.raises(problems.RedirectLoop) as told:
        get(web.url("/a"))
    assert f"{web.url('/a')} → {web.url('/b')} → {web.url('/a')}" in told.value.text("ko")
    web.pages |= {f"/{n}": sends_on(f"/{n + 1}") for n in range(9)}
    with pytest.raises(problems.TooManyRedirects):
        get(web.url("/0"))
    assert len(web.asked) == 2 + 6
    web.pages["/nowhere"] = head("302 Found")
    with pytest.raises(problems.RedirectLoop):
        get(web.url("/nowhere"))


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "//0.0.0.0:1/",
        "http://127.1.1.1/",
    ],
)
def test_a_redirect_does_not_lead_inside(web: Server, target: str) -> None:
    web.pages["/"] = sends_on(target)
    with pytest.raises(PrivateAddress):
        get(web.url("/"))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "gopher://x/", "ftp://x/a", "http://", "http:///a", "x", "http://user:pass@example.org/", "http://a\r\nX: y/",
     "http://example.org:99999/", "https://example.org/" + "a" * 9_000],
)  # fmt: skip
def test_an_odd_address_is_refused_and_its_password_not_repeated(url: str, web: Server) -> None:
    with pytest.raises(problems.OddAddress) as told:
        get(url)
    assert "pass@" not in str(told.value)
    if "\r" not in url:
        web.pages["/"] = sends_on(url)
        with pytest.raises((problems.OddAddress, problems.NoAnswer, problems.RedirectLoop)):
            get(web.url("/"))


def test_the_address_that_was_checked_is_the_one_that_is_asked(web: Server) -> None:
    """DNS rebinding: a name that is public when it is checked and private when it is connected to. It is looked up once."""
    answers = [["8.8.8.8"], ["127.0.0.1"]]
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked) - 1, 1)]

    client = Client(Allowed(), Limits(connect=0.2, answer=0.2), resolve)
    with pytest.raises(problems.NoAnswer):
        get(web.url("/", "rebinding.example.org"), client)
    assert asked == ["rebinding.example.org"]
    assert web.asked == []
    with pytest.raises(PrivateAddress):
        get(web.url("/", "rebinding.example.org"), client)


def test_the_next_address_is_tried_when_one_does_not_answer(web: Server) -> None:
    web.put("/", CSV)
    client = Client(Allowed.parse("two.example.org"), QUICK, lambda host, port: ["127.255.255.254", "127.0.0.1"])
    assert get(web.url("/", "two.example.org"), client) == CSV
    assert web.asked[0].headers["host"] == f"two.example.org:{web.port}"


def test_hundreds_of_dead_addresses_cost_four_tries(web: Server) -> None:
    """A name with 500 addresses that do not answer, ten seconds each, would hold a worker for an hour and a half."""
    dead = [f"127.255.{number // 250}.{number % 250 + 1}" for number in range(500)]
    tried: list[str] = []

    def connect(address: tuple[str, int], *rest: object, **more: object) -> None:
        tried.append(address[0])
        raise TimeoutError()

    client = Client(Allowed.parse("many.example.org"), QUICK, lambda host, port: dead)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http_line.socket, "create_connection", connect)
        with pytest.raises(problems.NoAnswer):
            get(web.url("/", "many.example.org"), client)
    assert tried == dead[:4]
    assert http_line._mixed(["::1", "::2", "::3", "10.0.0.1"]) == ["::1", "10.0.0.1", "::2", "::3"]


def test_headers_go_to_the_first_server_only(web: Server) -> None:
    with serving() as other:
        other.put("/", CSV)
        web.pages |= {"/": sends_on("/same"), "/same": sends_on(other.url("/"))}
        assert get(web.url("/"), headers={"Authorization": "Bearer s3cret"}, conditions={"If-None-Match": '"1"'}) == CSV
        assert [request.headers.get("authorization") for request in web.asked] == ["Bearer s3cret"] * 2
        assert "authorization" not in other.asked[0].headers
        assert other.asked[0].headers["if-none-match"] == '"1"'


def test_secrets_stand_in_no_message(web: Server) -> None:
    web.pages["/k3y"] = sends_on("/k3y/again?with=k3y")
    client = Client(HERE, QUICK, hidden={"k3y": "{secret:BUS}"})
    with pytest.raises(problems.NotThere) as told:
        get(web.url("/k3y"), client)
    assert "k3y" not in str(told.value)
    assert "/{secret:BUS}/again?with={secret:BUS}" in str(told.value)
    assert "k3y" not in repr(client)


@pytest.mark.parametrize("place", ["/{}", "/a?to={}", "/%73%33cret/{}"])
def test_a_secret_is_not_sent_on_to_another_server(web: Server, place: str) -> None:
    """A host that redirects wherever its address says would hand the key in that address to anybody."""
    with serving() as other:
        web.pages["/"] = sends_on(other.url(place.format("s3cret")))
        web.pages["/on"] = sends_on("/%732/s3cret")
        client = Client(HERE, QUICK, hidden={"s3cret": "{secret:BUS}"})
        with pytest.raises(problems.SecretSentOn) as told:
            get(web.url("/"), client)
        assert not other.asked
        assert "s3cret" not in str(told.value)
        with pytest.raises(problems.NotThere):  # its own host may have it
            get(web.url("/on"), client)


def test_nothing_comes_from_the_environment(web: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    web.put("/", CSV)
    assert get(web.url("/")) == CSV
    assert web.asked[0].path == "/"


def test_a_condition_that_holds_is_an_answer(web: Server) -> None:
    web.put("/", CSV, ETag='W/"1"')
    with Client(HERE, QUICK).ask(web.url("/"), conditions={"If-None-Match": 'W/"1"'}) as answer:
        assert answer.status == 304


def test_an_answer_that_nobody_reads_leaves_no_thread_behind(web: Server) -> None:
    web.put("/", CSV)
    answer = Client(HERE, QUICK).ask(web.url("/"))
    body = answer.chunks()
    assert any(thread.name == "http-fuse" for thread in threading.enumerate())
    del answer, body
    until = time.monotonic() + 3
    while any(thread.name == "http-fuse" for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(thread.name == "http-fuse" for thread in threading.enumerate())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of data.example.org with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "data.example.org")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("data.example.org"), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))]
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return path


def test_https_proves_the_name_at_the_checked_address(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    allowed, resolve = Allowed.parse("127.0.0.0/8"), lambda host, port: ["127.0.0.1"]
    trusting = Client(allowed, QUICK, resolve, authorities=str(certificate))
    with serving(context) as safe, serving() as plain:
        safe.put("/", CSV)
        assert get(safe.url("/", "data.example.org"), trusting) == CSV
        for url, client in (
            (safe.url("/", "other.example.org"), trusting),
            (safe.url("/", "data.example.org"), Client(allowed, QUICK, resolve)),
        ):
            with pytest.raises(problems.NotTrusted):
                get(url, client)
        safe.pages["/down"] = sends_on(plain.url("/", "data.example.org"))
        with pytest.raises(problems.Downgrade):
            get(safe.url("/down", "data.example.org"), trusting)
        assert plain.asked == []
