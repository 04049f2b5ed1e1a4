"""`madang runs`: what was loaded, what is at work, what failed and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from madang.cli import states as words
from madang.cli.terminal import language, said
from madang.ingest.receipts import standing
from madang.ingest.receipts import words as receipt_words
from madang.lib import texts
from madang.lib.problems import Problem

if TYPE_CHECKING:
    from madang.ingest.models import Run


HEADINGS = {
    "file": "파일", "dataset": "데이터셋", "state": "상태", "step": "단계", "done": "처리한 행", "worker": "작업자",
    "heartbeat": "마지막 신호",
}  # fmt: skip


class UnknownRun(Problem):
    en = "There is no run {run}. `madang runs list` shows the ids; their first letters are enough when only one begins so."
    ko = "실행 {run}이(가) 없습니다. `madang runs list`로 식별자를 확인하세요. 하나로 정해지면 앞부분만 적어도 됩니다."


def find(id: str) -> Run:
    """The run of that id, or the only one whose id ends or begins so. Raises `UnknownRun`."""
    from django.db.models import Q

    from madang.ingest.models import Run

    found = list(Run.objects.filter(Q(pk__startswith=id) | Q(pk__endswith=id))[:2]) if id else []
    if len(found) != 1:
        raise UnknownRun(run=id)
    return found[0]


def show(run: Run) -> None:
    """Print one run: state, step, target, reason, findings."""
    shown = language()
    attempt = said(f"attempt {run.attempt}", f"{run.attempt}번째 시도")
    stands = f"{words.state(run.state)} ({words.step(run.step)}, {attempt})"
    click.echo(f"{run.pk}  {run.file_name}  {stands}  -> {run.target.get('dataset', '')}")
    if run.reason:
        click.echo("  " + texts.choose(run.reason, shown)[0])
    for finding in run.receipt.get("findings", []):
        decided = run.decisions.get(finding["id"], {}).get("what", "")
        stands = decided or ("open" if finding["severity"] in standing.BLOCKING else "")
        told = f"{receipt_words.said(finding['severity'], shown)} {finding['id']} {receipt_words.said(stands, shown)}".rstrip()
        click.echo(f"  {told}: {texts.choose(finding['text'], shown)[0]}")
    for revision in run.revisions:
        click.echo(said("  revision ", "  개정판 ") + revision)


@click.group(short_help="List, show, cancel and retry runs.")
def command() -> None:
    """List, show, cancel and retry runs."""


@command.command("list")
@click.option(
    "--state", help="Only runs in this state: waiting, running, ready, published, unchanged, failed, cancelled."
)
@click.option("--limit", default=30, show_default=True, help="The newest runs only.")
def list_(state: str | None, limit: int) -> None:
    """The newest runs, one line each."""
    from rich.console import Console
    from rich.table import Table

    from madang.ingest.models import Run

    table = Table(box=None)
    table.add_column(said("run", "실행"), no_wrap=True, min_width=32)  # `madang runs show` needs all of it
    for heading, korean in HEADINGS.items():
        table.add_column(said(heading, korean), no_wrap=True)
    for run in Run.objects.filter(**({"state": state} if state else {}))[:limit]:
        heart = run.heartbeat.strftime("%H:%M:%S") if run.heartbeat else ""
        table.add_row(
            run.pk,
            run.file_name,
            run.target.get("dataset", ""),
            words.state(run.state),
            words.step(run.step),
            f"{run.rows_done:,}",
            run.worker,
            heart,
        )
    console = Console()
    if not console.is_terminal:
        console.width = 200  # A pipe has no width.
    console.print(table)


@command.command("show")
@click.argument("run")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
def show_(run: str, as_json: bool) -> None:
    """One run with its findings, or its whole receipt."""
    found = find(run)
    if as_json:
        click.echo(json.dumps(found.receipt, ensure_ascii=False, indent=1))
    else:
        show(found)


@command.command()
@click.argument("run")
def cancel(run: str) -> None:
    """End a run; a running step stops when it next looks."""
    from madang.accounts.policy import OPERATOR
    from madang.ingest import run as runs

    runs.cancel(find(run), OPERATOR)
    show(find(run))


@command.command(short_help="Queue a failed or cancelled run again.")
@click.argument("run")
def retry(run: str) -> None:
    """Queue a failed or cancelled run again, from the step where it stood; a worker does it."""
    from madang.accounts.policy import OPERATOR
    from madang.ingest import run as runs

    show(runs.retry(find(run), OPERATOR))
