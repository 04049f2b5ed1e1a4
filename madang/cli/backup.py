"""`madang backup`: a folder from which the whole city can be brought back.

TARGET/originals, TARGET/revisions       the bytes, shared by all snapshots; only what is new is copied
TARGET/events                            logs of raw events as they are now: a day that was dropped goes from here too
TARGET/snapshots/<moment>/               the databases of one moment, the secret key, and
TARGET/snapshots/<moment>/SHA256SUMS     the hash of every file; `cd TARGET && sha256sum -c snapshots/<moment>/SHA256SUMS`
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from django.conf import settings

from madang.cli.progress import bars
from madang.cli.terminal import language, said
from madang.lib import postgres, sqlite
from madang.lib.problems import Problem
from madang.store.fetched import digest_of
from madang.store.mirror import Mirrored, mirror
from madang.store.places.local import Folder

KEPT = {"originals", "revisions", "events", "snapshots", ".incoming"}


class OddTarget(Problem):
    en = "{target} cannot take a backup: {why} Name a new folder or one that holds earlier backups."
    ko = "{target}에 백업할 수 없습니다: {why} 새 폴더나 이전 백업이 있는 폴더를 지정하세요."


@click.command(short_help="Back the city up into a folder.")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Read again what earlier backups copied.")
def command(target: Path, check: bool) -> None:
    """Back the city up into the folder TARGET while it goes on working; again and again, only what is new is copied.

    On the disk of the city itself files are hard links: that guards against mistakes, not against a broken disk.
    A backup keeps what is withdrawn later; delete older snapshots and TARGET when the law asks for that.
    """
    target = _fit(target.expanduser().resolve())
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    snapshot = target / "snapshots" / f"{moment}.unfinished"
    snapshot.mkdir(parents=True, mode=0o700)
    try:
        done = _copy(target, snapshot, check)
        done.new_bytes += _events(target)
    except BaseException:
        shutil.rmtree(snapshot)
        raise
    snapshot.rename(snapshot.with_name(moment))
    for fault in done.faults:
        click.echo(fault.text[language()])
    click.echo(
        said(
            f"Snapshot {moment}: {len(done.hashes)} files, {done.new_bytes:,} new bytes, in {target}.",
            f"스냅샷 {moment}: 파일 {len(done.hashes)}개, 새로 복사한 {done.new_bytes:,}바이트, 위치 {target}.",
        )
    )
    if done.faults:
        faults = len(done.faults)
        text = said(
            f"{faults} files could not be backed up: run `madang verify`.",
            f"파일 {faults}개를 백업하지 못했습니다. `madang verify`를 실행하세요.",
        )
        click.secho(text, fg="red", err=True)
        sys.exit(1)


def _fit(target: Path) -> Path:
    """A folder that is new, empty, or holds backups, and is not the city's own place."""
    strangers = {file.name for file in target.iterdir()} - KEPT if target.is_dir() else set()
    if strangers:
        raise OddTarget(target=target, why=f"it holds other files ({sorted(strangers)[0]}).")
    if (target / "originals").is_dir() and not (target / "snapshots").is_dir():
        raise OddTarget(target=target, why="it is the place of a city.")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    return target


def _copy(target: Path, snapshot: Path, check: bool) -> Mirrored:
    """Databases first, then the bytes they name. A withdrawal in between is no fault: everything is done once more."""
    while True:
        before = _named()
        _databases(snapshot)
        done = _mirror(target, check)
        after = _named()
        if before[0].keys() <= after[0].keys() and before[1] <= after[1]:
            break
        for file in snapshot.iterdir():
            file.unlink()
    _list(target, snapshot, done)
    return done


def _events(target: Path) -> int:
    from madang.analysis.activity.mirrored import mirror as mirrored

    return mirrored(settings.HOME / "events", target / "events")


def _mirror(target: Path, check: bool) -> Mirrored:
    from madang.catalog.storage import the_store

    revisions, kept = _named()
    with bars() as shown:
        task = shown.add_task(said("Back up", "백업"), total=None, note="")
        tell = lambda key: shown.update(task, advance=1, note=key)  # noqa: E731
        return mirror(the_store(), Folder(target), revisions, kept, check=check, progress=tell)


def _list(target: Path, snapshot: Path, done: Mirrored) -> None:
    """Write the hash of every file, in the form of the program sha256sum."""
    final = snapshot.relative_to(target).with_suffix("")
    own = {f"{final}/{file.name}": digest_of(file) for file in snapshot.iterdir()}
    lines = [f"{sha256}  {key}\n" for key, sha256 in sorted({**done.hashes, **own}.items())]
    listed = snapshot / "SHA256SUMS"
    listed.write_text("".join(lines))
    (snapshot / "SHA256SUMS.sha256").write_text(f"{digest_of(listed)}  SHA256SUMS\n")


def _named() -> tuple[dict[str, str], set[str]]:
    """The revisions that stand, with the hashes of their manifests, and the originals that something names."""
    from django.utils import timezone

    from madang.catalog.models import Revision
    from madang.ingest import tidy

    standing = Revision.objects.exclude(state=Revision.State.WITHDRAWN).exclude(manifest_sha256="")
    return dict(standing.values_list("pk", "manifest_sha256")), tidy.originals(timezone.now())


def _databases(snapshot: Path) -> None:
    """Copy the secret key, the catalogue and the queue of runs, readable by this user only."""
    shutil.copyfile(settings.HOME / "secret", snapshot / "secret")
    for name, server in servers().items():
        if server:
            postgres.dump(server, snapshot / f"{name}.dump")
        elif (settings.HOME / f"{name}.sqlite3").exists():
            sqlite.copy(settings.HOME / f"{name}.sqlite3", snapshot / f"{name}.sqlite3")
    for file in snapshot.iterdir():
        file.chmod(0o600)


def servers() -> dict[str, postgres.Server | None]:
    """The databases of the city by name, and where each is; None is a SQLite file in the data folder."""
    facts = settings.DATABASES["default"]
    found: dict[str, postgres.Server | None] = {"city": None}
    if facts["ENGINE"].endswith("postgresql"):
        found["city"] = postgres.Server(*(str(facts[key]) for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")))
    jobs = settings.MADANG["jobs_database"]
    queue = postgres.Server.at(jobs) if jobs else None
    if queue is None or queue != found["city"]:
        found["jobs"] = queue
    return found
