"""`madang study`: what studies there are, running one on published tables, what it found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from madang.cli import study_options, study_text
from madang.cli.terminal import language, said
from madang.lib.problems import Problem
from madang.lib.texts import choose

if TYPE_CHECKING:
    from madang.analysis.models import StudyRun


class UnknownStudyRun(Problem):
    en = "There is no run {run} of a study. `madang study runs` shows the ids; their first letters are enough when only one begins so."
    ko = "분석 실행 {run}이(가) 없습니다. `madang study runs`로 식별자를 확인하세요. 하나로 정해지면 앞부분만 적어도 됩니다."


class Studies(click.Group):
    """`madang study NAME ...` is `madang study run NAME ...`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        """Take the name of a study for the command that runs it; commands have names that no study has."""
        from madang.analysis import registry

        if args and args[0] not in self.commands and args[0] in registry.studies():
            args = ["run", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=Studies, short_help="List, run and read studies.")
def command() -> None:
    """List, run and read studies: `madang study care_siting --role areas=DATASET/RESOURCE --set sites=20`."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_(as_json: bool) -> None:
    """The studies that there are."""
    from madang.analysis import registry

    found = registry.studies()
    if as_json:
        told = [
            {"study": name, "version": one.VERSION, "title": one.TITLE, "summary": one.SUMMARY}
            for name, one in found.items()
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for name, one in found.items():
        click.echo(f"{name:20} {choose(one.TITLE, language())[0]}: {choose(one.SUMMARY, language())[0]}")


@command.command(short_help="What a study reads, takes and yields.")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def show(name: str, as_json: bool) -> None:
    """What the study NAME reads (with tables of this city that fit), takes and yields."""
    from madang.accounts.policy import OPERATOR
    from madang.analysis import registry, suggesting

    found = registry.study(name)
    offers = suggesting.tables(found, OPERATOR)
    if as_json:
        click.echo(json.dumps(study_text.as_json(name, found, offers), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(study_text.lines(name, found, offers)))


@command.command(short_help="Run a study and wait for what it finds.")
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE=TABLE", help="The table (DATASET/RESOURCE or DATASET) for a role."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE.COLUMN=NAME",
    help="A column of that table; give it again for several, empty for none. What is not given is guessed.",
)
@click.option(
    "--weight", "weights", multiple=True, metavar="ROLE.COLUMN=N,N", help="A weight for each of several columns."
)
@click.option(
    "--where", "wheres", multiple=True, metavar="ROLE=CONDITION", help="Only these rows, for example 연도 = 2025."
)
@click.option(
    "--revision", "revisions", multiple=True, metavar="ROLE=ID", help="This revision instead of the current one."
)
@click.option(
    "--set", "settings", multiple=True, metavar="PARAMETER=VALUE", help="A parameter; `madang study show` lists them."
)
@click.option(
    "--organisation", default="", help="Publish the result as a dataset of this organisation; without it, a draft."
)
@click.option("--title", default="", help="What the result is called; the same again makes new revisions.")
@click.option("--licence", default="", help="Stricter terms of use than those of the inputs.")
@click.option("--queue", is_flag=True, help="Leave it to a worker and print the run.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def run(name: str, organisation: str, title: str, licence: str, queue: bool, as_json: bool, **given: Any) -> None:
    """Run the study NAME on the current revisions of the tables for its roles, and print what it found.

    Ends with 0 when it is done, also as a draft, and with 1 when it failed.
    """
    from madang.accounts.policy import OPERATOR
    from madang.analysis import run as runs
    from madang.cli.migrate import migrate

    datasets, parameters = study_options.datasets(**given), study_options.pairs(given["settings"], "set")
    migrate()
    titles = {language(): title} if title else None
    made = runs.start(
        name, datasets, parameters, OPERATOR, title=titles, organisation=organisation, licence=licence, enqueue=queue
    )
    if not queue:
        made = _done(made)
    _print(made, as_json)
    if made.state in ("failed", "cancelled"):
        raise SystemExit(1)


def _done(made: StudyRun) -> StudyRun:
    """The run, executed here with a bar; Ctrl-C cancels it."""
    from concurrent.futures import ThreadPoolExecutor
    from concurrent.futures import wait as wait_for

    from madang.accounts.policy import OPERATOR
    from madang.analysis import run as runs
    from madang.analysis.work import STUDIES
    from madang.cli.progress import bars
    from madang.ingest import workers

    with workers.here((STUDIES,)) as executor, ThreadPoolExecutor(1) as thread, bars() as shown:
        working = thread.submit(executor.do, made)
        task = shown.add_task(choose(made.title, language())[0], total=100, note="")
        try:
            while not wait_for([working], timeout=0.5).done:
                made.refresh_from_db(fields=["progress", "said", "step"])
                note = choose(made.said, language())[0] if made.said else study_text.step(made.step)
                shown.update(task, completed=round(100 * made.progress), note=note)
        except KeyboardInterrupt:
            runs.cancel(made, OPERATOR)
            wait_for([working])
            raise
        working.result()
    made.refresh_from_db()
    return made


@command.command("runs", short_help="The newest runs of studies.")
@click.option("--study", default="", help="Only runs of this study.")
@click.option("--limit", default=30, show_default=True, help="The newest runs only.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def runs_(study: str, limit: int, as_json: bool) -> None:
    """The newest runs of studies, one line each."""
    from madang.analysis.models import StudyRun

    found = StudyRun.objects.filter(**({"study": study} if study else {}))[:limit]
    if as_json:
        click.echo(json.dumps([study_text.run_as_json(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        click.echo(study_text.line(one))


@command.command(short_help="What a run found.")
@click.argument("run")
@click.option(
    "--save",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write report, certificates and tables into this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def result(run: str, save: Path | None, as_json: bool) -> None:
    """What a RUN found: its tables, quality statement and files."""
    found = find(run)
    _print(found, as_json)
    if save is not None:
        count = study_options.save(found, save)
        click.echo(said(f"{count} files written into {save}.", f"파일 {count}개를 {save}에 썼습니다."), err=True)


@command.command(short_help="End a study's run.")
@click.argument("run")
def cancel(run: str) -> None:
    """End a RUN; one that computes just now is stopped within a second."""
    from madang.accounts.policy import OPERATOR
    from madang.analysis import run as runs

    runs.cancel(find(run), OPERATOR)
    _print(find(run), False)


@command.command(short_help="Queue a failed or cancelled study again.")
@click.argument("run")
def retry(run: str) -> None:
    """Queue a failed or cancelled RUN again, on the same revisions with the same parameters; a worker does it."""
    from madang.accounts.policy import OPERATOR
    from madang.analysis import run as runs

    _print(runs.retry(find(run), OPERATOR), False)


@command.command(short_help="Publish a draft.")
@click.argument("run")
@click.option("--organisation", required=True, help="Whose dataset it becomes (slug).")
@click.option("--licence", default="", help="Stricter terms of use than those of the inputs.")
def publish(run: str, organisation: str, licence: str) -> None:
    """Publish what a RUN found and kept as a draft."""
    from madang.accounts.policy import OPERATOR
    from madang.analysis import run as runs

    _print(_done(runs.publish(find(run), organisation, OPERATOR, licence=licence, enqueue=False)), False)


def find(id: str) -> StudyRun:
    """The run of that id, or the only one whose id ends or begins so. Raises `UnknownStudyRun`."""
    from django.db.models import Q

    from madang.analysis.models import StudyRun

    found = list(StudyRun.objects.filter(Q(pk__startswith=id) | Q(pk__endswith=id))[:2]) if id else []
    if len(found) != 1:
        raise UnknownStudyRun(run=id)
    return found[0]


def _print(found: StudyRun, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(study_text.run_as_json(found), ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(study_text.result_lines(found)))
