"""A study's tables as resources of one dataset, described in both languages, with how they were made; or kept as a draft."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from madang.accounts.policy import can, require
from madang.analysis import licensing, registry, rights, wording
from madang.analysis.declare import Study, Yield
from madang.analysis.models import StudyFile, StudyRun
from madang.catalog.changes import touch
from madang.catalog.models import Column, Dataset, Licence, Origin, Resource, Revision
from madang.ingest import drafts
from madang.ingest.publish import publish_table
from madang.ingest.screening import NamesPeople
from madang.lib.problems import Problem, Text

MEDIA_TYPES = {".html": "text/html; charset=utf-8", ".pdf": "application/pdf", ".json": "application/json",
               ".parquet": "application/vnd.apache.parquet"}  # fmt: skip
LARGEST = 64 << 20


class NotAsked(Problem):
    en = "Nobody said where to publish it, so it is a draft that you see. Choose an organisation to publish it."
    ko = "게시할 곳을 정하지 않아 초안으로 남아 있습니다. 게시하려면 기관을 고르세요."


class MayNotPublish(Problem):
    en = "You may not publish in {organisation}, so it is a draft that you and its editors see. A publisher there can publish it."
    ko = "{organisation}에 게시할 권한이 없어 본인과 그 기관의 편집자만 보는 초안으로 남았습니다. 그 기관의 게시자가 게시할 수 있습니다."


class TooOpen(Problem):
    en = (
        "{dataset} is open to everybody, and this run read internal or restricted data, so it stays a draft. Publish it under another"
        " title."
    )
    ko = "{dataset}은(는) 모두에게 공개되어 있는데 이 실행은 내부·제한 자료를 읽었으므로 초안으로 남습니다. 다른 제목으로 게시하세요."


class ClosedSince(Problem):
    en = (
        "An input is not open any more, or the city leaves out larger counts than when this was computed: it may hold counts of fewer"
        " than {fewest} people. Start it again."
    )
    ko = (
        "계산한 뒤에 입력이 비공개로 바뀌었거나 비우는 기준이 올라, 결과에 {fewest}명 미만의 수가 들어 있을 수 있습니다. 처음부터 다시"
        " 실행하세요."
    )


class FileTooLarge(Problem):
    en = "{name} has {megabytes:,} MB; a study may keep files of at most {most} MB. Take a smaller case."
    ko = "{name}이(가) {megabytes:,}MB입니다. 분석이 남길 수 있는 파일은 {most}MB까지입니다. 더 작은 사례로 하세요."


def keep(run: StudyRun, found: dict[str, Any], folder: Path) -> None:
    """Keep what the child made with the run; a second time changes nothing. Raises `ClosedSince`, `FileTooLarge`, `InputGone`."""
    _require_guarded(run, found["quality"])
    tables = [f"tables/{one.name}.parquet" for one in registry.study(run.study).YIELDS]
    contents = {name: (folder / name).read_bytes() for name in (*found["files"], *tables)}
    for name, content in contents.items():
        if len(content) > LARGEST:
            raise FileTooLarge(name=name, megabytes=len(content) >> 20, most=LARGEST >> 20)
    with transaction.atomic():
        if not run.note(results={"tables": found["tables"]}, quality=found["quality"]):
            return
        run.files.all().delete()
        StudyFile.objects.bulk_create(
            StudyFile(
                run=run, name=name, media_type=MEDIA_TYPES[Path(name).suffix], content=content, bytes=len(content)
            )
            for name, content in contents.items()
        )


def publish(run: StudyRun, beat: Callable[[], object]) -> Text | None:
    """Publish every table; None when they are. What stands in the way otherwise, in languages: the run then is a draft.

    Raises `NotAllowed` when a right to an input has gone since the start, an input was withdrawn, or is no longer there.
    """
    for revision in rights.revisions(run):
        require(run.actor, "study", revision)
    try:
        _require_guarded(run, run.quality)
        dataset = _dataset(run)
        for one in registry.study(run.study).YIELDS:
            beat()
            _publish_table(run, dataset, one)
    except (
        ClosedSince,
        NotAsked,
        MayNotPublish,
        TooOpen,
        NamesPeople,
        licensing.NoChange,
        licensing.TooFree,
    ) as reason:
        return reason.texts()
    run.files.filter(name__startswith="tables/").delete()
    return None


def _publish_table(run: StudyRun, dataset: Dataset, one: Yield) -> None:
    study, inputs = registry.study(run.study), rights.revisions(run)
    rows = stored(run, one.name)
    revision = publish_table(
        dataset, one.name, rows, one.columns, actor=run.actor, origin=_origin(inputs), inputs=inputs,
        said=wording.made(study, run), title=one.label, recipe=recipe(run), sort_by=one.sort_by,
        geometry_kind=run.results["tables"][one.name].get("geometry_kind", ""),
        justified={"small-cells::": wording.WHY_FEW},
    )  # fmt: skip
    tables = dict(run.results["tables"])
    tables[one.name] = {**tables[one.name], "resource": one.name, "revision": revision.pk, "number": revision.number}
    run.note(results={**run.results, "tables": tables})


def _require_guarded(run: StudyRun, quality: dict[str, Any]) -> None:
    """Raise `ClosedSince` when small counts are to be left out now, and were not when it was computed.

    They cannot be taken out of what is made: totals, shares and spots were computed with them.
    """
    fewest = rights.fewest(run)
    if quality.get("suppressed", {}).get("fewest", 0) < fewest:
        raise ClosedSince(fewest=fewest)


def stored(run: StudyRun, name: str) -> pa.Table:
    """A table of a run that is not published yet."""
    return pq.read_table(BytesIO(run.files.get(name=f"tables/{name}.parquet").content))


def recipe(run: StudyRun) -> str:
    """What the tables follow from: the same is not published twice."""
    keys = ("revision", "columns", "weights", "where", "zone")
    inputs = {role: [one.get(key) for key in keys] for role, one in run.inputs.items()}
    return json.dumps(
        ["study", run.study, run.version, run.seed, run.parameters, inputs], sort_keys=True, ensure_ascii=False
    )


def _origin(inputs: list[Revision]) -> str:
    return str(Origin.of(*(one.origin for one in inputs)))


def _dataset(run: StudyRun) -> Dataset:
    """The dataset that the run goes into, made or described anew. Raises what makes it stay a draft."""
    organisation = run.organisation
    if organisation is None:
        raise NotAsked()
    if not can(run.actor, "publish", organisation):
        raise MayNotPublish(organisation=organisation.slug)
    inputs = rights.revisions(run)
    licence = licensing.of(
        [(str(one.resource), one.resource.dataset.licence) for one in inputs], run.target.get("licence", "")
    )
    with transaction.atomic():
        dataset = run.dataset or _mine(run)
        access = _access(run)
        if dataset is None:
            dataset = Dataset(slug=_slug(run), organisation=organisation, access=access, created_by=run.asked_by)
        elif dataset.access == Dataset.Access.OPEN != access:
            raise TooOpen(dataset=dataset.slug)
        _describe(run, dataset, licence, inputs)
        run.note(target={**run.target, "dataset": dataset.slug})
    return dataset


def _access(run: StudyRun) -> str:
    """Whoever may not read an input must not read what was made from it by itself: tables repeat names, places and exact sums.

    A person who has looked at them may open the dataset.
    """
    closed = rights.accesses(run) - {Dataset.Access.OPEN}
    return str(Dataset.Access.INTERNAL if closed else Dataset.Access.OPEN)


def _mine(run: StudyRun) -> Dataset | None:
    """The dataset of earlier runs of the same study under the same title in the same organisation."""
    assert run.organisation is not None
    earlier = StudyRun.objects.filter(study=run.study, title=run.title, target__organisation=run.organisation.slug)
    slugs = [target["dataset"] for target in earlier.values_list("target", flat=True) if target.get("dataset")]
    return Dataset.objects.filter(slug__in=slugs, organisation=run.organisation).order_by("pk").first()


def _slug(run: StudyRun) -> str:
    return drafts.free_slug(run.title.get("en") or run.title.get("ko") or run.study)


def _describe(run: StudyRun, dataset: Dataset, licence: Licence, inputs: list[Revision]) -> None:
    """Words of dataset, resources and columns: all of a new one, what follows from the run of one that people may have edited."""
    study = registry.study(run.study)
    if dataset.pk is None:
        first = inputs[0].resource.dataset
        dataset.title, dataset.description = run.title, wording.description(study, _origin(inputs))
        dataset.theme, dataset.spatial = first.theme, first.spatial
        dataset.keywords = {language: [text] for language, text in study.TITLE.items()}
    dataset.licence, dataset.origin = licence, _origin(inputs)
    dataset.source, dataset.method = wording.source(inputs), wording.made(study, run)
    dataset.save()
    for position, one in enumerate(study.YIELDS):
        _describe_table(dataset, position, one)
    touch(dataset.slug)


def _describe_table(dataset: Dataset, position: int, one: Yield) -> None:
    kind = (
        Resource.Kind.LAYER if any(column.type.value == "geometry" for column in one.columns) else Resource.Kind.TABLE
    )
    resource, _ = Resource.objects.get_or_create(
        dataset=dataset, name=one.name,
        defaults={"title": one.label, "description": one.description, "kind": kind, "position": position},
    )  # fmt: skip
    known = set(resource.columns.values_list("name", flat=True))
    Column.objects.bulk_create(
        Column(
            resource=resource, name=column.name, label=one.labels.get(column.name, {}),
            description=one.descriptions.get(column.name, {}), unit=column.unit[:60], position=at,
        )
        for at, column in enumerate(one.columns)
        if column.name not in known
    )  # fmt: skip


def yields(study: Study) -> dict[str, Yield]:
    return {one.name: one for one in study.YIELDS}
