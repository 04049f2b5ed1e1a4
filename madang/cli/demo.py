"""`madang demo`: publish the demonstration city."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from madang.demonstration.describe import Entry


@click.command()
@click.argument("slugs", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="Only list the datasets that there are.")
@click.option(
    "--scale", default=1.0, show_default=True, help="Share of the generated rows, for trials; real figures stay whole."
)
@click.option(
    "--sample", type=click.Path(path_type=Path), help="Write a small, messy CP949 file to upload by hand, and stop."
)
def command(slugs: tuple[str, ...], listing: bool, scale: float, sample: Path | None) -> None:
    """Publish the demonstration city: real census figures of Seoul and generated data, or only the datasets SLUGS.

    Safe to repeat: what is published stays, and a demonstration that was killed goes on where it stopped.
    """
    from madang.cli.migrate import migrate
    from madang.demonstration import publishing

    if sample is not None:
        _write_sample(sample)
        return
    chosen = publishing.choose_entries(slugs)
    if listing:
        _list(chosen)
        return
    migrate()
    _publish(chosen, scale)


def _publish(chosen: list[Entry], scale: float) -> None:
    from madang.cli.progress import bars
    from madang.demonstration import publishing
    from madang.demonstration.ground import Ground

    began = time.monotonic()
    with bars() as shown:
        task = shown.add_task("Demonstration city", total=len(chosen), note="")

        def progress(entry: Entry, what: str) -> None:
            shown.update(task, note=entry.title["en"], advance=0 if what == "begins" else 1)
            if what == "published":
                line = f"{time.monotonic() - began:6.1f} s  {entry.title['ko']} · {entry.title['en']}"
                shown.console.print(line, highlight=False, markup=False, soft_wrap=True)

        made = publishing.publish(chosen, Ground(scale), progress)
    there = len(chosen) - made
    click.echo(f"Demonstration city: {made} datasets published, {there} were there, {time.monotonic() - began:.0f} s.")


def _list(chosen: list[Entry]) -> None:
    for entry in chosen:
        click.echo(f"{entry.slug:24} {entry.origin:10} {entry.organisation:16} {entry.title['en']}")


def _write_sample(path: Path) -> None:
    from madang.demonstration.sample import SHIPPED

    shutil.copyfile(SHIPPED, path)
    click.echo(
        f"{path}: generated, CP949, with a title above, thousands separators and a total row. Upload it in the portal."
    )
