"""Parameters that name fields: `fields`, `sort`, and how a name that is not there is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from madang.api.ckan.datastore.fields import Field
from madang.api.ckan.errors import Invalid
from madang.query.model import Order

PART = re.compile(r'((?:"[^"]*+"|[^",]++)++)(?:,|$)')
"""What is between commas. Nothing in it can be read in two ways, so a text that does not fit is refused at once, however long."""
LONGEST = 20_000


def unknown(parameter: str, name: object) -> Invalid:
    """As CKAN refuses a name that is no field."""
    return Invalid({parameter: [f'invalid value "{_short(name)}"']})


def chosen(value: Any, known: Mapping[str, Field], ranks: list[str]) -> tuple[list[str], bool]:
    """The ids that `fields` names, each once, and whether it names any. Raises `Invalid`."""
    names = list(dict.fromkeys(_unquoted(part) for part in _parts("fields", value)))
    for name in names:
        if name not in known and name not in ranks:
            raise unknown("fields", name)
    return (names, True) if names else ([*known, *(rank for rank in ranks if rank not in known)], False)


def orders(value: Any, known: Mapping[str, Field], ranks: list[str]) -> tuple[Order, ...]:
    """The keys that `sort` names. As in PostgreSQL, empty values count as the greatest. Raises `Invalid`."""
    found = []
    for part in dict.fromkeys(_parts("sort", value)):
        written, way, nulls = _clause(part)
        name = _unquoted(written)
        if name not in known and name not in ranks:
            raise unknown("sort", name)
        descending = way == "desc"
        first = nulls == "first" if nulls else descending
        if name in known:  # all rows that are found have the same rank
            found.append(Order(known[name].ref, descending, first))
    return tuple(found)


def _clause(part: str) -> tuple[str, str, str]:
    """`name [asc|desc] [nulls first|last]`, read from its end, for a name may hold blanks."""
    way = nulls = ""
    words = part.rsplit(maxsplit=2)
    if len(words) == 3 and words[1].lower() == "nulls" and words[2].lower() in ("first", "last"):
        part, nulls = words[0], words[2].lower()
    words = part.rsplit(maxsplit=1)
    if len(words) == 2 and words[1].lower() in ("asc", "desc"):
        part, way = words[0], words[1].lower()
    return part, way, nulls


def _parts(parameter: str, value: Any) -> list[str]:
    """What stands between commas that are not inside of quotation marks; a list is taken as it is."""
    if value is None or value == "":
        return []
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = _opened(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return [part.strip() for part in value]
    if not isinstance(value, str) or len(value) > LONGEST:
        raise unknown(parameter, value)
    found, place = [], 0
    while place < len(value):
        part = PART.match(value, place)
        if part is None:
            raise unknown(parameter, value[place:])
        found.append(part[1].strip())
        place = part.end()
    return found


def _opened(value: str) -> Any:
    """JSON in a text, if it is some: a column may begin with a bracket too."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _unquoted(name: str) -> str:
    quoted = len(name) > 1 and name[0] == name[-1] == '"'
    return name[1:-1].replace('""', '"') if quoted else name


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 100 else text[:100] + "…"
