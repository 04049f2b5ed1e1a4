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

NONE = "-"
"""What an address says for a role that shall have no table, although one could be guessed."""
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
    proposed = inputs_first(suggesting.tables(study, actor))
    roles = [_role(one, actor, given, proposed.get(one.name, []), sent=sent) for one in study.READS]
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


def inputs_first(offers_of: dict[str, list[suggesting.Offer]]) -> dict[str, list[suggesting.Offer]]:
    """What studies made themselves stands last: its columns fit, but it repeats what they read."""
    made = {slug for slug in StudyRun.objects.values_list("target__dataset", flat=True).distinct() if slug}
    return {role: sorted(found, key=lambda one: one.resource.dataset.slug in made) for role, found in offers_of.items()}


def _role(role: Role, actor: Actor, given: QueryDict, proposed: list[suggesting.Offer], *, sent: bool) -> RoleField:
    made = RoleField(role, given.get(role.name, "").strip()[:LONGEST])
    made.offers = [offers.offer(one.resource) for one in proposed]
    if not made.value and not sent and role.name not in given and proposed and (role.required or proposed[0].sure):
        made.value, made.reason = made.offers[0].name, proposed[0].reason
    if made.value in ("", NONE):
        if role.required and (sent or role.name in given):
            made.errors.append(_("The study needs a table here."))
        return made
    try:
        made.resource = inputs.table_of(*_parted(made.value), actor)
    except Problem as problem:
        made.errors.append(problem.text(get_language() or "ko"))
        made.meant = offers.called(made.value, actor)
        return made
    told = sent or any(name.startswith(f"{role.name}.") for name in given)
    made.columns = column_fields.fields(role, made.resource, given if told else None)
    made.where = given.get(f"{role.name}.where", "").strip()[:2000]
    return made


def _parted(text: str) -> tuple[str, str]:
    """`dataset/resource`; also the address of a dataset's page, as people paste it."""
    _before, _found, tail = text.rpartition("/datasets/")
    dataset, _slash, resource = tail.strip("/").partition("/")
    return dataset, resource.partition("/")[0]
