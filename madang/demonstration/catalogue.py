"""All demonstration datasets, in the order in which they are published."""

from __future__ import annotations

from madang.demonstration.describe import Entry
from madang.lib import plugins

GROUP = "madang.demonstration.datasets"


def entries() -> list[Entry]:
    """Every `DATASET` of the folder, what a newcomer should see first at the front."""
    modules = plugins.found(GROUP, ("DATASET",))
    found: list[Entry] = [module.DATASET for module in modules.values()]
    return sorted(found, key=lambda entry: (entry.order, entry.slug))
