"""Why a dataset was found: the words that were sought, marked wherever they stand, and the columns that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from madang.catalog import hangul, words
from madang.catalog.models import Dataset
from madang.lib.texts import choose

COLUMNS = 6  # shown of one dataset
EXCERPT = 220  # characters of a description in a list
LONGEST = 20_000  # characters of a description that are looked at
_MARKUP = re.compile(
    r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,2000}\)|[*`]{1,3}|~~|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"
    r"|^ {0,3}(?:#{1,6}|>|[-+]|\d{1,9}\.)[ \t]+",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Sought:
    """The words of a search as a pattern; none when there is nothing to mark."""

    pattern: re.Pattern[str] | None = None
    initials: str = ""
    stems: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Sought:
        if hangul.is_initials(initials := text.replace(" ", "")):
            return cls(initials=initials)
        terms = [term for term in words.terms(text) if term.needed]
        forms = {form for term in terms for form in (term.word, words.without_particle(term.word)) if form}
        return cls(_pattern(forms), stems=frozenset(map(words.stem, forms))) if forms else cls()

    def __bool__(self) -> bool:
        return self.pattern is not None or bool(self.initials)

    @property
    def beyond_titles(self) -> Sought:
        """What to mark elsewhere: initial consonants are sought in titles alone."""
        return NOTHING if self.initials else self

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in a text."""
        if self.initials:
            return _initial_spans(text, self.initials)
        if self.pattern is None:
            return []
        return [found.span() for found in self.pattern.finditer(text) if self._means(found[0])]

    def _means(self, found: str) -> bool:
        """Whether a word with another ending is the same: `busy` is not `bus`."""
        return words.is_hangul(found) or words.stem(found.casefold()) in self.stems

    def marked(self, text: str) -> SafeString:
        """The text for a page, with the words marked."""
        parts, at = [], 0
        for start, end in self.spans(text):
            parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
        return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  every piece of the text was escaped

    def excerpt(self, text: str) -> str:
        """A description in a list: without Markdown's signs, and from where a word stands when that comes late."""
        plain = " ".join(_MARKUP.sub(lambda found: found[1] or "", text[:LONGEST]).split())
        spans = self.spans(plain)
        if not spans or spans[0][0] < EXCERPT - 40:
            return plain
        start = plain.rfind(" ", 0, max(spans[0][0] - 60, 0)) + 1
        return "… " + plain[start:]


NOTHING = Sought()


def _pattern(forms: set[str]) -> re.Pattern[str]:
    """Hangul anywhere, since words stick together; other scripts where a word begins."""
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    ways = [re.escape(form) if words.is_hangul(form) else _begins(form) for form in longest_first]
    return re.compile("|".join(ways), re.IGNORECASE)


def _begins(form: str) -> str:
    """A whole word, an English one also with another ending: `libraries` for `library`."""
    stem = words.stem(form)
    endings = "[a-z]{1,3}" if form.isascii() and form.isalpha() and len(stem) > 2 else "(?!)"
    return rf"\b(?:{re.escape(form)}|{re.escape(stem)}{endings})(?![a-z0-9])"


def _initial_spans(text: str, initials: str) -> list[tuple[int, int]]:
    """The first run of syllables whose initial consonants these are, blanks between them or not."""
    places = [(place, hangul.initials(one)) for place, one in enumerate(text) if hangul.is_syllable(one)]
    at = "".join(initial for _, initial in places).find(initials)
    return [] if at < 0 else [(places[at][0], places[at + len(initials) - 1][0] + 1)]


def columns(dataset: Dataset, sought: Sought) -> list[SafeString]:
    """The columns whose name or label holds a sought word, in the reader's language where they have a label."""
    found: dict[str, SafeString] = {}
    for name, label in _labels(dataset).items():
        if any(sought.spans(text) for text in (name, *label.values())):
            found[name] = _both(name, label, sought)
    return list(found.values())[:COLUMNS]


def _labels(dataset: Dataset) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    for resource in dataset.resources.all():
        if resource.current is None:
            continue
        described = {column.name: column.label or {} for column in resource.columns.all()}
        labels |= {column["name"]: described.get(column["name"], {}) for column in resource.current.schema}
    return labels


def _both(name: str, label: dict[str, str], sought: Sought) -> SafeString:
    """The label, and the name of the column too when only that one holds the word."""
    shown = choose(label, get_language() or "ko")[0] or name
    if shown == name or sought.spans(shown):
        return sought.marked(shown)
    return mark_safe(f"{escape(shown)} ({sought.marked(name)})")  # noqa: S308  both parts were escaped
