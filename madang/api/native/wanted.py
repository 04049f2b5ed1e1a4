"""What a load is to become, as its sender says it: by parameters of an address, or by the metadata of an upload."""

from __future__ import annotations

import json
import re
from typing import Any

from madang.accounts.policy import Actor, visible
from madang.api.native.asking import OUTPUT, Parameter, switch
from madang.api.problems import NoFile, NotFound
from madang.ingest import choices, drafts
from madang.ingest.tables import Choices
from madang.ingest.uploads import Wanted


def _choices(text: str) -> Choices:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(text)
    return choices.checked(found)


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise ValueError(text)
    return text.lower()


NEW = (
    Parameter("title", str, "자치구별 인구", "instead of `dataset`: the title of a new dataset"),
    Parameter("organisation", str, "statistics", "whose new dataset it is"),
    Parameter("licence", str, "kogl-1", "the terms of use of the new dataset"),
    Parameter("theme", str, "population", "the theme of the new dataset"),
    Parameter(
        "origin", str, "observed", "how the values of the new dataset came about: observed, derived or generated"
    ),
)
LOAD = (
    Parameter("dataset", str, "population", "the dataset to load into, by its slug"),
    Parameter("resource", str, "districts", "the resource; by default named by the file"),
    *NEW,
    Parameter("file_name", str, "인구.csv", "the name of the file, when the body is the file itself"),
    Parameter("publish", switch, "true", "publish when nothing needs a person's decision", "boolean"),
    Parameter("choices", _choices, '{"encoding": "cp949"}', "how to read it, as JSON: " + ", ".join(choices.KINDS)),
    Parameter("sha256", _sha256, "ab" * 32, "the SHA-256 of the whole file; a load of other bytes fails"),
    OUTPUT[-1],
)


def wanted(actor: Actor, said: dict[str, Any]) -> Wanted:
    """What was said (values of `LOAD`), for a dataset that the actor sees or a new one. Raises `NoFile`, `NotFound`."""
    if not said.get("file_name"):
        raise NoFile()
    described = {parameter.name: said[parameter.name] for parameter in NEW[1:] if said.get(parameter.name)}
    if said.get("title") and not said.get("dataset"):
        target = drafts.new(said["title"], described)
    elif visible(actor).filter(slug=said.get("dataset", "")).exists():
        target = {"dataset": said["dataset"]}
    else:
        raise NotFound()
    if said.get("resource"):
        target["resource"] = said["resource"]
    return Wanted(said["file_name"], target, said.get("choices"), said.get("publish", False), said.get("sha256", ""))
