"""Many small scripts as few files: what pages share once, and a file for each script that pages ask for.

Each module becomes a function that is called once, in the order in which modules need each other; nothing is renamed,
so what is served is what is written. Modules that only pages with a map share are apart from those that others share
too, which must not need Leaflet; and what the first page has no use for is apart as well.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SHARED, SHARED_BY_MAPS, SHARED_BY_OTHERS = "js/samen.js", "js/samen-kaart.js", "js/samen-formulier.js"
"""The files of what pages share: with the first one, with it and only pages with a map, and without it."""

_IMPORT = re.compile(r"^import\s+(?:\{([^}]*)\}\s+from\s+|\*\s+as\s+(\w+)\s+from\s+)?'(\.[^']+)';[ \t]*\n?", re.M)
_EXPORT = re.compile(r"^export\s+((?:async\s+)?function\*?|class|const|let)\s+(\w+)", re.M)
_DYNAMIC = re.compile(r"\bimport\('(\.[^']+)'\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)


class CannotBundle(ValueError):
    """Modules that need each other in a circle, or say something in a way that is not understood here."""


@dataclass(frozen=True)
class Bundle:
    """files: the text of each, by name. where: the file in which each module is. imports: the files that each
    file imports, itself not included."""

    files: Mapping[str, str]
    where: Mapping[str, str]
    imports: Mapping[str, tuple[str, ...]]


def bundle(sources: Mapping[str, str], entries: Iterable[str], with_map: Collection[str]) -> Bundle:
    """Puts modules together.

    sources: the text of each module by name, such as "js/kaart/namen.js". entries: those that pages load by
    themselves, first the one that must be there soonest; what they import() becomes one too. with_map: the
    entries of pages that load Leaflet first. Raises CannotBundle, KeyError for a module that is not there.
    """
    bare = {name: _COMMENT.sub("", text) for name, text in sources.items()}
    needs = {name: [_beside(name, m[3]) for m in _IMPORT.finditer(text)] for name, text in bare.items()}
    all_entries = dict.fromkeys(entries)
    maps = set(with_map)
    queue = list(all_entries)
    reached: dict[str, dict[str, None]] = {}
    while queue:
        entry = queue.pop(0)
        reached[entry] = dict.fromkeys(_in_order(entry, needs))
        for module in reached[entry]:
            for path in _DYNAMIC.findall(bare[module]):
                target = _beside(module, path)
                if posixpath.dirname(module) != posixpath.dirname(target) or posixpath.dirname(module) != "js":
                    raise CannotBundle(f"{module}: import() van {path} klopt niet meer vanuit een ander bestand")
                if entry in maps:
                    maps.add(target)
                if target not in all_entries:
                    all_entries[target] = None
                    queue.append(target)
    first = _with_dynamic(next(iter(all_entries)), reached, bare)
    where: dict[str, str] = {}
    for module in dict.fromkeys(module for modules in reached.values() for module in modules):
        users = [entry for entry in all_entries if module in reached[entry]]
        shared = SHARED_BY_OTHERS if not first & set(users) else SHARED_BY_MAPS if set(users) <= maps else SHARED
        where[module] = users[0] if len(users) == 1 else module if module in all_entries else shared
    # What the first file needs is in it as well: it may not import the other.
    for module in [m for m, file in where.items() if file in (SHARED, SHARED_BY_OTHERS)]:
        for needed in _in_order(module, needs):
            if where[needed] == SHARED_BY_MAPS:
                where[needed] = SHARED
    order = list(dict.fromkeys(m for entry in all_entries for m in reached[entry]))
    files: dict[str, list[str]] = {}
    for module in order:
        files.setdefault(where[module], []).append(module)
    texts = {name: _write(name, modules, sources, needs, where) for name, modules in files.items()}
    imports = {
        name: tuple(dict.fromkeys(where[n] for m in modules for n in needs[m] if where[n] != name))
        for name, modules in files.items()
    }
    return Bundle(texts, where, imports)


def _with_dynamic(entry: str, reached: Mapping[str, Iterable[str]], bare: Mapping[str, str]) -> set[str]:
    """An entry with those that it import()s, and so on."""
    found, queue = {entry}, [entry]
    while queue:
        for module in reached[queue.pop()]:
            new = {_beside(module, path) for path in _DYNAMIC.findall(bare[module])} - found
            found |= new
            queue += new
    return found


def _beside(module: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), path))


def _in_order(entry: str, needs: Mapping[str, list[str]]) -> list[str]:
    """A module with all that it imports, each after what it needs."""
    done: dict[str, None] = {}
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in open_:
            raise CannotBundle(f"in een kring: {' -> '.join([*open_, name])}")
        open_.append(name)
        for other in needs[name]:
            visit(other)
        open_.pop()
        done[name] = None

    visit(entry)
    return list(done)


def _identifier(module: str) -> str:
    return "$" + re.sub(r"\W", "_", posixpath.basename(module).removesuffix(".js") + posixpath.dirname(module)[2:4])


def _write(
    name: str, modules: list[str], sources: Mapping[str, str], needs: Mapping[str, list[str]], where: Mapping[str, str]
) -> str:
    """The text of one file. An entry stands in it as it is, after what it needs."""
    out: list[str] = []
    foreign: dict[str, dict[str, None]] = {}
    for module in modules:
        for needed in needs[module]:
            if where[needed] != name:
                foreign.setdefault(where[needed], {})[needed] = None
    here = posixpath.dirname(name)
    for file, needed_there in foreign.items():
        address = f"./{posixpath.relpath(file, here)}"
        if file in needed_there:  # an entry stands in its file as it is
            out.append(f"import * as {_identifier(file)} from '{address}';\n")
        if others := [_identifier(module) for module in needed_there if module != file]:
            out.append(f"import {{ {', '.join(others)} }} from '{address}';\n")
    for module in modules:
        text, exported = _body(module, sources[module])
        if module == name:
            out.append(text + (f"export {{ {', '.join(exported)} }};\n" if exported else ""))
        else:
            out.append(
                f"const {_identifier(module)} = (() => {{\n{text}\nreturn {{ {', '.join(exported)} }};\n}})();\n"
            )
    if name not in modules:
        out.append(f"export {{ {', '.join(map(_identifier, modules))} }};\n")
    return "".join(out)


def _body(module: str, text: str) -> tuple[str, list[str]]:
    """A module without import and export, and the names that it exports."""
    exported = [m[2] for m in _EXPORT.finditer(text)]

    def imported(match: re.Match[str]) -> str:
        other = _identifier(_beside(module, match[3]))
        if match[2]:
            return f"const {match[2]} = {other};\n"
        return f"const {{ {match[1].replace(' as ', ': ').strip()} }} = {other};\n" if match[1] else ""

    text = _EXPORT.sub(lambda m: f"{m[1]} {m[2]}", _IMPORT.sub(imported, text))
    if rest := re.search(r"^(import\b(?!\()|export\b).*", _COMMENT.sub("", text), re.M):
        raise CannotBundle(f"{module}: {rest[0][:60]}")
    return text, exported
