"""A province's own style: what is taken from a theme, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.page import page
from viewer.errors import BadSetting
from viewer.settings import Settings
from viewer.web import create_app
from viewer.web.huisstijl import _EIGEN, TOKENS, contrast, load_huisstijl

THEMA = """/* made by hand, in the form of an NL Design System theme */
.proef-theme {
  --basis-color-action-1-inverse-bg-default: var(--basis-color-accent-1-inverse-bg-default);
  --basis-color-accent-1-inverse-bg-default: var(--proef-paars);
  --proef-paars: hsl(280 60% 30%);
  --basis-color-action-1-inverse-color-default: white;
  --basis-color-default-color-document: rgb(20 20 30);
  --basis-border-radius-md: 2px;
  --basis-text-font-family-default: 'Fira Sans', Arial, sans-serif;
  --basis-heading-font-family: url(https://elders.example/x);
  --lus-een: var(--lus-twee);
  --lus-twee: var(--lus-een);
  --basis-color-default-border-subtle: var(--lus-een);
  --basis-color-default-bg-subtle: rgb(0 0 0 / 5%);
}
@media (prefers-color-scheme: dark) { .proef-theme { --proef-paars: #ffffff; } }
.proef-theme--dark { --proef-paars: #eeeeee; }
body { display: none }
"""


def write(folder: Path, tekst: str, naam: str = "theme.css") -> str:
    pad = folder / naam
    pad.write_text(tekst, encoding="utf-8")
    return str(pad)


def test_a_theme_sets_our_roles_and_nothing_else(tmp_path: Path, klein: Path) -> None:
    client = create_app(Settings(huisstijl_thema=write(tmp_path, THEMA)), klein).test_client()
    assert '<link rel="stylesheet" href="/huisstijl.css">' in page(client, "/over")
    css = client.get("/huisstijl.css").text
    assert css == (
        ":root { --merk: #5c1f7a; --op-merk: #ffffff; --inkt: #14141e; --rond: 2px;"
        ' --letter: "Fira Sans", Arial, sans-serif; --merk-donker: #5c1f7a; }\n'
    )


def test_a_colour_goes_before_the_theme(tmp_path: Path) -> None:
    stijl = load_huisstijl(Settings(huisstijl_thema=write(tmp_path, THEMA), huisstijl_kleur="#005b96"))
    assert "--merk: #005b96;" in stijl.css
    assert "5c1f7a" not in stijl.css
    assert "--rond: 2px" in stijl.css


@pytest.mark.parametrize(
    ("thema", "melding"),
    [
        ("", "heeft geen token"),
        (".a { --basis-color-action-1-inverse-bg-default: url(x); }", "heeft geen token"),
        (THEMA.replace("hsl(280 60% 30%)", "#ffee00"), "#ffffff op #ffee00 is niet te lezen: het contrast is 1.2"),
        (THEMA.replace("rgb(20 20 30)", "#aaaaaa"), "#aaaaaa op #ffffff"),
    ],
)
def test_a_theme_that_cannot_be_used_stops_the_start(tmp_path: Path, klein: Path, thema: str, melding: str) -> None:
    with pytest.raises(BadSetting, match=re.escape(melding)):
        create_app(Settings(huisstijl_thema=write(tmp_path, thema)), klein)


@pytest.mark.parametrize(
    ("instelling", "melding"),
    [
        ({"huisstijl_thema": "/er/is/niets.css"}, "niet te lezen"),
        ({"huisstijl_logo": "logo.html"}, "geen .svg of .png"),
        ({"huisstijl_logo": "/er/is/niets.svg"}, "niet te lezen"),
        ({"huisstijl_kleur": "#ffd400"}, "#ffd400 op #ffffff"),
    ],
)
def test_what_is_wrong_is_named(instelling: dict[str, str], melding: str) -> None:
    with pytest.raises(BadSetting, match=re.escape(melding)) as fout:
        load_huisstijl(Settings(**instelling))
    assert str(fout.value).startswith(f"Instelling {next(iter(instelling)).replace('_', '.')}")


def test_a_file_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="groter dan 200 kB"):
        load_huisstijl(Settings(huisstijl_logo=write(tmp_path, "x" * 200_001, "logo.svg")))


def test_the_logo_is_shown_and_can_run_nothing(tmp_path: Path, klein: Path) -> None:
    logo = write(tmp_path, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "logo.svg")
    client = create_app(Settings(huisstijl_logo=logo), klein).test_client()
    assert '<img class="kop-logo" src="/huisstijl/logo" alt="">' in page(client, "/over")
    antwoord = client.get("/huisstijl/logo")
    assert antwoord.mimetype == "image/svg+xml"
    assert "script-src 'self';" in antwoord.headers["Content-Security-Policy"]
    assert create_app(Settings(), klein).test_client().get("/huisstijl/logo").status_code == 404


def test_our_own_style_is_known_and_can_be_read() -> None:
    css = (Path(__file__).parents[2] / "viewer" / "static" / "css" / "basis.css").read_text(encoding="utf-8")
    for naam, waarde in _EIGEN.items():
        assert f"{naam}: {waarde};" in css
    assert all(f"  {naam}: " in css for naam in TOKENS)
    assert load_huisstijl(Settings()).css == ""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
