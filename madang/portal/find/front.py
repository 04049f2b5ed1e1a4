"""What a city says of its own on the home page: `home.yaml` in its folder (MADANG_HOME).

    title: {ko: 모두의 서울 데이터, en: Seoul's data for everybody}   # instead of Madang's own words
    words: {ko: [인구, 버스], en: [population, buses]}             # searches to try, instead of the commonest keywords
    sections: [answers, themes, studies, new, used, asked, publishers]  # which parts stand there, in this order
    answers: [...]                                                 # live numbers, see figures.answers

A file that is only a list holds answers alone. A change is seen at once.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from madang.catalog import marked
from madang.lib.problems import Text

logger = logging.getLogger(__name__)
SECTIONS = ("themes", "answers", "studies", "new", "used", "asked", "publishers")
MOST_WORDS = 10


@dataclass(frozen=True)
class Front:
    title: Text = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    sections: tuple[str, ...] = SECTIONS
    answers: marked.Marked | None = None


def the_front() -> Front:
    """The city's; an odd file stands in the log and changes nothing, so that an operator's slip does not close the front door."""
    file = settings.HOME / "home.yaml"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return Front()
    except (marked.OddFile, OSError) as odd:
        logger.error("%s", odd)
        return Front()


@lru_cache(maxsize=4)
def _read(file: Path, _written: int) -> Front:
    """Raises `marked.OddFile`."""
    root = marked.read(file)
    if root is None:
        return Front()
    if root.is_list:
        return Front(answers=root)
    keys = root.keys(("title", "words", "sections", "answers"))
    return Front(
        title=keys["title"].texts() if "title" in keys else {},
        words=_words(keys["words"]) if "words" in keys else {},
        sections=_sections(keys["sections"]) if "sections" in keys else SECTIONS,
        answers=keys.get("answers"),
    )


def _words(given: marked.Marked) -> dict[str, list[str]]:
    return {language: [one.word() for one in words.each()][:MOST_WORDS] for language, words in given.keys().items()}


def _sections(given: marked.Marked) -> tuple[str, ...]:
    for one in given.each():
        if one.word() not in SECTIONS:
            names = ", ".join(SECTIONS)
            raise one.odd(
                f"there is no such section. Sections: {names}.", f"그런 부분은 없습니다. 쓸 수 있는 것: {names}."
            )
    return tuple(dict.fromkeys(one.word() for one in given.each()))
