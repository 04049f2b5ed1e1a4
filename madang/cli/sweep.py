"""`madang sweep`: free the bytes that nothing names any more."""

from __future__ import annotations

from datetime import timedelta

import click

from madang.cli.terminal import said


@click.command(short_help="Remove files that nothing names any more.")
@click.option("--older-than", "hours", type=click.FloatRange(0), default=24, show_default=True, metavar="HOURS",
              help="Spare what is younger: it may belong to a load that is just being done.")  # fmt: skip
def command(hours: float) -> None:
    """Remove ruins of loads that were killed, originals nobody names, old scratch files and serving copies.

    Workers do this every hour by themselves. What is published is never touched.
    """
    from django.utils import timezone

    from madang.cli.migrate import migrate
    from madang.ingest import tidy

    migrate()  # a city that was just restored has no queue yet
    swept = tidy.sweep(timedelta(hours=hours), timezone.now())
    click.echo(
        said(
            f"Removed {swept.revisions} unfinished revisions and {swept.originals} originals, {swept.bytes:,} bytes in all.",
            f"미완성 개정판 {swept.revisions}개와 원본 {swept.originals}개, 모두 {swept.bytes:,}바이트를 지웠습니다.",
        )
    )
