"""The search index of this machine."""

from __future__ import annotations

import click


@click.group()
def command() -> None:
    """Look after this machine's search index."""


@command.command()
def rebuild() -> None:
    """Make the index anew from the database; the old one answers until the new one stands."""
    from rich.progress import Progress

    from madang.catalog import index
    from madang.catalog.documents import listed

    with Progress(transient=True) as progress:
        task = progress.add_task("datasets", total=listed().count())
        count = index.rebuild(progress=lambda done: progress.update(task, completed=done))
    click.echo(f"The search index holds {count} datasets.")


@command.command()
def follow() -> None:
    """Index once what changed since the last time, as the worker does all the time."""
    from madang.catalog import index

    click.echo(f"{index.follow()} datasets were read again.")


@command.command()
@click.argument("text")
@click.option("--language", default="ko", show_default=True, type=click.Choice(["ko", "en"]))
def find(text: str, language: str) -> None:
    """Search TEXT as the operator, who sees all published data, and print score, address and facet counts."""
    from madang.accounts.policy import OPERATOR, scope
    from madang.catalog.search import search

    found = search(text, scope(OPERATOR), language=language)
    for hit in found.hits:
        click.echo(f"{hit.score:9.2f}  {hit.slug}")
    click.echo(f"{found.total} found{' (nothing fits; these resemble it)' if found.near else ''}")
