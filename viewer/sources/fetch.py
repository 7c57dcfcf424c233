"""Fetches a file or an answer over http: retried, bounded, conditional, whole or not at all."""

from __future__ import annotations

import contextlib
import email.utils
import re
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

import urllib3

from viewer.errors import BadSource
from viewer.sources import strict_json
from viewer.wording import count

MAX_BYTES = 500_000_000
MAX_JSON_BYTES = 100_000_000
TRIES = 4
_BLOCK = 1 << 16
READ_TIMEOUT_S = 30.0
MAX_DURATION_S = 1800.0
_HEADERS = {"User-Agent": "samenwerkingskaart", "Accept-Encoding": "gzip"}

Slaap = Callable[[float], None]


@dataclass(frozen=True)
class Kenmerk:
    """What tells whether a file at an address has changed since it was last fetched."""

    adres: str = ""
    etag: str = ""
    laatst_gewijzigd: str = ""


@dataclass(frozen=True)
class Opgehaald:
    """A fetched file: open at its beginning, how large it is, and how to ask for it next time."""

    stroom: IO[bytes]
    grootte: int
    kenmerk: Kenmerk


def is_address(bron: str) -> bool:
    """Whether a source is an http(s) address rather than a file."""
    return bool(re.match(r"https?://", bron, re.IGNORECASE))


def follow(
    adres: str, begin: str, get: Callable[[str], Any], next_of: Callable[[Any], Any], most: int
) -> Iterator[Any]:
    """The pages of an answer that goes on in others, from the first.

    adres: what was asked for, which faults name, and whose server no page leaves; next_of: the link to the next page
    as a page has it, None at the last. Raises BadSource: pages that never end, or another server.
    """
    volgende: str | None = begin
    gezien: set[str] = set()
    while volgende is not None:
        if volgende in gezien or len(gezien) >= most:
            raise BadSource(adres, "blijft naar volgende bladzijden verwijzen.", "Meld het aan de beheerder.")
        gezien.add(volgende)
        pagina = get(volgende)
        yield pagina
        link = next_of(pagina)
        volgende = urljoin(volgende, link) if isinstance(link, str) else None
        if volgende is not None and urlsplit(volgende).netloc != urlsplit(adres).netloc:
            raise BadSource(adres, "verwijst voor de volgende bladzijde naar een andere server.")


@contextlib.contextmanager
def download(
    adres: str,
    vorige: Kenmerk | None = None,
    voortgang: Callable[[int, int], None] | None = None,
    slaap: Slaap = time.sleep,
    timeout_s: float = READ_TIMEOUT_S,
) -> Iterator[Opgehaald | None]:
    """A file from an address, in a temporary file that is gone afterwards; None when it is unchanged.

    vorige: what the last answer said; with it the request is conditional. voortgang: called with
    bytes received and bytes expected (0 when unknown). A transfer that fails or is cut off begins
    anew, up to TRIES times, waiting longer each time or as long as the server asks.
    Raises BadSource: unreachable, refused, too large, never whole.
    """
    kop = dict(_HEADERS)
    if vorige is not None and vorige.adres == adres:
        if vorige.etag:
            kop["If-None-Match"] = vorige.etag
        if vorige.laatst_gewijzigd:
            kop["If-Modified-Since"] = vorige.laatst_gewijzigd
    with tempfile.TemporaryFile() as bestand:

        def lees(antwoord: urllib3.BaseHTTPResponse) -> Opgehaald | None:
            if antwoord.status == 304:
                return None
            bestand.seek(0)
            bestand.truncate()
            grootte = _copy(antwoord, bestand, adres, MAX_BYTES, voortgang)
            bestand.seek(0)
            kenmerk = Kenmerk(adres, antwoord.headers.get("ETag", ""), antwoord.headers.get("Last-Modified", ""))
            return Opgehaald(bestand, grootte, kenmerk)

        yield _try(adres, kop, lees, slaap, timeout_s)


def get_json(adres: str, slaap: Slaap = time.sleep, timeout_s: float = READ_TIMEOUT_S) -> Any:
    """The JSON at an address, retried as in `download`; NaN and Infinity are refused. Raises BadSource."""

    def lees(antwoord: urllib3.BaseHTTPResponse) -> bytes:
        with tempfile.SpooledTemporaryFile(max_size=MAX_JSON_BYTES) as bestand:
            _copy(antwoord, bestand, adres, MAX_JSON_BYTES, None)
            bestand.seek(0)
            return bestand.read()

    ruw = _unpacked(
        _try(adres, {**_HEADERS, "Accept": "application/geo+json, application/json"}, lees, slaap, timeout_s), adres
    )
    if ruw.lstrip()[:1] == b"<":  # a page about maintenance, or the XML of an error, with status 200
        raise BadSource(adres, "geeft geen geldige JSON maar een webpagina of foutmelding.", "Controleer het adres.")
    try:
        return strict_json.loads(ruw)
    except RecursionError as fout:
        raise BadSource(adres, "geeft JSON met te veel lagen in elkaar.", "Controleer het adres.") from fout
    except ValueError as fout:
        getal = f" ({fout})" if "geen getal" in str(fout) else ""
        raise BadSource(adres, f"geeft geen geldige JSON{getal}.", "Controleer het adres.") from fout


def _unpacked(ruw: bytes, adres: str) -> bytes:
    """An answer that is gzip without saying so, unpacked within the bound. Raises BadSource."""
    if not ruw.startswith(b"\x1f\x8b"):
        return ruw
    try:
        out = zlib.decompressobj(wbits=31)
        heel = out.decompress(ruw, MAX_JSON_BYTES + 1)
    except zlib.error as fout:
        raise BadSource(adres, "geeft een beschadigd gzip-bestand.", "Probeer het later opnieuw.") from fout
    if len(heel) > MAX_JSON_BYTES:
        raise BadSource(adres, f"is groter dan {MAX_JSON_BYTES // 1_000_000} MB.", "Controleer het adres.")
    return heel


def modified_on(kenmerk: Kenmerk) -> time.struct_time | None:
    """When the file was last modified by its Last-Modified header, in UTC; None without one."""
    gelezen = email.utils.parsedate_tz(kenmerk.laatst_gewijzigd)
    return None if gelezen is None else time.gmtime(email.utils.mktime_tz(gelezen))


def _try(
    adres: str,
    kop: dict[str, str],
    lees: Callable[[urllib3.BaseHTTPResponse], Any],
    slaap: Slaap,
    timeout_s: float,
) -> Any:
    reden, wacht = "", 0.0
    timeout = urllib3.Timeout(connect=10.0, read=timeout_s)
    with urllib3.PoolManager(retries=False, timeout=timeout) as pool:
        for poging in range(TRIES):
            if poging:
                slaap(wacht)
            wacht = 2.0**poging
            try:
                antwoord = pool.request(
                    "GET", adres, headers=kop, preload_content=False, redirect=True, retries=_redirects()
                )
                try:
                    if antwoord.status in (200, 304):
                        return lees(antwoord)
                    reden = f"antwoordt met {antwoord.status}"
                    if antwoord.status != 429 and antwoord.status < 500:
                        break
                    wacht = max(wacht, _retry_after(antwoord))
                finally:
                    antwoord.release_conn()
                    antwoord.close()
            except urllib3.exceptions.LocationValueError as fout:
                raise BadSource(adres, "is geen adres.", "Schrijf een adres dat met https:// begint.") from fout
            except (urllib3.exceptions.HTTPError, OSError) as fout:
                reden = _words(fout)
    raise BadSource(
        adres,
        f"{reden} (na {count(poging + 1, 'poging', 'pogingen')}).",
        "De oude gegevens blijven staan; probeer het later opnieuw.",
    )


def _redirects() -> urllib3.Retry:
    return urllib3.Retry(total=None, connect=0, read=0, status=0, other=0, redirect=5)


def _retry_after(antwoord: urllib3.BaseHTTPResponse) -> float:
    tekst = antwoord.headers.get("Retry-After", "")
    return min(float(tekst), 120.0) if tekst.isdigit() else 0.0


def _words(fout: Exception) -> str:
    if isinstance(fout, urllib3.exceptions.MaxRetryError) and fout.reason is not None:
        fout = fout.reason
    if isinstance(fout, urllib3.exceptions.NewConnectionError):
        return "is niet bereikbaar"
    if isinstance(fout, urllib3.exceptions.TimeoutError):
        return "antwoordt te langzaam"
    if isinstance(fout, urllib3.exceptions.ProtocolError | urllib3.exceptions.DecodeError):
        return "brak de verbinding halverwege af"
    return "is niet bereikbaar"


def _copy(
    antwoord: urllib3.BaseHTTPResponse,
    bestand: IO[bytes],
    adres: str,
    hoogstens: int,
    voortgang: Callable[[int, int], None] | None,
) -> int:
    """Copies a body; refuses one that claims, or turns out, to be larger than it may be."""
    beloofd = antwoord.headers.get("Content-Length", "")
    verwacht = int(beloofd) if beloofd.isdigit() else 0
    gelezen, begonnen = 0, time.monotonic()
    te_groot = BadSource(adres, f"is groter dan {hoogstens // 1_000_000} MB.", "Controleer het adres.")
    if verwacht > hoogstens:
        raise te_groot
    for blok in antwoord.stream(_BLOCK, decode_content=True):
        gelezen += len(blok)
        if gelezen > hoogstens:
            raise te_groot
        if time.monotonic() - begonnen > MAX_DURATION_S:
            raise BadSource(adres, "is na een half uur nog niet binnen.", "Probeer het later opnieuw.")
        bestand.write(blok)
        if voortgang is not None:
            voortgang(gelezen, verwacht)
    return gelezen
