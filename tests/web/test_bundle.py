"""Scripts put together do what they did apart."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from viewer.web.bundle import SHARED, SHARED_BY_MAPS, SHARED_BY_OTHERS, Bundle, CannotBundle, bundle

SOURCES = {
    "js/a.js": "/** a */\nimport { een, twee as drie } from './b.js';\nimport * as alles from './kaart/c.js';\nimport './side.js';\n"
    "export const uit = [een(), drie, alles.plek, globalThis.side];\nexport const later = () => import('./lui.js');\n",
    "js/b.js": "let n = 0;\nexport function een() { n += 1; return n; }\nexport const twee = 'export const x from';\n",
    "js/d.js": "import { een } from './b.js';\nimport { plek } from './kaart/c.js';\nexport const uit = [een(), plek];\n",
    "js/kaart/c.js": "import { twee } from '../b.js';\nexport const plek = `c ${twee}`;\nexport class K {}\n",
    "js/side.js": "globalThis.side = 'ja';\n",
    "js/lui.js": "import { een } from './b.js';\nexport async function lui() { return een(); }\n",
    "js/plain.js": "import { een } from './b.js';\nexport const uit = een();\n",
}  # fmt: skip


def run(made: Bundle, folder: Path, script: str) -> str:
    for name, text in made.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (folder / "run.js").write_text(script, encoding="utf-8")
    done = subprocess.run(["node", folder / "run.js"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_modules_are_made_once_and_in_order(tmp_path: Path) -> None:
    made = bundle(SOURCES, ["js/a.js", "js/d.js"], ["js/a.js", "js/d.js"])
    assert made.where["js/b.js"] == SHARED_BY_MAPS == made.where["js/kaart/c.js"]
    assert made.where["js/side.js"] == "js/a.js"
    assert made.imports["js/d.js"] == (SHARED_BY_MAPS,)
    out = run(made, tmp_path, "import {uit, later} from './js/a.js'; import {uit as d} from './js/d.js';"
              "const {lui} = await later(); console.log(JSON.stringify([uit, d, await lui()]));")  # fmt: skip
    assert out == '[[1,"export const x from","c export const x from","ja"],[2,"c export const x from"],3]'


def test_what_pages_without_a_map_share_needs_nothing_of_those_with_one(tmp_path: Path) -> None:
    made = bundle(SOURCES, ["js/a.js", "js/d.js", "js/plain.js"], ["js/a.js", "js/d.js"])
    assert made.where["js/b.js"] == SHARED
    assert made.where["js/kaart/c.js"] == SHARED_BY_MAPS
    assert not made.imports[SHARED]
    assert run(made, tmp_path, "import {uit} from './js/plain.js'; console.log(uit)") == "1"


def test_a_script_of_a_page_can_be_used_by_another(tmp_path: Path) -> None:
    made = bundle(SOURCES, ["js/a.js", "js/b.js", "js/d.js"], [])
    assert made.where["js/b.js"] == "js/b.js"
    assert run(made, tmp_path, "import {uit} from './js/d.js'; console.log(uit)") == "[ 1, 'c export const x from' ]"


def test_the_first_page_is_sent_nothing_that_it_has_no_use_for(tmp_path: Path) -> None:
    made = bundle(SOURCES, ["js/plain.js", "js/a.js", "js/d.js"], ["js/a.js", "js/d.js"])
    assert made.where["js/b.js"] == SHARED
    assert made.where["js/kaart/c.js"] == SHARED_BY_OTHERS
    assert run(made, tmp_path, "import {uit} from './js/d.js'; console.log(uit)") == "[ 1, 'c export const x from' ]"


@pytest.mark.parametrize(
    "sources",
    [
        {"js/a.js": "import { x } from './b.js';\n", "js/b.js": "import { y } from './a.js';\n"},
        {"js/a.js": "export { x } from './b.js';\n", "js/b.js": ""},
        {"js/a.js": "export default 1;\n"},
        {"js/a.js": 'import { x } from "./b.js";\n', "js/b.js": ""},
        {"js/a.js": "import { x } from './kaart/b.js';\n", "js/kaart/b.js": "export const x = () => import('./c.js');\n", "js/kaart/c.js": ""},
    ],
)  # fmt: skip
def test_what_is_not_understood_stops_the_start(sources: dict[str, str]) -> None:
    with pytest.raises(CannotBundle):
        bundle(sources, ["js/a.js"], [])
