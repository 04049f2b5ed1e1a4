"""A real web server in the test's own process, that says exactly what a test wants: whole answers, or raw bytes at its own pace."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Script = Callable[[socket.socket], None]


@dataclass
class Request:
    """What a client asked."""

    path: str
    headers: dict[str, str]  # names in lower case


@dataclass
class Server:
    """`pages` maps a path to the raw bytes of its answer, or to what is done with the connection. `asked` holds every request."""

    port: int
    scheme: str = "http"
    pages: dict[str, bytes | Script] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def put(self, path: str, body: bytes, status: str = "200 OK", **headers: str) -> str:
        """Answer with a plain file; with an ETag also with 304. Returns its address."""
        lines = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}

        def answer(line: socket.socket) -> None:
            etag = lines.get("ETag")
            if etag and self.asked[-1].headers.get("if-none-match") == etag:
                line.sendall(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
            else:
                line.sendall(head(status, **lines) + body)

        self.pages[path] = answer
        return self.url(path)


def head(status: str = "200 OK", **headers: str) -> bytes:
    """The head of an answer; `_` in the names of headers stands for `-`."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode()


def sends_on(target: str, status: str = "302 Found") -> bytes:
    return head(status, Location=target, Content_Length="0")


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """`with serving() as web: web.put("/a.csv", b"...")`; each connection gets one answer."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(listening.getsockname()[1], "https" if tls else "http")
    thread = threading.Thread(target=_accept, args=(listening, server, tls), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _accept(listening: socket.socket, server: Server, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(line, server, tls), daemon=True).start()


def _answer(line: socket.socket, server: Server, tls: ssl.SSLContext | None) -> None:
    try:
        line.settimeout(10)
        with tls.wrap_socket(line, server_side=True) if tls else line as wrapped:
            request = _request(wrapped)
            server.asked.append(request)
            page = server.pages.get(request.path, head("404 Not Found", Content_Length="0"))
            if callable(page):
                page(wrapped)
            else:
                wrapped.sendall(page)
    except OSError:  # The client hung up, as it should at hostile pages.
        return


def _request(line: socket.socket) -> Request:
    received = b""
    while b"\r\n\r\n" not in received and (piece := line.recv(65_536)):
        received += piece
    first, *rest = received.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in rest)}
    return Request(first.split(" ")[1] if " " in first else "", headers)
