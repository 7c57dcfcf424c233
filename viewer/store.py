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
from viewer.errors import BadPackage, Fout
from viewer.sources.schema import PAKKET_BESTANDEN
from viewer.sources.teksten import BESTAND as TEKSTEN
from viewer.wording import shorten

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
        self._mislukt: BadPackage | None = None
        self.verouderd: Verouderd | None = None
        self.geladen: datetime | None = None

    def load(self) -> T:
        """Loads the folder. Raises BadPackage, whatever went wrong, and then leaves what was in service."""
        stempel, inhoud = self._load_whole()
        self._inhoud, self._stempel, self.verouderd, self._mislukt = inhoud, stempel, None, None
        self.geladen = datetime.now(UTC)
        return inhoud

    def current(self) -> T:
        """What is in service now; swaps first when the folder has changed and is good."""
        if self._inhoud is None:
            with self._slot:
                return self._inhoud if self._inhoud is not None else self._load_first()
        if time.monotonic() - self._gekeken >= self._kijk_s and self._slot.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._slot.release()
        return self._inhoud

    def _load_first(self) -> T:
        """Loads the folder, but not the same bad one again at every request."""
        stempel = self._stamp()
        if self._mislukt is not None and stempel == self._stempel:
            raise self._mislukt.with_traceback(None)
        try:
            return self.load()
        except BadPackage as fout:
            self._stempel, self._mislukt = stempel, fout
            log.error("Er zijn geen bruikbare gegevens: %s", fout)
            raise

    def _load_whole(self) -> tuple[tuple[object, ...], T]:
        """What is made of a dataset that is all of one state of the folder: again when it changed meanwhile.

        Whatever goes wrong in it is about the data: it is told as a fault of the folder.
        """
        while True:
            stempel = self._stamp()
            try:
                inhoud = self._bouw(Dataset.load(self.map))
            except BadPackage:
                if self._stamp() == stempel:
                    raise
            except OSError as fout:
                if self._stamp() == stempel:
                    wat = f"kan niet gelezen worden ({fout.strerror or type(fout).__name__})."
                    raise self._bad(Path(fout.filename or self.map).name, wat, "Kijk naar de rechten.") from fout
            except Exception as fout:  # what no check of ours foresaw must not stop a server that has good data
                if self._stamp() == stempel:
                    log.exception("Onverwachte fout bij het laden van %s", self.map)
                    wat = f"onverwachte fout bij het laden ({type(fout).__name__}: {_on_one_line(fout)})."
                    raise self._bad(self.map.name, wat, "Zet de vorige bestanden terug.") from fout
            else:
                if self._stamp() == stempel:
                    return stempel, inhoud

    def _bad(self, bestand: str, wat: str, doe: str) -> BadPackage:
        return BadPackage(self.map, [Fout(bestand, 0, "", wat, doe)])

    def _refresh(self) -> None:
        self._gekeken = time.monotonic()
        stempel = self._stamp()
        if stempel == self._stempel:
            return
        try:
            self.load()
            log.info("Nieuwe gegevens in gebruik uit %s", self.map)
        except BadPackage as fout:
            self._stempel = stempel
            sinds = self.verouderd.sinds if self.verouderd else datetime.now(UTC)
            self.verouderd = Verouderd(str(fout), sinds)
            log.error("Nieuwe gegevens niet bruikbaar, oude blijven in gebruik: %s", fout)

    def _stamp(self) -> tuple[object, ...]:
        stempel: list[object] = []
        for naam in (*PAKKET_BESTANDEN, TEKSTEN):
            try:
                status = (self.map / naam).stat()
            except OSError:
                stempel.append(None)
            else:
                stempel.append((status.st_mtime_ns, status.st_size, status.st_ino))
        return tuple(stempel)


def _on_one_line(fout: Exception) -> str:
    return shorten(" ".join(str(fout).split()), 150)
