"""Files on their way in: made, added to part by part, finished, given up. The only way by which a person's file comes in.

Nothing is locked. A part is put into the place first and then remembered by one conditional update of the upload's offset, so
of two requests that carry the same bytes one is too late and is told the offset; it could not do harm. A server that is
killed loses at most the part that it was writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.accounts.models import User
from madang.accounts.policy import Actor, Hidden
from madang.catalog.storage import the_store
from madang.ingest import naming
from madang.ingest import run as runs
from madang.ingest.checksum import Checksum
from madang.ingest.models import Run, Upload, UploadPart
from madang.ingest.tables import Choices
from madang.ingest.upload_limits import (
    TooLarge,
    file_limit,
    require_parts,
    require_room,
    require_size,
    require_unused,
    room,
)
from madang.ingest.uploaded import Gone, discard
from madang.lib import ids
from madang.lib.problems import Problem
from madang.store import incoming

LIFE = timedelta(days=7)
"""How long an unfinished upload waits for its next part."""
SOURCE = "upload"


class TooLong(Problem):
    en = "The upload of {name} was announced with {length:,} bytes, and more came. Begin again with the right length."
    ko = "{name}은(는) {length:,}바이트라고 알렸는데 더 왔습니다. 올바른 크기로 처음부터 다시 올리세요."


class OtherOffset(Problem):
    en = "{name} has {offset:,} bytes here; bytes from {start:,} on do not follow. Ask where to go on (HEAD) and send from there."
    ko = "{name}은(는) {offset:,}바이트까지 왔는데 {start:,}바이트부터 보냈습니다. 이어 보낼 위치를 물어(HEAD) 거기서부터 보내세요."


class OtherLength(Problem):
    en = "{name} was announced with {length:,} bytes; that cannot be changed. Begin a new upload."
    ko = "{name}의 크기는 {length:,}바이트라고 이미 알렸으므로 바꿀 수 없습니다. 새로 올리세요."


class WrongChecksum(Problem):
    en = "These bytes are not those of the checksum ({algorithm}): they changed on the way. Nothing of them was kept; send them again."
    ko = "받은 바이트가 체크섬({algorithm})과 다릅니다: 오는 길에 바뀌었습니다. 하나도 보관하지 않았으니 다시 보내세요."


@dataclass(frozen=True)
class Wanted:
    """What a sender says about a file: its name, where it goes (as `run.start` takes it) and how it is to be read."""

    file_name: str
    target: dict[str, Any]
    choices: Choices | None = None
    publish: bool = False
    sha256: str = ""

    def run(self, actor: Actor, id: str = "") -> Run:
        """The run that this will become, not saved. Raises what `run.prepared` raises."""
        return runs.prepared(
            SOURCE, {"upload": id}, self.target, actor, id=id, file_name=self.file_name, choices=self.choices,
            publish_when_clean=self.publish,
        )  # fmt: skip


def create(wanted: Wanted, length: int | None, actor: Actor, metadata: str = "") -> Upload:
    """Announce a file of `length` bytes (None: told later). One of no bytes is complete at once.

    Raises `TooLarge`, `TooMuchOpen`, `TooMuchWaiting`, `TooManyToday`, and what refuses the load itself, before a byte is taken.
    """
    person, id = actor.person, ids.new()
    if person is None:
        raise Hidden()
    wanted.run(actor, id)
    require_size(wanted.file_name, length or 0)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)  # two at once must not both fit into the last room
        require_room(person, length or 0)
        require_unused(person, length or 0)
        upload = Upload.objects.create(
            id=id, person=person, file_name=naming.file(wanted.file_name), target=wanted.target, sha256=wanted.sha256,
            choices=dict(wanted.choices or {}), publish_when_clean=wanted.publish, metadata=metadata, length=length,
            expires_at=timezone.now() + LIFE,
        )  # fmt: skip
    return _finished(upload, actor) if length == 0 else upload


def mine(id: str, actor: Actor) -> Upload:
    """The actor's own upload. Raises `Hidden` for anybody else's, and `Gone`."""
    upload = Upload.objects.filter(pk=id, person=actor.person).first() if actor.person else None
    if upload is None:
        raise Hidden()
    if upload.state == Upload.State.GONE or (upload.state == Upload.State.OPEN and upload.expires_at < timezone.now()):
        raise Gone(name=upload.file_name)
    return upload


def open_of(actor: Actor) -> list[Upload]:
    """What the actor has not finished, newest first."""
    found = Upload.objects.filter(person=actor.person, state=Upload.State.OPEN, expires_at__gte=timezone.now())
    return list(found) if actor.person else []


def append(
    upload: Upload, start: int, chunks: Iterable[bytes], actor: Actor, checksum: Checksum | None = None
) -> Upload:
    """Add the bytes of a stream from `start` on; every part of it that is whole is safe at once.

    With a `checksum` all of it is kept or none. When the stream breaks off with an OSError, what came stays and the error is
    raised. The last byte makes the run. Raises `OtherOffset`, `WrongChecksum`, `TooLong`, `TooLarge`, `TooMuchOpen`,
    `TooManyParts`, and what refuses the load.
    """
    wanted(upload).run(actor, upload.pk)  # what was allowed when it began may not be any more
    if start != upload.offset:
        raise OtherOffset(name=upload.file_name, offset=upload.offset, start=start)
    stream = _measured(upload, checksum.watch(chunks) if checksum else chunks)
    unproved: list[incoming.Part] = []
    try:
        for part in incoming.put(the_store(), upload.pk, stream):
            if checksum is None:
                upload = _remember(upload, [part])
            else:
                unproved.append(part)
        if checksum is not None and not checksum.fits():
            raise WrongChecksum(algorithm=checksum.algorithm)
    except BaseException:
        incoming.drop(the_store(), [part.key for part in unproved])
        raise
    upload = _remember(upload, unproved) if unproved else upload
    return _finished(upload, actor) if upload.offset == upload.length else upload


def declare(upload: Upload, length: int) -> Upload:
    """Tell the length of an upload that began without one. Raises `OtherLength`, `TooLarge`, `TooMuchOpen`."""
    if upload.length is not None:
        if upload.length != length:
            raise OtherLength(name=upload.file_name, length=upload.length)
        return upload
    require_size(upload.file_name, length)
    if length < upload.offset:
        raise TooLong(name=upload.file_name, length=length)
    require_room(upload.person, length - upload.offset, more=0)
    Upload.objects.filter(pk=upload.pk, length=None).update(length=length)
    upload.refresh_from_db()
    return upload


def whole(wanted: Wanted, chunks: Iterable[bytes], actor: Actor, length: int | None = None) -> Run:
    """Take a file that comes as one body: the same parts, finished at its end, given up when it breaks off."""
    upload = create(wanted, length, actor)
    try:
        upload = append(upload, 0, chunks, actor)
        return Run.objects.get(pk=_finished(declare(upload, upload.offset), actor).pk)
    except BaseException:
        discard(upload)
        raise


def wanted(upload: Upload) -> Wanted:
    """What the sender said when the upload was made."""
    return Wanted(upload.file_name, upload.target, upload.choices or None, upload.publish_when_clean, upload.sha256)  # type: ignore[arg-type]


def _measured(upload: Upload, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks, until they pass the end that was announced, or what one file or its sender may have.

    With a checksum parts are remembered when all are here, so what may come is asked while they do.
    """
    size, limit = upload.offset, file_limit()
    most = None if upload.length is not None else size + room(upload.person)
    for chunk in chunks:
        size += len(chunk)
        if most is not None and size > most:
            require_room(upload.person, size - upload.offset, more=0)
        if upload.length is not None and size > upload.length:
            raise TooLong(name=upload.file_name, length=upload.length)
        if size > limit:
            raise TooLarge(name=upload.file_name, bytes=size, limit=limit)
        yield chunk


def _remember(upload: Upload, parts: list[incoming.Part]) -> Upload:
    """Note parts that are in the place, unless another request was faster: then they are dropped, and the problem is raised.

    After any other error nobody knows whether the database took them, so they are left to the sweep, which asks it.
    """
    try:
        return _noted(upload, parts)
    except Problem:
        incoming.drop(the_store(), [part.key for part in parts])
        raise


def _noted(upload: Upload, parts: list[incoming.Part]) -> Upload:
    start, rows = upload.offset, []
    for part in parts:
        rows.append(UploadPart(upload=upload, start=start, bytes=part.bytes, sha256=part.sha256, key=part.key))
        start += part.bytes
    require_parts(upload, len(rows))
    if upload.length is None:
        require_room(upload.person, start - upload.offset, more=0)
    with transaction.atomic():
        still = Upload.objects.filter(pk=upload.pk, state=Upload.State.OPEN, offset=upload.offset)
        if not still.update(offset=start, expires_at=timezone.now() + LIFE):
            now = Upload.objects.get(pk=upload.pk)
            if now.state == Upload.State.GONE:
                raise Gone(name=upload.file_name)
            raise OtherOffset(name=upload.file_name, offset=now.offset, start=upload.offset)
        UploadPart.objects.bulk_create(rows)
    upload.refresh_from_db()
    return upload


def _finished(upload: Upload, actor: Actor) -> Upload:
    """Make the run of a whole upload. Done twice, or by two at once, it is one run: the ids are the same."""
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload.pk, state=Upload.State.OPEN).update(state=Upload.State.COMPLETE):
            return Upload.objects.get(pk=upload.pk)
        run = wanted(upload).run(actor, upload.pk)
        run.bytes = upload.length or 0
        runs.save(run, actor)
    runs.queue(run)
    upload.refresh_from_db()
    return upload
