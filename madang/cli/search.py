"""The search index of this machine."""

from __future__ import annotations

import click

from madang.cli.terminal import said


@click.group(short_help="Look after this machine's search index.")
def command() -> None:
    """Look after this machine's search index."""


@command.command(short_help="Make the index anew from the database.")
def rebuild() -> None:
    """Make the index anew from the database; the old one answers until the new one stands."""
    from rich.progress import Progress

    from madang.catalog import index
    from madang.catalog.documents import listed

    with Progress(transient=True) as progress:
        task = progress.add_task(said("datasets", "데이터셋"), total=listed().count())
        count = index.rebuild(progress=lambda done: progress.update(task, completed=done))
    click.echo(said(f"The search index holds {count} datasets.", f"검색 색인에 데이터셋 {count}개가 있습니다."))


@command.command(short_help="Index what changed since the last time.")
def follow() -> None:
    """Index once what changed since the last time, as the worker does all the time."""
    from madang.catalog import index

    count = index.follow()
    click.echo(said(f"{count} datasets were read again.", f"데이터셋 {count}개를 다시 읽었습니다."))


@command.command(short_help="Search as the operator, who sees all.")
@click.argument("text")
@click.option("--language", default="ko", show_default=True, type=click.Choice(["ko", "en"]))
def find(text: str, language: str) -> None:
    """Search TEXT as the operator, who sees all published data, and print score, address and facet counts."""
    from madang.accounts.policy import OPERATOR, scope
    from madang.catalog.search import search

    found = search(text, scope(OPERATOR), language=language)
    for hit in found.hits:
        click.echo(f"{hit.score:9.2f}  {hit.slug}")
    near = said(" (nothing fits; these resemble it)", " (맞는 것이 없어 비슷한 것을 찾았습니다)") if found.near else ""
    click.echo(said(f"{found.total} found", f"{found.total}개 찾음") + near)
