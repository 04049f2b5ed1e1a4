"""`madang types`: what a column can be, by the names that `--choice types=COLUMN:TYPE` takes."""

from __future__ import annotations

import click

from madang.cli.terminal import language, said
from madang.lib.texts import choose


@click.command(short_help="List the types that a column can have.")
@click.argument("word", default="")
def command(word: str) -> None:
    """List the types of columns with what they are called and an example; with WORD only those that hold it."""
    from rich.console import Console
    from rich.table import Table

    from madang.ingest.types._column_type import column_types

    table = Table(box=None)
    for heading in (said("type", "종류"), said("called", "이름"), said("for example", "예")):
        table.add_column(heading, overflow="fold")
    for name, kind in sorted(column_types().items()):
        label = choose(kind.label, language())[0]
        if word.casefold() in f"{name} {label}".casefold():
            table.add_row(name, label, examples()[name])
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 120  # A pipe has no width.
    console.print(table)


def examples() -> dict[str, str]:
    """The first of the examples that each type carries."""
    from madang.ingest.types._column_type import AGREED, GROUP
    from madang.lib.plugins import found

    return {name: plugin.VALID[0] for name, plugin in found(GROUP, AGREED).items()}
