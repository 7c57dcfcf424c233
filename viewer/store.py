"""Which dataset is in service: loads it, notices a new one, validates, swaps, keeps the last good one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from viewer.dataset import Dataset
from viewer.errors import BadPackage
from viewer.sources.schema import PAKKET_BESTANDEN

T = TypeVar("T")
log = logging.getLogger(__name__)

KIJK_S = 1.0
"""How often, in seconds, a request may look whether the folder has changed."""


@dataclass(frozen=True)
class Verouderd:
    """The folder holds something newer that cannot be used: why, and since when."""

    reden: str
    sinds: datetime


class Store(Generic[T]):
    """The one mutable thing: a reference to what is made of the data folder as it was last good.

    bouw: turns a dataset into what the pages need; it is called once per dataset, so that a request
    always sees parts that belong together. Nothing is read until `load` or the first `current`.
    """

    def __init__(self, folder: Path, bouw: Callable[[Dataset], T], kijk_s: float = KIJK_S) -> None:
        self.map = folder
        self._bouw = bouw
        self._kijk_s = kijk_s
        self._inhoud: T | None = None
        self._stempel: tuple[object, ...] = ()
        self._gekeken = 0.0
        self._slot = threading.Lock()
        self.verouderd: Verouderd | None = None
        self.geladen: datetime | None = None

    def load(self) -> T:
        """Loads the folder. Raises BadPackage, and then leaves what was in service."""
        stempel, dataset = self._load_whole()
        inhoud = self._bouw(dataset)
        self._inhoud, self._stempel, self.verouderd = inhoud, stempel, None
        self.geladen = datetime.now(UTC)
        return inhoud

    def current(self) -> T:
        """What is in service now; swaps first when the folder has changed and is good."""
        if self._inhoud is None:
            with self._slot:
                return self._inhoud if self._inhoud is not None else self.load()
        if time.monotonic() - self._gekeken >= self._kijk_s and self._slot.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._slot.release()
        return self._inhoud

    def _load_whole(self) -> tuple[tuple[object, ...], Dataset]:
        """A dataset that is all of one state of the folder: read again when it changed meanwhile."""
        while True:
            stempel = self._stamp()
            try:
                dataset = Dataset.load(self.map)
            except (BadPackage, OSError):
                if self._stamp() == stempel:
                    raise
            else:
                if self._stamp() == stempel:
                    return stempel, dataset

    def _refresh(self) -> None:
        self._gekeken = time.monotonic()
        stempel = self._stamp()
        if stempel == self._stempel:
            return
        try:
            self.load()
            log.info("Nieuwe gegevens in gebruik uit %s", self.map)
        except (BadPackage, OSError) as fout:
            self._stempel = stempel
            sinds = self.verouderd.sinds if self.verouderd else datetime.now(UTC)
            self.verouderd = Verouderd(str(fout), sinds)
            log.error("Nieuwe gegevens niet bruikbaar, oude blijven in gebruik: %s", fout)

    def _stamp(self) -> tuple[object, ...]:
        stempel: list[object] = []
        for naam in PAKKET_BESTANDEN:
            try:
                status = (self.map / naam).stat()
            except OSError:
                stempel.append(None)
            else:
                stempel.append((status.st_mtime_ns, status.st_size, status.st_ino))
        return tuple(stempel)
