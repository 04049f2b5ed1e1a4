"""What was computed or drawn once: revisions never change, so the same question has the same chart. Least used makes room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """At most `most` of what `weight` counts, in this process. What is too heavy alone is not kept."""

    def __init__(self, most: int, weight: Callable[[Value], int]) -> None:
        self._most, self._weight, self._used = most, weight, 0
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], Value]) -> Value:
        """The value under a key; made, outside the lock, when there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        if (heavy := self._weight(value)) <= self._most // 4:
            with self._lock:
                if key not in self._values:
                    self._values[key] = value
                    self._used += heavy
                while self._used > self._most:
                    _key, gone = self._values.popitem(last=False)
                    self._used -= self._weight(gone)
        return value
