"""`madang events`: raw events of people (calls, rides, taps), kept for studies alone, and their counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from madang.cli.terminal import language, said
from madang.lib.texts import choose

if TYPE_CHECKING:
    from madang.analysis.activity.add import Added, Tell
    from madang.analysis.activity.cells import Cells
    from madang.analysis.activity.log import Facts, Log
    from madang.analysis.activity.raw import Named

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(short_help="Keep raw events for studies, and publish their counts.")
def command() -> None:
    """Raw events (calls, rides, taps) of this city: kept by day and hour for studies alone, never shown; counted and dropped."""


@command.command(short_help="Add files of raw events to a log.")
@click.argument("log")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--table", "tables", multiple=True, metavar="DATASET/RESOURCE", help="Besides files: a table of the catalogue."
)
@click.option("--time", required=True, help="The column with date and time.")
@click.option("--cell", default="", help="The column with the code of the cell.")
@click.option("--home", default="", help="The column with the home (district or cell) of whoever it is.")
@click.option("--longitude", default="", help="Instead of --cell: the column with the longitude in degrees.")
@click.option("--latitude", default="", help="Instead of --cell: the column with the latitude in degrees.")
@click.option(
    "--cells", default="", metavar="DATASET/RESOURCE", help="The list of cells; others are refused and counted."
)
@click.option("--code", default="cell", show_default=True, help="The column of that list with the code of a cell.")
@click.option("--encoding", default="utf-8", show_default=True, help="The encoding of CSV files, for example cp949.")
@click.option("--origin", type=click.Choice(["observed", "generated"]), default="observed", show_default=True,
              help="Of a new log: whether somebody measured the events or a program made them up.")  # fmt: skip
@click.option("--replace", is_flag=True, help="These files hold whole days again: what the log had of those days goes.")
def add(
    log: str, files: tuple[Path, ...], tables: tuple[str, ...], encoding: str, replace: bool, cells: str, code: str, origin: str,
    **columns: str,
) -> None:  # fmt: skip
    """Add FILES (CSV or Parquet) to LOG, which is made when it is new. All of it or nothing; a file that was added before is skipped."""
    from django.utils import timezone

    from madang.accounts.policy import OPERATOR
    from madang.analysis import events
    from madang.analysis.activity import add as adding
    from madang.analysis.activity import raw
    from madang.analysis.activity.drop import forget_empty

    named = raw.Named(**columns)
    _require(named, bool(files or tables), cells)
    found = events.log(log)
    sources = [events.source(table, OPERATOR) for table in tables] + [raw.file(file, encoding) for file in files]
    made, shapes = _made(found, cells, code, origin, by_point=bool(named.longitude))
    try:
        with _bar(said("Add", "추가")) as tell:
            added = adding.add(found, sources, named, now=timezone.now(), places=shapes, replace=replace, tell=tell)
    except BaseException:
        if made:
            forget_empty(found)
        raise
    for line in _account(added):
        click.echo(line)


def _require(named: Named, given: bool, cells: str) -> None:
    if not given:
        raise click.UsageError(said("Give FILES or --table.", "FILES나 --table을 주세요."))
    by_point = bool(named.longitude and named.latitude)
    if bool(named.cell) == by_point or (by_point and not cells):
        text = said(
            "Give --cell, or --longitude and --latitude with --cells.",
            "--cell 또는 --longitude, --latitude와 --cells를 주세요.",
        )
        raise click.UsageError(text)


def _made(found: Log, cells: str, code: str, origin: str, *, by_point: bool) -> tuple[bool, Cells | None]:
    """Make the log if it is new, and say so; the shapes of its cells when points must find theirs. Its cells are those it began with."""
    from django.conf import settings

    from madang.accounts.policy import OPERATOR
    from madang.analysis import events
    from madang.analysis.activity.cells import Cells
    from madang.analysis.activity.log import Facts

    codes, shapes = events.cells(cells, code, OPERATOR) if cells else ([], None)
    if by_point and not shapes:
        raise events.NoShapes(table=cells)
    made = found.create(Facts(settings.MADANG["time_zone"], origin, codes, bool(cells)))
    if cells and not made:
        with found.reading() as facts:
            if facts.cells != codes:
                raise click.UsageError(
                    said(
                        f"{found.name} began with another list of cells.",
                        f"{found.name}은(는) 다른 셀 목록으로 시작했습니다.",
                    )
                )
    return made, Cells(shapes) if shapes else None


def _account(added: Added) -> Iterator[str]:
    """What came of it, line by line: nothing goes lost without one."""
    from madang.analysis.activity.add import REASONS

    for name in added.skipped:
        yield said(f"{name} was added before: skipped.", f"{name}은(는) 이미 넣은 파일이라 건너뛰었습니다.")
    yield said(f"{added.events:,} events added.", f"이벤트 {added.events:,}건을 넣었습니다.")
    for day, (before, after) in added.days.items():
        yield f"  {day}  {before:,} → {after:,}"
    for why, rows in added.refused.most_common():
        yield said(f"  {rows:,} rows left out: {REASONS[why]['en']}", f"  {rows:,}행 제외: {REASONS[why]['ko']}")
    for code, rows in added.unknown.most_common():
        yield f"    {code}  {rows:,}"
    for hour in added.doubled:
        yield said(
            f"  {hour} h holds two hours: clocks went back.", f"  {hour}시에는 두 시간이 들어 있습니다(시계를 늦춘 밤)."
        )


@command.command("list", short_help="The logs that there are.")
def list_() -> None:
    """The logs of this city: events, days, bytes an event, and what seems to be missing."""
    from madang.analysis import events
    from madang.analysis.activity.count import gaps

    for found in events.every():
        with found.reading() as facts:
            click.echo(_line(found, facts))
            missing = gaps(facts)
        if missing:
            more = f" … ({len(missing)})" if len(missing) > 10 else ""
            click.echo(said("  missing: ", "  빠진 때: ") + ", ".join(missing[:10]) + more)


def _line(found: Log, facts: Facts) -> str:
    days = f"{min(facts.days)} – {max(facts.days)}" if facts.days else "-"
    each = facts.bytes / facts.events if facts.events else 0
    return said(
        f"{found.name}: {facts.events:,} events, {len(facts.days)} days ({days}), {len(facts.cells):,} cells, {each:.2f} bytes an event",
        f"{found.name}: 이벤트 {facts.events:,}건, {len(facts.days)}일({days}), 셀 {len(facts.cells):,}개, 이벤트당 {each:.2f}바이트",
    )


@command.command(short_help="Count a log and publish the counts for studies.")
@click.argument("log")
@click.option("--organisation", required=True, help="Whose dataset it becomes (slug).")
@click.option("--title", required=True, help="What the dataset is called; the same again makes new revisions.")
@click.option("--licence", default="unstated", show_default=True, help="Terms of use of a new dataset (slug).")
@click.option("--hours", default="0-23", show_default=True, help="Only these hours, for example 0-5 or 22-5.")
@click.option("--since", type=DAY, help="From this day on.")
@click.option("--until", type=DAY, help="To this day.")
@click.option("--holiday", "holidays", multiple=True, type=DAY, help="A day that counts as weekend.")
@click.option("--homes/--no-homes", default=True, help="Count by home too (default), or by cell alone.")
def count(
    log: str, organisation: str, title: str, licence: str, hours: str, since: datetime | None, until: datetime | None,
    holidays: tuple[datetime, ...], homes: bool,
) -> None:  # fmt: skip
    """Count LOG and publish the counts, by cell, day and hour and by cell, home, class of day and hour.

    They become a restricted dataset: studies alone can read its rows.
    """
    from madang.accounts.policy import OPERATOR
    from madang.analysis import events
    from madang.cli.migrate import migrate

    migrate()
    found = events.log(log)
    with _bar(said("Count", "세기")) as tell:
        counts = events.counted(
            found, hours=_hours(hours), since=f"{since:%Y-%m-%d}" if since else "", until=f"{until:%Y-%m-%d}" if until else "9999",
            holidays={f"{day:%Y-%m-%d}" for day in holidays}, homes=homes, tell=tell,
        )  # fmt: skip
    made = events.publish(found, counts, organisation, title, OPERATOR, language=language(), licence=licence)
    click.echo(
        said(
            f"{counts.events:,} events counted, {counts.days[0]} – {counts.days[-1]}.",
            f"이벤트 {counts.events:,}건을 세었습니다({counts.days[0]} – {counts.days[-1]}).",
        )
    )
    for revision in made:
        click.echo(f"  {revision.resource.dataset.slug}/{revision.resource.name}  {revision.rows:,}  {revision.pk}")


def _hours(text: str) -> list[int]:
    """`0-5` or `22-5` (over midnight) or `3`."""
    from madang.analysis.days import hours as night

    try:
        first, last = (int(part) for part in (text.split("-") if "-" in text else (text, text)))
    except ValueError:
        first = last = -1
    if not (0 <= first < 24 and 0 <= last < 24):
        raise click.BadParameter(
            said(f"{text!r} are no hours from 0 to 23.", f"{text!r}은(는) 0부터 23까지의 시간이 아닙니다.")
        )
    return list(night(first, last))


@command.command(short_help="Remove a log, or its days before a date.")
@click.argument("log")
@click.option("--before", type=DAY, help="Only days before this one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def drop(log: str, before: datetime | None, yes: bool) -> None:
    """Remove LOG for good, or its days before a date: retention. Published counts stay; backups lose it with the next `madang backup`."""
    from madang.analysis import events
    from madang.analysis.activity.drop import drop as dropped

    found = events.log(log)
    with found.reading() as facts:
        days = [day for day in facts.days if before is None or day < f"{before:%Y-%m-%d}"]
    asked = said(f"Remove {len(days)} days of {log} for good?", f"{log}의 {len(days)}일치를 완전히 지울까요?")
    if not yes:
        click.confirm(asked, abort=True)
    gone = dropped(found, f"{before:%Y-%m-%d}" if before else None)
    click.echo(said(f"{gone:,} events removed.", f"이벤트 {gone:,}건을 지웠습니다."))


@command.command(short_help="Read a log again and compare it with its hashes.")
@click.argument("log")
def check(log: str) -> None:
    """Read every file of LOG and compare it with what was written."""
    from madang.analysis import events
    from madang.analysis.activity.check import check as checked

    with _bar(said("Check", "확인")) as tell:
        faults = checked(events.log(log), tell)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo(said("Every hour is as it was written.", "모든 시간이 처음 쓴 그대로입니다."))


@contextmanager
def _bar(title: str) -> Iterator[Tell]:
    from madang.cli.progress import bars

    with bars() as shown:
        task = shown.add_task(title, total=100, note="")
        yield lambda share, text: shown.update(task, completed=round(100 * share), note=choose(text, language())[0])
