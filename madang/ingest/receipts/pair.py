"""Finding the receipt to compare another one with: a file of JSON, a published resource, what a run would replace."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from madang.ingest import naming
from madang.ingest.receipts.change import difference
from madang.lib.problems import Problem

if TYPE_CHECKING:
    from madang.accounts.policy import Actor
    from madang.catalog.models import Resource, Revision
    from madang.ingest.checks._previous import Previous
    from madang.ingest.models import Run

Receipt = Mapping[str, Any]


class NoReceipt(Problem):
    en = (
        "There is no receipt {name}: neither a file of JSON (`madang check FILE --json`) nor a published DATASET,"
        " DATASET/RESOURCE or DATASET/RESOURCE@NUMBER."
    )
    ko = (
        "{name} 접수증이 없습니다. JSON 파일(`madang check 파일 --json`)도 아니고 게시된 데이터셋, 데이터셋/리소스,"
        " 데이터셋/리소스@번호도 아닙니다."
    )


class OddReceipt(Problem):
    en = "{name} is no receipt of version 1. Make one with `madang check FILE --json > receipt.json`."
    ko = "{name}은(는) 버전 1의 접수증이 아닙니다. `madang check 파일 --json > receipt.json`으로 만드세요."


class NothingBefore(Problem):
    en = "Revision {number} is the first: there is nothing to compare it with. Name two with `from` and `to`."
    ko = "개정판 {number}은(는) 첫 번째라 비교할 것이 없습니다. `from`과 `to`로 둘을 고르세요."


def named(name: str, tables: Sequence[str] = (), base: str = "") -> Receipt:
    """The receipt called `name`: a file, or `DATASET[/RESOURCE][@NUMBER]`. Raises `NoReceipt`, `OddReceipt`.

    A dataset has a receipt for each resource; those of the `tables` of a file are put together into one.
    """
    path = Path(name)
    if path.is_file():
        return _read(path)
    reference, _, number = name.partition("@")
    slug, _, resource = reference.partition("/")
    found = _published(slug, resource, number)
    if not found:
        raise NoReceipt(name=name)
    if len(found) == 1:
        return next(iter(found.values()))
    together = earlier(found, tables or list(found), base)
    if together is None:
        raise NoReceipt(name=name)
    return together


def earlier(receipts: Mapping[str, Receipt], tables: Sequence[str], base: str = "") -> dict[str, Any] | None:
    """One receipt of what is published (by resource) under the names that the `tables` of a file will get; None without any."""
    names = naming.resources(tables, base)
    found = [(table, receipts[name]) for table, name in zip(tables, names, strict=True) if name in receipts]
    if not found:
        return None
    first = found[0][1]
    parts = [{**receipt["tables"][0], "name": table} for table, receipt in found if receipt.get("tables")]
    return {"file": first.get("file", {}), "encoding": first.get("encoding"), "tables": parts}


def previous(before: Receipt, tables: Sequence[str]) -> list[Previous | None]:
    """For each table of a file what the checks of structure compare it with."""
    from madang.ingest.checks._previous import Previous

    old = before.get("tables", [])
    by_name = {table["name"]: table for table in old}
    alone = len(old) == 1 and len(tables) == 1
    found = [old[0] if alone else by_name.get(name) for name in tables]
    return [table and Previous.of(map(_column, table["columns"]), table["rows"], table["columns"]) for table in found]


def _column(column: Mapping[str, Any]) -> dict[str, Any]:
    return {key: column.get(key) or "" for key in ("name", "type", "semantic", "unit")}


def _read(path: Path) -> Receipt:
    try:
        receipt = json.loads(path.read_bytes())
        receipt = receipt.get("receipt", receipt)  # as the API answers
        if receipt["version"] == 1 and isinstance(receipt["tables"], list):
            return dict(receipt)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise OddReceipt(name=path)


def _published(slug: str, resource: str, number: str) -> dict[str, Receipt]:
    """Receipts of the current revisions of a dataset by resource; of the revision with that number when it is given."""
    from django.db import DatabaseError
    from django.db.models import F

    from madang.catalog.models import Revision

    standing = Revision.objects.exclude(state=Revision.State.WITHDRAWN).filter(resource__dataset__slug=slug)
    if resource:
        standing = standing.filter(resource__name=resource)
    wanted = {"number": int(number)} if _is_number(number) else {"resource__current": F("pk")}
    standing = standing.filter(**wanted)
    try:
        return {one.resource.name: one.receipt for one in standing.select_related("resource")}
    except DatabaseError:  # a department's own machine, where there is no city
        return {}


def before(revision: Revision) -> Revision | None:
    """The revision that stood before this one and was not withdrawn."""
    older = revision.resource.revisions.filter(number__lt=revision.number).exclude(state=revision.State.WITHDRAWN)
    found: Revision | None = older.order_by("-number").first()
    return found


def pair(actor: Actor, resource: Resource, old: str, new: str) -> tuple[Revision, Revision]:
    """Two revisions by their ids or numbers; the current one and the one before it where nothing is said.

    Raises `NothingBefore`, and as `policy.readable_file`.
    """
    from madang.accounts.policy import readable_file

    to = readable_file(actor, resource, _id(resource, new))
    if old:
        return readable_file(actor, resource, _id(resource, old)), to
    found = before(to)
    if found is None:
        raise NothingBefore(number=to.number)
    return found, to


def _id(resource: Resource, name: str) -> str | None:
    if _is_number(name):
        return resource.revisions.filter(number=int(name)).values_list("pk", flat=True).first() or name
    return name or None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


def between(actor: Actor, old: Revision, new: Revision) -> dict[str, Any]:
    """What changed, as far as the actor may see it."""
    from madang.accounts.receipts import shown

    return difference(shown(actor, old), shown(actor, new))


def since(actor: Actor, revision: Revision) -> dict[str, Any] | None:
    """What changed since the revision before; None for the first, and for one that was not read from a file."""
    old = before(revision)
    return between(actor, old, revision) if old and old.receipt and revision.receipt else None


def since_of_run(actor: Actor, run: Run) -> dict[str, Any] | None:
    """What publishing a checked run would change in what is served."""
    from madang.accounts.receipts import shown
    from madang.ingest import assess

    if run.state in run.OVER or not run.receipt.get("tables") or run.receipt.get("partial"):
        return None
    receipts = {name: shown(actor, revision) for name, revision in assess.served(run).items()}
    old = earlier(receipts, [table["name"] for table in run.receipt["tables"]], run.target.get("resource", ""))
    return difference(old, shown(actor, run)) if old else None
