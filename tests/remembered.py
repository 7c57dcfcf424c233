"""What pure functions made of equal input, kept for the whole of a process: tests make the same things hundreds of times.

A copy of the small province that a test does not change is read as the one before it was; one that it does change, is
read anew. What raises is never kept. Imported first, before others take these functions by name.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from viewer import filter_index, filters
from viewer.sources import package, registry, schema, schema_faults


def _bytes_of(folder: Path) -> tuple[tuple[str, str], ...]:
    """All that stands in a folder, by name."""
    return tuple(
        (pad.name, hashlib.sha256(pad.read_bytes()).hexdigest()) for pad in sorted(folder.iterdir()) if pad.is_file()
    )


def _registered() -> tuple[object, ...]:
    """What a test may put in the registries; what was read without it is another thing."""
    return repr(schema.TABELLEN), frozenset(package._MAY_LACK), tuple(registry.SOURCES), tuple(filters.FILTERS), tuple(filter_index.FILTERS)  # fmt: skip


def remembered(
    function: Callable[..., Any], key: Callable[..., object], copy: Callable[[Any], Any]
) -> Callable[..., Any]:
    """A function that gives a copy of what it gave for the same key. OSError in the key: asks the function itself."""
    kept: dict[object, Any] = {}

    @functools.wraps(function)
    def asked(*args: Any, **kwargs: Any) -> Any:
        try:
            own = (key(*args, **kwargs), _registered())
        except OSError:
            return function(*args, **kwargs)
        if own not in kept:
            made = function(*args, **kwargs)
            if key(*args, **kwargs) != own[0]:
                return made  # someone wrote in the folder meanwhile
            kept[own] = made
        return copy(kept[own])

    return asked


def _copy(een: package.Package) -> package.Package:
    return replace(
        een,
        gemeenten=een.gemeenten.copy(),
        tabellen={naam: frame.copy() for naam, frame in een.tabellen.items()},
        beschrijving=deepcopy(een.beschrijving),
    )


package.load_package = remembered(
    package.load_package, lambda folder, **how: (_bytes_of(folder), *sorted(how.items())), _copy
)
schema_faults.schema_faults = remembered(
    lambda folder, tabel, hoogstens, _find=schema_faults.schema_faults: tuple(_find(folder, tabel, hoogstens)),
    lambda folder, tabel, hoogstens: ((folder / f"{tabel}.csv").read_bytes(), tabel, hoogstens),
    iter,
)

# These take the functions above by name.
from viewer import dataset, web  # noqa: E402
from viewer.web import assets, edition  # noqa: E402

dataset.Dataset.load = remembered(dataset.Dataset.load, _bytes_of, lambda same: same)  # it never changes
edition.build_kaartgegevens = remembered(
    edition.build_kaartgegevens, lambda dataset, settings: (dataset, settings), lambda same: same
)
web.compile_parts = remembered(
    web.compile_parts,
    lambda env, names, functions: (*(env.loader.get_source(env, name)[:2] for name in names), functions),
    dict,
)
assets.bundle = remembered(
    assets.bundle,
    lambda sources, entries, with_map: (*sources.items(), *entries, *with_map),
    lambda same: same,
)
