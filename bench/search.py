"""Search over a big catalogue: `python bench/search.py [datasets]` (20,000 unless told; 1000000 takes some ten minutes of CPU).

Makes bilingual datasets of plausible words and builds the index straight from their documents (writing a million datasets into the
database would take longer than all the rest), then asks it as a page does: words alone, words with four facets counted, with all,
with two chosen. Every hit is still checked against the database, which is empty here. `bench/search.py [datasets] [through]` also
writes that many datasets (10,000 unless told) into the database and builds the index from there. Prints time, size, memory, p50 and p99,
and nDCG@10 of the judged queries beside FTS5 and, where `kiwipiepy` is installed, FTS5 over its morphemes.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))
ASKED = 100  # questions of each kind
FOUR = ("theme", "organisation", "format", "licence")


def main(count: int, through: int) -> None:
    print(
        f"{count:,} datasets; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory(prefix="madang-bench-search-") as folder:
        os.environ |= {"MADANG_HOME": folder, "DJANGO_SETTINGS_MODULE": "madang.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _quality(Path(folder))
        _through_the_database(Path(folder), through)
        _big(Path(folder), count)


def _big(home: Path, count: int) -> None:
    from bench.finding import made_up
    from madang.catalog import index

    vocabulary = made_up.Words(3)
    before, began, cpu = _peak(), time.perf_counter(), time.process_time()
    index.rebuild(home, documents=made_up.documents(count, vocabulary))
    took, spent = time.perf_counter() - began, time.process_time() - cpu
    size = _size(home)
    print(f"\nindex of {count:,}: {took:.0f} s ({spent:.0f} s of CPU, making the documents included), {size / 1e6:,.0f} MB, "
          f"{size / count:,.0f} bytes a dataset; memory {before:.0f} MB before, {_peak():.0f} MB at most")  # fmt: skip
    _answers(vocabulary)


def _answers(vocabulary: object) -> None:
    from bench.finding.made_up import questions
    from madang.catalog.search import FACETS, complete, search, suggest

    asked = questions(vocabulary, ASKED)  # type: ignore[arg-type]
    every = [text for texts in asked.values() for text in texts]
    print("\n| asked | p50 ms | p99 ms | p50 CPU ms | p99 CPU ms |\n|---|---|---|---|---|")
    for kind, texts in asked.items():
        _timed(f"{kind}, no facets", lambda text: search(text, counted=()), texts)
    plain = [text for kind in ("one word", "two words", "place, word, year") for text in asked[kind]]
    _timed("words, four facets counted", lambda text: search(text, counted=FOUR), plain)
    _timed("words, all eleven facets counted", lambda text: search(text, counted=FACETS), plain)
    chosen = {"theme": ["transport", "health"], "format": ["csv"]}
    _timed("words, four facets, two of them chosen", lambda text: search(text, facets=chosen, counted=FOUR), plain)
    _timed("nothing typed, four facets", lambda text: search("", counted=FOUR), plain[:ASKED])
    box = (126.9, 37.5, 127.0, 37.6)
    _timed("words and a box, no facets", lambda text: search(text, box=box, counted=()), plain)
    for typed in (1, 2, 3, 5):
        _timed(f"titles suggested, {typed} letters typed", lambda text, n=typed: suggest(text[:n]), every)
    for typed in (1, 2, 3):
        _timed(f"words completed, {typed} letters typed", lambda text, n=typed: complete(text[:n]), every)


def _timed(what: str, ask: Callable[[str], object], texts: Iterable[str]) -> None:
    """Time by the clock, and of the processor: on a busy machine only the second one says something."""
    clock, spent = [], []
    for text in texts:
        began, cpu = time.perf_counter(), time.thread_time()
        ask(text)
        clock.append((time.perf_counter() - began) * 1000)
        spent.append((time.thread_time() - cpu) * 1000)
    shown = [
        f"{one[len(one) // 2]:.1f} | {one[int(len(one) * 0.99) - 1]:.1f}" for one in (sorted(clock), sorted(spent))
    ]
    print(f"| {what} | {' | '.join(shown)} |", flush=True)


def _through_the_database(home: Path, count: int) -> None:
    """Datasets of one table each, written in bulk, and the index made from them as `madang search rebuild` does."""
    from bench.finding import database
    from madang.catalog import index

    began = time.perf_counter()
    database.fill(count)
    filled, cpu = time.perf_counter() - began, time.process_time()
    began = time.perf_counter()
    index.rebuild(home)
    print(f"\n{count:,} through the database: {filled:.1f} s to write them, {time.perf_counter() - began:.1f} s "
          f"({time.process_time() - cpu:.1f} s of CPU) to build the index, {_size(home) / count:,.0f} bytes a dataset")  # fmt: skip
    database.empty()


def _quality(home: Path) -> None:
    from django.db import transaction

    from madang.catalog import index
    from madang.catalog.documents import listed
    from madang.catalog.search import search
    from tests.catalog import full_text, judged, relevance

    with transaction.atomic():
        made = judged.make()
        index.rebuild(home, documents=made.documents())
        datasets = list(listed().prefetch_related("resources__columns"))
        engines = {
            "Madang": lambda query: [hit.slug for hit in search(query.text, language=query.language, limit=10).hits],
            "FTS5 BM25, unicode61": full_text.engine(datasets, made, "unicode61"),
            "FTS5 BM25, trigram": full_text.engine(datasets, made, "trigram"),
        }
        if cut := _morphemes():
            engines["FTS5 BM25 over kiwipiepy's morphemes"] = full_text.engine(datasets, made, "unicode61", cut)
        print("\n" + relevance.printed(relevance.table(engines, judged.queries())))
        transaction.set_rollback(True)


def _morphemes() -> Callable[[str], list[str]] | None:
    """Words cut by the morphological analyser Kiwi: nouns, roots, numbers and foreign words without particles and endings."""
    try:
        from kiwipiepy import Kiwi
    except ImportError:
        print("\nkiwipiepy is not installed: no comparison with it")
        return None
    kiwi = Kiwi()
    telling = (
        "N",
        "V",
        "X",
        "S",
        "W",
    )  # nouns, verbs, roots, numbers and letters, the web; no particles (J) and endings (E)
    return lambda text: [
        one.form.lower() for one in kiwi.tokenize(text) if one.tag.startswith(telling) and one.form[0].isalnum()
    ]


def _size(home: Path) -> int:
    return sum(file.stat().st_size for file in (home / "search").rglob("*") if file.is_file())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 20_000, given[1] if given[1:] else 10_000)
