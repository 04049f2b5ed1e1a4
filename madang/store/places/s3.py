"""A place that is a bucket of an S3 server. Secrets come from the AWS_ variables of the environment and are never printed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl

import obstore
from obstore import exceptions
from obstore.store import S3Store

from madang.lib.problems import Problem
from madang.store.places.place import CHUNK, Absent, Entry, Occupied, OddPlace, checked

PART = 8 << 20  # bytes of one part of an upload; three are in flight, so about 24 MB of memory whatever the size


class PlaceRefused(Problem):
    en = "{place} refused access to {key}. Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the rights on the bucket."
    ko = "{place}이(가) {key} 접근을 거부했습니다. AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY와 버킷 권한을 확인하세요."


class PlaceFailed(Problem):
    en = "{place} failed on {key} ({kind}). Check its address, the AWS_ variables and the network, then try again."
    ko = "{place}에서 {key} 작업이 실패했습니다({kind}). 주소, AWS_ 변수, 네트워크를 확인하고 다시 시도하세요."


def bucket_at(url: SplitResult) -> Bucket:
    """The bucket of `s3://bucket/prefix?endpoint=...&region=...`. Raises `OddPlace`, which repeats no part of a secret."""
    name = f"s3://{url.hostname or ''}{url.path}"
    options = dict(parse_qsl(url.query))
    if url.username or url.password or not options.keys() <= {"endpoint", "region"}:
        raise OddPlace(place=name, why="it takes endpoint and region only; secrets belong in AWS_ variables.")
    if not url.hostname:
        raise OddPlace(place=name, why="it names no bucket.")
    return Bucket(url.hostname, url.path.strip("/"), options.get("endpoint"), options.get("region"))


class Bucket:
    """The place below `prefix` in a bucket."""

    def __init__(self, bucket: str, prefix: str = "", endpoint: str | None = None, region: str | None = None) -> None:
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")
        config: dict[str, Any] = {"endpoint": endpoint, "region": region}
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            client_options={"allow_http": bool(endpoint and endpoint.startswith("http://"))},
            retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=60)},
            **{key: value for key, value in config.items() if value},
        )

    def __str__(self) -> str:
        return self.name

    def put(self, key: str, source: Path, *, give: bool = False, new: bool = False) -> None:
        checked(key)
        with self._named(key):
            if new:  # only a single request can be refused when the key exists; what must be new is small
                obstore.put(self._store, key, source, mode="create", use_multipart=False)
            else:
                obstore.put(self._store, key, source, chunk_size=PART, max_concurrency=3)
        if give:
            source.unlink(missing_ok=True)

    def get(self, key: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        try:
            with draft.open("xb") as writer:
                for chunk in self.read(key):
                    writer.write(chunk)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        size = self.size(key)
        end = size if length is None else min(start + length, size)
        if start >= end:  # S3 answers an empty range with an error
            return
        with self._named(key):
            result = obstore.get(self._store, key, options={"range": (start, end)})
            for chunk in result.stream(min_chunk_size=CHUNK):
                yield bytes(chunk)

    def size(self, key: str) -> int:
        checked(key)
        with self._named(key):
            return int(obstore.head(self._store, key)["size"])

    def delete(self, key: str) -> None:
        checked(key)
        with self._named(key):
            try:
                obstore.delete(self._store, key)
            except (exceptions.NotFoundError, FileNotFoundError):
                return

    def keys(self, prefix: str) -> Iterator[Entry]:
        folder = checked(prefix.rstrip("/")) + "/" if prefix else None
        with self._named(prefix or "/"):
            for page in obstore.list(self._store, prefix=folder):
                for found in page:
                    yield Entry(found["path"], found["size"], found["last_modified"])

    def path(self, key: str) -> Path | None:
        checked(key)
        return None

    def tidy(self, before: datetime) -> int:
        """An upload that was cut off is invisible; the bucket's own lifecycle rule (AbortIncompleteMultipartUpload) ends it."""
        return 0

    @contextmanager
    def _named(self, key: str) -> Iterator[None]:
        """Turn the client's errors into named ones. Their text can hold signed requests, so it is not passed on."""
        try:
            yield
        except (exceptions.NotFoundError, FileNotFoundError):
            raise Absent(place=self, key=key) from None
        except (exceptions.AlreadyExistsError, FileExistsError):
            raise Occupied(place=self, key=key) from None
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError, PermissionError):
            raise PlaceRefused(place=self, key=key) from None
        except exceptions.BaseError as error:
            raise PlaceFailed(place=self, key=key, kind=type(error).__name__) from None
