"""Leaves out of a stream of XML the signs that XML 1.0 forbids, so that one of them does not cost the whole file."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter, deque
from typing import IO

CODERING = "utf-8"
"""In what a cleaned stream is written, whatever it was and says of itself."""

_VERBODEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_VERWIJZING = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_BEGONNEN = re.compile(r"&(?:#(?:x?[0-9a-fA-F]*)?)?\Z")
_HALF = re.compile(rb"\xed[\xa0-\xbf]?\Z")
"""A surrogate in UTF-8 that goes on in the next block: Python's decoder does not wait for it."""
_LANGSTE = 64
"""A reference that goes on for more signs than this over the end of a block is not waited for."""
_RECORD = re.compile(r"<(?:[\w.-]+:)?(?:regeling|organisatie)\s[^>]*?\bsysteemId\s*=\s*[\"']([0-9]{1,18})[\"']")
_OPGEGEVEN = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_BREED = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"), (b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"),
)  # fmt: skip
"""How a file begins whose signs are two or four bytes."""
_BLOK = 1 << 16
_TERUG = 64
"""How many blocks back the record is looked for that a sign is in; a record is far smaller."""


class Gezuiverd(io.RawIOBase):
    """A stream of XML as UTF-8, without signs that XML forbids and references to them (such as `&#x1;`).

    weggelaten: how many signs there were, by the systeemId of the record they were in; "" for none.
    Raises LookupError for an encoding that nobody knows. What is no text in its encoding is not cleaned: a whole
    file in another encoding than it says would have every accent wrong.
    """

    def __init__(self, stroom: IO[bytes] | io.RawIOBase) -> None:
        super().__init__()
        self._stroom = stroom
        self._begin: bytes | None = stroom.read(_BLOK) or b""
        self._decoder = _decoder_for(self._begin)
        self._half = b""
        self._over = ""
        self._klaar = b""
        self._eerder: deque[str] = deque(maxlen=_TERUG)
        self.weggelaten: Counter[str] = Counter()

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to size bytes; none at the end. Raises UnicodeDecodeError at bytes that are no text."""
        while not self._klaar:
            if not self._fill():
                return b""
        if size < 0:
            delen = [self._klaar]
            while self._fill():
                delen.append(self._klaar)
            self._klaar = b""
            return b"".join(delen)
        out, self._klaar = self._klaar[:size], self._klaar[size:]
        return out

    def _fill(self) -> bool:
        """Takes a block of the stream; False at its end."""
        ruw, self._begin = (self._stroom.read(_BLOK) or b"") if self._begin is None else self._begin, None
        einde = not ruw
        ruw = self._half + ruw
        self._half = b""
        if not einde and (staart := _HALF.search(ruw[-2:])):
            ruw, self._half = ruw[: -len(staart[0])], staart[0]
        tekst = self._over + self._decoder.decode(ruw, final=einde)
        self._over = ""
        if einde and not tekst:
            return False
        if not einde and (half := _BEGONNEN.search(tekst, max(0, len(tekst) - _LANGSTE))):
            tekst, self._over = tekst[: half.start()], tekst[half.start() :]
        self._klaar = self._clean(tekst).encode(CODERING)
        self._eerder.append(tekst)
        return True

    def _clean(self, tekst: str) -> str:
        if _VERBODEN.search(tekst) is None and "&#" not in tekst:
            return tekst
        # References first: their places are those of the text as it was read.
        schoon = _VERWIJZING.sub(lambda m: m[0] if _allowed(m) else self._left_out(tekst, m.start()), tekst)
        return _VERBODEN.sub(lambda m: self._left_out(schoon, m.start()), schoon)

    def _left_out(self, tekst: str, plaats: int) -> str:
        self.weggelaten[self._record(tekst[:plaats])] += 1
        return ""

    def _record(self, tekst: str) -> str:
        """The systeemId of the last record that begins in this text or what came before it."""
        for deel in (tekst, "".join([*self._eerder, tekst])):
            if gevonden := _RECORD.findall(deel):
                return str(gevonden[-1])
        return ""


def _decoder_for(begin: bytes) -> codecs.IncrementalDecoder:
    """Of the encoding that a file has by its first bytes. Raises LookupError."""
    for merk, naam in _BREED:
        if begin.startswith(merk):
            return codecs.getincrementaldecoder(naam)("surrogatepass")
    opgegeven = _OPGEGEVEN.match(begin.removeprefix(codecs.BOM_UTF8)[:300])
    naam = opgegeven[1].decode() if opgegeven else CODERING
    if codecs.lookup(naam).name == CODERING or "<".encode(naam) != b"<":  # the last can't be: we read what it says
        return codecs.getincrementaldecoder("utf-8-sig")("surrogatepass")
    return codecs.getincrementaldecoder(naam)()


def _allowed(verwijzing: re.Match[str]) -> bool:
    """Whether XML 1.0 allows the sign that a reference stands for."""
    cijfers = (verwijzing[1] or verwijzing[2]).lstrip("0") or "0"
    if len(cijfers) > 7:
        return False
    nummer = int(cijfers, 16 if verwijzing[1] else 10)
    return nummer <= 0x10FFFF and _VERBODEN.match(chr(nummer)) is None
