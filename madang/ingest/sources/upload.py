"""A file that came in parts: they are joined while they stream, each checked, and the whole against what its sender said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from madang.ingest.sources import Fetched, Field, Since
from madang.lib.problems import Problem

LABEL = {"en": "an upload", "ko": "업로드"}
FIELDS = (Field("upload", {"en": "Number of the upload", "ko": "업로드 번호"}, "019a2b3c4d5e7f80a1b2c3d4e5f60718"),)
SCHEDULED = False


class OtherBytes(Problem):
    en = (
        "The whole file has the SHA-256 {found}, but its sender announced {expected}: the file changed while it was sent,"
        " or two files were mixed. Nothing was loaded. Upload it again."
    )
    ko = (
        "받은 파일의 SHA-256은 {found}인데 보낸 쪽이 알린 값은 {expected}입니다. 보내는 동안 파일이 바뀌었거나 두 파일이 섞였습니다."
        " 아무것도 적재하지 않았습니다. 다시 올리세요."
    )


def called(settings: dict[str, Any]) -> str:
    from madang.ingest import uploaded

    return uploaded.name(settings.get("upload", ""))


def fetch(settings: dict[str, Any], since: Since) -> Fetched:
    """The bytes of the complete upload `settings["upload"]`. Raises `uploaded.Gone`, `Damaged`, `OtherBytes`."""
    return Fetched(_checked(settings["upload"]), called(settings))


def _checked(id: str) -> Iterator[bytes]:
    from madang.ingest import uploaded

    expected, sha = uploaded.announced(id), hashlib.sha256()
    for chunk in uploaded.stream(id):
        if expected:
            sha.update(chunk)
        yield chunk
    if expected and sha.hexdigest() != expected:
        raise OtherBytes(found=sha.hexdigest(), expected=expected)
