"""Asks one question again and again with next to no work of its own: a process for each connection, that reads only lengths.

The closed loop of `client` parses every answer in one process, and is then slower than what it asks.
"""

from __future__ import annotations

import multiprocessing
import re
import socket
import time
from urllib.parse import urlsplit

from serving.client import Times

LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")


def timed(address: str, path: str, connections: int, seconds: float) -> Times:
    """Times of all connections together."""
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
            _ask(line, question)
        spent: list[float] = []
        start = time.perf_counter()
        while (began := time.perf_counter()) < start + seconds:
            _ask(line, question)
            spent.append((time.perf_counter() - began) * 1000)
        return Times(spent, len(spent) / (time.perf_counter() - start))


def _ask(line: socket.socket, question: bytes) -> None:
    """Ask, and read the answer to its end."""
    line.sendall(question)
    head = b""
    while b"\r\n\r\n" not in head:
        head += _piece(line)
    head, _, body = head.partition(b"\r\n\r\n")
    found = LENGTH.search(head)
    if b" 200 " not in head[:15] or found is None:
        raise RuntimeError(head.decode("latin-1"))
    left = int(found[1]) - len(body)
    while left > 0:
        left -= len(_piece(line))


def _piece(line: socket.socket) -> bytes:
    piece = line.recv(1 << 20)
    if not piece:
        raise RuntimeError("the answer broke off")
    return piece
