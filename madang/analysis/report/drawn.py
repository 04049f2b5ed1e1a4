"""What a report shows as pictures: charts, and maps of layers. Each has a description, for who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from madang.lib.charts import chart as charts
from madang.lib.maps.classes import EVERY_METHOD
from madang.lib.maps.colours import PALETTES
from madang.lib.problems import Text

Floats = NDArray[np.float64]
Tone = Literal["accent", "strong", "soft", "other"]
"""What a layer means beside others: what is new, what there was, what stands in the background, a fourth thing."""


@dataclass(frozen=True)
class Chart:
    """A chart with its title above it.

    `shown`: the chart in each language, because its axes and points hold words: `{language: chart(language) for ...}`.
    `description`: what it shows, in a sentence or two; a screen reader says it, and it stands below the picture.
    """

    title: Text
    shown: Mapping[str, charts.Chart]
    description: Text

    def __post_init__(self) -> None:
        if not self.shown:
            raise ValueError("a chart needs at least one language")


@dataclass(frozen=True)
class Areas:
    """Polygons coloured by the class of a value.

    `shapes` (n,): shapely geometries in degrees (longitude, latitude), None where there is none. `values` (n,): NaN for no value;
    without values all areas have the colour of the ground. `label` is the title of the legend, with the unit.
    `none` says what it means to have no value. `method`, `count`, `own` and `centre` as in `lib.maps.classes.classes`.
    """

    shapes: Any
    values: Floats | None = None
    label: Text = field(default_factory=dict)
    palette: str = "jade"
    method: str = "quantiles"
    count: int = 5
    own: tuple[float, ...] = ()
    centre: float | None = None
    none: Text = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.values is not None and len(self.values) != len(self.shapes):
            raise ValueError(f"{len(self.shapes)} shapes and {len(self.values)} values do not belong together")
        if self.palette not in PALETTES or self.method not in EVERY_METHOD:
            raise ValueError(f"no palette {self.palette!r} or method {self.method!r}")


@dataclass(frozen=True)
class Groups:
    """Polygons that belong together: every group has one of a few colours, another than the groups around it.

    `shapes` (n,) as of `Areas`. `group` (n,): the number of each one's group, negative for none. `places` (g, 2): where each group
    is, in degrees. `label` says what the colours mean, `none` what has the colour of the ground.
    """

    shapes: Any
    group: NDArray[np.intp]
    places: Floats
    label: Text
    none: Text

    def __post_init__(self) -> None:
        if len(self.group) != len(self.shapes):
            raise ValueError(f"{len(self.shapes)} shapes and groups of {len(self.group)} do not belong together")
        if self.group.max(initial=-1) >= len(self.places):
            raise ValueError(f"group {self.group.max()} has no place: there are {len(self.places)}")


@dataclass(frozen=True)
class Lines:
    """Lines (n,) as shapely geometries in degrees: catchments, links from areas to their sites."""

    shapes: Any
    label: Text
    tone: Tone = "soft"


@dataclass(frozen=True)
class Places:
    """Points (n, 2) in degrees (longitude, latitude). `marks`: what stands at each (an order of opening), or nothing."""

    degrees: Floats
    label: Text
    tone: Tone = "accent"
    marks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.degrees.ndim != 2 or self.degrees.shape[1] != 2:
            raise ValueError(f"places are rows of longitude and latitude, not {self.degrees.shape}")
        if self.marks and len(self.marks) != len(self.degrees):
            raise ValueError(f"{len(self.degrees)} places and {len(self.marks)} marks do not belong together")


Layer = Areas | Groups | Lines | Places


@dataclass(frozen=True)
class Map:
    """Layers, the first at the bottom, with a legend and a bar of scale. `sources` are named below it."""

    title: Text
    layers: tuple[Layer, ...]
    description: Text
    sources: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if not self.layers:
            raise ValueError("a map needs a layer")
