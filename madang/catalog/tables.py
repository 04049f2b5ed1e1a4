"""A revision as something that can be asked: the only maker of `query.Table`. Views get theirs from `accounts.policy`."""

from __future__ import annotations

from madang.catalog.models import Revision
from madang.catalog.storage import the_store
from madang.lib.problems import Problem
from madang.lib.texts import choose
from madang.query.model import Column, Table


class NoTable(Problem):
    """`reason` is the receipt's, in languages."""

    en = "{name} is kept as a file without a table. {reason} Download the file, or send it in a form with rows."
    ko = "{name}은(는) 표 없이 파일로만 보관됩니다. {reason} 파일을 내려받거나 행이 있는 형식으로 다시 올리세요."

    def text(self, language: str) -> str:
        template = self.ko if language == "ko" else self.en
        return template.format(name=self.facts["name"], reason=choose(self.facts["reason"], language)[0])  # type: ignore[arg-type]


def table(revision: Revision) -> Table:
    """The table of a revision, restricted or not; studies call this, everybody else `accounts.policy.readable`.

    Raises `NoTable` when the revision is a kept file without rows.
    """
    resource = revision.resource
    if revision.rows is None:
        no_table = revision.receipt.get("no_table") or {}
        raise NoTable(name=revision.original_name, reason=no_table.get("reason") or {})
    return Table(
        dataset=resource.dataset.slug,
        name=resource.name,
        revision=revision.id,
        columns=tuple(Column.from_json(column) for column in revision.schema),
        rows=revision.rows,
        origin=revision.origin,
        published_at=revision.published_at,
        store=the_store(),
        geometry=revision.geometry,
    )
