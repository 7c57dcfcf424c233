"""The whole site as static files: every page, file and picture that a link of ours leads to."""

from __future__ import annotations

import fcntl
import glob
import hashlib
import html
import json
import multiprocessing
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask

from viewer.errors import BadTarget
from viewer.exports.hosting import Bestand, hosting_files
from viewer.filters import FILTERS, OLD_NAMES
from viewer.gemeente_index import GemeenteIndex
from viewer.limits import MAX_PAGE_SIZE
from viewer.selection import ENKELVOUDIG
from viewer.sources.omwisselen import exchange
from viewer.web import create_app
from viewer.web.address import STAND_IN, fill_in
from viewer.web.compression import QUICK, THOROUGH, compress
from viewer.web.context import site_of
from viewer.web.policies import DATA, FOREVER
from viewer.web.security import FOR_ALL

MERK = ".samenwerkingskaart"
"""A file in a published folder, by which a next publication knows that it may replace it."""

ELDERS = "gemeenten/adressen.json"
"""The file with what ended gemeenten and places are called today."""

_BEGIN = (
    "/", "/kaart", "/gemeenten",
    "/sitemap.xml", "/robots.txt", "/wijzigingen.atom", "/catalogus.ttl", "/catalogus.jsonld",
    "/insluiten.js", "/kaart.png", "/kaart.svg", "/kaart.png?maat=groot", "/api/v1/openapi.json",
    "/download/samenwerkingsverbanden.csv", "/download/samenwerkingsverbanden.xlsx",
    "/download/samenwerkingsverbanden.geojson", "/download/samenwerkingsverbanden.gpkg",
    "/download/deelnames.csv", "/download/deelnames.xlsx", "/download/datapakket.zip", "/.well-known/security.txt",
)  # fmt: skip
_MET_ADRES = ("/sitemap.xml", "/wijzigingen.atom", "/catalogus.ttl", "/catalogus.jsonld")
"""What makes no sense without the site's address in it."""

_ALL_GEMEENTEN = "/gemeenten"
"""A page with links to all of the country, of which those that another page leads to are published."""

_NOT_FOUND = "404.html"
_LONGEST = 200
"""Characters of a choice in a file's name; file systems take 255 of a whole name."""

_LIJSTEN = ("gemeenten", "samenwerkingsverbanden", "regios", "themas", "verbindingen", "congruentie")
_ALLEEN_MET_SERVER = ("/api/v1/", "/ogc", "/oembed", "/gezondheid", "/metrics", "/catalogus")
_KEUZES = {"/kaart.png": ("gemeente", "verband"), "/analyse": ("regio", "thema", "hoogstens")}
"""Of which choices a page or picture is made beforehand: one value of one of these parameters. The picture of
a taak's page, with its verbanden, is made as well."""

_LINK = re.compile(r'\b(href|src|action|data-kaart|data-script|content)="((?:https://plaats\.invalid)?/[^"]*)"')
_ATTRIBUTE = re.compile(r'\b(href|src|action|data-kaart|data-script)="([^"]*)"')
_ADRES = re.compile(STAND_IN.encode() + rb"/[^\s\"'<>&#?]*[^\s\"'<>&#?/.;,]")
_ANKER = re.compile(r'<a\b[^>]*?\bhref="((?:https://plaats\.invalid)?/[^"]*)"[^>]*>(.*?)</a>', re.S)
_KOPLINK = re.compile(r'<link\b[^>]*?\bhref="((?:https://plaats\.invalid)?/[^"]*)"[^>]*>\n?')
_JSON_LD = re.compile(r'<script type="application/ld\+json">.*?</script>', re.S)
_KEUZELIJST = re.compile(r'<select [^>]*name="(\w+)".*?</select>', re.S)
_VAKJE = re.compile(r'<input type="checkbox" name="(\w+)" value="([^"]+)"')
_OPTIE = re.compile(r'<option value="([^"]+)"')
_TEKST = (".html", ".js", ".css", ".json", ".svg", ".csv", ".geojson", ".xml", ".txt", ".ttl", ".atom", ".jsonld")
_KLEINSTE = 800


@dataclass(frozen=True)
class Publicatie:
    """What was published. niet: addresses that were left out, since there is no address to put in them."""

    bestanden: int
    bytes: int
    niet: tuple[str, ...]


def publish(
    app: Flask, folder: Path, adres: str = "", voortgang: Callable[[int, int], None] = lambda klaar, totaal: None
) -> Publicatie:
    """Writes the site of an application to a folder, in its place only when all of it is there.

    adres: where visitors will find it, such as "https://www.overijssel.nl/samenwerking"; "" for
    unknown: links are relative and work anywhere, but what needs a full address is left out.
    voortgang: is told how many of how many files are made.

    Raises BadTarget for a folder that holds something else; BadPackage when the data are not good.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MERK).is_file():
        raise BadTarget(folder, "is niet leeg en geen eerdere publicatie.")
    source = site_of(app)
    settings = replace(source.settings, adres=STAND_IN)
    site = PublishedSite(create_app(settings, source.store.map, texts=False), adres.rstrip("/"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    werk, held = _work_folder(folder)
    try:
        bestanden = site.write(werk, voortgang)
        bestanden += [write_elders(werk, site_of(app).store.current().dataset.elders, bestanden)]
        (werk / MERK).write_text("Gemaakt met: flask --app app publiceer\n", encoding="utf-8")
        moved = json.loads((werk / ELDERS).read_text(encoding="utf-8"))
        for naam, inhoud in hosting_files(bestanden, moved).items():
            (werk / "hosting").mkdir(exist_ok=True)
            (werk / "hosting" / naam).write_text(inhoud, encoding="utf-8")
        werk.chmod(0o755)
        if folder.exists():
            exchange(werk, folder)
        else:
            werk.rename(folder)
    finally:
        shutil.rmtree(werk, ignore_errors=True)
        os.close(held)
    omvang = sum(pad.stat().st_size for pad in folder.rglob("*") if pad.is_file())
    return Publicatie(len(bestanden), omvang, () if adres else _MET_ADRES)


def _work_folder(folder: Path) -> tuple[Path, int]:
    """A new folder beside one to write in, and what holds it: as long as that is open, it is in use. What a
    publication left that was killed is held by nobody, and goes."""
    begin = f".{folder.name}.nieuw-"
    for left in folder.parent.glob(f"{glob.escape(begin)}*"):
        if left.is_dir() and not left.is_symlink():
            handle = os.open(left, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            except BlockingIOError:  # another publication is busy
                pass
            finally:
                os.close(handle)
    work = Path(tempfile.mkdtemp(prefix=begin, dir=folder.parent))
    held = os.open(work, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(held, fcntl.LOCK_EX)
    return work, held


def write_elders(folder: Path, elders: GemeenteIndex, bestanden: Sequence[Bestand]) -> Bestand:
    """Writes `gemeenten/adressen.json`: per slug or code of an ended gemeente or a place, and per code of a gemeente
    of today, the gemeenten of today whose pages are published; the pages' own script reads it, and `hosting/` has it
    for web servers."""
    there = {bestand.pad.split("/")[1] for bestand in bestanden if bestand.pad.startswith("gemeenten/")}
    found = {**elders.names(), **{code.lower(): one for code, one in {**elders.ended(), **elders.today()}.items()}}
    table = {name: one.slugs for name, one in sorted(found.items()) if there.issuperset(one.slugs)}
    doel = folder / ELDERS
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.write_text(json.dumps(table, separators=(",", ":")), encoding="utf-8")
    return Bestand(ELDERS, "application/json", {"Cache-Control": DATA, **FOR_ALL})


class PublishedSite:
    """The addresses of a site and the files that they become.

    A page becomes `<path>/index.html`, an answer in JSON `<path>/index.json`, anything else a file of
    its own name. A choice that is made beforehand lies below it: `/analyse?regio=twente` becomes
    `analyse/regio=twente/index.html`, `/kaart.png?gemeente=borne` `kaart/gemeente=borne.png`.
    """

    def __init__(self, app: Flask, adres: str) -> None:
        self.adres = adres
        self._client = app.test_client()
        edition = site_of(app).store.load()
        self._vast = html.escape(" ".join(edition.urls))
        assets = site_of(app).assets
        self._bestanden: dict[str, str] = {}
        self._begin = [
            *_BEGIN,
            *(f"/kaartdata/{naam}" for naam in edition.files),
            *map(assets.url, assets),
            *self._api(),
        ]
        self._melding = assets.url("js/vastmelding.js")

    def write(self, folder: Path, voortgang: Callable[[int, int], None]) -> list[Bestand]:
        """Writes all files below a folder, each beside its compressed forms."""
        paginas = self._crawl()
        zwaar = [a for a in self._bestanden if a not in paginas]
        totaal = len(self._bestanden)
        out = []
        for adres, inhoud in paginas.items():
            out.append(self._save(folder, adres, inhoud))
            voortgang(len(out), totaal)
        out.append(self._not_found(folder))
        # Pictures and workbooks take far more time than pages, and need no other's outcome.
        with ProcessPoolExecutor(
            len(os.sched_getaffinity(0)), multiprocessing.get_context("fork"), _set_site, (self, folder)
        ) as pool:
            for bestand in pool.map(_make_one, zwaar, chunksize=4):
                if bestand is not None:
                    out.append(bestand)
                voortgang(len(out), totaal)
        return sorted(out, key=lambda bestand: bestand.pad)

    def make(self, folder: Path, adres: str) -> Bestand | None:
        """Makes one file; None where there is nothing at its address."""
        antwoord = self._client.get(adres)
        if antwoord.status_code != 200:
            return None
        return self._save(folder, adres, (antwoord.data, dict(antwoord.headers)))

    # -- which addresses there are -----------------------------------------------------------------

    def _crawl(self) -> dict[str, tuple[bytes, dict[str, str]]]:
        """All pages, by following every link from the first; fills in which file each address becomes."""
        wachtrij = list(self._begin)
        gezien = set(wachtrij)
        paginas: dict[str, tuple[bytes, dict[str, str]]] = {}
        while wachtrij:
            adres = wachtrij.pop(0)
            pad = urlsplit(adres).path
            if not self.adres and pad in _MET_ADRES:
                continue
            if not _is_page(pad):
                self._bestanden[adres] = _file_of(adres, "")
                continue
            antwoord = self._client.get(adres)
            if antwoord.status_code != 200:
                continue
            self._bestanden[adres] = _file_of(adres, antwoord.mimetype or "")
            paginas[adres] = (antwoord.data, dict(antwoord.headers))
            if antwoord.mimetype == "text/html":
                for nieuw in self._links(adres, antwoord.text):
                    if nieuw not in gezien:
                        gezien.add(nieuw)
                        wachtrij.append(nieuw)
        return paginas

    def _links(self, adres: str, tekst: str) -> Iterator[str]:
        for _, waarde in _LINK.findall(tekst):
            if adres == _ALL_GEMEENTEN and _own(waarde).startswith(f"{_ALL_GEMEENTEN}/"):
                continue
            if (doel := _published(_own(waarde))) is not None:
                yield doel
        if adres == "/analyse":
            keuzes = [(m[1], waarde) for m in _KEUZELIJST.finditer(tekst) for waarde in _OPTIE.findall(m[0])]
            for naam, waarde in [*keuzes, *_VAKJE.findall(tekst)]:
                if naam in _KEUZES["/analyse"]:
                    yield f"/analyse?{urlencode([(naam, html.unescape(waarde))])}"

    def _api(self) -> Iterator[str]:
        for lijst in _LIJSTEN:
            yield f"/api/v1/{lijst}?perPagina={MAX_PAGE_SIZE}"
        for lijst, sleutel in (("gemeenten", "code"), ("samenwerkingsverbanden", "id")):
            for deel in self._client.get(f"/api/v1/{lijst}?perPagina={MAX_PAGE_SIZE}").get_json()["items"]:
                yield f"/api/v1/{lijst}/{deel[sleutel]}"

    # -- what is written -----------------------------------------------------------------------------

    def _save(self, folder: Path, adres: str, antwoord: tuple[bytes, dict[str, str]]) -> Bestand:
        inhoud, kop = antwoord
        pad = self._bestanden[adres]
        if kop["Content-Type"].startswith("text/html"):
            inhoud = self._page(pad, inhoud.decode()).encode()
        elif STAND_IN.encode() in inhoud and kop["Content-Type"].split(";")[0].startswith(("text/", "application/")):
            inhoud = fill_in(_ADRES.sub(self._with_slash, inhoud), self.adres)
        doel = folder / pad
        doel.parent.mkdir(parents=True, exist_ok=True)
        doel.write_bytes(inhoud)
        if doel.suffix in _TEKST and len(inhoud) >= _KLEINSTE:
            hoe = THOROUGH if kop.get("Cache-Control") == FOREVER else QUICK  # as our own server sends them
            for eind, codering in ((".gz", "gzip"), (".br", "br")):
                doel.with_name(doel.name + eind).write_bytes(compress(inhoud, codering, hoe))
        return Bestand(pad, kop["Content-Type"], kop)

    def _not_found(self, folder: Path) -> Bestand:
        """`404.html`, which web hosts show at any address that there is not: its links begin at the host's root."""
        answer = self._client.get("/404.html")
        begin = f"{urlsplit(self.adres).path}/"
        text = _ATTRIBUTE.sub(
            lambda m: f'{m[1]}="{m[2] if m[2].startswith("#") else urljoin(begin, m[2])}"',
            self._page(_NOT_FOUND, answer.text),
        )
        (folder / _NOT_FOUND).write_text(text, encoding="utf-8")
        # A web host sends it as a page like any other; our own server's errors are for the scripts of all sites.
        return Bestand(_NOT_FOUND, answer.headers["Content-Type"], dict(self._client.get("/over").headers))

    def _with_slash(self, gevonden: re.Match[bytes]) -> bytes:
        """An address as a feed or sitemap has it, with the slash without which a folder is no address everywhere."""
        bestand = self._bestanden.get(_published(_own(gevonden[0].decode())) or "", "")
        return gevonden[0] + (b"/" if bestand.endswith(("/index.html", "/index.json")) else b"")

    def _page(self, bestand: str, tekst: str) -> str:
        """A page with links that work wherever the site lies, and without those that need a server."""
        tekst = tekst if self.adres else _JSON_LD.sub("", tekst)
        tekst = _KOPLINK.sub(lambda m: m[0] if self._target(m[1]) else "", tekst)
        tekst = _ANKER.sub(lambda m: m[0] if self._target(m[1]) else f"<span>{m[2]}</span>", tekst)
        tekst = _LINK.sub(lambda m: f'{m[1]}="{html.escape(self._link(bestand, m[2]))}"', tekst)
        tekst = fill_in(tekst.encode(), self.adres).decode()
        tekst = tekst.replace("<html ", f'<html data-vast="{self._vast}" data-keuzes="{_PARAMETERS}" ', 1)
        if not bestand.startswith(_MET_SCRIPT):
            melding = posixpath.relpath(self._melding.removeprefix("/"), posixpath.dirname(bestand) or ".")
            tekst = tekst.replace("</head>", f'<script type="module" src="{melding}"></script>\n</head>', 1)
        return tekst

    def _target(self, waarde: str) -> str | None:
        """The published file of a link as a page has it; None when there is none."""
        return self._bestanden.get(_published(_own(waarde)) or "")

    def _link(self, van: str, waarde: str) -> str:
        url = urlsplit(_own(waarde))
        doel = self._target(waarde)
        if doel is None:
            return html.unescape(waarde)  # whoever writes it escapes it
        # A choice that is not made beforehand stays in the address, for the page's own script.
        vraag = f"?{url.query}" if url.query and _published(url.geturl()) == url.path and not _is_file(doel) else ""
        doel = doel.removesuffix("index.html").removesuffix("index.json")
        if waarde.startswith(STAND_IN) and self.adres:
            pad = f"{self.adres}/{doel}"
        else:
            pad = posixpath.relpath(doel or ".", posixpath.dirname(van) or ".")
            pad = f"{pad}/" if doel.endswith("/") or not doel else pad
        return f"{pad}{vraag}{'#' + url.fragment if url.fragment else ''}"


_PARAMETERS = " ".join((*FILTERS, *OLD_NAMES, *ENKELVOUDIG, "van", "tot", "hoogstens", "sorteer"))
"""What a page can be asked for; a published one says so when it cannot answer."""

_MET_SCRIPT = ("index.html", "kaart/", "wie-met-wie/", "tabel/", "insluiten/")
"""Pages whose own script does in the browser what the address asks for."""

_site: tuple[PublishedSite, Path] | None = None


def _set_site(site: PublishedSite, folder: Path) -> None:
    global _site  # noqa: PLW0603 - how a worker process gets what all of its tasks share
    _site = (site, folder)


def _make_one(adres: str) -> Bestand | None:
    assert _site is not None  # noqa: S101 - for the type checker: _set_site ran first
    site, folder = _site
    return site.make(folder, adres)


def _own(waarde: str) -> str:
    """The address in a page's attribute, from the slash on."""
    return html.unescape(waarde).removeprefix(STAND_IN)


def _published(url: str) -> str | None:
    """The address under which what a link asks for is published; None when it is not."""
    delen = urlsplit(url)
    pad = delen.path
    if pad.startswith(_ALLEEN_MET_SERVER) and pad not in (
        "/api/v1/openapi.json",
        "/catalogus.ttl",
        "/catalogus.jsonld",
    ):
        lijst = pad.removeprefix("/api/v1/")
        return f"{pad}?perPagina={MAX_PAGE_SIZE}" if lijst in _LIJSTEN and not delen.query else None
    paren = parse_qsl(delen.query)
    basis = "/analyse" if pad.startswith("/analyse/") else pad
    if basis not in _KEUZES and not pad.startswith("/download/"):
        return pad
    if not paren or (pad == "/kaart.png" and paren == [("maat", "groot")]):
        return url.partition("#")[0] if paren else pad
    if pad == "/kaart.png" and [naam for naam, _ in paren] == ["taak"] + ["verband"] * (len(paren) - 1):
        return f"{pad}?{urlencode(paren)}"  # the picture of a taak's page
    een = len(paren) == 1 and paren[0][0] in _KEUZES.get(basis, ())
    if not een or (pad.startswith("/analyse/") and not pad.endswith(".svg")):
        return pad if basis == "/analyse" == pad else None
    return f"{pad}?{urlencode(paren)}"


def _is_page(pad: str) -> bool:
    return not _is_file(pad) and not pad.startswith(("/static/", "/kaartdata/", "/huisstijl"))


def _is_file(pad: str) -> bool:
    return "." in posixpath.basename(pad) and not pad.endswith(("index.html", "index.json"))


def _file_of(adres: str, soort: str) -> str:
    """The file that an address becomes; soort: the media type of a page or an answer of the API."""
    delen = urlsplit(adres)
    pad = delen.path.strip("/")
    keuze = "" if "perPagina" in delen.query else delen.query
    if soort:
        naam = "index.html" if soort == "text/html" else "index.json"
        return posixpath.join(pad, keuze, naam)
    if not keuze:
        return pad
    stam, eind = posixpath.splitext(pad)
    if len(keuze) > _LONGEST:
        keuze = hashlib.sha256(keuze.encode()).hexdigest()[:16]
    return f"{stam}/{keuze}{eind}"
