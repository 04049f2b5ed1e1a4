"""The text of a story: Markdown in which an address that stands alone in a paragraph becomes a figure, and `[[...]]` a number.

Reading needs neither the database nor a person: what a figure shows, and to whom, is asked later.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.utils.safestring import SafeString, mark_safe

from madang.lib import markdown
from madang.lib.problems import Problem

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LONGEST = 60_000
"""Characters of a text in one language: about forty printed pages."""
MOST_FIGURES, MOST_NUMBERS = 30, 100
LONGEST_NUMBER = 2_000
DEEPEST = 4  # of headings; the title of the page is the first
FIGURE = re.compile(
    r"/(?:ko|en)/datasets/(?P<slug>[^/?#\s]+)/(?P<name>[^/?#\s]+)/(?P<kind>chart|map)/(?:\?(?P<query>[^#\s]*))?(?:#.*)?"
)
INDICATOR = re.compile(r"/(?:ko|en)/indicators/(?P<slug>[^/?#\s]+)/(?:[?#].*)?")


class TooLong(Problem):
    en = "The text has {length:,} characters; a story holds at most {most:,} in one language. Make two stories of it."
    ko = "본문이 {length:,}자입니다. 이야기 하나에는 언어마다 {most:,}자까지 씁니다. 두 편으로 나누세요."


class TooManyFigures(Problem):
    en = "The text has {count:,} charts, maps and indicators; a story holds at most {most}. Keep those that it speaks of."
    ko = "본문에 차트, 지도, 지표가 {count:,}개 있습니다. 이야기 하나에는 {most}개까지 넣습니다. 꼭 필요한 것만 남기세요."


class TooManyNumbers(Problem):
    en = "The text has {count:,} live numbers; a story holds at most {most}. Put many numbers into a chart."
    ko = "본문에 살아 있는 수가 {count:,}개 있습니다. 이야기 하나에는 {most}개까지 넣습니다. 많은 수는 차트로 보여 주세요."


@dataclass(frozen=True)
class Prose:
    """Some blocks of text, as Markdown's tokens."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Figure:
    """Where a chart, a map or an indicator stands. `query` is that of its address, `caption` the writer's words for it."""

    kind: str
    slug: str
    name: str = ""
    query: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Text:
    """`numbers` are what stands in the brackets, in the order of the text."""

    parts: tuple[Prose | Figure, ...]
    numbers: tuple[str, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(part for part in self.parts if isinstance(part, Figure))


def read(text: str) -> Text:
    """Raises `TooLong`, `TooManyFigures`, `TooManyNumbers`."""
    if len(text) > LONGEST:
        raise TooLong(length=len(text), most=LONGEST)
    tokens = _reader().parse(text)
    found = Text(tuple(_parts(tokens)), tuple(_numbers(tokens)))
    if len(found.figures) > MOST_FIGURES:
        raise TooManyFigures(count=len(found.figures), most=MOST_FIGURES)
    if len(found.numbers) > MOST_NUMBERS:
        raise TooManyNumbers(count=len(found.numbers), most=MOST_NUMBERS)
    return found


Written = Callable[[str], str]
"""What the page says for a number, as safe HTML, by what stands in the brackets. Markdown lets none stand inside a link."""


def html(prose: Prose, written: Written) -> SafeString:
    """The blocks as HTML."""
    rendered = _reader().renderer.render(list(prose.tokens), _reader().options, {"written": written})
    return mark_safe(rendered)  # noqa: S308  html is off, so every tag of the text was escaped


def local(text: str, base: str) -> str:
    """The text with whole addresses of this portal cut to their path, so that a story stays when the portal moves."""
    return re.sub(rf"{re.escape(base)}(?=/(?:ko|en|api)/)", "", text)


def begun(address: str, base: str) -> str:
    """A text that begins with the figure at an address of this portal; empty when nothing of it can be shown."""
    path = local(address.strip(), base)
    fits = len(path) <= LONGEST_NUMBER and (FIGURE.fullmatch(path) or INDICATOR.fullmatch(path))
    return f"{path}\n\n" if fits else ""


@cache
def _reader() -> MarkdownIt:
    reader = markdown.structured()
    reader.inline.ruler.before("link", "number", _bracketed)
    reader.core.ruler.push("lower headings", _lower_headings)
    reader.add_render_rule("number", _write)
    return reader


def _bracketed(state: StateInline, silent: bool) -> bool:
    """`[[...]]` on one line is a number."""
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos + 2, state.pos + LONGEST_NUMBER)
    content = state.src[state.pos + 2 : end].strip() if end > 0 else ""
    if not content or "\n" in content:
        return False
    if not silent:
        token = state.push("number", "", 0)
        token.content = content
    state.pos = end + 2
    return True


def _write(renderer: Any, tokens: list[Token], place: int, options: Any, env: dict[str, Any]) -> str:
    return str(env["written"](tokens[place].content))


def _lower_headings(state: Any) -> None:
    """The first heading of the page is the title of the story: its own begin with the second, and skip none."""
    opened = [token for token in state.tokens if token.type == "heading_open"]
    shallowest = min((int(token.tag[1]) for token in opened), default=1)
    last = 1
    for token in state.tokens:
        if token.type == "heading_open":
            last = min(int(token.tag[1]) - shallowest + 2, last + 1, DEEPEST)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{last}"


def _parts(tokens: list[Token]) -> list[Prose | Figure]:
    parts: list[Prose | Figure] = []
    waiting: list[Token] = []
    place = 0
    while place < len(tokens):
        figure = _figure(tokens[place : place + 3])
        if figure is None:
            waiting.append(tokens[place])
            place += 1
            continue
        if waiting:
            parts.append(Prose(tuple(waiting)))
        parts.append(figure)
        waiting, place = [], place + 3
    return [*parts, Prose(tuple(waiting))] if waiting else parts


def _figure(tokens: list[Token]) -> Figure | None:
    """The figure of a paragraph that is nothing but its address, bare, in `<>`, or as a link whose words are the caption."""
    if len(tokens) < 3 or tokens[0].type != "paragraph_open" or tokens[0].level:
        return None
    address, caption = _alone(tokens[1])
    if found := FIGURE.fullmatch(address):
        kind, query = found["kind"], found["query"] or ""
        return Figure(kind, unquote(found["slug"]), unquote(found["name"]), query, caption)
    if found := INDICATOR.fullmatch(address):
        return Figure("indicator", unquote(found["slug"]), caption=caption)
    return None


def _alone(inline: Token) -> tuple[str, str]:
    """(address, caption) of a paragraph's content, when it is one address."""
    children = inline.children or []
    if len(children) >= 2 and children[0].type == "link_open" and children[-1].type == "link_close":
        words = "".join(child.content for child in children[1:-1])
        return str(children[0].attrGet("href") or ""), words
    return inline.content.strip().removeprefix("<").removesuffix(">"), ""


def _numbers(tokens: list[Token]) -> list[str]:
    return [child.content for token in tokens for child in token.children or () if child.type == "number"]
