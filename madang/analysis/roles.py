"""Which columns of a table play which roles of a study: guessed from their meaning, names and labels, with a reason for each.

Nothing here knows the catalogue; `suggesting` looks through it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from madang.analysis.declare import ColumnRole, Role
from madang.lib.particles import josa
from madang.lib.problems import Text
from madang.query.model import Column, Type


@dataclass(frozen=True)
class Offered:
    """A column of a publisher with what people call it, in any language."""

    column: Column
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guess:
    """A column for a role. `rank` is 0 for what the study asks for first; `reason` says why it was taken."""

    column: str
    rank: float
    reason: Text
    telling: float = 1.0


@dataclass(frozen=True)
class Fit:
    """How a table fits a role: a guess for each column role that has one, and the required ones that have none."""

    guesses: dict[str, Guess] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def score(self) -> float:
        """More for columns that the study asks for first; only good for comparing tables in one role."""
        return sum(guess.telling / (1.0 + guess.rank) for guess in self.guesses.values()) - 2.0 * len(self.missing)


ONLY = 6.0
"""The rank of a column that nothing but its type speaks for."""
HANGUL = re.compile("[가-힣]")
SHAPES: Text = {"en": "its values are shapes", "ko": "값이 도형입니다"}


def fit(role: Role, offered: Sequence[Offered], taken: Collection[str] = ()) -> Fit:
    """Guess a column for each role of columns; none plays two. `taken` are names that somebody has given out already."""
    used, guesses, missing = set(taken), {}, []
    for wanted in sorted(role.columns, key=lambda one: not one.required):
        free = [one for one in offered if one.column.name not in used and one.column.type in wanted.types]
        guess = _matched(wanted, free) or _only(wanted, offered, free)
        if guess is not None:
            guesses[wanted.name] = replace(guess, telling=wanted.telling)
            used.add(guess.column)
        elif wanted.required:
            missing.append(wanted.name)
    return Fit(guesses, tuple(missing))


def _matched(wanted: ColumnRole, free: Sequence[Offered]) -> Guess | None:
    """The first column that the first expression finds: its meaning speaks louder than its name, its name than its labels."""
    for rank, expression in enumerate(wanted.guesses):
        pattern = re.compile(expression, re.IGNORECASE)
        for one in free:
            if one.column.semantic and pattern.search(one.column.semantic):
                words = _meaning(one.column.semantic)
                reason = {"en": f"its values are: {words['en']}", "ko": josa(f"값의 뜻이 {words['ko']}입니다")}
                return Guess(one.column.name, rank, reason)
        for one in free:
            if pattern.search(one.column.name) or pattern.search(one.column.name.replace("_", " ")):
                reason = {"en": f"its name is “{one.column.name}”", "ko": f"이름이 “{one.column.name}”입니다"}
                return Guess(one.column.name, rank, SHAPES if one.column.type is Type.GEOMETRY else reason)
        for one in free:
            if label := next((words for words in one.labels if pattern.search(words)), None):
                ko = next((words for words in one.labels if HANGUL.search(words)), label)
                en = next((words for words in one.labels if not HANGUL.search(words)), label)
                reason = {"en": f"it is called “{en}”", "ko": f"표시 이름이 “{ko}”입니다"}
                return Guess(one.column.name, rank, reason)
    return None


def _meaning(semantic: str) -> Text:
    """What people call a finer meaning: `dong_code` is the code of an administrative dong."""
    from madang.ingest.types._column_type import called

    return called(semantic)


def _only(wanted: ColumnRole, offered: Sequence[Offered], free: Sequence[Offered]) -> Guess | None:
    """The only column of a type that fits, for what is required: two would be a coin thrown."""
    of_type = [one for one in offered if one.column.type in wanted.types]
    if not wanted.required or len(of_type) != 1 or of_type != list(free):
        return None
    name = of_type[0].column.name
    reason = {"en": "it is the only column of a type that fits", "ko": "형식이 맞는 하나뿐인 열입니다"}
    return Guess(name, ONLY, reason)


def speaks_for(role: Role, words: Sequence[str]) -> float:
    """How much the words of a dataset (titles, keywords, names) speak for the role: 0 to 1. 0 for what is unlike it."""
    if any(re.search(expression, word, re.IGNORECASE) for expression in role.unlike for word in words):
        return 0.0
    for rank, expression in enumerate(role.guesses):
        pattern = re.compile(expression, re.IGNORECASE)
        if any(pattern.search(word) for word in words):
            return 1.0 / (1.0 + rank / 2)
    return 0.0
