"""One process writes; the index follows the counter, survives deaths and older databases, and is made anew when odd."""

from __future__ import annotations

import fcntl
import os

import pytest

from madang.catalog import index
from madang.catalog.models import Change
from madang.catalog.search import search
from tests.city import dataset


def test_nothing_new_is_cheap(indexed):
    assert index.follow() == 0


def test_a_second_writer_is_refused(indexed):
    handle = os.open(index.home() / "lock", os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(index.SecondWriter, match="Another process"):
        index.rebuild()
    assert search("인구").total == 1
    os.close(handle)
    assert index.rebuild() == 1


def test_another_version_is_rebuilt(indexed, monkeypatch):
    old = index.current(index.home())
    monkeypatch.setattr(index, "VERSION", 99)
    assert index.current(index.home()) is None
    assert index.follow() == 1
    assert search("인구").total == 1
    assert not old.exists()


def test_a_change_that_commits_late_is_not_missed(indexed):
    """On PostgreSQL number 5 may appear after number 6 was indexed."""
    late = dataset("late", indexed.department, title={"ko": "늦은 자료실"})
    change = Change.objects.get(dataset="late")
    number = change.pk
    change.delete()
    dataset("early", indexed.department, title={"ko": "이른 자료실"})
    index.follow()
    Change.objects.create(pk=number, dataset=late.slug)
    assert index.follow() == 1
    assert index.follow() == 0


def test_an_older_database_makes_the_index_anew(indexed):
    for _ in range(3):
        indexed.dataset.save()
    index.follow()
    Change.objects.order_by("-pk").first().delete()
    assert index.follow() == 1  # the number of datasets: rebuilt
    assert index.follow() == 0


def test_readers_see_the_new_state_without_restart(indexed):
    assert search("하천").total == 0
    dataset("rivers", indexed.department, title={"ko": "하천 수위"})
    index.follow()
    assert search("하천").total == 1
