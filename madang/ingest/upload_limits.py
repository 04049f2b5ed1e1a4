"""How much may be on its way: bytes of one file, of one person at once, and parts."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from madang.accounts.models import User
from madang.ingest.models import Upload
from madang.lib.problems import Problem

MOST_OPEN = 100
MOST_PARTS = 20_000
"""A client that sends drops of a few bytes would fill the database; with parts of 8 MB this is 160 GB."""


class TooLarge(Problem):
    en = (
        "{name} has {bytes:,} bytes; one file may have {limit:,}. Split it, or ask the operator to raise MADANG_UPLOAD."
    )
    ko = (
        "{name}: {bytes:,}바이트입니다. 파일 하나는 {limit:,}바이트까지 올릴 수 있습니다."
        " 나누어 올리거나 운영자에게 MADANG_UPLOAD를 늘려 달라고 하세요."
    )


class TooMuchOpen(Problem):
    en = (
        "You have {count} unfinished uploads of {open:,} bytes in all; at most {most} and {limit:,} bytes may be on their way at once."
        " Finish one, or discard one on the upload page."
    )
    ko = (
        "끝나지 않은 업로드가 {count}개, 모두 {open:,}바이트 있습니다. 한 번에 {most}개, {limit:,}바이트까지 올릴 수 있습니다."
        " 하나를 끝내거나 올리기 화면에서 버리세요."
    )


class TooManyParts(Problem):
    en = "{name} came in {most:,} parts already. Begin again with larger parts, for example of 8 MB."
    ko = "{name}은(는) 이미 {most:,}조각으로 왔습니다. 8 MB처럼 더 큰 조각으로 처음부터 다시 올리세요."


def file_limit() -> int:
    """The bytes that one file may have."""
    return int(settings.MADANG["upload"]) * 1_000_000


def require_size(name: str, length: int) -> None:
    """Raise `TooLarge` for a file that is."""
    limit = file_limit()
    if length > limit:
        raise TooLarge(name=name, bytes=length, limit=limit)


def require_room(person: User, length: int, more: int = 1) -> None:
    """Raise `TooMuchOpen` when a person's unfinished uploads and `length` bytes more are over what one may have on its way."""
    unfinished = Upload.objects.filter(person=person, state=Upload.State.OPEN, expires_at__gte=timezone.now())
    taken = unfinished.aggregate(all=Sum(Coalesce("length", "offset")))["all"] or 0
    limit, count = settings.MADANG["uploads_open"] * 1_000_000, unfinished.count()
    if count + more > MOST_OPEN or taken + length > limit:
        raise TooMuchOpen(count=count, open=taken, most=MOST_OPEN, limit=limit)


def require_parts(upload: Upload, more: int) -> None:
    """Raise `TooManyParts` when an upload would be cut into too many."""
    if upload.parts.count() + more > MOST_PARTS:
        raise TooManyParts(name=upload.file_name, most=MOST_PARTS)
