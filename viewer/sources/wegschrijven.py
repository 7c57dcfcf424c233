"""Writes a file of a data folder; what goes wrong with the disk names the file."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def naming(bestand: Path) -> Iterator[None]:
    """Gives an OSError that comes out of it the name of this file, where it has none: a full disk says none."""
    try:
        yield
    except OSError as fout:
        if fout.filename is None and fout.errno is not None:
            raise OSError(fout.errno, fout.strerror, str(bestand)) from fout
        raise


def write_text(bestand: Path, tekst: str) -> None:
    """Writes a text file in UTF-8. Raises OSError with its name."""
    with naming(bestand):
        bestand.write_text(tekst, encoding="utf-8")


def copy_file(bron: Path, doel: Path) -> None:
    """Copies what is in a file (of a link: what it leads to), with its times, mode and, where that is allowed, owner.

    Raises OSError with the name of what was written.
    """
    with naming(doel):
        try:
            shutil.copyfile(bron, doel)
        except OSError as fout:
            if fout.filename2:  # shutil names what it read; the fault is nearly always where it wrote
                raise OSError(fout.errno, fout.strerror, str(doel)) from fout
            raise
    copy_owner(bron, doel)


def copy_owner(bron: Path, doel: Path) -> None:
    """Gives a file or folder the mode, times, owner and group of another, as far as the system allows it."""
    van, nu = bron.stat(), doel.stat()
    if (van.st_uid, van.st_gid) != (nu.st_uid, nu.st_gid):
        for uid, gid in ((van.st_uid, van.st_gid), (-1, van.st_gid)):
            with contextlib.suppress(OSError):
                os.chown(doel, uid, gid)
                break
    shutil.copystat(bron, doel)  # after the owner: a change of that takes setgid away


def replace_bytes(bestand: Path, inhoud: bytes) -> None:
    """Puts other bytes in a file in one step, with its mode and owner. Raises OSError with its name."""
    naast = bestand.with_name(f".{bestand.name}.nieuw")
    try:
        with naming(bestand), naast.open("wb") as out:
            out.write(inhoud)
            out.flush()
            os.fsync(out.fileno())
        if bestand.exists():
            van = bestand.stat()
            copy_owner(bestand, naast)
            os.utime(naast, ns=(van.st_atime_ns, van.st_mtime_ns + 1))  # who looks at the time sees a change
        naast.replace(bestand)
    finally:
        naast.unlink(missing_ok=True)
