"""What care siting proves, under each measure and condition, holds without it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.studies import care_siting
from tests.analysis.studies.toy_city import hush, places, settings, squares

SHORT = [
    ("p_center", {"objective": "p_center"}),
    ("set_covering", {"objective": "set_covering", "standard": 1500.0}),
    ("linear_programme", {"objective": "p_median", "maximum": 5000.0}),
]
LONG = [
    ("maximal_covering", {"objective": "covering"}),
    ("p_median", {"objective": "p_median"}),
    ("centdian", {"objective": "centdian"}),
    ("linear_programme", {"objective": "covering", "maximum": 5000.0}),
    ("linear_programme", {"objective": "p_median", "district_cover": 10.0}),
]


@pytest.mark.parametrize(("kind", "asked"), [*SHORT, *(pytest.param(*one, marks=pytest.mark.long) for one in LONG)])
def test_a_certificate_of_a_study_holds(kind: str, asked: dict[str, Any]) -> None:
    need = list(np.random.default_rng(5).integers(1, 90, 9))
    tables = {"areas": squares(side=3, need_1=need), "facilities": places((0.5, 0.5))}
    tables["areas"] = replace(tables["areas"], sha256="5" * 64)
    found = care_siting.study(tables, settings(**asked), hush)
    (name,) = found.certificates
    assert name == kind
    assert certificates.verify(found.certificates[name]).proved == found.quality["proved"]
    areas, facilities = found.certificates[name]["sources"]
    assert (areas["role"], areas["sha256"]) == ("areas", "5" * 64)
    assert "sha256" not in facilities  # not known
