"""The search index of this machine: a folder beside the database, made again whenever it is missing or of another version.

    <home>/search/current            the name of the folder in use, replaced in one step
    <home>/search/<version>-<id>/    a tantivy index; `state.json` says up to which change it is true
    <home>/search/lock               held by the one process of this machine that writes

The database is the truth. One process follows the counter of changes (`follow`); web processes read and reload.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from madang.catalog.documents import Document, document, listed
from madang.catalog.models import Change, Dataset
from madang.catalog.where_and_when import SIDES
from madang.lib import ids
from madang.lib.problems import Problem

if TYPE_CHECKING:
    import tantivy

VERSION = 4  # of the fields and of how words are cut; another number makes every machine build its index anew
TEXTS = ("title", "keywords", "description", "resources", "all")
NAMES = ("slug", "audience", "exact", "theme", "organisation", "licence", "format", "kind", "origin", "access", "uid", "tag",
         "offered", "publisher", "subject", "custom", "name_order", "title_order", "view", "place",
         "place_ko", "place_en", "language")  # fmt: skip
VOCABULARY = ("spelled", "initial", "year")  # never sorted or counted by
NUMBERS = ("due", "published", "rows", "created", "modified", "first_year", "last_year", "from_day", "to_day")
MEMORY = 50_000_000  # bytes that the writer may use before it writes a segment
SETTLING = timedelta(
    minutes=10
)  # transactions commit out of order: numbers this young may still appear below seen ones
KEPT = timedelta(days=30)  # of changes; a machine that slept longer builds its index anew
BATCH = 1000


class SecondWriter(Problem):
    en = "Another process of this machine is writing the search index in {folder}. Wait for it, or stop that worker first."
    ko = "이 컴퓨터의 다른 프로세스가 {folder}의 검색 색인을 쓰고 있습니다. 끝나기를 기다리거나 그 작업자를 멈추세요."


@dataclass
class State:
    """Every change up to `floor` is in the index, and of later ones those in `seen`."""

    floor: int = 0
    seen: set[int] = field(default_factory=set)

    @classmethod
    def read(cls, folder: Path) -> State:
        kept = json.loads((folder / "state.json").read_text())
        return cls(kept["floor"], set(kept["seen"]))

    def write(self, folder: Path) -> None:
        draft = folder / "state.json.draft"
        draft.write_text(json.dumps({"floor": self.floor, "seen": sorted(self.seen)}))
        draft.replace(folder / "state.json")


def home(given: Path | None = None) -> Path:
    return (given or Path(settings.HOME)) / "search"


def current(folder: Path) -> Path | None:
    """The index in use, None when there is none of this version."""
    try:
        name = (folder / "current").read_text().strip()
    except FileNotFoundError:
        return None
    made = folder / name
    return made if name.startswith(f"{VERSION}-") and (made / "state.json").exists() else None


@cache
def schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in NAMES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True, stored=name == "slug")
    for name in VOCABULARY:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in SIDES:
        builder.add_float_field(name, indexed=True, fast=True)
    for name in NUMBERS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


def follow(store_home: Path | None = None) -> int:
    """Bring the index up to date and return how many datasets were read again; build it when there is none.

    Called again and again by the worker of each machine. Raises `SecondWriter`.
    """
    folder = home(store_home)
    index = current(folder)
    if index is None or _astray(State.read(index)):
        return rebuild(store_home)
    if not _new(State.read(index)):
        return 0
    with _only_writer(folder):
        state = State.read(index)
        new = _new(state)
        slugs = set(new.values())
        _write(index, slugs, _documents(listed().filter(slug__in=slugs)))
        _note(state, set(new)).write(index)
    return len(slugs)


def rebuild(
    store_home: Path | None = None,
    progress: Callable[[int], None] = lambda done: None,
    documents: Iterable[Document] | None = None,
) -> int:
    """Build the index aside from the database, then put it in place; returns the number of datasets. Raises `SecondWriter`.

    Readers go on with the old index until the new one stands. `documents` stand instead of the database's (for measuring).
    """
    folder = home(store_home)
    with _only_writer(folder):
        state = _note(
            State(), set(Change.objects.values_list("pk", flat=True))
        )  # before reading: what comes later is new
        made = folder / f"{VERSION}-{ids.new()}"
        made.mkdir()
        count = _write(made, (), _documents(listed()) if documents is None else documents, progress)
        state.write(made)
        draft = folder / "current.draft"
        draft.write_text(made.name)
        draft.replace(folder / "current")
        for old in folder.iterdir():
            if old.is_dir() and old != made:
                shutil.rmtree(old)  # Open readers keep their files until they let go.
        _clear()
    return count


def _new(state: State) -> dict[int, str]:
    """The changes that the index does not hold yet: number -> slug."""
    later = Change.objects.filter(pk__gt=state.floor).values_list("pk", "dataset")
    return {number: slug for number, slug in later if number not in state.seen}


def _note(state: State, done: set[int]) -> State:
    """Remember `done`; what is older than `SETTLING` sinks below the floor."""
    settled = (
        Change.objects.filter(at__lt=timezone.now() - SETTLING).order_by("-pk").values_list("pk", flat=True).first()
    )
    floor = max(state.floor, settled or 0)
    return State(floor, {number for number in state.seen | done if number > floor})


def _astray(state: State) -> bool:
    """Whether the counter no longer fits: changes were cleared away unseen, or the database is an older one, restored."""
    numbers = Change.objects.aggregate(first=Min("pk"), last=Max("pk"))
    seen = max({state.floor, *state.seen})
    return seen < (numbers["first"] or 0) - 1 or seen > (numbers["last"] or 0)


def _clear() -> None:
    """Forget old changes, but never the newest, which says how far the counter got."""
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    Change.objects.filter(at__lt=timezone.now() - KEPT, pk__lt=newest).delete()


def _documents(datasets: QuerySet[Dataset]) -> Iterator[Document]:
    return (document(dataset) for dataset in datasets.iterator(chunk_size=BATCH))


def _write(
    index: Path,
    replaced: Iterable[str],
    documents: Iterable[Document],
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    import tantivy

    writer = tantivy.Index(schema(), path=str(index)).writer(heap_size=MEMORY, num_threads=1)
    for slug in replaced:
        writer.delete_documents_by_term("slug", slug)
    count = 0
    for count, fields in enumerate(documents, 1):
        writer.add_document(_document(fields))
        progress(count)
    writer.commit()
    writer.wait_merging_threads()
    return count


def _document(fields: Document) -> tantivy.Document:
    import tantivy

    made = tantivy.Document()
    for name, value in fields.items():
        add = made.add_unsigned if name in NUMBERS else made.add_float if name in SIDES else made.add_text
        for one in value if isinstance(value, list) else [value]:
            add(name, one)
    return made


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """The lock goes with the process, so a killed writer blocks nobody."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise SecondWriter(folder=folder) from error
    finally:
        os.close(handle)


@dataclass
class _Open:
    index: tantivy.Index
    folder: Path
    written: int  # when its newest commit was written, in ns


_open: dict[Path, _Open] = {}


def searcher(store_home: Path | None = None) -> tantivy.Searcher | None:
    """The newest committed state of the index, None when there is none. Reloading costs one look at two small files."""
    import tantivy

    folder = home(store_home)
    made = current(folder)
    if made is None:
        return None
    written = (made / "meta.json").stat().st_mtime_ns
    here = _open.get(folder)
    if here is None or here.folder != made:
        index = tantivy.Index.open(str(made))
        index.config_reader("manual")
        here = _open[folder] = _Open(index, made, 0)
    if here.written != written:
        here.index.reload()
        here.written = written
    return here.index.searcher()
