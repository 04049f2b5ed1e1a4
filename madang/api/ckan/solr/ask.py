"""From the tree of a search to a query of the catalogue's index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from madang.api.ckan.errors import SearchFailed
from madang.api.ckan.solr import dates
from madang.api.ckan.solr.tree import And, Everything, Not, Or, Pattern, Range, Words
from madang.catalog import names, question, words
from madang.catalog.documents import EPOCH
from madang.catalog.index import schema

if TYPE_CHECKING:
    import tantivy

TEXTS = {
    "title": ("title",),
    "notes": ("description",),
    "res_name": ("resources",),
    "res_description": ("resources",),
}
"""Fields of text, and where the index keeps their words."""
EXACT = {
    "id": "uid", "name": "name_order", "tags": "tag", "groups": "subject", "organization": "publisher", "res_format": "offered",
    "license_id": "licence", "license": "licence", "origin": "origin", "access": "access", "extras_origin": "origin",
    "extras_access": "access", "extras_slug": "slug", "title_string": "exact",
}  # fmt: skip
"""Fields of exact values."""
MOMENTS = {"metadata_created": "created", "metadata_modified": "modified"}
SAME = {
    "state": {"active": True}, "dataset_type": {"dataset": True}, "type": {"dataset": True}, "entity_type": {"package": True},
}  # fmt: skip
"""Fields that say the same of every dataset in the index."""
UPLOADED = ("table", "layer", "file")
MAX_PATTERN = 100


def query(tree: Any, language: str, now: datetime) -> tantivy.Query:
    """What the index is asked. Raises `SearchFailed`."""
    from tantivy import Occur, Query

    match tree:
        case Everything():
            return _any(tree.field)
        case And():
            return Query.boolean_query([(Occur.Must, query(part, language, now)) for part in tree.parts])
        case Or():
            return Query.boolean_query([(Occur.Should, query(part, language, now)) for part in tree.parts])
        case Not():
            return Query.boolean_query(
                [(Occur.Must, Query.all_query()), (Occur.MustNot, query(tree.part, language, now))]
            )
        case Words():
            return Query.boost_query(_words(tree, language, now), tree.boost)
        case Pattern():
            return _pattern(tree)
        case Range():
            return _range(tree, now)
    raise TypeError(type(tree))


def _any(field: str) -> tantivy.Query:
    """Whatever has a value in the field."""
    from tantivy import Query

    if field in EXACT:
        return Query.const_score_query(Query.exists_query(EXACT[field]), 0.0)
    return Query.empty_query() if _empty(field) else Query.all_query()


def _empty(field: str) -> bool:
    """Fields of CKAN's that this portal keeps nothing in."""
    return field in ("author", "maintainer", "res_url", "res_type", "version", "url") or field.startswith("vocab_")


def _words(one: Words, language: str, now: datetime) -> tantivy.Query:
    from tantivy import Query

    if one.field in MOMENTS:
        at = dates.moment(one.text, now)
        return question.between(MOMENTS[one.field], _number(at), _number(at) + 1)
    if one.field in ("", "text"):
        return _all(question.anywhere(term) for term in terms(one.text)) if not one.slips else _near(one)
    if one.field in TEXTS:
        return _near(one) if one.slips else _all(_in(TEXTS[one.field], term) for term in terms(one.text))
    return Query.empty_query() if _empty(one.field) else _exact(one)


def _exact(one: Words) -> tantivy.Query:
    from tantivy import Query

    if one.field in EXACT:
        return question.among(EXACT[one.field], [_kept(one.field, one.text)])
    if one.field in SAME:
        return Query.all_query() if one.text in SAME[one.field] else Query.empty_query()
    if one.field == "site_id":
        return Query.all_query()
    if one.field in ("capacity", "private"):
        return _private(one.text.lower() in ("private", "true"))
    if one.field == "owner_org":
        return _owner(one.text)
    if one.field == "url_type":
        return question.among("kind", UPLOADED if one.text == "upload" else ())
    custom = one.field.removeprefix("extras_").removeprefix("custom_")
    return question.among("custom", [f"{custom}={one.text}"])


def _kept(field: str, text: str) -> str:
    """A value as the index keeps it."""
    if field == "title_string":
        return words.key(text)
    return text.lower() if field in ("res_format", "id") else text


def _private(private: bool) -> tantivy.Query:
    from tantivy import Occur, Query

    internal = question.among("access", ["internal"])
    return internal if private else Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, internal)])


def _owner(text: str) -> tantivy.Query:
    """By the id of the organisation, which the index knows by name."""
    from madang.catalog.models import Organisation

    found = names.called(Organisation.objects.all(), text, names.ORGANISATION)
    return question.among("publisher", [names.plain(found.slug, found.uid, names.ORGANISATION)] if found else [])


def terms(text: str) -> list[words.Term]:
    """Every word of a text, also those that search by plain words passes over."""
    return [words.terms(word)[0] for word in dict.fromkeys(words.words(text))]


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    from tantivy import Occur, Query

    parts = [(Occur.Must, each) for each in queries]
    return Query.boolean_query(parts) if parts else Query.empty_query()


def _in(fields: Iterable[str], term: words.Term) -> tantivy.Query:
    from tantivy import Query

    return Query.disjunction_max_query([question.within(name, term) for name in fields])


def _places(field: str) -> tuple[str, ...]:
    return TEXTS.get(field) or tuple(question.BOOSTS)


def _near(one: Words) -> tantivy.Query:
    """`word~n`: up to n letters of it may differ; syllables of Hangul are letters here."""
    from tantivy import Query

    return _all(
        Query.disjunction_max_query(
            [Query.fuzzy_term_query(schema(), name, "=" + word, one.slips) for name in _places(one.field)]
        )
        for word in words.words(one.text)
    )


def _pattern(one: Pattern) -> tantivy.Query:
    """Whole words stand in fields of text with `=` before them."""
    from tantivy import Query

    exact = one.field in EXACT
    if not exact and one.field not in TEXTS and one.field not in ("", "text"):
        raise SearchFailed(f"{one.field} is not searched by patterns")
    if sum(len(text) for text, _ in one.pieces) > MAX_PATTERN:
        raise SearchFailed(f"a word with * or ? has at most {MAX_PATTERN} characters")
    marks = {"*": ".*", "?": "."}
    parts = [
        marks[text] if mark else _escaped(_kept(one.field, text) if exact else words.plain(text))
        for text, mark in one.pieces
    ]
    pattern = "".join(parts) if exact else "=" + "".join(parts)
    fields = (EXACT[one.field],) if exact else _places(one.field)
    found = [Query.regex_query(schema(), name, pattern) for name in fields]
    return Query.const_score_query(Query.disjunction_max_query(found), 0.0 if exact else 1.0)


def _escaped(text: str) -> str:
    return re.sub(r"([\\.+*?()|\[\]{}^$#&~-])", r"\\\1", text)


def _range(one: Range, now: datetime) -> tantivy.Query:
    if one.field not in MOMENTS:
        raise SearchFailed(f"{one.field or 'text'} is not searched by ranges: only {', '.join(MOMENTS)}")
    low = None if one.low is None else _number(dates.moment(one.low, now)) + (not one.with_low)
    high = None if one.high is None else _number(dates.moment(one.high, now)) + one.with_high
    if high is not None and high <= (low or 0):
        from tantivy import Query

        return Query.empty_query()
    return question.between(MOMENTS[one.field], low or 0, high)


def _number(at: datetime) -> int:
    return max(0, (at - EPOCH) // timedelta(microseconds=1))
