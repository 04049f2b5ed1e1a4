"""The form that starts a run: a table for each role, columns for the roles of columns, parameters. Choosing tables is an address; so
what somebody chose can be sent to somebody else. Nothing is kept before the run starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.accounts.policy import PUBLISHER, Actor
from madang.analysis import inputs, suggesting
from madang.analysis.declare import Role, Study
from madang.analysis.models import StudyRun
from madang.catalog.models import Organisation, Resource
from madang.lib.problems import Problem, Text
from madang.portal.studies import column_fields, offers, parameter_fields
from madang.portal.studies.column_fields import ColumnField
from madang.portal.studies.offers import Offer
from madang.portal.studies.parameter_fields import ParameterField

Offers = dict[str, list[suggesting.Offer]]
LONGEST, MOST_TITLE = 300, 200


@dataclass
class RoleField:
    """The table for a role. `reason` says why it was proposed. `offers` fit; `meant` is what a search finds for words that name none."""

    role: Role
    value: str = ""
    resource: Resource | None = None
    reason: Text = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    meant: list[Offer] = field(default_factory=list)
    columns: list[ColumnField] = field(default_factory=list)
    where: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[ColumnField]:
        """Columns to look at: needed, chosen, or wrong."""
        return [one for one in self.columns if one.role.required or one.chosen or one.errors]

    @property
    def others(self) -> list[ColumnField]:
        """Those that could be chosen too."""
        return [one for one in self.columns if one.choices and one not in self.shown]

    def chosen(self) -> dict[str, Any]:
        """As `analysis.run.start` takes it. What cannot be read is noted at its field."""
        assert self.resource is not None
        found: dict[str, Any] = {"dataset": self.resource.dataset.slug, "resource": self.resource.name}
        found["columns"] = {one.role.name: one.chosen for one in self.columns}
        found["weights"] = {one.role.name: weights for one in self.columns if (weights := one.weighed())}
        return found | ({"where": self.where} if self.where else {})


@dataclass
class StartForm:
    """Everything on the page of a study. `errors` are those that belong to no field."""

    study: Study
    roles: list[RoleField]
    parameters: list[ParameterField]
    title: str = ""
    organisation: str = ""
    publishers: list[Organisation] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def plain_parameters(self) -> list[ParameterField]:
        return [one for one in self.parameters if not one.parameter.advanced]

    @property
    def advanced(self) -> list[ParameterField]:
        return [one for one in self.parameters if one.parameter.advanced]

    @property
    def advanced_changed(self) -> bool:
        return any(one.changed for one in self.advanced)

    @property
    def with_tables(self) -> list[RoleField]:
        return [one for one in self.roles if one.resource is not None]

    @property
    def unused(self) -> list[RoleField]:
        """Roles that can be left empty, and are."""
        return [one for one in self.roles if not (one.role.required or one.value or one.errors)]

    @property
    def ready(self) -> bool:
        """Whether every role that must have a table has one."""
        return all(one.resource is not None for one in self.roles if one.role.required)

    @property
    def faulty(self) -> bool:
        of_roles = (one.errors or any(column.errors for column in one.columns) for one in self.roles)
        return bool(self.errors) or any(of_roles) or any(one.errors for one in self.parameters)


def form(study: Study, actor: Actor, given: QueryDict, *, sent: bool = False) -> StartForm:
    """The form for an address, or for what was sent."""
    found = suggesting.tables(study, actor)
    chosen = sent or any(one.name in given for one in study.READS)
    proposed = {} if chosen else proposals(study, found, made_by_studies())
    roles = [
        _role(one, actor, given, found.get(one.name, []), proposed.get(one.name), sent=sent) for one in study.READS
    ]
    texts = parameter_fields.posted(study, given) if sent or any(name.startswith("p.") for name in given) else None
    return StartForm(
        study, roles, parameter_fields.fields(study, texts), given.get("title", "").strip()[:MOST_TITLE],
        given.get("organisation", "")[:100], publishers(actor),
    )  # fmt: skip


def publishers(actor: Actor) -> list[Organisation]:
    """Where somebody may publish a result."""
    if actor.administrator:
        return list(Organisation.objects.all())
    paths = tuple(path for path, rank in actor.roles if rank >= PUBLISHER)
    return [one for one in Organisation.objects.all() if one.path.startswith(paths)] if paths else []


def proposals(study: Study, offers_of: Offers, made: set[str]) -> dict[str, suggesting.Offer]:
    """At most one table for each role, no table for two, none that a study made: the role with the fewest that fit chooses first."""
    fit = {
        role.name: [
            one
            for one in offers_of.get(role.name, [])
            if (one.sure or role.required) and one.resource.dataset.slug not in made
        ]
        for role in study.READS
    }
    found: dict[str, suggesting.Offer] = {}
    for role in sorted(study.READS, key=lambda one: len(fit[one.name])):
        taken = {one.resource.pk for one in found.values()}
        chosen = next((one for one in fit[role.name] if one.resource.pk not in taken), None)
        if chosen is not None:
            found[role.name] = chosen
    return found


def made_by_studies() -> set[str]:
    """Datasets that repeat what studies read: their columns fit as well."""
    return {slug for slug in StudyRun.objects.values_list("target__dataset", flat=True).distinct() if slug}


def _role(
    role: Role, actor: Actor, given: QueryDict, fitting: list[suggesting.Offer], proposed: suggesting.Offer | None, *, sent: bool
) -> RoleField:  # fmt: skip
    made = RoleField(role, given.get(role.name, "").strip()[:LONGEST])
    made.offers = [offers.offer(one.resource) for one in fitting]
    if proposed is not None:
        made.value, made.reason = offers.offer(proposed.resource).name, proposed.reason
    if not made.value:
        if role.required and (sent or role.name in given):
            made.errors.append(_("The study needs a table here."))
        return made
    try:
        made.resource = inputs.table_of(*_parted(made.value), actor)
    except Problem as problem:
        titled = offers.titled(made.value, actor)
        if len(titled) != 1:
            made.errors.append(problem.text(get_language() or "ko"))
            made.meant = [offers.offer(one) for one in titled] or offers.called(made.value, actor)
            return made
        made.resource = titled[0]
        made.value = offers.offer(made.resource).name
    told = sent or any(name.startswith(f"{role.name}.") for name in given)
    made.columns = column_fields.fields(role, made.resource, given if told else None)
    made.where = given.get(f"{role.name}.where", "").strip()[:2000]
    return made


def _parted(text: str) -> tuple[str, str]:
    """`dataset/resource`; also the address of a dataset's page, as people paste it."""
    _before, _found, tail = text.rpartition("/datasets/")
    dataset, _slash, resource = tail.strip("/").partition("/")
    return dataset, resource.partition("/")[0]
