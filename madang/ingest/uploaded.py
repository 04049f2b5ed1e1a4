"""Complete uploads: their bytes for the run that they became, and the end of their parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from madang.catalog.storage import the_store
from madang.ingest.models import Run, Upload, UploadPart
from madang.lib.problems import Problem
from madang.store import incoming
from madang.store.places.place import Absent

GIVEN_UP = timedelta(days=30)
"""How long the parts of a finished upload wait for a retry of its failed run; as long as originals do."""


class Gone(Problem):
    en = "The upload of {name} was discarded or waited too long; its bytes are gone. Begin again."
    ko = "{name} 업로드는 버려졌거나 기한이 지나 바이트가 지워졌습니다. 처음부터 다시 올리세요."


def announced(id: str) -> str:
    """The SHA-256 that the sender told of the whole file, or nothing."""
    return Upload.objects.filter(pk=id).values_list("sha256", flat=True).first() or ""


def name(id: str) -> str:
    """What the sender called the file."""
    return Upload.objects.filter(pk=id).values_list("file_name", flat=True).first() or "file"


def discard(upload: Upload) -> None:
    """Give an upload up: its parts go, and its maker hears 410. A complete one is a run already and stays."""
    if Upload.objects.filter(pk=upload.pk, state=Upload.State.OPEN).update(state=Upload.State.GONE):
        forget_parts(upload)


def stream(id: str) -> Iterator[bytes]:
    """The bytes of a complete upload, every part checked against its hash. Raises `Gone`, `Damaged`."""
    upload = Upload.objects.filter(pk=id).first()
    if upload is None or (upload.length and not upload.parts.exists()):
        raise Gone(name=upload.file_name if upload else id)
    parts = (incoming.Part(part.key, part.bytes, part.sha256) for part in upload.parts.all())
    try:
        yield from incoming.stream(the_store(), parts)
    except Absent:  # backups hold no parts: an upload that was on its way begins again after a restore
        raise Gone(name=upload.file_name) from None


def tidy(older_than: timedelta, now: datetime) -> int:
    """End what waited too long, let go of parts whose run keeps the bytes, sweep what nobody remembers; bytes freed."""
    for upload in Upload.objects.filter(state=Upload.State.OPEN, expires_at__lt=now):
        discard(upload)
    for upload in Upload.objects.filter(state=Upload.State.COMPLETE, parts__isnull=False).distinct():
        if _is_kept(Run.objects.filter(pk=upload.pk).first(), now):
            forget_parts(upload)
    Upload.objects.filter(expires_at__lt=now - GIVEN_UP, parts=None).exclude(state=Upload.State.OPEN).delete()
    live = set(UploadPart.objects.values_list("key", flat=True))
    return incoming.sweep(the_store(), live, now - older_than)


def release(run: Run) -> None:
    """The run keeps the bytes under their hash: the parts are needed no more."""
    for upload in Upload.objects.filter(pk=run.pk):
        forget_parts(upload)


def _is_kept(run: Run | None, now: datetime) -> bool:
    """Whether the parts of a complete upload may go: its run has the bytes, or nobody will retry it any more."""
    if run is None or run.sha256:
        return True
    return run.state in Run.OVER and run.finished_at is not None and run.finished_at < now - GIVEN_UP


def forget_parts(upload: Upload) -> None:
    """Rows first: killed in between, the parts are orphans for the sweep, never rows without bytes."""
    keys = list(upload.parts.values_list("key", flat=True))
    upload.parts.all().delete()
    incoming.drop(the_store(), keys)
