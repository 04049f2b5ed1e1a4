"""The scene of a run, kept in this process while it is looked at, with the outlines of its map."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.http import Http404

from madang.accounts import policy
from madang.analysis.models import StudyFile, StudyRun
from madang.analysis.scenarios import Scene
from madang.lib.maps.outlines import Outlines, outlines
from madang.lib.maps.projection import Frame, frame
from madang.portal.charts.kept import Kept
from madang.portal.studies.files import readable

FILE = "scene.json"
WIDTH, TALLEST = 960, 720
MOST_DRAWN = 5_000
MOST_KEPT = 400_000  # demand points in all scenes, some 300 bytes each


@dataclass(frozen=True)
class Shown:
    """A scene with what its map draws. `drawn` are the areas on the map: all, or those with most people of very many."""

    scene: Scene

    @cached_property
    def drawn(self) -> Any:
        order = np.argsort(-self.scene.people, kind="stable")[:MOST_DRAWN]
        return np.sort(order)

    @cached_property
    def shapes(self) -> Any:
        """Areas where there are outlines, else points."""
        import shapely

        if self.scene.outlines:
            return shapely.from_wkt(np.array(self.scene.outlines, dtype=object), on_invalid="ignore")[self.drawn]
        return shapely.points(self.scene.middles[self.drawn])

    @cached_property
    def frame(self) -> Frame:
        import shapely

        west, south, east, north = self.scene.box
        corners = np.array([[west, south], [east, north]])
        degrees = np.vstack([shapely.get_coordinates(self.shapes), [one.place for one in self.scene.sites] or corners])
        found = frame(degrees, WIDTH, TALLEST)
        assert found is not None
        return found

    @cached_property
    def outlines(self) -> Outlines:
        return outlines(self.shapes, self.frame)


_kept: Kept[Shown] = Kept(MOST_KEPT, lambda shown: len(shown.scene.need) + len(shown.scene.sites))


def scene_of(run: StudyRun, actor: policy.Actor) -> Shown:
    """The scene of a finished run, for who may have its report. Raises `Hidden`, and Http404 when it has none."""
    readable(run, actor)
    return _kept.get(f"{run.pk}-{run.attempt}", lambda: _read(run))


def _read(run: StudyRun) -> Shown:
    file = StudyFile.objects.filter(run=run, name=FILE).first() if run.state in StudyRun.DONE else None
    if file is None:
        raise Http404
    return Shown(Scene.from_json(json.loads(bytes(file.content))))
