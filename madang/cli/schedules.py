"""`madang schedules`: sources that are asked again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from madang.cli import states
from madang.cli.choices import HELP, parsed
from madang.cli.settings import SETTING, source_settings
from madang.cli.terminal import language, said
from madang.lib import texts
from madang.lib.problems import Problem

if TYPE_CHECKING:
    from madang.catalog.models import Dataset
    from madang.ingest.models import Schedule

HEADINGS = {
    "dataset": "데이터셋", "source": "출처", "when": "언제", "next": "다음", "last": "마지막 결과", "note": "알림",
}  # fmt: skip


class UnknownSchedule(Problem):
    en = "There is no schedule {schedule}. `madang schedules list` shows the ids; their last letters are enough."
    ko = "정기 수집 {schedule}이(가) 없습니다. `madang schedules list`로 식별자를 확인하세요. 뒷부분만 적어도 됩니다."


class UnknownDataset(Problem):
    en = "There is no dataset {dataset}. Make it first, for example with `madang load --source http --dataset {dataset} ...`"
    ko = "데이터셋 {dataset}이(가) 없습니다. 먼저 만드세요. 예: `madang load --source http --dataset {dataset} ...`"


@click.group(short_help="Ask sources again and again.")
def command() -> None:
    """Ask sources again and again: list, add, pull, pause, resume and remove schedules. A worker does what is due."""


@command.command("list")
@click.option("--dataset", help="Only those of this dataset (slug).")
def list_(dataset: str | None) -> None:
    """Every schedule with its next time and last result."""
    from django.utils import timezone
    from rich.console import Console
    from rich.table import Table

    from madang.ingest.models import Schedule
    from madang.ingest.schedules import timetable

    table = Table(box=None)
    table.add_column(said("schedule", "정기 수집"), no_wrap=True, min_width=32)
    for heading, korean in HEADINGS.items():
        table.add_column(said(heading, korean))
    for one in Schedule.objects.select_related("dataset", "last_run").filter(
        **({"dataset__slug": dataset} if dataset else {})
    ):
        when = texts.choose(timetable.said(one.cron), language())[0]
        next_at = timezone.localtime(one.next_at).strftime("%Y-%m-%d %H:%M") if one.next_at else said("paused", "멈춤")
        table.add_row(
            one.pk,
            one.dataset.slug,
            one.source,
            when,
            next_at,
            states.state(one.last_run.state) if one.last_run else "",
            _note(one),
        )
    console = Console()
    if not console.is_terminal:
        console.width = 220  # A pipe has no width.
    console.print(table)


@command.command()
@click.option("--dataset", required=True, help="The dataset (slug) that new content goes into; it must be there.")
@click.option("--resource", default="", help="The table of that dataset; by default `data`.")
@click.option("--source", default="http", show_default=True, help="What is asked: http, folder, ...")
@click.option("--setting", "settings", **SETTING)
@click.option("--cron", required=True, help="Minute, hour, day, month, weekday in the city's time zone: '30 3 * * *'.")
@click.option("--choice", "chosen", multiple=True, metavar="KEY=VALUE", help=HELP)
@click.option("--publish/--no-publish", default=False, help="Publish by itself what nobody has to decide about.")
@click.option("--paused", is_flag=True, help="Begin paused; try it with `madang schedules pull`.")
def add(
    dataset: str, source: str, settings: tuple[str, ...], cron: str, chosen: tuple[str, ...], publish: bool, resource: str,
    paused: bool,
) -> None:  # fmt: skip
    """Schedule a source for a dataset."""
    from madang.accounts.policy import OPERATOR
    from madang.ingest.schedules import scheduling

    made = scheduling.add(
        _dataset(dataset), source, source_settings(settings), cron, OPERATOR, resource=resource, choices=parsed(chosen),
        publish_when_clean=publish, paused=paused,
    )  # fmt: skip
    show(made)


@command.command("show")
@click.argument("schedule")
def show_(schedule: str) -> None:
    """One schedule with its settings and times."""
    show(find(schedule))


@command.command()
@click.argument("schedule")
def pull(schedule: str) -> None:
    """Ask the source now, here, and wait for the end."""
    from madang.accounts.policy import OPERATOR
    from madang.cli import runs as shown
    from madang.ingest import workers
    from madang.ingest.models import Run
    from madang.ingest.schedules import due, scheduling

    found = find(schedule)
    with workers.here() as executor:
        run = scheduling.pull(found, OPERATOR, enqueue=False)
        executor.do(run)
    due.settle(found.pk, run.created_at)
    shown.show(Run.objects.get(pk=run.pk))
    if Run.objects.get(pk=run.pk).state == Run.State.FAILED:
        raise SystemExit(1)


@command.command()
@click.argument("schedule")
def pause(schedule: str) -> None:
    """Ask no more until it is resumed."""
    _pause(schedule, True)


@command.command()
@click.argument("schedule")
def resume(schedule: str) -> None:
    """Go on asking."""
    _pause(schedule, False)


@command.command()
@click.argument("schedule")
def remove(schedule: str) -> None:
    """Remove a schedule; what it published stays."""
    from madang.accounts.policy import OPERATOR
    from madang.ingest.schedules import scheduling

    found = find(schedule)
    scheduling.remove(found, OPERATOR)
    click.echo(said(f"Removed {schedule}.", f"{schedule}을(를) 삭제했습니다."))


def find(id: str) -> Schedule:
    """The schedule of that id, or the only one whose id ends or begins so. Raises `UnknownSchedule`."""
    from django.db.models import Q

    from madang.ingest.models import Schedule

    rows = Schedule.objects.select_related("dataset__organisation", "last_run")
    found = list(rows.filter(Q(pk__startswith=id) | Q(pk__endswith=id))[:2]) if id else []
    if len(found) != 1:
        raise UnknownSchedule(schedule=id)
    return found[0]


def show(schedule: Schedule) -> None:
    """Print one schedule: what is asked, when, and how it stands."""
    from django.utils import timezone

    from madang.ingest.schedules import scheduling, timetable

    when = texts.choose(timetable.said(schedule.cron), language())[0]
    click.echo(f"{schedule.pk}  {schedule.source} -> {schedule.dataset.slug} {schedule.resource}".rstrip())
    for name, value in schedule.source_settings.items():
        click.echo(f"  {name}={value}")
    click.echo(f"  {when} ({schedule.cron}, {scheduling.zone()})")
    if schedule.paused:
        click.echo(said("  paused", "  멈춤"))
    else:
        for tick in timetable.ticks(schedule.cron, timezone.now(), scheduling.zone(), 3):
            click.echo(f"  {tick:%Y-%m-%d %H:%M}")
    if note := _note(schedule):
        click.echo("  " + note)


def _note(schedule: Schedule) -> str:
    from django.utils import timezone

    if schedule.reason:
        return texts.choose(schedule.reason, language())[0]
    if schedule.failures:
        since = timezone.localtime(schedule.failing_since).strftime("%Y-%m-%d %H:%M") if schedule.failing_since else ""
        return said(f"fails since {since} ({schedule.failures} times)", f"{since}부터 실패({schedule.failures}회)")
    if schedule.late(timezone.now()):
        return said("late: no worker takes it", "지연: 처리할 작업자가 없음")
    if schedule.looks:
        return said(f"nothing new {schedule.looks} times", f"{schedule.looks}회 연속 변경 없음")
    return ""


def _pause(id: str, paused: bool) -> None:
    from madang.accounts.policy import OPERATOR
    from madang.ingest.schedules import scheduling

    show(scheduling.pause(find(id), OPERATOR, paused))


def _dataset(slug: str) -> Dataset:
    from madang.catalog.models import Dataset

    found = Dataset.objects.select_related("organisation").filter(slug=slug).first()
    if found is None:
        raise UnknownDataset(dataset=slug)
    return found
