"""A certificate holds as it was made, and fails with its place when anything in it is changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.analysis import certificates
from madang.analysis.certificates import Refuted, dividing, knapsack, sealing, verifying
from madang.analysis.certificates.dividing import check_divided
from madang.analysis.certificates.knapsack import Allowance, Knapsack
from madang.analysis.certificates.reading import Place
from tests.analysis.certificates import small

KINDS = tuple(small.EVERY)
MADE = {kind: make() for kind, make in small.EVERY.items()}


def test_every_kind_is_tested() -> None:
    assert sorted(KINDS) == sorted(verifying.every_kind())


@pytest.mark.parametrize("kind", KINDS)
def test_a_certificate_holds_and_proves(kind: str, tmp_path: Path) -> None:
    certificates.save(MADE[kind], tmp_path / "proof.json")
    found = certificates.verify(certificates.load(tmp_path / "proof.json"))
    assert found.proved
    assert found.objective == pytest.approx(MADE[kind]["claim"]["objective"], rel=1e-12)
    assert found.bound == pytest.approx(found.objective, rel=1e-12)
    assert all(set(check) == {"en", "ko"} for check in found.checks)


def test_a_radius_that_enough_sites_reach_is_not_refuted() -> None:
    made = copy.deepcopy(MADE["p_center"])
    made["inputs"]["radius"] = made["claim"]["objective"]
    made["sha256"] = sealing.seal(made)
    with pytest.raises(Refuted, match="too few"):
        certificates.verify(made)


def test_a_piece_that_is_missing_leaves_distances_out() -> None:
    made = copy.deepcopy(MADE["centdian"])
    del made["inputs"]["pieces"][1]
    with pytest.raises(Refuted, match="are in none"):
        certificates.verify(made)


def test_covering_within_capacities_holds() -> None:
    found = certificates.verify(small.capacitated(radius=2.0))
    assert found.proved
    assert found.objective == 5.0


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every value in a certificate, containers too."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from places(one, (*path, name))


def changed(certificate: dict[str, Any], path: tuple[Any, ...], change: Any) -> dict[str, Any]:
    made = copy.deepcopy(certificate)
    at: Any = made
    for name in path[:-1]:
        at = at[name]
    change(at, path[-1])
    return made


def others(value: Any) -> list[Any]:
    """What could stand in a place by accident or malice."""
    found: list[Any] = [None, [], {}, "", "x" * 100, -1, 7, 2**70, 1e308, 0.5, True, [[[]]], {"dtype": "float64"}]
    if isinstance(value, int | float) and not isinstance(value, bool):
        found += [value + 1, value - 1, -value, value * 1.001, float(value) + 0.5]
    if isinstance(value, bool):
        found.append(not value)
    if isinstance(value, str) and value:
        found += [value[:-1], value[1:] + value[:1], "A" + value[1:]]
    return [one for one in found if type(one) is not type(value) or one != value]


def named(certificate: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Every place but the leaves from the fourth on, which are like those before."""
    return [
        path
        for path in places(certificate)
        if path and not (path[0] in ("leaves", "multipliers") and len(path) > 1 and path[1] > 2)
    ]


def every_change(kind: str, share: int) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each place with one in `share` of the values that could stand there, others at each place."""
    certificate = MADE[kind]
    for at, path in enumerate(named(certificate)):
        value: Any = certificate
        for name in path:
            value = value[name]
        yield from ((path, other) for other in others(value)[at % share :: share])


def fails(kind: str, share: int) -> None:
    for path, other in every_change(kind, share):

        def put(at: Any, name: Any, other: Any = other) -> None:
            at[name] = other

        with pytest.raises(Refuted) as raised:
            certificates.verify(changed(MADE[kind], path, put))
        assert raised.value.facts["where"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_changed_field_fails_and_says_where(kind: str) -> None:
    fails(kind, 12)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_every_change_of_every_field_fails_and_says_where(kind: str) -> None:
    fails(kind, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_every_missing_field_is_missed(kind: str) -> None:
    for path in [path for path in named(MADE[kind]) if not isinstance(path[-1], int)]:
        with pytest.raises(Refuted):
            certificates.verify(changed(MADE[kind], path, lambda at, name: at.pop(name)))


def shared(leaf: int) -> int:
    """The number of the multipliers of a leaf of the p-median."""
    found: int = MADE["p_median"]["leaves"][leaf]["multipliers"]
    return found


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("claim", "objective"), 1.0, "claim.objective"),
        (("claim", "bound"), 1000.0, "claim.bound"),
        (("choice", "sites"), [0, 1], "choice"),
        (("inputs", "need"), [3.0, 1.0, 0.0, 2.0, 6.0], "claim.objective"),
        (("inputs", "p"), 1, "choice.sites"),
        (("leaves", 3, "opened"), [0, 1, 2], "leaves"),
        (("multipliers", shared(5)), [0.0, 0.0, 1.0, 0.0, 0.0], "leaves[5].multipliers"),
        (("multipliers", shared(5)), [0.0] * 5, "claim.bound"),
        (("multipliers", 2), [0.0] * 4, "multipliers[2]"),
        (("leaves", 5, "multipliers"), 99, "leaves[5].multipliers"),
        (("inputs", "length", "sha256"), "0" * 64, "inputs.length"),
        (("sense",), "max", "sense"),
    ],
)
def test_the_place_is_the_one_that_was_changed(path: tuple[Any, ...], value: Any, where: str) -> None:
    def put(at: Any, name: Any) -> None:
        at[name] = value

    made = changed(MADE["p_median"], path, put)
    made["sha256"] = sealing.seal(made)
    with pytest.raises(Refuted) as raised:
        certificates.verify(made)
    assert raised.value.facts["where"].startswith(where), raised.value
    assert raised.value.text("ko") != raised.value.text("en")


def test_a_missing_leaf_is_a_part_left_out() -> None:
    for at in range(len(MADE["p_median"]["leaves"])):
        made = copy.deepcopy(MADE["p_median"])
        del made["leaves"][at]
        with pytest.raises(Refuted, match="are in none or in several"):
            certificates.verify(made)


def test_a_leaf_twice_is_refused() -> None:
    made = copy.deepcopy(MADE["p_median"])
    made["leaves"].append(made["leaves"][0])
    with pytest.raises(Refuted, match="in none or in several"):
        certificates.verify(made)


def test_what_was_changed_and_sealed_again_proves_only_what_is_true() -> None:
    """The seal finds accidents. Without it the sums decide: whatever holds is a true bound of the model that stands in the file."""
    generator = np.random.default_rng(6)
    held = 0
    for _ in range(200):
        made = copy.deepcopy(MADE["maximal_covering"])
        for name in ("need", "p"):
            made["inputs"][name] = (
                (generator.integers(0, 6, 5) * 1.0).tolist() if name == "need" else int(generator.integers(0, 4))
            )
        made["choice"]["sites"] = sorted(generator.permutation(4)[: made["inputs"]["p"]].tolist())
        covered = covering_of(made, made["choice"]["sites"])
        made["claim"] = {
            "objective": covered,
            "bound": float(generator.integers(covered, 20)),
            "gap": 10.0,
            "proved": False,
        }
        made["sha256"] = sealing.seal(made)
        try:
            found = certificates.verify(made)
        except Refuted:
            continue
        held += 1
        best = max(
            covering_of(made, opened) for opened, _ in small.every_choice(4) if len(opened) <= made["inputs"]["p"]
        )
        assert found.objective <= best <= (found.bound or 0) + 1e-9
        assert best <= made["claim"]["bound"] + 1e-9
    assert held > 25


def covering_of(made: dict[str, Any], sites: list[int]) -> float:
    need = made["inputs"]["need"]
    return float(sum(one for one, row in zip(need, small.COVER, strict=True) if set(row) & set(sites)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.randoms(use_true_random=False), json_values)
def test_anything_anywhere_is_refused_by_name(kind: str, random: Any, value: Any) -> None:
    every = [path for path in places(MADE[kind]) if path]
    path = random.choice(every)

    def put(at: Any, name: Any) -> None:
        at[name] = value

    made = changed(MADE[kind], path, put)
    if json_of(made) == json_of(MADE[kind]):
        return
    with pytest.raises(Refuted):
        certificates.verify(made)


def json_of(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"format": NaN}', b'{"a": 1, "a": 2}', b'{"kind": ' + b"[" * 100_000,
        b'{"version": ' + b"9" * 10_000 + b"}", b'{"format": "madang-certificate", "version": 2}',
    ],
)  # fmt: skip
def test_files_that_are_no_certificates(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    with pytest.raises(Refuted):
        certificates.verify(certificates.load(file))


def test_absurd_sizes_are_refused_before_they_cost() -> None:
    for shape in ([2**40], [2**20, 2**20], [10**9], [-1], [1, 1, 1], [2.0], "5"):
        made = copy.deepcopy(MADE["p_median"])
        made["inputs"]["length"]["shape"] = shape
        with pytest.raises(Refuted, match="length"):
            certificates.verify(made)


@pytest.mark.parametrize("kind", ["p_median", "set_covering", "maximal_covering"])
def test_a_number_of_candidates_without_end_is_refused(kind: str) -> None:
    made = copy.deepcopy(MADE[kind])
    made["inputs"]["count"] = 2**31 - 1
    with pytest.raises(Refuted, match=r"inputs\.count"):
        certificates.verify(made)


def test_leaves_without_end_are_refused() -> None:
    made = MADE["set_covering"] | {"leaves": [MADE["set_covering"]["leaves"][0]] * 200_001}
    with pytest.raises(Refuted, match="leaves"):
        certificates.verify(made)


def comb(teeth: int) -> list[tuple[Any, Any]]:
    """Leaves that each close one candidate more than the one before, and open the next."""
    cut = [(np.array([at]), np.arange(at)) for at in range(teeth)]
    return [*cut, (np.empty(0, int), np.arange(teeth))]


def test_a_deep_tree_of_cuts_divides() -> None:
    check_divided(comb(200), Place(None, "leaves"))
    with pytest.raises(Refuted, match="in none or in several"):
        check_divided(comb(200)[:-1], Place(None, "leaves"))


def test_cuts_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dividing, "MOST_WORK", 10_000)  # a comb of 200 has 20,000
    with pytest.raises(Refuted, match="too many cuts"):
        check_divided(comb(200), Place(None, "leaves"))


def test_work_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = MADE["p_median"]
    entries = 16 * len(made["multipliers"]) + 4 * len(made["leaves"])  # 16 pairs have a need, 4 candidates
    monkeypatch.setattr(verifying, "MOST_WORK", entries)
    certificates.verify(made)
    monkeypatch.setattr(verifying, "MOST_WORK", entries - 1)
    with pytest.raises(Refuted, match="leaves"):
        certificates.verify(MADE["p_median"])


def test_a_cut_by_a_point_has_two_sides() -> None:
    made = copy.deepcopy(MADE["capacitated"])
    made["leaves"] = [leaf for leaf in made["leaves"] if leaf["barred"][0] != [0, [0]]]
    with pytest.raises(Refuted, match="in none or in several"):
        certificates.verify(made)


@pytest.mark.parametrize("seed", range(20))
def test_a_knapsack_holds_what_all_subsets_say(seed: int) -> None:
    generator = np.random.default_rng(seed)
    gain, load = generator.random(9) * 10, generator.integers(0, 12, 9) * 1.0
    room = float(generator.integers(12, 40))
    subsets = (np.arange(512)[:, None] >> np.arange(9)) & 1
    best = (subsets @ gain)[subsets @ load <= room].max()
    pack = Knapsack(gain, load, room)
    assert best <= pack.most(Allowance(10**6)) <= best * (1 + 1e-9)
    assert pack.fractional >= best


def test_a_knapsack_without_patience_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knapsack, "PATIENCE", 1)
    pack = Knapsack(np.array([5.0, 4.0, 3.0]), np.array([4.0, 3.0, 2.0]), 6.0)
    assert pack.most(Allowance(10**6)) == pack.fractional > 8.0
