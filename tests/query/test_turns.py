"""A crowd of heavy questions is read in turn; light ones, and those that compute already, wait for nobody."""

from __future__ import annotations

import threading

import pytest

from madang.query import turns

HEAVY = b"/api/v1/datasets/a/resources/b/rows?group_by=x"


@pytest.mark.parametrize(
    ("address", "heavy"),
    [
        (HEAVY, True),
        (b"/api/v1/sql", True),
        (b"/api/3/action/datastore_search?q=a", True),
        (b"/ko/search/?q=a", True),
        (b"/api/v1/datasets/a/resources/b/rows?limit=100&offset=5", False),
        (b"/ko/datasets/a/", False),
    ],
)
def test_what_looks_heavy(address: bytes, heavy: bool) -> None:
    assert bool(turns.LOOKS_HEAVY.search(address)) is heavy


def test_few_are_read_at_a_time_and_light_ones_wait_for_nobody() -> None:
    lock, most, now, ready = threading.Lock(), 0, 0, threading.Event()

    def ask() -> None:
        nonlocal most, now
        with turns.taken(HEAVY):
            with lock:
                now += 1
                most = max(most, now)
            ready.wait(0.01)
            with lock:
                now -= 1

    crowd = [threading.Thread(target=ask) for _ in range(20)]
    for one in crowd:
        one.start()
    with turns.taken(b"/api/v1/datasets"):
        pass
    for one in crowd:
        one.join(10)
    assert most == turns.AT_ONCE


def test_a_question_that_is_read_lets_the_next_one_begin() -> None:
    done = threading.Event()

    def last() -> None:
        with turns.taken(HEAVY):
            done.set()

    with turns.taken(HEAVY):
        other = threading.Thread(target=holding, args=(done,))
        other.start()
        waiting = threading.Thread(target=last)
        waiting.start()
        assert not done.wait(0.2)
        turns.over()
        turns.over()
        assert done.wait(5)
    other.join(5)
    waiting.join(5)
    turns.over()  # nobody's turn: nothing happens


def holding(until: threading.Event) -> None:
    with turns.taken(HEAVY):
        until.wait(5)


def test_an_error_ends_the_turn() -> None:
    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), turns.taken(HEAVY):
            raise ZeroDivisionError
