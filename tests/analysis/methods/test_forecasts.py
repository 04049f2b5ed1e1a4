"""Panels from rows, means shrunk by their own variances, intervals that hold what they promise, profiles that broke."""

from datetime import date

import numpy as np
import pytest

from madang.analysis.days import CLASSES, KINDS
from madang.analysis.methods.forecasts import MODELS, Panel, arrange, broken, forecast, means, shrunk

EACH = {kind: (number,) for number, kind in enumerate(KINDS[:7])}
COURSE = np.array([1.0, 0.8, 0.5, 0.3, 0.25, 0.4])


def city(seed, days, cells=60, spread=1.2):
    """Generated expectations (days, hours, cells): places of all sizes with courses of their own, weekends that are busier."""
    rng = np.random.default_rng(seed)
    place = rng.lognormal(1, spread, cells)
    own = rng.lognormal(0, 0.3, (2, len(COURSE), cells))
    weekday = np.arange(days) % 7
    kind = rng.lognormal(0, 0.1, (7, len(COURSE), 1)) * np.where(np.arange(7) >= 5, 1.5, 1.0)[:, None, None]
    return rng, weekday, (COURSE[:, None] * place * own)[(weekday >= 5).astype(int)] * kind[weekday]


def drawn(rng, expected, overdispersed=True):
    return rng.poisson(expected * (rng.gamma(4, 1 / 4, expected.shape) if overdispersed else 1)).astype(float)


def panel(counts, **more):
    days = len(counts)
    return Panel(counts, np.arange(days) % 7, np.zeros(days, bool), **more)


def rows(*told):
    """Arrays of rows (day, hour, cell, value)."""
    days, hours, cells, values = zip(*told, strict=True)
    return np.array(days, "datetime64[D]"), np.array(hours), np.array(cells), np.array(values, float)


# -- from rows to a panel


def test_an_hour_without_rows_is_unknown_and_a_cell_without_one_is_zero():
    told = rows(("2024-05-03", 0, 0, 50), ("2024-05-03", 1, 1, 20), ("2024-05-05", 0, 1, 70))
    found, _ = arrange(*told, 2, kept=(0, 1), holidays=[date(2024, 5, 5)])
    assert found.counts[0].tolist() == [[50, 0], [0, 20]]
    assert np.isnan(found.counts[1]).all()
    assert np.isnan(found.counts[2, 1]).all()
    assert found.weekday.tolist() == [4, 5, 6]
    assert found.holiday.tolist() == [False, False, True]
    assert found.day(2) == "2024-05-05"
    measured, _ = arrange(*told, 2, kept=(0, 1), absent="missing")
    assert np.isnan(measured.counts[0, 0, 1])


def test_an_hour_at_which_little_ever_comes_may_be_empty():
    told = rows(("2024-05-03", 0, 0, 50), ("2024-05-03", 1, 1, 2), ("2024-05-05", 0, 1, 70))
    found, _ = arrange(*told, 2, kept=(0, 1))
    assert found.counts[2, 1].tolist() == [0, 0]
    assert np.isnan(found.counts[1]).all()  # of a whole day without rows not even the quiet hour is known
    assert np.isnan(arrange(*told, 2, kept=(0, 1), absent="missing")[0].counts[2, 1]).all()


def test_the_night_when_clocks_go_forward_has_no_such_hour():
    told = rows(*[("2024-03-31", hour, 0, 10) for hour in range(4)])
    found, notes = arrange(*told, 1, kept=range(4), zone="Europe/London")
    assert found.counts[0, :, 0].tolist() == pytest.approx([10, np.nan, 10, 10], nan_ok=True)
    assert [(one.what, one.example) for one in notes] == [("never_was", "2024-03-31 01 h")]
    assert not arrange(*told, 1, kept=range(4), zone="Asia/Seoul")[1]
    without = rows(
        *[("2024-03-31", hour, 0, 10) for hour in (0, 2, 3)], *[("2024-03-30", hour, 0, 10) for hour in range(4)]
    )
    assert not arrange(*without, 1, kept=range(4), zone="Europe/London")[1]  # no row was left out


@pytest.mark.parametrize(("twice", "what"), [(True, "averaged"), (False, "halved")])
def test_the_hour_that_came_twice_is_one_hour(twice, what):
    """Measured hours come in two rows, of 8 and 12; events of both hours were counted into one row of 20."""
    double = [("2024-10-27", 1, 0, 8), ("2024-10-27", 1, 0, 12)] if twice else [("2024-10-27", 1, 0, 20)]
    told = rows(("2024-10-27", 0, 0, 11), *double, ("2024-10-27", 2, 0, 9))
    found, notes = arrange(*told, 1, kept=range(3), zone="Europe/London")
    assert found.counts[0, :, 0].tolist() == [11, 10, 9]
    assert [(one.what, one.number, one.example) for one in notes] == [(what, 1, "2024-10-27 01 h")]


def test_panels_refuse_days_that_do_not_follow_and_counts_below_zero():
    with pytest.raises(ValueError, match="follow"):
        Panel(np.ones((2, 1, 1)), np.array([0, 2]), np.zeros(2, bool))
    with pytest.raises(ValueError, match="below 0"):
        panel(np.full((2, 1, 1), -1.0))


# -- models


@pytest.mark.parametrize("name", [name for name in MODELS if name != "shrunk"])
def test_what_a_model_would_have_said_does_not_know_the_day(name):
    """`back` against the same model fitted to a panel in which that day is missing, or which ends before it, day by day."""
    rng, _, expected = city(1, 35, cells=3)
    counts = drawn(rng, expected)
    counts[4, 2] = np.nan
    back = MODELS[name].back(panel(counts))
    for day in (9, 33, 34):
        without = counts[:day] if name in ("last_week", "recent") else counts.copy()
        without[day:] = np.where(np.arange(day, len(without))[:, None, None] == day, np.nan, without[day:])
        said = MODELS[name].ahead(panel(without))[day % 7]
        assert back[day] == pytest.approx(said, nan_ok=True), day


def plain_shrunk(counts, profile, phi, kappas):
    """One cell: levels one by one, `kappas` of class, class and hour, kind and hour; the formula of the docstring in loops."""
    days, hours = counts.shape
    level = {}

    def seen(chosen):
        return sum(counts[d, h] for d, h in chosen), sum(profile[d % 7, h] for d, h in chosen)

    def believed(above, chosen, kappa):
        total, exposure = seen(chosen)
        weight = kappa * above * exposure / (kappa * above * exposure + phi)
        return above + weight * (total / exposure - above)

    pairs = [(d, h) for d in range(days) for h in range(hours)]
    total, exposure = seen(pairs)
    expected = np.zeros((7, hours))
    for kind in range(7):
        same = [pair for pair in pairs if (pair[0] % 7 >= 5) == (kind >= 5)]
        level["class"] = believed(total / exposure, same, kappas[0])
        for hour in range(hours):
            there = [pair for pair in same if pair[1] == hour]
            level["hour"] = believed(level["class"], there, kappas[1])
            level["kind"] = believed(level["hour"], [pair for pair in there if pair[0] % 7 == kind], kappas[2])
            expected[kind, hour] = level["kind"] * profile[kind, hour]
    return expected


def test_the_shrunk_mean_is_its_formula(monkeypatch):
    rng, _, expected = city(2, 21, cells=4)
    counts = drawn(rng, expected)
    profile = rng.uniform(0.5, 2, (8, len(COURSE), 1))
    kappas = iter([0.3, 0.2, 0.1])
    monkeypatch.setattr(shrunk, "_kappa", lambda *_: np.full(4, next(kappas)))
    monkeypatch.setattr(shrunk, "_dispersion", lambda *_: np.full(4, 1.7))
    found, _ = shrunk._by_levels(panel(counts), profile)
    for cell in range(4):
        wanted = plain_shrunk(counts[:, :, cell], profile[:, :, 0], 1.7, (0.3, 0.2, 0.1))
        assert found[:7, :, cell] == pytest.approx(wanted)


def test_variances_are_found_again():
    """Counts with a dispersion of 2.5 and ratios of classes, hours and kinds that differ by 0.3, 0.2 and 0.1."""
    rng = np.random.default_rng(3)
    days, hours, cells = 140, 6, 300
    kind = np.arange(days) % 7
    ratio = 1 + 0.3 * rng.standard_normal((2, 1, cells))
    ratio = ratio * (1 + 0.2 * rng.standard_normal((2, hours, cells)))
    ratio = ratio[(np.arange(7) >= 5).astype(int)] * (1 + 0.1 * rng.standard_normal((7, hours, cells)))
    expected = 20 * np.maximum(ratio, 0.05)[kind]
    counts = rng.negative_binomial(expected / 1.5, 1 / 2.5).astype(float)
    whole = panel(counts)
    sums = means.by_kind(whole)
    assert shrunk._dispersion(whole, sums).mean() == pytest.approx(2.5, rel=0.03)
    seen, original = [], shrunk._kappa

    def watched(*given):
        seen.append(np.sqrt(original(*given)))
        return seen[-1] ** 2

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shrunk, "_kappa", watched)
        shrunk._by_levels(whole, np.ones((8, hours, 1)))
    assert [one.mean() for one in seen] == pytest.approx([0.3, 0.2, 0.1], rel=0.25)


def test_the_shrunk_mean_is_nearer_to_the_truth_than_any_simple_one():
    """Over five cities with few nights: squared errors against the expectations that counts were drawn from."""
    errors = dict.fromkeys(MODELS, 0.0)
    for seed in range(5):
        rng, weekday, expected = city(seed, 28)
        seen = panel(drawn(rng, expected))
        for name, model in MODELS.items():
            errors[name] += float(((model.ahead(seen)[weekday] - expected) ** 2).sum())
    assert min(errors, key=errors.get) == "shrunk"
    assert errors["shrunk"] < 0.9 * sorted(errors.values())[1]


def test_holidays_are_of_no_weekday_and_nights_off_are_not_zero():
    counts = np.full((28, 2, 1), 4.0)
    counts[[2, 9]] = 100.0
    counts[16] = np.nan
    days = Panel(counts, np.arange(28) % 7, np.isin(np.arange(28), [2, 9]))
    for name in ("hour_weekday", "recent"):
        assert MODELS[name].ahead(days)[2, 0, 0] == 4, name
        assert MODELS[name].ahead(days)[7, 0, 0] == 100, name


def test_a_city_of_one_cell_one_without_demand_and_a_cell_never_seen():
    rng, _, expected = city(4, 21, cells=2)
    one = forecast(panel(drawn(rng, expected)[:, :, :1]))
    assert (one.low <= one.expected).all()
    assert (one.expected <= one.high).all()
    nothing = forecast(panel(np.zeros((21, 2, 3))))
    assert (nothing.expected.max(), nothing.high.max()) == (0, 0)
    counts = np.ones((21, 2, 2))
    counts[:, :, 1] = np.nan
    for name in MODELS:
        found = forecast(panel(counts), name)
        assert np.isnan(found.expected[:, :, 1]).all()
        assert found.expected[:, :, 0] == pytest.approx(1)
    assert found.nights[:, :, 1].max() == 0


# -- intervals


@pytest.mark.parametrize("groups", [EACH, CLASSES], ids=["each", "classes"])
@pytest.mark.parametrize("kind", ["counts", "measured"])
def test_nine_of_ten_nights_to_come_lie_in_the_interval(kind, groups):
    """Eight weeks seen, ten to come. Whole numbers cannot be cut at nine tenths: their intervals may hold more, never less."""
    rng, weekday, expected = city(5, 126, cells=80)
    counts = drawn(rng, expected) if kind == "counts" else 300 * expected * np.exp(rng.normal(0, 0.1, expected.shape))
    found = forecast(panel(counts[:56]), "shrunk", groups)
    row = np.array([next(at for at, of in enumerate(groups.values()) if day in of) for day in weekday[56:]])
    inside = (counts[56:] >= found.low[row]) & (counts[56:] <= found.high[row])
    least, most = (0.9, 0.98) if kind == "counts" else (0.88, 0.92)
    assert least <= inside.mean() <= most
    assert inside.mean(axis=(0, 2)).min() > 0.87  # at every hour
    assert np.quantile(inside.mean(axis=(0, 1)), 0.1) > 0.82  # in nearly every cell


def test_nights_of_the_whole_city_lie_in_its_interval():
    """One cell, whose own nights are the city's course too: without the day itself must mean without it in both."""
    inside = []
    for seed in range(4):
        rng, weekday, expected = city(50 + seed, 126)
        counts = 300 * expected * np.exp(rng.normal(0, 0.1, expected.shape))
        found, seen = forecast(panel(counts[:56]).whole(), "shrunk", EACH), counts.sum(axis=2)[56:]
        inside.append((seen >= found.low[weekday[56:], :, 0]) & (seen <= found.high[weekday[56:], :, 0]))
    assert 0.86 <= np.mean(inside) <= 0.95


# -- broken profiles


def weeks(seed, days=70, cells=60):
    """Ordinary weeks: the city 8 % up or down from week to week, nights 10 %, counts overdispersed."""
    rng, _, expected = city(seed, days, cells)
    expected = expected * np.repeat(rng.lognormal(0, 0.08, days // 7), 7)[:, None, None]
    return rng, expected * rng.lognormal(0, 0.1, (days, 1, 1))


def test_ordinary_weeks_raise_no_alarm():
    alarms = [seed for seed in range(20) if broken(panel(drawn(*weeks(seed))))]
    assert not alarms


@pytest.mark.long
def test_ordinary_weeks_raise_an_alarm_at_most_once_in_a_hundred():
    alarms = [seed for seed in range(1000, 1300) if broken(panel(drawn(*weeks(seed))))]
    assert len(alarms) <= 6  # one in a hundred, and twice as many by chance


def test_a_pandemic_is_told():
    rng, expected = weeks(30)
    expected[49:] *= 0.4
    [one] = broken(panel(drawn(rng, expected), first=date(2020, 1, 6)))
    assert (one.what, one.first, one.last, one.cells) == ("level", 49, 69, ())
    assert one.size == pytest.approx(0.4, abs=0.05)


def test_a_pandemic_with_which_the_panel_begins_is_told_as_its_end():
    rng, expected = weeks(31)
    expected[:14] *= 0.4
    [one] = broken(panel(drawn(rng, expected)))
    assert (one.what, one.first, one.last) == ("level", 14, 69)
    assert one.size == pytest.approx(2.5, rel=0.15)


def test_a_closed_district_is_told_and_the_city_is_not():
    rng, expected = weeks(32)
    expected[56:, :, 20:24] = 0
    busy = {cell for cell in range(20, 24) if expected[:, :, cell].mean() > 1}
    found = broken(panel(drawn(rng, expected)))
    assert {(one.what, one.first, one.last) for one in found} == {("cells", 56, 69)}
    assert busy <= {cell for one in found for cell in one.cells} <= set(range(20, 24))
    assert all(one.size < 0.05 for one in found)


def test_a_clock_that_went_wrong_is_told():
    course = np.array([8, 6, 4, 3, 2, 2, 4, 8, 14, 15, 14, 14, 15, 15, 14, 15, 17, 20, 22, 20, 17, 15, 13, 10])
    rng = np.random.default_rng(33)
    expected = np.tile(course[:, None] * rng.lognormal(0, 1, 30) / 5, (63, 1, 1))
    expected[49:] = np.roll(expected[49:], 9, axis=1)  # Seoul's time was taken for UTC
    [one] = broken(panel(drawn(rng, expected)))
    assert (one.what, one.first, one.last, one.size) == ("clock", 49, 62, 9)


def test_what_is_missing_breaks_nothing_and_too_few_weeks_are_told():
    rng, expected = weeks(34)
    counts = drawn(rng, expected)
    counts[21:35] = np.nan
    counts[50:62, :, 3] = np.nan
    assert broken(panel(counts)) == []
    [short] = broken(panel(counts[:7]))
    assert (short.what, short.size) == ("short", 1)


def test_a_holiday_breaks_nothing():
    rng, expected = weeks(35)
    free = np.arange(70) // 7 == 6
    expected[free] *= 2.5
    counts = drawn(rng, expected)
    assert not broken(Panel(counts, np.arange(70) % 7, free))
    assert broken(panel(counts))
