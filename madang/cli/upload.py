"""`madang upload`: a file of this machine into a city elsewhere, in parts that survive every broken connection."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from madang.cli.check import BLOCKED, NOT_CHECKED, code, show
from madang.cli.choices import HELP, parsed
from madang.cli.states import state, step
from madang.cli.terminal import language, said
from madang.lib.problems import Problem

if TYPE_CHECKING:
    from rich.progress import Progress

    from madang.lib.tus import Server

FAILED = NOT_CHECKED
OVER = ("published", "unchanged", "ready", "failed", "cancelled")
CHUNK = 1 << 20


class NoToken(Problem):
    en = (
        "There is no token. Make one that may write on your account page of {server}, and give it as MADANG_TOKEN in the"
        " environment, --token @FILE, or --token - for the standard input."
    )
    ko = (
        "토큰이 없습니다. {server}의 계정 페이지에서 쓰기가 허용된 토큰을 만들어 환경 변수 MADANG_TOKEN, --token @파일, 또는 표준"
        " 입력(--token -)으로 주세요."
    )


class NoTarget(Problem):
    en = "Say where the file goes: --dataset SLUG, or --title, --organisation and --licence of a new dataset."
    ko = "파일을 넣을 곳을 주세요: --dataset SLUG, 새 데이터셋이라면 --title, --organisation, --licence."


class NoDataset(Problem):
    en = "There is no dataset {dataset} in {server}, or this token may not see it. Check the slug, or give --title for a new one."
    ko = "{server}에 데이터셋 {dataset}이(가) 없거나 이 토큰으로 볼 수 없습니다. 이름을 확인하거나 --title로 새로 만드세요."


class OddServer(Problem):
    en = "--to {given} is no address of a city. Write for example --to https://data.example.org"
    ko = "--to {given}은(는) 도시의 주소가 아닙니다. 예: --to https://data.example.org"


@click.command(short_help="Send files to a city elsewhere.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "address", required=True, help="The city's address: https://data.example.org")
@click.option(
    "--token", default="", help="@FILE holds the API token, - reads it from the standard input; else MADANG_TOKEN."
)
@click.option("--dataset", help="The dataset (slug) to load into.")
@click.option("--resource", help="The table of that dataset; by default named by the file.")
@click.option("--title", help="Instead of --dataset: the title of a new dataset.")
@click.option("--organisation", help="Whose new dataset it is (slug).")
@click.option("--licence", help="Terms of use of the new dataset (slug).")
@click.option(
    "--origin", type=click.Choice(["observed", "derived", "generated"]), help="How the new values came about."
)
@click.option("--choice", "chosen", multiple=True, metavar="KEY=VALUE", help=HELP)
@click.option("--publish/--no-publish", default=False, help="Publish what nobody has to decide about.")
@click.option("--wait/--no-wait", default=False, help="Wait until it was read, and print the receipt.")
def command(
    files: tuple[Path, ...], address: str, token: str, chosen: tuple[str, ...], publish: bool, wait: bool, **into: Any
) -> None:
    """Send FILES to the city at --to and print the address of each one's run.

    What was interrupted goes on where it stood when the same command is run again. With --wait it ends with 0 when a file was
    published (or could be), 1 when a person must decide something first, 2 when there is no table in it, 3 when it was not sent
    or failed, 4 when a person must look at it first.
    """
    from madang.lib.tus import Server

    try:
        server = Server(_server(address), _token(token, address), language())
        metadata = {name: text for name, text in into.items() if text}
        if not (metadata.get("dataset") or metadata.get("title")):
            raise NoTarget()
        if chosen:
            metadata["choices"] = json.dumps(parsed(chosen), ensure_ascii=False)
        if publish:
            metadata["publish"] = "true"
        codes = [_one(server, file, metadata, wait) for file in files]
    except Problem as problem:
        click.secho(problem.text(language()), fg="red", err=True)
        sys.exit(FAILED)
    sys.exit(max(codes))


def _one(server: Server, file: Path, metadata: dict[str, str], wait: bool) -> int:
    """Send one file; returns the exit code."""
    from madang.lib.tus_memory import Memory

    with _bytes(file) as (shown, task):
        size, announced = file.stat().st_size, {"filename": file.name, "sha256": _hash(file, shown, task), **metadata}
        memory = Memory(server.address, size, announced)
        upload = memory.recall()
        if not upload or server.standing(upload) is None:
            upload = _announced(server, size, announced)
            memory.keep(upload)
        shown.update(task, description=said("Sending", "보내는 중"), completed=0)
        server.send(upload, file, lambda done: shown.update(task, completed=done))
        memory.forget()
    run = upload.rsplit("/", 1)[-1]
    click.echo(f"{server.address}/{language()}/workspace/runs/{run}/")
    return _receipt(server, run, "publish" in metadata) if wait else 0


def _announced(server: Server, size: int, metadata: dict[str, str]) -> str:
    """The address of a new upload. A 404 here is about the dataset, the only thing that was named."""
    from madang.lib.tus import Refused

    try:
        return server.create(size, metadata)
    except Refused as refused:
        if refused.facts["status"] == 404 and "dataset" in metadata:
            raise NoDataset(dataset=metadata["dataset"], server=server.address) from refused
        raise


def _receipt(server: Server, run: str, publish: bool) -> int:
    """Wait for the end of the reading and print the receipt; returns the exit code."""
    from madang.cli.progress import bars

    with bars() as shown:
        task = shown.add_task(said("Reading", "읽는 중"), total=None, note="")
        while (found := server.json(f"/api/v1/runs/{run}"))["state"] not in OVER:
            shown.update(task, note=f"{step(found['step'])} {found['rows_done']:,}")
            time.sleep(1)
    if found["state"] in ("failed", "cancelled"):
        click.secho((found["reason"] or {}).get(language(), state(found["state"])), fg="red", err=True)
        return FAILED
    if found["receipt"]:
        show(found["receipt"], language())
    click.echo(said(f"State: {state(found['state'])}", f"상태: {state(found['state'])}"))
    if found["state"] != "ready":
        return 0
    return max(code(found["receipt"]), BLOCKED if publish else 0)  # asked to publish, and a person must look first


def _server(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
        raise OddServer(given=address)
    return f"{parts.scheme}://{parts.netloc}"


def _token(given: str, address: str) -> str:
    """The token: never needed on the command line, which every user of the machine can read."""
    if given == "-":
        found = sys.stdin.readline()
    elif given.startswith("@"):
        found = Path(given[1:]).expanduser().read_text()
    elif given:
        words = said("--token on the command line is seen by every user of this machine; use MADANG_TOKEN or --token @FILE.",
                     "명령줄의 --token은 이 컴퓨터의 모든 사용자가 볼 수 있습니다. MADANG_TOKEN이나 --token @파일을 쓰세요.")  # fmt: skip
        click.secho(words, fg="yellow", err=True)
        found = given
    else:
        found = os.environ.get("MADANG_TOKEN", "")
    if not found.strip():
        raise NoToken(server=address)
    return found.strip()


@contextmanager
def _bytes(file: Path) -> Iterator[tuple[Progress, Any]]:
    """A bar of bytes with speed and time left, on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description} {task.fields[file]}"), BarColumn(bar_width=30), DownloadColumn(),
               TransferSpeedColumn(), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield shown, shown.add_task(said("Hashing", "해시 계산"), total=file.stat().st_size, file=file.name)


def _hash(file: Path, shown: Progress, task: Any) -> str:
    sha = hashlib.sha256()
    with file.open("rb") as reader:
        while chunk := reader.read(CHUNK):
            sha.update(chunk)
            shown.advance(task, len(chunk))
    return sha.hexdigest()
