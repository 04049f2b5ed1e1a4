"""Words that mean the same, in both languages: `synonyms.yaml` beside this file and the city's own in its home folder.

A phrase is known by the forms of its words (Korean without particle, English without ending), so that one entry serves all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from madang.catalog import marked, words

OURS = Path(__file__).with_name("synonyms.yaml")
LONGEST = 4  # words of a phrase
Way = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """Phrase, as the forms of its words -> ways of what else it may be called."""

    known: dict[Way, tuple[Way, ...]] = field(default_factory=dict)

    def phrases(self, asked: Sequence[str]) -> Iterator[tuple[list[str], tuple[Way, ...]]]:
        """The words of a question, those of a known phrase together (the longest first), and the ways of what means the same."""
        forms, at = [form(word) for word in asked], 0
        while at < len(asked):
            for length in range(min(LONGEST, len(asked) - at), 0, -1):
                others = self.known.get(tuple(forms[at : at + length]))
                if others is not None or length == 1:
                    yield list(asked[at : at + length]), others or ()
                    at += length
                    break


def form(word: str) -> str:
    return words.without_particle(word) if words.is_hangul(word) else words.stem(word)


def way(phrase: str) -> Way:
    """The tokens that a text must hold to be found by the phrase."""
    return tuple(
        token
        for word in words.telling(words.words(phrase), words.EMPTY | words.ASKING)
        for token in words.ways(word)[-1]
    )


def too_short(phrase: str) -> bool:
    """A single syllable finds what means the same, but is not found by it: `개` is a dog, and a piece of anything."""
    return len(phrase) == 1 and words.is_hangul(phrase)


def the_synonyms() -> Synonyms:
    """Madang's own and the city's, read again when that file changes. Raises `marked.OddFile`, which says the line."""
    own = Path(settings.HOME) / "synonyms.yaml"
    try:
        written = own.stat().st_mtime_ns
    except FileNotFoundError:
        return _both(None, 0)
    return _both(own, written)


@lru_cache(maxsize=2)
def _both(own: Path | None, written: int) -> Synonyms:
    known: dict[Way, dict[Way, None]] = {}
    for file in [OURS, *([own] if own else [])]:
        for phrase, others in read(file):
            ways = known.setdefault(
                tuple(map(form, words.telling(words.words(phrase), words.EMPTY | words.ASKING))), {}
            )
            ways |= {way(other): None for other in others if not too_short(other)}
    return Synonyms({phrase: tuple(w for w in ways if w != phrase) for phrase, ways in known.items()})


def read(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Phrase and what it may be called, line by line. Raises `marked.OddFile`."""
    root = marked.read(file)
    if root is None:
        return
    keys = root.keys(("same", "wider"))
    for line in keys["same"].each() if "same" in keys else ():
        group = [one.word() for one in line.each()]
        for phrase in group:
            yield phrase, [other for other in group if other != phrase]
    if "wider" in keys:
        for phrase, wider in keys["wider"].keys().items():
            yield phrase, [one.word() for one in wider.each()]
