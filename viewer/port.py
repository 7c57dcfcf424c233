"""Claims a port for one server: its workers share it, so the system would let those of a second server in too."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from viewer.errors import BadPort

_WHY = {
    errno.EADDRINUSE: (
        "is al in gebruik.",
        "Stop het programma dat er luistert, of kies een andere poort (PORT=8001 make run, of --port 8001).",
    ),
    errno.EACCES: ("mag dit programma niet gebruiken.", "Kies een poort boven 1023."),
    errno.EADDRNOTAVAIL: ("is geen adres van deze machine.", "Kies 127.0.0.1, of 0.0.0.0 voor alle adressen."),
}
_NO_HOST = _WHY[errno.EADDRNOTAVAIL]


@contextmanager
def claimed(host: str, port: int) -> Iterator[int]:
    """The number of a port that nobody else listens at, claimed until the end. port: 0 for any that is free.

    Two servers that start at the same moment both find the port free; a name that the system gives once per
    machine (or container) then keeps the second out.
    Raises BadPort.
    """
    free = _free(host, port)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as name:
        try:
            name.bind(f"\0samenwerkingskaart {host} {free}")
        except OSError as fault:
            raise BadPort(host, free, *_WHY[errno.EADDRINUSE]) from fault
        _free(host, free)  # whoever had the name just now may be listening by now
        yield free


def _free(host: str, port: int) -> int:
    """The number of the port, after listening at it for a moment without sharing it. Raises BadPort."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as fault:  # a name that means nothing
        raise BadPort(host, port, *_NO_HOST) from fault
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of before that are still closing
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as fault:
            what = _WHY.get(fault.errno or 0, (f"is niet te gebruiken ({fault.strerror}).", "Kies een andere poort."))
            raise BadPort(host, port, *what) from fault
        return int(probe.getsockname()[1])
