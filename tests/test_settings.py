"""Settings: typed, from file or environment; what is absent, unknown or impossible stops the start, all of it at once."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DATA
from tests.server import ROOT, environment
from viewer.dataset import Dataset
from viewer.errors import BadSettings
from viewer.settings import Settings, load_settings
from viewer.start import check_regions


def write(tmp_path: Path, tekst: str) -> Path:
    bestand = tmp_path / "kaart.toml"
    bestand.write_text(tekst, encoding="utf-8")
    return bestand


def test_the_environment_overrules_the_file(tmp_path: Path) -> None:
    bestand = write(tmp_path, 'provincie = "Gelderland"\ntitel = "Hallo"\n')
    gelezen = load_settings(bestand, {"KAART_PROVINCIE": "friesland", "KAART_DATA": "x", "PATH": "y"})
    assert (gelezen.provincie, gelezen.titel) == ("Fryslân", "Hallo")


def test_the_committed_file_is_good() -> None:
    assert load_settings(Path(__file__).parent.parent / "kaart.toml", {}).provincie == "Overijssel"


def test_tables_become_flat_names(tmp_path: Path) -> None:
    bestand = write(tmp_path, '[basiskaart]\nadres = "https://t.nl/{z}/{x}/{y}.png"\nbronvermelding = "x"\n')
    assert load_settings(bestand, {}).basiskaart_adres == "https://t.nl/{z}/{x}/{y}.png"
    assert load_settings(bestand, {"KAART_BASISKAART": ""}).basiskaart_adres == ""


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        ("adres", "https://kaart.overijssel.nl:8443/kaart"), ("adres", "http://[::1]:8000"), ("adres", "http://localhost:65535"), ("adres", "http://10.0.0.1:1"),
        ("insluiten_door", "https://*.overijssel.nl"), ("insluiten_door", "http://intranet:8080"), ("correctie_email", "o'brien+kaart@sub.voorbeeld.nl"),
    ],
)  # fmt: skip
def test_what_is_possible_is_taken_as_it_is(naam: str, waarde: str) -> None:
    gelezen = getattr(load_settings(None, {f"KAART_{naam.upper()}": waarde}), naam)
    assert gelezen in (waarde, (waarde,))


@pytest.mark.parametrize(
    ("naam", "waarde", "zegt"),
    [
        ("titel", "x" * 201, "hoogstens 200 tekens"),
        ("basiskaart.adres", "ftp://t.nl/{z}/{x}/{y}", "begint"),
        ("log", "xml", "Kies een van: json, tekst"),
        ("provincie", "Atlantis", "Kies een van"),
        ("correctie_email", "geen adres", "mailadres"),
        ("huisstijl.kleur", "rood", "#005b96"),
        ("adres", "kaart.nl", "https://"),
        ("correctie_email", "mailto:kaart@voorbeeld.nl", "zonder mailto:"),
        ("correctie_email", "MAILTO:kaart@voorbeeld.nl", "mailadres"),
        ("correctie_email", "Kaart <kaart@voorbeeld.nl>", "mailadres"),
        ("correctie_email", "a@b.nl,c@d.nl", "mailadres"),
        ("correctie_email", "a@b..nl", "mailadres"),
        ("correctie_email", "a@-b.nl", "mailadres"),
        ("correctie_email", "https://a@b.nl", "mailadres"),
        ("adres", "https://kaart.nl:99999", "65535"),
        ("adres", "https://kaart.nl:0", "65535"),
        ("adres", "https://kaart.nl:http", "65535"),
        ("adres", "https://kaart.nl:", "65535"),
        ("adres", "https://:8000", "server"),
        ("adres", "https://kaart..nl", "server"),
        ("adres", "https://-kaart.nl/map", "server"),
        ("adres", "https://*.kaart.nl", "server"),
        ("adres", "https://kaart_1.nl:70000", "server"),
        ("insluiten_door", "https://a.nl:65536", "65535"),
        ("insluiten_door", "https://a.nl,https://*.*.nl", "server"),
        ("basiskaart.adres", "https://t.nl:99999/{z}/{x}/{y}.png", "65535"),
        ("basiskaart.adres", "https://{t}.nl/{z}/{x}/{y}.png", "server"),
        ("insluiten_door", "https://a.nl/pad", "herkomst"),
    ],
)
def test_an_impossible_value_says_what_is_possible(naam: str, waarde: str, zegt: str) -> None:
    omgeving = f"KAART_{naam.replace('.', '_').upper()}"
    with pytest.raises(BadSettings) as fout:
        load_settings(None, {omgeving: waarde})
    assert omgeving in str(fout.value)
    assert zegt in str(fout.value)
    assert load_settings(None, {"KAART_LOG": "json"}).log == "json"


def test_lists_from_the_environment_are_split() -> None:
    gelezen = load_settings(None, {"KAART_INSLUITEN_DOOR": "https://a.nl, https://b.nl/"})
    assert gelezen.insluiten_door == ("https://a.nl", "https://b.nl")
    assert load_settings(None, {}) == Settings()


@pytest.mark.parametrize(
    ("omgeving", "naam"),
    [
        ({"KAART_PROVINCE": "Utrecht"}, "KAART_PROVINCE"),
        ({"KAART_PROVINCIE": "Holland"}, "KAART_PROVINCIE"),
        ({"KAART_CORRECTIE_EMAIL": "a@b.nl?cc=x@y.nl"}, "KAART_CORRECTIE_EMAIL"),
        ({"KAART_INSLUITEN_DOOR": "*"}, "KAART_INSLUITEN_DOOR"),
        ({"KAART_INSLUITEN_DOOR": "https://a.nl; script-src *"}, "KAART_INSLUITEN_DOOR"),
        ({"KAART_BASISKAART": "https://t.nl/tegel.png"}, "KAART_BASISKAART"),
        ({"KAART_BASISKAART": "https://t.nl/{z}/{x}/{y}"}, "basiskaart.bronvermelding"),
        ({"KAART_HUISSTIJL_KLEUR": "red;}"}, "KAART_HUISSTIJL_KLEUR"),
    ],
)
def test_a_bad_setting_is_named(omgeving: dict[str, str], naam: str) -> None:
    with pytest.raises(BadSettings) as fout:
        load_settings(None, omgeving)
    assert str(fout.value).startswith(f"Instelling {naam}: ")


@pytest.mark.parametrize("tekst", ["onzin = 1\n", "provincie = 3\n", "provincie = [\n", '[basiskaart]\nurl = "x"\n'])
def test_a_bad_file_is_refused(tmp_path: Path, tekst: str) -> None:
    with pytest.raises(BadSettings):
        load_settings(write(tmp_path, tekst), {})


ZEGT_BEDOELT = [
    ("provincie", "Frysland", "Fryslân"), ("provincie", "Frieslan", "Fryslân"), ("provincie", "Gelderlant", "Gelderland"),
    ("provincie", "Nederlands", "Nederland"), ("provincie", "Holland", "Noord-Holland of Zuid-Holland"),
    ("provincie", "Brabant", "Noord-Brabant"), ("log", "jsn", "json"),
]  # fmt: skip


@pytest.mark.parametrize(("sleutel", "waarde", "bedoelt"), ZEGT_BEDOELT)
def test_a_value_with_a_slip_of_the_pen_gets_a_suggestion(
    tmp_path: Path, sleutel: str, waarde: str, bedoelt: str
) -> None:
    with pytest.raises(BadSettings, match=f"Instelling {sleutel}: .*Bedoelt u {bedoelt}\\?"):
        load_settings(write(tmp_path, f'{sleutel} = "{waarde}"\n'), {})


@pytest.mark.parametrize(
    ("geschreven", "naam"),
    [("fryslan", "Fryslân"), ("Friesland", "Fryslân"), ("Noord Brabant", "Noord-Brabant"), (" zuid-holland ", "Zuid-Holland"), ("NEDERLAND", "Nederland")],
)  # fmt: skip
def test_a_province_is_known_however_it_is_written(geschreven: str, naam: str) -> None:
    assert load_settings(None, {"KAART_PROVINCIE": geschreven}).provincie == naam


@pytest.mark.parametrize(
    ("tekst", "bedoelt"),
    [
        ('province = "Utrecht"', "provincie"), ('Provincie = "Utrecht"', "provincie"), ('regio = ["twente"]', "regios"),
        ('[huistijl]\nkleur = "#005b96"', "huisstijl.kleur"), ('[huisstijl]\nkleuren = "#005b96"', "huisstijl.kleur"),
        ('[basiskaart]\nadress = "x"', "basiskaart.adres"), ('insluitendoor = "x"', "insluiten_door"),
        ('[kaart]\nprovincie = "Utrecht"', "provincie"),
    ],
)  # fmt: skip
def test_an_unknown_key_gets_a_suggestion(tmp_path: Path, tekst: str, bedoelt: str) -> None:
    with pytest.raises(BadSettings, match=f"is onbekend. Bedoelt u {bedoelt}\\? Bekend zijn: "):
        load_settings(write(tmp_path, f"{tekst}\n"), {})


def test_an_unknown_variable_gets_a_suggestion_and_an_empty_table_is_no_excuse(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"Instelling KAART_PROVINCE: is onbekend. Bedoelt u KAART_PROVINCIE\?"):
        load_settings(None, {"KAART_PROVINCE": "Utrecht"})
    with pytest.raises(BadSettings, match="Instelling onzin: is onbekend"):
        load_settings(write(tmp_path, "[onzin]\n"), {})
    assert load_settings(write(tmp_path, "[basiskaart]\n"), {}) == Settings()


def test_all_faults_come_at_once_a_line_each(tmp_path: Path) -> None:
    bestand = write(tmp_path, 'provincie = "Frysland"\nkleur = "rood"\ntitel = 3\nadres = ["a"]\nregios = [1]\n')
    with pytest.raises(BadSettings) as fout:
        load_settings(bestand, {"KAART_LOG": "xml", "KAART_BASISKAART": "https://t.nl/{z}/{x}/{y}"})
    regels = str(fout.value).splitlines()
    namen = ["provincie", "kleur", "titel", "adres", "regios", "KAART_LOG", "basiskaart.bronvermelding"]
    assert [regel.split(":")[0] for regel in regels] == [f"Instelling {naam}" for naam in namen]


def test_a_file_that_is_named_must_be_one(tmp_path: Path) -> None:
    for pad, zegt in (
        (tmp_path / "weg.toml", "bestaat niet"),
        (tmp_path / "weg" / "kaart.toml", "bestaat niet"),
        (write(tmp_path, "x") / "kaart.toml", "bestaat niet"),
        (tmp_path, "is een map"),
    ):
        with pytest.raises(BadSettings, match=f"^Instellingenbestand {re.escape(str(pad))}: {zegt}.* KAART_CONFIG"):
            load_settings(pad, {})


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        (b"provincie = [\n", "is geen geldig TOML-bestand"),
        (b'titel = "a"\nprovincie Utrecht\n', "regel 2, teken 11"),
        (b'provincie = "Utrecht"\nprovincie = "Drenthe"\n', "één keer"),
        ('titel = "Fryslân"'.encode("cp1252"), "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_in_dutch(tmp_path: Path, inhoud: bytes, zegt: str) -> None:
    bestand = tmp_path / "kaart.toml"
    bestand.write_bytes(inhoud)
    with pytest.raises(BadSettings, match=zegt) as fout:
        load_settings(bestand, {})
    assert str(fout.value).startswith(f"Instellingenbestand {bestand}: ")
    assert "expected" not in str(fout.value).lower()


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    bestand = tmp_path / "kaart.toml"
    bestand.write_bytes(b'\xef\xbb\xbfprovincie = "Utrecht"\n')
    assert load_settings(bestand, {}).provincie == "Utrecht"


@pytest.mark.parametrize(
    ("waarde", "adres", "pad"),
    [
        ("https://kaart.nl", "https://kaart.nl", ""),
        ("https://kaart.nl/", "https://kaart.nl", ""),
        ("https://www.overijssel.nl/kaart/", "https://www.overijssel.nl/kaart", "/kaart"),
        ("http://localhost:8080/a/b-c", "http://localhost:8080/a/b-c", "/a/b-c"),
    ],
)
def test_an_address_can_be_in_a_folder_of_another_site(waarde: str, adres: str, pad: str) -> None:
    gelezen = load_settings(None, {"KAART_ADRES": waarde})
    assert (gelezen.adres, gelezen.pad) == (adres, pad)


@pytest.mark.parametrize(
    "waarde",
    ["https://a.nl/../b", "https://a.nl//b", "https://a.nl/b?c", "https://a.nl/b#c", "https://a.nl/<b>", "https://u@a.nl", "/kaart"],
)  # fmt: skip
def test_an_address_is_nothing_else(waarde: str) -> None:
    with pytest.raises(BadSettings, match="Instelling KAART_ADRES: "):
        load_settings(None, {"KAART_ADRES": waarde})


# -- what only the data know, at the start


@pytest.mark.parametrize(
    ("provincie", "regios", "zegt"),
    [
        ("Overijssel", ("atlantis",), "'atlantis' is onbekend. Bekend zijn: "),
        ("Overijssel", ("twnte", "x"), "'twnte' is onbekend. Bedoelt u twente?"),
        ("Overijssel", ("Twente",), "'Twente' is onbekend. Bedoelt u twente?"),
        ("Zeeland", ("twente",), "'twente' ligt niet in Zeeland."),
    ],
)
def test_a_region_that_cannot_be_chosen_is_refused(
    dataset: Dataset, provincie: str, regios: tuple[str, ...], zegt: str
) -> None:
    with pytest.raises(BadSettings) as fout:
        check_regions(Settings(provincie=provincie, regios=regios), dataset)
    assert f"Instelling regios: {zegt}" in str(fout.value)
    assert len(fout.value.fouten) == len(regios)


def test_regions_that_are_there_are_fine(dataset: Dataset) -> None:
    check_regions(Settings(regios=("twente", "ijsselland")), dataset)
    check_regions(Settings(provincie="Nederland", regios=("twente",)), dataset)


@pytest.mark.traag
def test_the_start_stops_in_one_line_whatever_cannot_be_used(tmp_path: Path) -> None:
    folder = tmp_path / "hier"
    folder.mkdir()
    (folder / "kaart.toml").mkdir()  # in the working folder, and not to be read
    for werkmap, omgeving, zegt in (
        (ROOT, {"KAART_CONFIG": str(tmp_path / "weg.toml")}, "Instellingenbestand .*weg.toml: bestaat niet"),
        (folder, {}, "Instellingenbestand kaart.toml: is een map"),
        (ROOT, {"KAART_REGIOS": "twente,atlantis"}, "Instelling regios: 'atlantis' is onbekend"),
    ):
        uit = subprocess.run(
            [sys.executable, "-c", "import viewer.start; viewer.start.load_app()"],
            cwd=werkmap, env=environment(KAART_DATA=str(DATA), PYTHONPATH=str(ROOT)) | omgeving, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert uit.returncode == 1
        assert re.match(zegt, uit.stderr)
        assert uit.stderr.count("\n") == 1
