"""Work of several threads in the order of its items, a few ahead of who takes the results."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def ahead(pool: Executor, work: Callable[[Item], Made], items: Iterable[Item], most: int) -> Iterator[Made]:
    """`work(item)` of every item, in order; at most `most` are at work or wait to be taken.

    What has not begun when an error comes is given up.
    """
    waiting: deque[Future[Made]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for one in waiting:
            one.cancel()
