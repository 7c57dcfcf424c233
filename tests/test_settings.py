"""Settings: typed, from file or environment, and an unknown key is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.errors import BadSetting
from viewer.settings import Settings, load_settings


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
    ("naam", "waarde", "zegt"),
    [
        ("titel", "x" * 201, "hoogstens 200 tekens"),
        ("basiskaart.adres", "ftp://t.nl/{z}/{x}/{y}", "begint"),
        ("log", "xml", "kies tekst of json"),
        ("provincie", "Atlantis", "kies een van"),
        ("correctie_email", "geen adres", "mailadres"),
        ("huisstijl.kleur", "rood", "#005b96"),
        ("adres", "kaart.nl", "herkomst"),
        ("insluiten_door", "https://a.nl/pad", "herkomst"),
    ],
)
def test_an_impossible_value_says_what_is_possible(naam: str, waarde: str, zegt: str) -> None:
    omgeving = f"KAART_{naam.replace('.', '_').upper()}"
    with pytest.raises(BadSetting) as fout:
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
    with pytest.raises(BadSetting) as fout:
        load_settings(None, omgeving)
    assert str(fout.value).startswith(f"Instelling {naam}: ")


@pytest.mark.parametrize("tekst", ["onzin = 1\n", "provincie = 3\n", "provincie = [\n", '[basiskaart]\nurl = "x"\n'])
def test_a_bad_file_is_refused(tmp_path: Path, tekst: str) -> None:
    with pytest.raises(BadSetting):
        load_settings(write(tmp_path, tekst), {})
