"""A city's logs of raw events: where they lie, tables of the catalogue as deliveries, and their counts as a restricted dataset.

There is no model, no address and no rule of a log: `can()` speaks of none. Whoever holds the machine holds the logs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db.models import Q

from madang.accounts.policy import Actor, require
from madang.analysis.activity import count, expressions, tables
from madang.analysis.activity.add import Tell, silent
from madang.analysis.activity.count import Counts
from madang.analysis.activity.log import Log, logs, require_name
from madang.analysis.activity.raw import Named, NoColumn, Source
from madang.analysis.inputs import revision_of, table_of
from madang.catalog.changes import touch
from madang.catalog.models import Dataset, Resource, Revision
from madang.catalog.storage import the_store
from madang.ingest import drafts
from madang.ingest.publish import publish_table
from madang.lib.problems import Problem, Text
from madang.lib.texts import LANGUAGES
from madang.query.engines.ibis import connected
from madang.query.model import Column, Type
from madang.store import reading

KERNEL = "kernel"
WHY_FEW = (
    "Counts of events in a restricted dataset: nobody reads its rows, studies leave out small cells. 제한 데이터셋의 이벤트 수로, 행은"
    " 아무도 읽지 못하고 분석은 적은 수를 비웁니다."
)
COLUMNS = {
    "by-day": (Column("date", Type.DATE), Column("hour", Type.INTEGER), Column("cell", Type.TEXT), Column("events", Type.INTEGER)),
    "by-home": (
        Column("class", Type.TEXT), Column("hour", Type.INTEGER), Column("cell", Type.TEXT), Column("home", Type.TEXT),
        Column("events", Type.INTEGER), Column("days", Type.INTEGER, unit="일"),
    ),
}  # fmt: skip
TITLES: dict[str, Text] = {
    "by-day": {"en": "Events by cell, day and hour", "ko": "셀·날짜·시간별 이벤트 수"},
    "by-home": {"en": "Events by cell, home, class of day and hour", "ko": "셀·거주지·요일 구분·시간별 이벤트 수"},
}
SAID: Text = {
    "en": (
        "Counted from the raw events of the log {log}, {first} to {last}: {events:,} events. An hour that has rows was observed, and a"
        " cell without a row then had none; an hour without rows was not observed."
    ),
    "ko": (
        "원시 이벤트 기록 {log}에서 {first}부터 {last}까지 {events:,}건을 세었습니다. 행이 하나라도 있는 시간은 관측된 시간이고,"
        " 그때 행이 없는 셀은 0건입니다. 행이 하나도 없는 시간은 관측되지 않았습니다."
    ),
}


class OpenAlready(Problem):
    en = (
        "{dataset} is not restricted, and counts of raw events go into restricted datasets alone. Choose another title."
    )
    ko = "{dataset}은(는) 제한 데이터셋이 아닙니다. 이벤트 수는 제한 데이터셋에만 게시합니다. 다른 제목을 쓰세요."


class NoCodes(Problem):
    en = "{table} has no column {column!r}. Name the column with the codes of cells (`--code`). It has: {columns}."
    ko = "{table}에 {column!r} 열이 없습니다. 셀 코드가 있는 열을 `--code`로 지정하세요. 있는 열: {columns}."


class NoShapes(Problem):
    en = "{table} has no shapes, so no point can find its cell. Give a layer of polygons (`--cells`), or `--cell`."
    ko = "{table}에 도형이 없어 점이 어느 셀에 드는지 알 수 없습니다. 다각형 레이어를 `--cells`로 주거나 `--cell`을 쓰세요."


class OddCodes(Problem):
    en = "{table} is no list of cells: {blank:,} rows have no code in {column!r}, and these codes stand more than once: {repeated}."
    ko = "{table}은(는) 셀 목록이 될 수 없습니다. {column!r} 열에 코드가 없는 행이 {blank:,}개이고, 두 번 이상 있는 코드: {repeated}."


class HomesStay(Problem):
    en = (
        "{dataset} has counts by home already, and they would stay as they were beside new ones by cell. Count with homes, or choose"
        " another title."
    )
    ko = (
        "{dataset}에는 이미 거주지별 수가 있어, 셀별 수만 새로 게시하면 옛 수가 그대로 남습니다. 거주지별로도 세거나 다른 제목을"
        " 쓰세요."
    )


def folder() -> Path:
    """Where logs lie; made by the first one, for its owner alone."""
    home: Path = settings.HOME
    return home / "events"


def log(name: str) -> Log:
    """The log of that name, which may not exist yet. Raises `OddName`."""
    require_name(name)
    return Log(folder() / name)


def every() -> list[Log]:
    return logs(folder())


def source(table: str, actor: Actor) -> Source:
    """The rows of a published table, restricted or not, as a delivery. Raises `inputs.NoSuchTable`, `NotAllowed`."""
    revision = _revision(table, actor)
    return Source(table, revision.pk, lambda named: _rows(table, revision, named))


def _rows(table: str, revision: Revision, named: Named) -> Iterator[pa.RecordBatch]:
    known = {column["name"]: Column.from_json(column) for column in revision.schema}
    for column in named.all:
        if column not in known:
            raise NoColumn(file=table, column=column, columns=", ".join(known))
    for batch in reading.streamed(reading.files(the_store(), revision.pk), named.all, 1 << 20):
        yield _in_utc(batch, named.time) if known[named.time].in_utc else batch


def _in_utc(batch: pa.RecordBatch, column: str) -> pa.RecordBatch:
    """Moments that were loaded with a zone are kept in UTC, without saying so: here they say it."""
    place = batch.schema.get_field_index(column)
    moments = batch.column(place)
    return batch.set_column(place, column, moments.cast(pa.timestamp(moments.type.unit, "UTC")))


def cells(table: str, column: str, actor: Actor) -> tuple[list[str], list[Any] | None]:
    """The codes of a published table of cells, and their shapes when it is a layer. Raises `NoCodes`, `OddCodes`."""
    import shapely

    revision = _revision(table, actor)
    shape = next((one["name"] for one in revision.schema if one["type"] == Type.GEOMETRY.value), "")
    known = [one["name"] for one in revision.schema]
    if column not in known:
        raise NoCodes(table=table, column=column, columns=", ".join(known))
    names = [column, shape] if shape else [column]
    rows = pa.Table.from_batches(reading.streamed(reading.files(the_store(), revision.pk), names, 1 << 20))
    codes = ["" if code is None else str(code).strip() for code in rows[column].to_pylist()]
    _require_plain(table, column, codes)
    return codes, list(shapely.from_wkb(rows[shape].to_pylist())) if shape else None


def _require_plain(table: str, column: str, codes: list[str]) -> None:
    """Every cell has a code, and no other cell has it. Raises `OddCodes`."""
    rows = Counter(codes)
    blank = rows.pop("", 0)
    repeated = [code for code, times in rows.items() if times > 1]
    if blank or repeated:
        listed = ", ".join(repeated[:5]) + (f" … ({len(repeated):,})" if len(repeated) > 5 else "")
        raise OddCodes(table=table, column=column, blank=blank, repeated=listed or "-")


def _revision(table: str, actor: Actor) -> Revision:
    dataset, _, resource = table.partition("/")
    return revision_of(table_of(dataset, resource, actor), actor, None)


def counted(
    found: Log, *, hours: Collection[int], since: str, until: str, holidays: Collection[str], homes: bool, tell: Tell = silent
) -> Counts:  # fmt: skip
    """The counts of a log, by the engine that the settings name: all give the same."""
    engine = settings.MADANG["engine"]
    if engine == KERNEL:
        return count.count(found, hours=hours, since=since, until=until, holidays=holidays, homes=homes, tell=tell)
    with connected(engine) as backend:
        return expressions.count(
            found, backend, hours=hours, since=since, until=until, holidays=holidays, homes=homes, tell=tell
        )


def publish(
    found: Log, counts: Counts, organisation: str, title: str, actor: Actor, *, language: str, licence: str = "unstated"
) -> list[Revision]:  # fmt: skip
    """Publish counts as a restricted dataset; the same title again makes new revisions of it, the same counts change nothing.

    Raises `OpenAlready`, `HomesStay`, `drafts.Unknown`, `NotAllowed`.
    """
    with found.reading() as facts:
        origin = facts.origin
    dataset = _dataset(organisation, title, language, licence, origin, actor)
    homes = len(counts.homes) > 1
    stand = Resource.objects.filter(dataset__slug=dataset.slug, name="by-home", current__isnull=False)
    if not homes and stand.exists():
        raise HomesStay(dataset=dataset.slug)
    told = {"log": found.name, "first": counts.days[0], "last": counts.days[-1], "events": counts.events}
    said = {each: words.format(**told) for each, words in SAID.items()}
    dataset.method, dataset.period_start, dataset.period_end = said, counts.days[0], counts.days[-1]
    dataset.save()
    made = []
    rows: dict[str, Callable[[Counts], Iterator[pa.RecordBatch]]] = {"by-day": tables.by_day}
    if homes:
        rows["by-home"] = tables.by_home
    for position, (name, batches) in enumerate(rows.items()):
        Resource.objects.get_or_create(
            dataset=dataset, name=name, defaults={"title": TITLES[name], "position": position}
        )
        recipe = f"events 1 {tables.fingerprint(counts)}"
        revision = publish_table(
            dataset, name, batches(counts), COLUMNS[name], actor=actor, origin=origin, said=said, title=TITLES[name], recipe=recipe,
            justified={"small-cells::": WHY_FEW},
        )  # fmt: skip
        made.append(revision)
    touch(dataset.slug)
    return made


def _dataset(organisation: str, title: str, language: str, licence: str, origin: str, actor: Actor) -> Dataset:
    """The organisation's dataset of that title in any language, or address, else a draft: who counts may speak another language today."""
    called = Q(slug=title)
    for each in LANGUAGES:
        called |= Q(**{f"title__{each}": title})
    known = Dataset.objects.filter(called, organisation__slug=organisation).order_by("pk").first()
    if known is not None:
        require(actor, "publish", known)
        if known.access != Dataset.Access.RESTRICTED:
            raise OpenAlready(dataset=known.slug)
        return known
    slug, titles = drafts.free_slug(title), {language: title}
    described = {"dataset": slug, "organisation": organisation, "licence": licence, "title": titles, "origin": origin}
    draft = drafts.described({**described, "access": str(Dataset.Access.RESTRICTED)})
    require(actor, "publish", draft.organisation)
    return draft
