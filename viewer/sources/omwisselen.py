"""A data folder replaced in one step by a changed copy of it, without losing what people changed meanwhile."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from viewer.sources.wegschrijven import copy_file, copy_owner, replace_bytes

Merge = Callable[[str, Path, Path, Path], bytes | None]
"""Given the name of a file, it as it was, as people have it and as an import made it: what must become of it;
None when the import's counts."""


@dataclass(frozen=True)
class _Stand:
    """A file at one moment. merk: what changes when somebody saves it; som: of what is in it."""

    merk: tuple[int, int, int]
    som: bytes


class Kopie:
    """A copy of a folder that is being changed, and that will take the place of the folder.

    folder: what it is a copy of; werk: where the copy is; merge: for a file that both sides changed; nodig: files
    that are never taken away (some programs save by taking a file away and putting another in its place); eigen:
    files that only imports write, of which the time tells when one did.
    Files, and folders in it, are copied; what cannot be (another owner's folder, a socket) is taken over
    at the swap. Links stay links, and what an import writes goes where they lead.
    """

    def __init__(
        self, folder: Path, werk: Path, merge: Merge, nodig: Collection[str] = (), eigen: Collection[str] = ()
    ) -> None:
        self.folder, self.werk = folder, werk
        self._merge, self._nodig, self._eigen = merge, nodig, eigen
        self._basis: dict[str, _Stand] = {}
        self._eerst = Path(tempfile.mkdtemp(prefix="basis-"))  # as people last had them, for a merge
        for naam in self._files(folder) if folder.is_dir() else ():
            self._copy(naam)
        if folder.is_dir():
            copy_owner(folder, werk)
        else:
            werk.chmod(0o755)

    def close(self) -> None:
        """Removes what was kept for a merge."""
        shutil.rmtree(self._eerst, ignore_errors=True)

    def take_along(self) -> tuple[str, ...]:
        """Brings into the copy what people changed in the folder since it was copied, or since the last time.

        The names of these files. A file of the folder that was taken away stays in the copy when the import
        changed it. Raises OSError and what merge raises.
        """
        return tuple(naam for naam in self._names() if self._take(naam, self.folder, self._keep))

    def swap(self) -> None:
        """Puts the copy in the folder's place, in one step. What people save in the same moment is taken along
        after it. Raises OSError; the folder is then as it was."""
        for naam in self._files(self.werk):
            with (self.werk / naam).open("rb") as greep:
                os.fsync(greep.fileno())
        if not self.folder.exists():
            self.werk.rename(self.folder)
            return
        for naam in self._files(self.werk):
            self._keep_place(naam)
        exchange(self.werk, self.folder)
        try:
            self._move_rest()
        except OSError:
            exchange(self.werk, self.folder)
            raise
        for naam in self._names():
            self._take(naam, self.werk, lambda n, inhoud: replace_bytes(self.folder / n, inhoud))

    # -- one file --------------------------------------------------------------------------------

    def _copy(self, naam: str) -> None:
        bron, doel = self.folder / naam, self.werk / naam
        doel.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # taken away just now, or a link to nowhere
            merk = _mark(bron)  # before it is read: what is saved meanwhile is found at the next look
            copy_file(bron, doel)
            self._basis[naam] = _Stand(merk, _sum(doel))
            shutil.copyfile(doel, self._place("was", naam))

    def _place(self, wat: str, naam: str) -> Path:
        """Where a file lies as it was before, or as people have it."""
        out = self._eerst / wat / naam
        out.parent.mkdir(parents=True, exist_ok=True)
        return out

    def _names(self) -> list[str]:
        return sorted({*self._basis, *(self._files(self.folder) if self.folder.is_dir() else ())})

    def _take(self, naam: str, waar: Path, write: Callable[[str, bytes], None]) -> bool:
        """Takes along what became of one file in a folder; whether there was anything to take."""
        was = self._basis.get(naam)
        try:
            merk = _mark(waar / naam)
            if was is not None and was.merk == merk:
                return False
            hun = (waar / naam).read_bytes()
        except OSError:
            return self._take_loss(naam) if waar == self.folder else False
        nu = _Stand(merk, hashlib.sha256(hun).digest())
        if was is not None and was.som == nu.som:
            self._basis[naam] = nu
            return False
        hier = self.folder / naam if waar != self.folder else self.werk / naam
        if waar != self.folder and hier.exists() and hier.samefile(waar / naam):
            return False  # kept in its place: saved into what is there now
        mens = self._place("mens", naam)
        mens.write_bytes(hun)
        eigen = _sum(hier) if hier.is_file() else b""
        inhoud: bytes | None = None
        if was is None:
            inhoud = None if eigen else hun
        else:
            inhoud = hun if eigen == was.som else self._merge(naam, self._place("was", naam), mens, hier)
        if inhoud is None:
            return False
        write(naam, inhoud)
        mens.replace(self._place("was", naam))
        self._basis[naam] = nu
        return True

    def _take_loss(self, naam: str) -> bool:
        """A file that people took away: gone, unless the import made something else of it."""
        if naam not in self._basis or naam in self._nodig or os.path.lexists(self.folder / naam):
            return False
        doel = self.werk / naam
        if not doel.is_file() or _sum(doel) != self._basis[naam].som:
            return False
        doel.unlink()
        del self._basis[naam]
        return True

    def _keep(self, naam: str, inhoud: bytes) -> None:
        doel = self.werk / naam
        doel.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(doel, inhoud)
        with contextlib.suppress(OSError):
            copy_owner(self.folder / naam, doel)

    def _keep_place(self, naam: str) -> None:
        """Makes a file that the import left alone the very file that it was, so that who has it open, its owner
        and what links to it notice nothing; one behind a link is written where the link leads."""
        oud, nieuw = self.folder / naam, self.werk / naam
        was = self._basis.get(naam)
        if was is None or not os.path.lexists(oud):
            return
        geschreven = nieuw.stat().st_mtime_ns != was.merk[0]
        if _sum(nieuw) != was.som or (geschreven and naam in self._eigen):
            if not oud.is_symlink():
                return
            replace_bytes(oud.resolve(), nieuw.read_bytes())
        naast = nieuw.with_name(f".{nieuw.name}.plaats")
        try:
            if oud.is_symlink():
                naast.symlink_to(oud.readlink())
            else:
                os.link(oud, naast)
        except OSError:  # a file system without links, or a file that is somebody else's: the copy is as good
            return
        naast.replace(nieuw)

    # -- the folder ------------------------------------------------------------------------------

    def _files(self, folder: Path) -> Iterator[str]:
        """The files in a folder and in folders in it that can be read, as paths from it."""
        for plek, mappen, namen in os.walk(folder):
            mappen.sort()
            for naam in sorted(namen):
                pad = Path(plek) / naam
                with contextlib.suppress(OSError):
                    if stat.S_ISREG(pad.stat().st_mode) and os.access(pad, os.R_OK):
                        yield pad.relative_to(folder).as_posix()

    def _move_rest(self, onder: str = "") -> None:
        """Moves what was not copied from the old folder (now at werk) to the new one."""
        for pad in sorted((self.werk / onder).iterdir()):
            naam = pad.relative_to(self.werk).as_posix()
            if not os.path.lexists(self.folder / naam):
                if naam not in self._basis:
                    pad.rename(self.folder / naam)
            elif pad.is_dir() and not pad.is_symlink():
                self._move_rest(naam)


def tidy_up(folder: Path) -> None:
    """Clears away what an import that was killed left beside the folder; puts the folder back when it was killed
    between two renames, and what had not been taken over yet."""
    resten = sorted(folder.parent.glob(f".{folder.name}.nieuw-*"))
    for rest in resten:
        if rest.name.endswith(_OPZIJ) and not folder.exists():
            rest.rename(folder)
    for rest in resten:
        if not rest.is_dir() or not folder.is_dir():
            continue
        for pad in rest.iterdir():
            if not (os.access(pad, os.R_OK) and (pad.is_file() or pad.is_dir())):
                with contextlib.suppress(OSError):
                    pad.rename(folder / pad.name)
        shutil.rmtree(rest, ignore_errors=True)


_OPZIJ = "-oud"


def exchange(een: Path, ander: Path) -> None:
    """Swaps two folders in one step (Linux renameat2 with RENAME_EXCHANGE). Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    at_fdcwd, rename_exchange = -100, 2
    if libc.renameat2(at_fdcwd, os.fsencode(een), at_fdcwd, os.fsencode(ander), rename_exchange):
        nummer = ctypes.get_errno()
        if nummer not in (errno.EINVAL, errno.ENOSYS, errno.EXDEV):
            raise OSError(nummer, os.strerror(nummer), str(ander))
        # A file system that cannot exchange (some network and container layers): two renames.
        opzij = een.with_name(een.name + _OPZIJ)
        ander.rename(opzij)
        try:
            een.rename(ander)
        except OSError:
            opzij.rename(ander)
            raise
        opzij.rename(een)


def _mark(bestand: Path) -> tuple[int, int, int]:
    status = bestand.stat()
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def _sum(bestand: Path) -> bytes:
    with bestand.open("rb") as greep:
        return hashlib.file_digest(greep, "sha256").digest()
