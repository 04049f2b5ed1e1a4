"""`madang demo`: publish the demonstration city."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from madang.cli.terminal import language, said

if TYPE_CHECKING:
    from madang.demonstration.describe import Entry
    from madang.demonstration.studies import Example


@click.command(short_help="Publish the demonstration city.")
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
        task = shown.add_task(said("Demonstration city", "시연 도시"), total=len(chosen), note="")

        def progress(entry: Entry | Example, what: str) -> None:
            shown.update(task, note=entry.title[language()], advance=0 if what == "begins" else 1)
            if what == "published":
                line = f"{time.monotonic() - began:6.1f} s  {entry.title['ko']} · {entry.title['en']}"
                shown.console.print(line, highlight=False, markup=False, soft_wrap=True)

        made = publishing.publish(chosen, Ground(scale), progress)
    there, seconds = len(chosen) - made, time.monotonic() - began
    click.echo(
        said(
            f"Demonstration city: {made} datasets published, {there} were there, {seconds:.0f} s.",
            f"시연 도시: 데이터셋 {made}개를 게시했고 {there}개는 이미 있었습니다. {seconds:.0f}초.",
        )
    )


def _list(chosen: list[Entry]) -> None:
    for entry in chosen:
        click.echo(f"{entry.slug:24} {entry.origin:10} {entry.organisation:16} {entry.title[language()]}")


def _write_sample(path: Path) -> None:
    from madang.demonstration.sample import SHIPPED

    shutil.copyfile(SHIPPED, path)
    click.echo(
        said(
            f"{path}: generated, CP949, with a title above, thousands separators and a total row. Upload it in the portal.",
            f"{path}: 생성한 CP949 파일입니다. 위에 제목이 있고 천 단위 쉼표와 합계 행이 있습니다. 포털에 올려 보세요.",
        )
    )
