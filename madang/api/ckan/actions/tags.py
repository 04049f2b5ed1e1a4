"""Keywords, which are CKAN's tags, and licences. Vocabularies (lists that tags are chosen from) do not exist here."""

from __future__ import annotations

from typing import Any

from madang.api.ckan import groups, packages
from madang.api.ckan.actions.packages import MOST
from madang.api.ckan.errors import NotFound
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog.models import Licence


def words() -> list[str]:
    """The keywords of all open datasets, in order."""
    every = packages.public().select_related(None).order_by().values_list("keywords", flat=True)
    return sorted({word for languages in every.iterator() for one in languages.values() for word in one})


def _found(parameters: Parameters, *names: str) -> list[str]:
    """Keywords that hold every text of the parameters; none of a vocabulary."""
    given = [parameters.given.get(name) for name in names]
    asked = [str(text).casefold() for one in given if one for text in (one if isinstance(one, list) else [one])]
    if "vocabulary_id" in parameters:
        raise NotFound("Vocabulary was not found.")
    return [word for word in words() if all(text in word.casefold() for text in asked)]


def tag_list(reader: Reader, parameters: Parameters) -> list[Any]:
    """Keywords. Parameters: query, all_fields."""
    found = _found(parameters, "query")
    return [groups.tag(word) for word in found] if parameters.switch("all_fields", False) else found


def tag_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """One keyword. Parameters: id (the word, or its id), include_datasets (at most 1000)."""
    name = parameters.required("id")
    found = next((shown for word in words() if name in ((shown := groups.tag(word))["name"], shown["id"])), None)
    if found is None:
        raise NotFound("Tag was not found.")
    return found | {"packages": _with(reader, found["name"])} if parameters.switch("include_datasets", False) else found


def _with(reader: Reader, word: str) -> list[dict[str, Any]]:
    every = packages.public().select_related(None).values_list("slug", "keywords")
    slugs = [slug for slug, languages in every.iterator() if any(word in one for one in languages.values())]
    return packages.packages(reader, slugs[:MOST])


def tag_search(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """Keywords that hold a text. Parameters: query (or a list of texts), limit, offset."""
    found = _found(parameters, "query", "q")
    offset = parameters.whole("offset", 0)
    page = found[offset : offset + parameters.whole("limit", len(found))]
    return {"count": len(found), "results": [groups.tag(word) for word in page]}


def tag_autocomplete(reader: Reader, parameters: Parameters) -> list[str]:
    """Keywords that hold a text. Parameters: q (or query), limit (10), offset."""
    offset = parameters.whole("offset", 0)
    return _found(parameters, "q", "query")[offset : offset + parameters.whole("limit", 10, MOST)]


def vocabulary_list(reader: Reader, parameters: Parameters) -> list[Any]:
    """Vocabularies: there are none, all keywords are free."""
    return []


def vocabulary_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """A vocabulary: there are none. Parameters: id."""
    parameters.required("id")
    raise NotFound("Vocabulary was not found.")


def license_list(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """The terms of use that datasets may have."""
    return [_licence(reader, one) for one in Licence.objects.all()]


def _licence(reader: Reader, one: Licence) -> dict[str, Any]:
    free = one.allows_commercial and one.allows_change
    return {
        "id": one.slug,
        "title": reader.words(one.name) or one.slug,
        "url": one.url,
        "status": "active",
        "family": "",
        "maintainer": "",
        "is_okd_compliant": free,
        "is_osi_compliant": False,
        "od_conformance": "not reviewed",
        "osd_conformance": "not reviewed",
        "is_generic": False,
        "domain_content": True,
        "domain_data": True,
        "domain_software": False,
    }


ACTIONS = {
    "tag_list": tag_list,
    "tag_show": tag_show,
    "tag_search": tag_search,
    "tag_autocomplete": tag_autocomplete,
    "vocabulary_list": vocabulary_list,
    "vocabulary_show": vocabulary_show,
    "license_list": license_list,
}
