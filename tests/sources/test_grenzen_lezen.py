"""Boundaries as people have them: any file, any system, codes or names; and what is no map ends in a line."""

from __future__ import annotations

import gzip
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from tests.conftest import KLEIN, SHARED
from viewer.errors import BadSource, BrokenCoverage, KaartError, WrongCrs
from viewer.sources import gis_file, unpack
from viewer.sources.gebiedscodes import Gemeenten, code_of
from viewer.sources.grenzen_lezen import GelezenGrenzen, GrenzenOpgave, read_boundaries
from viewer.sources.importers import import_grenzen

ZES = KLEIN / "grenzen.geojson"
CASES = KLEIN / "grenzen"
KLEINE = Gemeenten(
    nu={f"GM900{n}": naam for n, naam in enumerate(("Aadorp", "'s-Beekveld", "Cee", "Dee", "Eerde"), 1)},
    ooit={"GM9099": "Oudhoven"},
    opvolgers={"GM9099": "GM9003"},
)


def zes() -> gpd.GeoDataFrame:
    return gpd.read_file(ZES)


def rd() -> gpd.GeoDataFrame:
    return zes().to_crs(28992)


def read(bron: Path, gemeenten: Gemeenten = KLEINE, **opgave: object) -> tuple[GelezenGrenzen, list[str]]:
    gezegd: list[str] = []
    return read_boundaries(str(bron), gemeenten, GrenzenOpgave(**opgave), 2024, meld=gezegd.append), gezegd  # type: ignore[arg-type]


def is_the_six(gelezen: GelezenGrenzen) -> bool:
    gekregen = gelezen.grenzen.dissolve("code").geometry
    verwacht = rd().set_index("statcode").geometry
    return set(gekregen.index) == set(verwacht.index) and all(
        shapely.symmetric_difference(gekregen[c], verwacht[c]).area < 100 for c in verwacht.index
    )


# -- files ---------------------------------------------------------------------------------------


def many_layers(pad: Path) -> Path:
    bestand = pad / "cbsgebiedsindelingen2025.gpkg"
    for laag in ("arbeidsmarktregio_gegeneraliseerd", "gemeente_labelpoint", "gemeente_niet_gegeneraliseerd"):
        punt = rd() if "niet" in laag or "regio" in laag else rd().set_geometry(rd().centroid)
        punt.assign(statcode="XX01").to_file(bestand, layer=laag, driver="GPKG")
    rd().to_file(bestand, layer="gemeente_gegeneraliseerd", driver="GPKG")
    return bestand


def zipped_shapefile(pad: Path) -> Path:
    """With signs of Windows, in a folder of the zip, beside wijken and what a Mac adds."""
    los = pad / "los"
    los.mkdir()
    frame = rd().assign(GM_CODE=rd()["statcode"], GM_NAAM="Súdwest-Fryslân")[["GM_CODE", "GM_NAAM", "geometry"]]
    frame.to_file(los / "gem_2021.shp", encoding="cp1252")
    frame.assign(GM_CODE="WK000000").to_file(los / "wijk_2021.shp")
    doel = pad / "WijkBuurtkaart_2021_v2.zip"
    with zipfile.ZipFile(doel, "w", zipfile.ZIP_DEFLATED) as doos:
        for deel in los.iterdir():
            inhoud = b"UTF-8" if deel.suffix == ".cpg" else deel.read_bytes()  # says what it is not
            doos.writestr(f"Wijk en buurt/2021/{deel.name}", inhoud)
            doos.writestr(f"__MACOSX/Wijk en buurt/2021/._{deel.name}", b"\0")
        doos.writestr("LEESMIJ.txt", "hallo")
    return doel


def shapefile_without_index(pad: Path) -> Path:
    rd().to_file(pad / "gemeenten.shp")
    (pad / "gemeenten.shx").unlink()
    (pad / "gemeenten.prj").unlink()
    return pad / "gemeenten.shp"


def driver(naam: str, soort: str) -> Callable[[Path], Path]:
    def maak(pad: Path) -> Path:
        rd().to_file(pad / naam, driver=soort)
        return pad / naam

    return maak


def topojson(pad: Path) -> Path:
    arcs = [list(map(list, vlak.exterior.coords)) for vlak in zes().geometry]
    gebieden = [
        {"type": "Polygon", "arcs": [[i]], "properties": {"gemeentecode": c}} for i, c in enumerate(zes()["statcode"])
    ]
    objecten = {
        "provincies": {"type": "GeometryCollection", "geometries": gebieden[:1]},
        "gemeenten": {"type": "GeometryCollection", "geometries": gebieden},
    }
    (pad / "nl.topojson").write_text(json.dumps({"type": "Topology", "arcs": arcs, "objects": objecten}))
    return pad / "nl.topojson"


def geojson(frame: gpd.GeoDataFrame, pad: Path, naam: str = "gemeenten.geojson", crs: str = "") -> Path:
    inhoud = json.loads(frame.to_json(drop_id=True))
    inhoud.pop("crs", None)
    if crs:
        inhoud["crs"] = {"type": "name", "properties": {"name": crs}}
    (pad / naam).write_text(json.dumps(inhoud), encoding="utf-8")
    return pad / naam


def swapped(pad: Path) -> Path:
    frame = zes()
    return geojson(frame.set_geometry(shapely.transform(frame.geometry.values, lambda xy: xy[:, ::-1])), pad)


def gzipped(pad: Path) -> Path:
    (pad / "gemeenten.geojson.gz").write_bytes(gzip.compress(ZES.read_bytes()))
    return pad / "gemeenten.geojson.gz"


def esri_json(pad: Path) -> Path:
    gebieden = [
        {"attributes": {"GM_CODE": code}, "geometry": {"rings": [list(map(list, vlak.exterior.coords))]}}
        for code, vlak in zip(rd()["statcode"], rd().geometry, strict=True)
    ]
    inhoud = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 28992}, "features": gebieden}
    inhoud["fields"] = [{"name": "GM_CODE", "type": "esriFieldTypeString", "length": 6}]
    (pad / "query.json").write_text(json.dumps(inhoud))
    return pad / "query.json"


@pytest.mark.parametrize(
    ("maak", "zegt"),
    [
        (many_layers, "laag gemeente_gegeneraliseerd genomen"),
        (zipped_shapefile, "laag gem_2021 genomen"),
        (shapefile_without_index, "aan de getallen is het RD New"),
        (driver("gemeenten.fgb", "FlatGeobuf"), ""),
        (driver("gemeenten.gml", "GML"), ""),
        (driver("gemeenten.geojsonl", "GeoJSONSeq"), ""),
        (driver("gemeenten.mif", "MapInfo File"), ""),
        (driver("gemeenten.gdb", "OpenFileGDB"), ""),
        (topojson, "laag gemeenten genomen"),
        (lambda pad: geojson(rd(), pad), "noemt geen coördinatenstelsel; aan de getallen is het RD New"),
        (lambda pad: geojson(rd(), pad, crs="urn:ogc:def:crs:EPSG::28992"), ""),
        (lambda pad: geojson(rd(), pad, crs="urn:ogc:def:crs:EPSG::4326"), "noemt WGS 84, maar dat past niet"),
        (lambda pad: geojson(zes().to_crs(3857), pad), "Web Mercator"),
        (lambda pad: geojson(zes().to_crs(25832), pad), "UTM zone 32"),
        (swapped, "graden (WGS84), met de assen omgekeerd"),
        (gzipped, ""),
        (esri_json, ""),
    ],
)
def test_every_usual_kind_of_file_gives_the_same_areas(tmp_path: Path, maak: Callable[[Path], Path], zegt: str) -> None:
    gelezen, gezegd = read(maak(tmp_path))
    assert is_the_six(gelezen)
    assert zegt in "\n".join(gezegd)
    assert len(gezegd) <= 10


def test_nothing_is_written_beside_a_file_that_is_read(tmp_path: Path) -> None:
    for bestand in (driver("gemeenten.gml", "GML")(tmp_path), shapefile_without_index(tmp_path)):
        before = sorted(tmp_path.iterdir())
        read(bestand)
        assert sorted(tmp_path.iterdir()) == before


def test_of_several_years_the_newest_that_the_register_knows_is_taken_and_told(tmp_path: Path) -> None:
    bestand = tmp_path / "cbsgebiedsindelingen_2016_2025.gpkg"
    for jaar in (2016, 2023, 2025):
        rd().to_file(bestand, layer=f"cbs_gemeente_{jaar}_gegeneraliseerd", driver="GPKG")
    gelezen, gezegd = read(bestand)
    assert gelezen.jaar == 2023
    assert "laag cbs_gemeente_2023_gegeneraliseerd genomen (van 3)" in gezegd[0]
    assert read(bestand, jaar=2016)[0].jaar == 2016
    assert read(bestand, laag="CBS_Gemeente_2025_gegeneraliseerd")[0].jaar == 2025


def test_several_layers_without_gemeenten_are_listed(tmp_path: Path) -> None:
    bestand = tmp_path / "lagen.gpkg"
    for nummer in range(30):
        rd().head(1).to_file(bestand, layer=f"laag_{nummer:02}", driver="GPKG")
    with pytest.raises(BadSource, match=r"30 lagen .*laag_00, laag_01.* en 18 andere\. Kies er een met --laag") as fout:
        read(bestand)
    assert "\n" not in str(fout.value)
    with pytest.raises(BadSource, match="geen laag 'x'; er zijn: laag_00"):
        read(bestand, laag="x")


def test_rows_of_several_years_are_not_mixed(tmp_path: Path) -> None:
    oud = zes().assign(jaarcode=2023, statcode=lambda f: f["statcode"].replace("GM9001", "GM9098"))
    frame = gpd.pd.concat([oud, zes().assign(jaarcode=2024), zes().assign(jaarcode=2025)])
    gelezen, gezegd = read(geojson(frame, tmp_path))
    assert is_the_six(gelezen)
    assert gelezen.jaar == 2024
    assert "bevat 3 jaren; 2024 genomen" in gezegd[0]


# -- codes and names -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waarde", "code"),
    [
        ("GM0193", "GM0193"), ("gm193", "GM0193"), ("0193", "GM0193"), (193, "GM0193"), (193.0, "GM0193"),
        ("193.0", "GM0193"), ("2025GM0193", "GM0193"), (" GM0193   ", "GM0193"), ("PV23", ""), (None, ""),
        (float("nan"), ""), ("", ""), ("WK019300", ""), ("20250193", ""), ("BE21004", ""), (-1, ""), (1e9, ""),
    ],
)  # fmt: skip
def test_a_code_is_known_as_people_write_it(waarde: object, code: str) -> None:
    assert code_of(waarde) == code


@pytest.mark.parametrize(
    ("kolommen", "kolom"),
    [
        ({"GM_CODE": lambda c: c}, ""),
        ({"gemeentecode": lambda c: int(c[2:])}, ""),
        ({"Gemeentecode": lambda c: float(c[2:])}, ""),
        ({"jrstatcode": lambda c: f"2024{c}"}, ""),
        ({"code": lambda c: c[2:], "identificatie": lambda c: c, "ligtInProvincieCode": lambda c: "23"}, ""),
        ({"id": lambda c: int(c[2:]) % 7, "OBJECTID": lambda c: int(c[2:]), "statcode": lambda c: c}, ""),
        ({"ID": lambda c: c, "code": lambda c: "A"}, ""),
        ({"sleutel": lambda c: int(c[2:])}, "SLEUTEL"),
        ({"van_iemand": lambda c: c}, ""),
    ],
)
def test_codes_are_found_in_any_usual_column(
    tmp_path: Path, kolommen: dict[str, Callable[[str], object]], kolom: str
) -> None:
    frame = zes()
    eigen = {naam: [maak(code) for code in frame["statcode"]] for naam, maak in kolommen.items()}
    bestand = geojson(gpd.GeoDataFrame(eigen, geometry=frame.geometry, crs=4326), tmp_path)
    assert is_the_six(read(bestand, kolom=kolom)[0])


def test_names_alone_will_do_and_it_is_said(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"nr": range(6), "GEMEENTE": ["Gemeente Aadorp", "'s-Beekveld", "CEE", "Dee (gemeente)", "Eerde", "Oudhoven"]},
        geometry=zes().geometry,
        crs=4326,
    )
    gelezen, gezegd = read(geojson(frame, tmp_path))
    assert is_the_six(gelezen)
    assert "herkend aan hun naam (GEMEENTE)" in gezegd[0]


def test_a_name_that_only_looks_like_one_is_no_gemeente(tmp_path: Path) -> None:
    frame = zes().drop(columns="statcode")
    frame["naam"] = ["Aadorp", "'s-Beekveld", "Cee", "Dee", "Eerde", "Oudhovem"]
    gelezen, gezegd = read(geojson(frame.drop(columns="statnaam"), tmp_path))
    assert "GM9099" not in set(gelezen.grenzen["code"])
    assert "1 gebied zonder gemeente weggelaten (zoals buitenland): Oudhovem" in "\n".join(gezegd)


def test_a_file_without_codes_or_names_lists_its_columns(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"hoogte": range(6)}, geometry=zes().geometry, crs=4326)
    with pytest.raises(
        BadSource, match=r"geen kolom met gemeentecodes of gemeentenamen; er zijn: hoogte. Kies met --ko"
    ):
        read(geojson(frame, tmp_path))


def test_water_and_other_countries_are_left_out_and_said(tmp_path: Path) -> None:
    land = zes().assign(H2O="NEE")
    water = land.head(2).assign(H2O="JA", geometry=land.geometry.head(2).translate(0, -0.3))
    buiten = land.head(2).assign(statcode=["GM0998", None], statnaam=["Buitenland", "Nordrhein"])
    frame = gpd.pd.concat([land, water, buiten.assign(geometry=buiten.geometry.translate(2, 0))])
    gelezen, gezegd = read(geojson(frame, tmp_path))
    assert is_the_six(gelezen)
    assert "2 rijen met water weggelaten (H2O)" in gezegd[0]
    assert "2 gebieden zonder gemeente weggelaten (zoals buitenland): Buitenland, Nordrhein" in gezegd[1]


def test_a_gemeente_in_pieces_is_put_together_and_a_row_twice_counts_once(tmp_path: Path) -> None:
    frame = rd()
    eerste = frame.geometry[0]
    west, zuid, oost, noord = eerste.bounds
    delen = [eerste & shapely.box(west, zuid, 203_000, noord), eerste & shapely.box(203_000, zuid, oost, noord)]
    stukken = frame.iloc[[0, 0]].set_geometry(delen, crs=28992)
    gelezen, gezegd = read(geojson(gpd.pd.concat([stukken, frame[1:], frame[3:4]]), tmp_path))
    assert is_the_six(gelezen)
    assert "telt één keer: Dee" in "\n".join(gezegd)


# -- repair --------------------------------------------------------------------------------------


def spike(frame: gpd.GeoDataFrame, diep: float) -> gpd.GeoDataFrame:
    """The first area with a loop that crosses itself, so many metres wide."""
    punten = list(frame.geometry[0].exterior.coords)
    (x, y), (x2, y2) = punten[0], punten[1]
    midden = ((x + x2) / 2, (y + y2) / 2)
    lus = [midden, (midden[0] + diep, midden[1] - diep), (midden[0] + diep, midden[1]), (midden[0], midden[1] - diep)]
    return frame.set_geometry([shapely.Polygon([punten[0], *lus, *punten[1:]]), *frame.geometry[1:]], crs=28992)


def test_an_area_that_crosses_itself_is_repaired_before_merging_and_told(klein: Path, tmp_path: Path) -> None:
    gezegd: list[str] = []
    stuk = spike(rd(), 20)
    assert not stuk.is_valid.all()
    stuk.to_file(tmp_path / "stuk.gpkg")
    som = import_grenzen(str(tmp_path / "stuk.gpkg"), klein, meld=gezegd.append)
    assert som.gemeenten == 5
    assert "hersteld wat klopte niet in zichzelf: Aadorp (" in gezegd[0]
    assert " m², bij 52.48" in gezegd[0]


def test_overlaps_are_repaired_within_a_bound_and_refused_above_it(tmp_path: Path) -> None:
    frame = rd()
    for meters, lukt in ((0.8, True), (400, False)):
        schuif = [shapely.affinity.translate(frame.geometry[0], meters, 0), *frame.geometry[1:]]
        bestand = geojson(frame.set_geometry(schuif, crs=28992), tmp_path, crs="EPSG:28992")
        if lukt:
            gezegd = read(bestand)[1]
            assert "hersteld wat overlapte of sloot niet aan: 's-Beekveld (8.120 m², bij 52.5748 6.1985)" in gezegd[0]
        else:
            with pytest.raises(BrokenCoverage, match=r"4.002.402 m².*Gebruik de onbewerkte grenzen van het CBS"):
                read(bestand)


def test_what_is_right_stays_exactly_as_it_is(tmp_path: Path) -> None:
    rd().to_file(tmp_path / "goed.gpkg")
    gelezen, gezegd = read(tmp_path / "goed.gpkg")
    assert gelezen.grenzen.geometry.geom_equals_exact(rd().geometry, 0, align=False).all()
    assert gezegd == []


# -- what is no map ------------------------------------------------------------------------------


def zip_of(pad: Path, **delen: bytes) -> Path:
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as doos:
        for naam, inhoud in delen.items():
            doos.writestr(naam.replace("__", "."), inhoud)
    return pad


@pytest.mark.parametrize(
    ("naam", "inhoud", "zegt"),
    [
        ("leeg.geojson", b"", "geen leesbaar kaartbestand"),
        ("half.geojson", ZES.read_bytes()[:900], "afgebroken of geen JSON"),
        ("nan.geojson", ZES.read_bytes().replace(b"6.049692", b"NaN"), "NaN is geen getal"),
        ("diep.geojson", b"[" * 200_000, "te veel lagen"),
        ("tekst.geojson", b"zomaar tekst", "geen leesbaar kaartbestand"),
        ("pagina.html", b"<!DOCTYPE html><html><body>404", "een webpagina"),
        ("fout.xml", b"<ows:ExceptionReport xmlns:ows='x'/>", "foutmelding van de dienst"),
        ("virtueel.vrt", b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", "geen GML of KML"),
        ("bom.gml", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><FeatureCollection>&a;</FeatureCollection>", "niet veilig"),
        ("half.gml", b"<gml:FeatureCollection xmlns:gml='http://www.opengis.net/gml'><gml:feat", ""),
        ("kapot.gpkg", b"SQLite format 3\0" + b"\1" * 5000, "beschadigd of niet volledig"),
        ("kapot.fgb", b"fgb\x03fgb\x00" + b"\xff" * 500, "kapot.fgb"),
        ("kapot.shp", b"\x00\x00\x27\x0a" + b"\0" * 96, "zonder het .dbf-bestand"),
        ("kapot.zip", b"PK\x03\x04" + b"x" * 500, "beschadigde of onbekende zip"),
        ("kapot.gz", b"\x1f\x8b" + b"x" * 500, "beschadigd gzip-bestand"),
        ("tabel.parquet", b"PAR1" + b"\0" * 100, "GeoParquet"),
        ("getal.json", b"17", ""),
        ("lijst.json", b"[1, 2]", "zonder gebieden"),
        ("topo.json", b'{"type": "Topology", "arcs": [], "objects": {}}', ""),
        ("topo2.json", b'{"type": "Topology", "arcs": [[[0,0]]], "objects": {"gemeente": {"type": "Polygon", "arcs": [[9]]}}}', ""),
        ("punt.geojson", json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"statcode": "GM9001"}, "geometry": {"type": "Point", "coordinates": [6, 52]}}]}).encode(), "geen vlak"),
    ],
)  # fmt: skip
def test_what_is_no_map_ends_in_one_line_that_says_what_to_do(
    tmp_path: Path, naam: str, inhoud: bytes, zegt: str
) -> None:
    (tmp_path / naam).write_bytes(inhoud)
    with pytest.raises(KaartError, match=zegt or None) as fout:
        read(tmp_path / naam)
    tekst = str(fout.value)
    assert "\n" not in tekst
    assert tekst.endswith(".")
    for vreemd in ("codec", "Traceback", "Expecting", "0x", "/tmp"):
        assert vreemd not in tekst


def test_a_zip_with_no_map_a_password_or_a_way_out_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="geen kaartbestand"):
        read(zip_of(tmp_path / "niets.zip", LEESMIJ__txt=b"hallo"))
    slot = zip_of(tmp_path / "slot.zip", gemeenten__geojson=ZES.read_bytes())
    ruw = bytearray(slot.read_bytes())
    ruw[6] |= 1  # the sign of a password, in the local header and in the directory
    ruw[ruw.index(b"PK\x01\x02") + 8] |= 1
    slot.write_bytes(ruw)
    with pytest.raises(BadSource, match="wachtwoord"):
        read(slot)
    with zipfile.ZipFile(tmp_path / "uit.zip", "w") as doos:
        doos.writestr("../../gemeenten.geojson", ZES.read_bytes())
    assert is_the_six(read(tmp_path / "uit.zip")[0])
    assert not (tmp_path.parent / "gemeenten.geojson").exists()


@pytest.mark.parametrize(
    ("module", "naam", "waarde", "zegt"),
    [
        (unpack, "MAX_BYTES", 1000, "groter dan 0 MB"),
        (gis_file, "MAX_TEXT_BYTES", 1000, "groter dan 0 MB"),
        (gis_file, "MAX_ROWS", 5, "meer dan 5 gebieden"),
        (gis_file, "MAX_POINTS", 10, "miljoen punten"),
    ],
)
def test_what_is_too_large_ends_in_one_line(
    monkeypatch: pytest.MonkeyPatch, module: object, naam: str, waarde: int, zegt: str
) -> None:
    monkeypatch.setattr(module, naam, waarde)
    with pytest.raises(BadSource, match=zegt):
        read(ZES)


def test_a_zip_that_grows_and_one_that_lies_about_it_stop_at_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "MAX_BYTES", 200_000)
    groeit = zip_of(tmp_path / "groeit.zip", gemeenten__geojson=b" " * 3_000_000)
    with pytest.raises(BadSource, match="uitgepakt groter dan"):
        read(groeit)
    ruw = bytearray(groeit.read_bytes())
    plek = ruw.index(b"PK\x01\x02") + 24
    ruw[plek : plek + 4] = struct.pack("<I", 10)  # the directory says ten bytes
    groeit.write_bytes(ruw)
    with pytest.raises(BadSource, match=r"uitgepakt groter dan|beschadigde of onbekende zip|geen leesbaar"):
        read(groeit)
    (tmp_path / "groeit.geojson.gz").write_bytes(gzip.compress(b" " * 3_000_000))
    with pytest.raises(BadSource, match="uitgepakt groter dan"):
        read(tmp_path / "groeit.geojson.gz")


def test_too_many_layers_end_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gis_file, "MAX_LAYERS", 2)
    with pytest.raises(BadSource, match="meer dan 2 lagen"):
        read(many_layers(tmp_path))


def test_a_system_that_does_not_exist_or_does_not_fit_is_named(klein: Path) -> None:
    with pytest.raises(WrongCrs, match=r"'EPSG:999999' is geen coördinatenstelsel. Schrijf EPSG:28992"):
        read(ZES, crs="EPSG:999999")
    with pytest.raises(WrongCrs, match="liggen niet in Nederland"):
        import_grenzen(str(ZES), klein, opgave=GrenzenOpgave(crs="EPSG:3857"))


# -- the shared cases ----------------------------------------------------------------------------

EEN = Gemeenten(nu={"GM0193": "Zwolle", "GM0014": "Groningen", "GM1714": "Sluis", "GM0166": "Kampen"})


@pytest.mark.parametrize(
    ("naam", "code", "zegt"),
    [
        ("bestuurlijke_gebieden.geojson", "GM0193", ""),
        ("wijken_buurten_water.geojson", "GM0193", "1 rij met water weggelaten"),
        ("rd_zonder_crs.geojson", "GM0014", "aan de getallen is het RD New"),
        ("mini.topojson", "GM0193", ""),
        ("crash_coverage_union.geojson", "GM1714", "Sluis (174 m², bij 51.3926 3.5794)"),
    ],
)
def test_the_shared_cases_are_read(naam: str, code: str, zegt: str) -> None:
    gelezen, gezegd = read(CASES / naam, EEN)
    assert list(gelezen.grenzen["code"]) == [code]
    assert shapely.is_valid(gelezen.grenzen.geometry.values).all()
    assert zegt in "\n".join(gezegd)


def test_a_part_of_the_country_says_in_one_line_how_much_is_missing(klein: Path, tmp_path: Path) -> None:
    before = (klein / "gemeenten.geojson").read_bytes()
    bestand = geojson(zes().head(2), tmp_path)
    with pytest.raises(
        BadSource, match=r"3 van de 5 gemeenten ontbreken: .*Gebruik een bestand met heel Nederland"
    ) as f:
        import_grenzen(str(bestand), klein)
    assert "\n" not in str(f.value)
    assert (klein / "gemeenten.geojson").read_bytes() == before


@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not in the repository")
@pytest.mark.parametrize(
    ("naam", "rijen", "jaar"),
    [
        ("cbs_gemeente_2025_grof.geojson", 342, 2025),
        ("cbs_gemeente_gegeneraliseerd_2022.geojson", 345, 2022),
        ("cbs_gemeente_2022_met_grenscorrectie_2023.gpkg", 345, 2022),
    ],
)
def test_the_real_files_are_read_without_changing_a_square_metre(naam: str, rijen: int, jaar: int) -> None:
    gelezen, gezegd = read(SHARED / naam, Gemeenten())
    assert (len(gelezen.grenzen), gelezen.jaar) == (rijen, jaar)
    assert all("Samen 0 m²" in regel for regel in gezegd)


def test_pyogrio_reads_what_these_tests_write() -> None:
    assert {"GPKG", "ESRI Shapefile", "FlatGeobuf", "GML", "TopoJSON", "OpenFileGDB"} <= set(pyogrio.list_drivers())
