"""A checksum that came with some bytes, compared when they have passed."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator

from madang.lib.problems import Problem

ALGORITHMS = ("sha256", "sha1")
"""SHA-1 is what older clients send; it tells accidents of transport, which is all that is asked of it."""


class OddChecksum(Problem):
    en = "The checksum `{given}` cannot be read. Send the algorithm ({known}), a space, and the digest in Base64."
    ko = "체크섬 `{given}`을(를) 읽을 수 없습니다. 알고리즘({known}), 빈칸, Base64로 쓴 값을 보내세요."


class Checksum:
    """`sha256 <Base64>`: `watch` hashes chunks while they pass, `fits` compares. Raises `OddChecksum`."""

    def __init__(self, given: str) -> None:
        self.algorithm, _, encoded = given.strip().partition(" ")
        try:
            self._expected = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            self._expected = b""
        if self.algorithm not in ALGORITHMS:
            raise OddChecksum(given=given[:100], known=", ".join(ALGORITHMS))
        self._sha = hashlib.new(self.algorithm, usedforsecurity=False)
        if len(self._expected) != self._sha.digest_size:
            raise OddChecksum(given=given[:100], known=", ".join(ALGORITHMS))

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks."""
        for chunk in chunks:
            self._sha.update(chunk)
            yield chunk

    def fits(self) -> bool:
        """Whether what has passed is what was announced."""
        return self._sha.digest() == self._expected
