"""`madang publish`: publish what a run has read and checked."""

from __future__ import annotations

import click


@click.command(short_help="Publish what a run has read and checked.")
@click.argument("run")
@click.option(
    "--settle", multiple=True, metavar="FINDING=DECISION[:REASON]",
    help="Decide a finding first: drop, mask, suppress (small counts), generalise, or justify with its reason.",
)  # fmt: skip
def command(run: str, settle: tuple[str, ...]) -> None:
    """Publish RUN (an id from `madang load` or `madang runs`)."""
    from madang.accounts.policy import OPERATOR
    from madang.cli.runs import find, show
    from madang.ingest import run as runs
    from madang.ingest import workers

    found = find(run)
    for words in settle:
        finding, _, decision = words.rpartition("=")
        what, _, why = decision.partition(":")
        found = runs.decide(found, finding, what, why, OPERATOR)
    asked = runs.publish(found, OPERATOR, enqueue=False)
    with workers.here() as executor:
        executor.do(asked)
    show(find(run))
