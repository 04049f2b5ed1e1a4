"""Every action by its name: found in the folders, never listed by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from madang.accounts.policy import NotAllowed
from madang.api.ckan.errors import BadRequest
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.lib.plugins import found

Action = Callable[[Reader, Parameters], Any]
FOLDERS = ("madang.api.ckan.actions", "madang.api.ckan.datastore")
_CHANGED = {
    "package": "create update patch revise delete owner_org_update resource_reorder relationship_create relationship_update "
    "relationship_delete create_default_resource_views",
    "dataset": "purge collaborator_create collaborator_delete",
    "resource": "create update patch delete create_default_resource_views",
    "resource_view": "create update delete reorder",
    "organization": "create update patch delete purge member_create member_delete",
    "group": "create update patch delete purge member_create member_delete",
    "member": "create delete",
    "bulk_update": "private public delete",
    "tag": "create delete",
    "vocabulary": "create update delete",
    "user": "create update patch delete invite",
    "api_token": "create revoke",
    "follow": "dataset group user",
    "unfollow": "dataset group user",
    "config_option": "update",
    "task_status": "update update_many delete",
    "datastore": "create upsert delete records_delete run_triggers function_create function_delete",
    "xloader": "submit hook",
    "datapusher": "submit hook",
}
WRITES = {f"{what}_{how}" for what, hows in _CHANGED.items() for how in hows.split()}
"""CKAN's actions that change something (and make tokens, which only their owner's page does)."""


@cache
def actions() -> dict[str, Action]:
    """The actions that answer. Two of one name would shadow each other, so they stop the start."""
    every: dict[str, Action] = {}
    for folder in FOLDERS:
        for module in found(folder).values():
            offered: dict[str, Action] = getattr(module, "ACTIONS", {})
            if twice := every.keys() & offered.keys():
                raise ValueError(f"{module.__name__}: {sorted(twice)} are offered twice")
            every |= offered
    return every


def action(name: str) -> Action:
    """The action of that name, which may be missing. Raises `BadRequest` when CKAN knows none."""
    if name in actions():
        return actions()[name]
    if name in WRITES:
        return refuse
    raise BadRequest(f"Action name not known: {name[:100]}" if name else "Action name is missing")


class ReadOnly(NotAllowed):
    en = (
        "This portal does not take changes through CKAN's API yet. Publish on its pages, with `madang upload`, or at"
        " /api/v1/loads."
    )
    ko = "이 포털은 아직 CKAN API로 변경을 받지 않습니다. 화면, `madang upload`, /api/v1/loads로 게시하세요."


def refuse(reader: Reader, parameters: Parameters) -> Any:
    """Changes something in CKAN; this portal does not take changes through CKAN's API yet."""
    raise ReadOnly()
