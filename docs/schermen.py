"""Takes the screenshots in docs/schermen/ of a running server: make schermen."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.server import serve  # noqa: E402

STATES = {
    "begin": "/",
    "gemeente": "/?gemeente=raalte",
    "samenwerkingsverband": "/?gemeente=raalte&verband=ggd-ijsselland",
    "wie-met-wie": "/wie-met-wie",
    "meer": "/?verband=stadsbank-oost-nederland&verband=ggd-ijsselland&verband=regio-zwolle",
}
SIZES = {"1280x800": (1280, 800), "360x740": (360, 740), "600x400": (600, 400)}


def main() -> None:
    doel = ROOT / "docs" / "schermen"
    doel.mkdir(exist_ok=True)
    with serve(ROOT / "data") as adres, sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        schermen = [(f"{naam}-{maat}", pad, wh) for naam, pad in STATES.items() for maat, wh in SIZES.items()]
        schermen.append(("insluiten-1280x800", "/insluiten?verband=ggd-ijsselland", (1280, 800)))
        schermen.append(("kaart-600x400", "/kaart?verband=ggd-ijsselland", (600, 400)))
        schermen.append(("analyse-1280x800", "/analyse?regio=twente", (1280, 800)))
        schermen.append(("tabel-1280x800", "/tabel?thema=veiligheid", (1280, 800)))
        for naam, pad, (breed, hoog) in schermen:
            pagina = browser.new_page(viewport={"width": breed, "height": hoog})
            pagina.goto(adres + pad)
            if pad.startswith("/insluiten"):
                pagina.frame_locator("#voorbeeld").locator("html[data-kaart=klaar]").wait_for(state="attached")
            elif pagina.locator("#map_kaart").count():
                pagina.locator("html[data-kaart=klaar]").wait_for(state="attached")
            pagina.wait_for_timeout(500)
            pagina.screenshot(path=doel / f"{naam}.png")
            pagina.close()
        browser.close()


if __name__ == "__main__":
    main()
