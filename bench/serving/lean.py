"""Asks one question again and again with next to no work of its own: a process for each connection, that compares only lengths.

The closed loop of `client` parses every answer in one process, and is then slower than what it asks.
"""

from __future__ import annotations

import multiprocessing
import socket
import time
from urllib.parse import urlsplit

from serving.client import Times


def timed(address: str, path: str, connections: int, seconds: float) -> Times:
    """Times of all connections together. The answer must have the same length each time."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(connections) as pool:
        found = pool.starmap(_asked, [(address, path, seconds)] * connections, chunksize=1)
    return Times([spent for times in found for spent in times.spent], sum(times.rate for times in found))


def _asked(address: str, path: str, seconds: float) -> Times:
    host = urlsplit(address)
    with socket.create_connection((host.hostname, host.port), 60) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        question = f"GET {path} HTTP/1.1\r\nHost: {host.netloc}\r\n\r\n".encode()
        for _ in range(3):
            length = _length(line, question)
        spent: list[float] = []
        start = time.perf_counter()
        while (began := time.perf_counter()) < start + seconds:
            line.sendall(question)
            left = length
            while left > 0 and (piece := line.recv(1 << 20)):
                left -= len(piece)
            if left:
                raise RuntimeError("another answer than before")
            spent.append((time.perf_counter() - began) * 1000)
        return Times(spent, len(spent) / (time.perf_counter() - start))


def _length(line: socket.socket, question: bytes) -> int:
    """The bytes of the whole answer, head and body."""
    line.sendall(question)
    head = b""
    while b"\r\n\r\n" not in head:
        head += line.recv(1 << 20)
    head, _, body = head.partition(b"\r\n\r\n")
    if b" 200 " not in head.splitlines()[0]:
        raise RuntimeError(head.decode("latin-1"))
    told = dict(row.lower().split(b": ", 1) for row in head.splitlines()[1:])
    size, got = int(told[b"content-length"]), len(body)
    while got < size:
        got += len(line.recv(1 << 20))
    return len(head) + 4 + size
