"""Kinds of days and the hours of a night."""

from madang.analysis import days


def test_a_night_goes_over_midnight_where_it_ends_before_it_begins():
    assert days.hours(0, 5) == (0, 1, 2, 3, 4, 5)
    assert days.hours(22, 1) == (22, 23, 0, 1)
    assert days.hours(7, 7) == (7,)


def test_each_kind_of_day_has_one_class_and_each_day_a_name():
    assert [days.class_of(kind) for kind in range(len(days.KINDS))] == ["weekday"] * 5 + ["weekend"] * 3
    assert sorted(days.NAMES) == sorted((*days.CLASSES, *days.WEEK))
