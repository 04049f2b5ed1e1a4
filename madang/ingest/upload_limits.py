"""How much one person may have here: bytes of a file, unfinished uploads, finished ones that nobody published, new ones in a day."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from madang.accounts.models import User
from madang.ingest.models import Run, Upload
from madang.lib.problems import Problem

MOST_OPEN = 100
MOST_WAITING = 1_000
"""Finished uploads that wait for their maker's decision: more are a mistake of a script."""
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


class TooMuchWaiting(Problem):
    en = (
        "{count:,} of your finished uploads were not published and take {bytes:,} bytes; {most:,} and {limit:,} bytes may wait."
        " Publish or cancel what waits. Bytes of failed and cancelled ones go after {days} days, or the operator raises"
        " MADANG_UPLOADS_WAITING."
    )
    ko = (
        "게시하지 않은 업로드가 {count:,}개, {bytes:,}바이트 있습니다. {most:,}개, {limit:,}바이트까지 둘 수 있습니다."
        " 기다리는 것을 게시하거나 취소하세요. 실패하거나 취소한 것의 바이트는 {days}일 뒤에 지워집니다."
        " 운영자가 MADANG_UPLOADS_WAITING을 늘릴 수도 있습니다."
    )


class TooManyToday(Problem):
    en = (
        "You began {count:,} uploads in the last 24 hours; {most:,} are taken. Go on tomorrow, or ask the operator to raise"
        " MADANG_UPLOADS_DAY."
    )
    ko = (
        "지난 24시간 동안 업로드를 {count:,}개 시작했습니다. 하루 {most:,}개까지 받습니다."
        " 내일 이어서 하거나 운영자에게 MADANG_UPLOADS_DAY를 늘려 달라고 하세요."
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
    taken, count, limit = _open(person)
    if count + more > MOST_OPEN or taken + length > limit:
        raise TooMuchOpen(count=count, open=taken, most=MOST_OPEN, limit=limit)


def room(person: User) -> int:
    """The bytes that still may be on their way; asked while bytes come of which nobody said how many they are."""
    taken, _, limit = _open(person)
    return limit - taken


def require_unused(person: User, length: int) -> None:
    """Raise `TooMuchWaiting` when what a person sent and nobody published fills the place, and `TooManyToday` for floods."""
    now, most = timezone.now(), settings.MADANG["uploads_day"]
    begun = Upload.objects.filter(person=person, created_at__gt=now - timedelta(days=1)).count()
    if begun >= most:
        raise TooManyToday(count=begun, most=most)
    days, limit = settings.MADANG["keep_failed"], settings.MADANG["uploads_waiting"] * 1_000_000
    waiting = Q(state__in=(*Run.AT_WORK, Run.State.READY))
    kept = Q(state__in=(Run.State.FAILED, Run.State.CANCELLED), finished_at__gt=now - timedelta(days=days))
    mine = Run.objects.filter(created_by=person, source="upload")
    taken, count = mine.filter(waiting | kept).aggregate(all=Sum("bytes"))["all"] or 0, mine.filter(waiting).count()
    if count >= MOST_WAITING or taken + length > limit:
        raise TooMuchWaiting(count=count, bytes=taken, most=MOST_WAITING, limit=limit, days=days)


def _open(person: User) -> tuple[int, int, int]:
    """Bytes and number of a person's unfinished uploads, and the bytes that they may have."""
    unfinished = Upload.objects.filter(person=person, state=Upload.State.OPEN, expires_at__gte=timezone.now())
    taken = unfinished.aggregate(all=Sum(Coalesce("length", "offset")))["all"] or 0
    return taken, unfinished.count(), settings.MADANG["uploads_open"] * 1_000_000


def require_parts(upload: Upload, more: int) -> None:
    """Raise `TooManyParts` when an upload would be cut into too many."""
    if upload.parts.count() + more > MOST_PARTS:
        raise TooManyParts(name=upload.file_name, most=MOST_PARTS)
