"""What was made once and may be asked again: bounded, the least used thrown out, made by one thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition
from typing import Generic, TypeVar

from cachetools import LRUCache, cached

T = TypeVar("T")


def _one(_: object) -> int:
    return 1


class Kept(Generic[T]):
    """Pages, pictures or files by key.

    at_most: how much of them, in what size measures: by default their number. What is larger than
    that by itself is made each time. Safe between threads.
    """

    def __init__(self, at_most: int, size: Callable[[T], int] = _one) -> None:
        self._cache = LRUCache[str, T](at_most, size)
        self._get = cached(self._cache, key=lambda key, make: key, condition=Condition())(lambda key, make: make())

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._cache)

    def get(self, key: str, make: Callable[[], T]) -> T:
        """The one under a key; made when it is not there, by one thread while the others that ask for it
        wait. What make raises is raised, and nothing is kept."""
        value: T = self._get(key, make)
        return value
