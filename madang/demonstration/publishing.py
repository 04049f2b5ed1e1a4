"""Publish the demonstration city: describe each dataset, write its file, send the file through the load pipeline.

Nothing here is special to the demonstration but the words: each file takes the five steps of any upload, and what is computed
from other datasets goes the way of a study's result. What is published stays as it is, so a second call does nothing, and one
that was killed goes on with what is missing.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from madang.accounts.policy import OPERATOR
from madang.catalog import licences, themes
from madang.catalog.changes import touch
from madang.catalog.models import Column, Dataset, Licence, Organisation, Resource, Theme
from madang.demonstration import asking, links, services, studies
from madang.demonstration.catalogue import entries
from madang.demonstration.city import ORGANISATIONS
from madang.demonstration.describe import Entry, Field, Sheet
from madang.demonstration.files import batches, write
from madang.demonstration.ground import SEED, Ground
from madang.demonstration.texts import publishing as texts
from madang.ingest import assess, naming
from madang.ingest import run as runs
from madang.ingest.models import Run
from madang.ingest.publish import publish_table
from madang.lib.problems import Problem
from madang.lib.texts import choose
from madang.query import model

GENERATED = "생성한 자료로, 실제 사람이 없습니다. Generated: nobody stands behind it."
EDITION = 1
"""Raise it when a generator changes what it makes."""
Progress = Callable[[Entry | studies.Example, str], None]
"""Called with "begins", "published" or "there" (published before)."""
Executing = AbstractContextManager[studies.Executor]


class DemonstrationBusy(Problem):
    en = "The demonstration is being published by another process of this machine. Wait for it; it shows how far it is."
    ko = "다른 프로세스가 시연 데이터를 게시하고 있습니다. 그쪽에 진행 상황이 보이니 끝날 때까지 기다리세요."


class NotPublished(Problem):
    en = "The demonstration dataset {slug} could not be published ({state}): {why} Run `madang runs show {run}` for more."
    ko = "시연 데이터 {slug}을(를) 게시하지 못했습니다({state}): {why} 자세한 내용: `madang runs show {run}`"


class UnknownEntry(Problem):
    en = "The demonstration has no dataset {slugs}. `madang demo --list` shows all."
    ko = "시연 데이터에 {slugs}이(가) 없습니다. `madang demo --list`로 모두 볼 수 있습니다."


def choose_entries(slugs: tuple[str, ...] = ()) -> list[Entry]:
    """The entries named and those they are made from, or all. Raises `UnknownEntry`."""
    known = {entry.slug: entry for entry in entries()}
    wanted, waiting = set(), list(slugs or known)
    while waiting:
        slug = waiting.pop()
        if slug not in known:
            raise UnknownEntry(slugs=slug)
        wanted.add(slug)
        waiting += known[slug].made_from
    return [entry for entry in known.values() if entry.slug in wanted]


def publish(
    chosen: list[Entry], ground: Ground, progress: Progress, executing: Callable[[], Executing] = studies.everything
) -> int:
    """Publish what is missing of `chosen` and return how many that were. `executing` opens what executes loads and studies.

    Studies whose tables are there are run. Raises `DemonstrationBusy`, `NotPublished`, `studies.NotRun`.
    """
    with _alone() as folder:
        organise()
        missing = []
        for entry in chosen:
            describe(entry)
            if is_published(entry):
                progress(entry, "there")
            else:
                missing.append(entry)
        if missing:
            _load(missing, ground, folder, progress, executing)
            links.refer({entry.slug for entry in missing})
        for entry in chosen:
            services.name_tables(Dataset.objects.get(slug=entry.slug))
        if wanted := studies.missing():
            with executing() as executor:
                for one in wanted:
                    studies.publish(one, executor, progress)
        texts.publish()
        asking.publish()
    return len(missing)


def _load(
    missing: list[Entry], ground: Ground, folder: Path, progress: Progress, executing: Callable[[], Executing]
) -> None:
    with executing() as executor:
        for entry in missing:
            progress(entry, "begins")
            if entry.form == "table":
                hand_over(entry, ground)
            else:
                _forget_unfinished(entry)
                file = write(entry, ground, folder)
                load(entry, file, executor)
                file.unlink()
            progress(entry, "published")


@contextmanager
def _alone() -> Iterator[Path]:
    """The folder for files on their way, held by one process; the system lets go of it when the process is killed."""
    folder: Path = settings.HOME / "demonstration"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemonstrationBusy() from None
        yield folder


def organise() -> None:
    """Make the publishers, themes and licences that are missing; what a city has edited stays as it is."""
    themes.load()
    licences.load()
    if not (settings.HOME / "home.yaml").exists():
        shutil.copyfile(Path(__file__).parent / "home.yaml", settings.HOME / "home.yaml")
    for slug, kind, parent, name, about in ORGANISATIONS:
        above = Organisation.objects.get(slug=parent) if parent else None
        facts = {"kind": kind, "parent": above, "name": name, "description": about}
        Organisation.objects.get_or_create(slug=slug, defaults=facts)


def is_published(entry: Entry) -> bool:
    """Whether every sheet of the entry serves a revision."""
    shown = Resource.objects.filter(dataset__slug=entry.slug, current__isnull=False)
    return {name for name, _ in resources(entry)} <= set(shown.values_list("name", flat=True))


def resources(entry: Entry) -> list[tuple[str, Sheet]]:
    """The sheets with the names that the load gives to their resources."""
    base = entry.sheets[0].name if len(entry.sheets) == 1 else ""
    return [(naming.resource(sheet.name, len(entry.sheets), base), sheet) for sheet in entry.sheets]


@transaction.atomic
def describe(entry: Entry) -> None:
    """Write the words of a dataset, its resources and columns, unless it is there: people may have edited them."""
    if Dataset.objects.filter(slug=entry.slug).exists():
        return
    start, end = entry.period or (None, None)
    dataset = Dataset.objects.create(
        slug=entry.slug, title=entry.title, description=entry.description, keywords=entry.keywords,
        source=entry.source, method=entry.method, spatial=entry.spatial, origin=entry.origin, access=entry.access,
        cycle=entry.cycle, period_start=start, period_end=end,
        organisation=Organisation.objects.get(slug=entry.organisation),
        theme=Theme.objects.get(slug=entry.theme), licence=Licence.objects.get(slug=entry.licence),
    )  # fmt: skip
    for position, (name, sheet) in enumerate(resources(entry)):
        _describe_sheet(dataset, position, name, sheet)
    touch(dataset.slug)


def _describe_sheet(dataset: Dataset, position: int, name: str, sheet: Sheet) -> None:
    kind = Resource.Kind.LAYER if sheet.is_layer else Resource.Kind.TABLE
    resource = Resource.objects.create(dataset=dataset, name=name, title=sheet.title, kind=kind, position=position)
    Column.objects.bulk_create(
        Column(
            resource=resource, name=field.name, label=field.label, description=field.about, unit=field.unit,
            codes=field.codes, position=i,
        )
        for i, field in enumerate(sheet.fields)
    )  # fmt: skip


def load(entry: Entry, file: Path, executor: studies.Executor) -> Run:
    """Send a file through the five steps, as `madang load` does. Raises `NotPublished` when something "
    "stands in the way."""
    target = {"dataset": entry.slug}
    if len(entry.sheets) == 1:
        target["resource"] = entry.sheets[0].name
    run = runs.start(
        "file", {"path": str(file)}, target, OPERATOR, file_name=file.name, publish_when_clean=True, enqueue=False
    )
    executor.do(run)
    run.refresh_from_db()
    if run.state == Run.State.READY and entry.looks_personal:
        _justify(entry, run, executor)
    if run.state not in (Run.State.PUBLISHED, Run.State.UNCHANGED):
        raise NotPublished(slug=entry.slug, state=run.state, why=_why(run), run=run.pk)
    return run


def _justify(entry: Entry, run: Run, executor: studies.Executor) -> None:
    """Say of the findings that its entry expects that nobody stands behind them, then publish; nothing else is decided."""
    for finding in run.receipt["findings"]:
        if finding["severity"] == "personal" and finding["id"] in entry.looks_personal:
            runs.decide(run, finding["id"], "justify", GENERATED, OPERATOR)
    run.refresh_from_db()
    if not assess.blocking(run) and not assess.doubtful(run):
        executor.do(runs.publish(run, OPERATOR, enqueue=False))
    run.refresh_from_db()


def hand_over(entry: Entry, ground: Ground) -> None:
    """Publish typed rows, with the revisions they were made from; each must be there before."""
    dataset = Dataset.objects.get(slug=entry.slug)
    sources = Resource.objects.filter(dataset__slug__in=entry.made_from, current__isnull=False)
    for name, sheet in resources(entry):
        publish_table(
            dataset, name, batches(sheet, ground), [column(field) for field in sheet.fields], actor=OPERATOR,
            inputs=[each.current for each in sources.select_related("current") if each.current], said=entry.method,
            recipe=f"demonstration {entry.slug} {EDITION} seed {SEED} scale {ground.scale}",
            geometry_kind="polygon" if sheet.is_layer else "", sort_by=sheet.sort_by,
            justified=dict.fromkeys(entry.looks_personal, GENERATED),
        )  # fmt: skip


def column(field: Field) -> model.Column:
    """The column of a revision, without the words that people may edit."""
    return model.Column(field.name, model.Type(field.type), field.semantic, field.unit)


def _why(run: Run) -> str:
    words = [run.reason] if run.reason else [finding["text"] for finding in run.receipt.get("findings", [])]
    return " ".join(choose(text, settings.MADANG["language"])[0] for text in words)


def _forget_unfinished(entry: Entry) -> None:
    """A run that a killed demonstration left behind is cancelled: a new one begins from the same bytes."""
    for run in Run.objects.filter(target__dataset=entry.slug, state__in=Run.AT_WORK):
        runs.cancel(run, OPERATOR)
