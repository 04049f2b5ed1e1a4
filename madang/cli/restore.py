"""`madang restore`: bring a city back from a backup into another, empty folder; every byte is checked on the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from madang.cli.backup import servers
from madang.cli.progress import bars
from madang.cli.terminal import said
from madang.lib import postgres
from madang.lib.problems import Problem
from madang.store.fetched import Damaged, digest_of
from madang.store.places import Place, place_at
from madang.store.places.local import Folder
from madang.store.places.place import checked


class NoBackup(Problem):
    en = "{source} holds no finished snapshot{named}. Name the folder that was given to `madang backup`."
    ko = "{source}에 완성된 스냅샷{named}이(가) 없습니다. `madang backup`에 쓴 폴더를 지정하세요."


class HomeInUse(Problem):
    en = "{home} is not empty ({found}). Restore into a new folder; nothing is ever restored over a city."
    ko = "{home}이(가) 비어 있지 않습니다({found}). 새 폴더에 복원하세요. 기존 도시 위에는 복원하지 않습니다."


class Incomplete(Problem):
    en = (
        "The backup {source} lacks {key}, which its list names. Take another snapshot (`--snapshot`) or another backup."
    )
    ko = "백업 {source}에 목록에 있는 {key}이(가) 없습니다. 다른 스냅샷(`--snapshot`)이나 다른 백업을 쓰세요."


class OtherDatabase(Problem):
    en = "The backup holds {held} of the database `{name}`, but the settings name {wanted}. Set or unset {setting}."
    ko = "백업에는 데이터베이스 `{name}`의 {held} 사본이 있는데 설정은 {wanted}입니다. {setting}을(를) 고치세요."


@click.command(short_help="Bring a backed-up city into a new folder.")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--home", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new data folder.")
@click.option("--snapshot", default="", help="The moment to go back to; by default the last.")
@click.option("--place", default="", help="Where the bytes go; by default a folder in the new data folder.")
def command(source: Path, home: Path, snapshot: str, place: str) -> None:
    """Bring the city in the backup SOURCE back into a new folder, byte for byte, each checked against its hash."""
    source, home = source.expanduser().resolve(), home.expanduser().resolve()
    moment = _moment(source, snapshot)
    sums = _sums(source, moment)
    target = place_at(place, home)
    _refuse_used(home, target)
    _refuse_other_database(moment)
    home.mkdir(parents=True, exist_ok=True)
    files = {key: sha256 for key, sha256 in sums.items() if not key.startswith("snapshots/")}
    with bars() as shown:
        task = shown.add_task(said("Restore", "복원"), total=len(files), note="")
        for key, sha256 in files.items():
            _bring(source, key, sha256, target, home)
            shown.update(task, advance=1, note=key)
    _events(source, home)
    _databases(source, moment, sums, home)  # last: before them there is no city that could be started by mistake
    setting = f" MADANG_PLACE='{place}'" if place else ""
    click.echo(
        said(
            f"Restored {len(files)} files and the databases of {moment.name} into {home}; every hash is right.",
            f"{moment.name}의 파일 {len(files)}개와 데이터베이스를 {home}에 복원했습니다. 해시가 모두 맞습니다.",
        )
    )
    click.echo(said("Look", "확인") + f": MADANG_HOME={home}{setting} madang verify")


def _events(source: Path, home: Path) -> None:
    """Logs of raw events never go into the place, which may be a bucket of others. Raises `DamagedCopy`."""
    from madang.analysis.activity.mirrored import bring_back

    bring_back(source / "events", home / "events")


def _moment(source: Path, wanted: str) -> Path:
    """The folder of the snapshot asked for, else of the last that was finished."""
    finished = sorted(path.parent for path in source.glob("snapshots/*/SHA256SUMS.sha256") if path.parent.suffix == "")
    chosen = [path for path in finished if path.name == wanted] if wanted else finished[-1:]
    if not chosen:
        raise NoBackup(source=source, named=f" {wanted}" if wanted else "")
    return chosen[0]


def _sums(source: Path, moment: Path) -> dict[str, str]:
    """Each key with its hash, from a list that is itself checked. Raises `Damaged`, `Incomplete`, `OddKey`."""
    listed = moment / "SHA256SUMS"
    expected = (moment / "SHA256SUMS.sha256").read_text().split(" ")[0]
    if digest_of(listed) != expected:
        raise Damaged(key=listed, found=digest_of(listed), expected=expected)
    lines = (line.partition("  ") for line in listed.read_text().splitlines())
    sums = {checked(key): sha256 for sha256, _, key in lines}
    folder = moment.relative_to(source)
    if not {f"{folder}/city.sqlite3", f"{folder}/city.dump"} & sums.keys():
        raise Incomplete(source=source, key=f"{folder}/city.sqlite3")
    return sums


def _refuse_used(home: Path, target: Place) -> None:
    """The secret key alone is no city: reading the settings makes one when MADANG_HOME names the new folder already."""
    found = [file.name for file in home.iterdir() if file.name != "secret"] if home.is_dir() else []
    if found:
        raise HomeInUse(home=home, found=", ".join(sorted(found)[:3]))
    entry = next(iter(target.keys("")), None)
    if entry:
        raise HomeInUse(home=target, found=entry.key)


def _refuse_other_database(moment: Path) -> None:
    for name, server in servers().items():
        held = "a PostgreSQL dump" if (moment / f"{name}.dump").exists() else "an SQLite copy"
        wanted = "PostgreSQL" if server else "SQLite"
        if wanted not in held:
            setting = "MADANG_DATABASE" if name == "city" else "MADANG_JOBS_DATABASE"
            raise OtherDatabase(held=held, name=name, wanted=wanted, setting=setting)


def _bring(source: Path, key: str, sha256: str, target: Place, home: Path) -> None:
    """Copy one file into the place, if it is what it was. Raises `Incomplete`, `Damaged`."""
    draft = home / "scratch" / key.replace("/", "-")
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        _checked_copy(source, key, sha256, draft)
        target.put(key, draft, give=True)
    finally:
        draft.unlink(missing_ok=True)


def _checked_copy(source: Path, key: str, sha256: str, target: Path) -> None:
    at = Folder(source).path(key)
    if at is None or not at.is_file():
        raise Incomplete(source=source, key=key)
    shutil.copyfile(at, target)
    found = digest_of(target)
    if found != sha256:
        raise Damaged(key=f"{source}/{key}", found=found, expected=sha256)


def _databases(source: Path, moment: Path, sums: dict[str, str], home: Path) -> None:
    """Put secret, queue and catalogue in their places, the catalogue last."""
    folder = moment.relative_to(source).as_posix()
    for name in ("secret", "jobs.sqlite3", "jobs.dump", "city.dump", "city.sqlite3"):
        key = f"{folder}/{name}"
        if key not in sums:
            continue
        draft = home / "scratch" / name
        draft.parent.mkdir(parents=True, exist_ok=True)
        _checked_copy(source, key, sums[key], draft)
        draft.chmod(0o600)
        server = servers().get(name.partition(".")[0])
        if server:
            postgres.fill(server, draft)
            draft.unlink()
        else:
            draft.replace(home / name)
