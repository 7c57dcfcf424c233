"""What is kept: the least used goes, by number or bytes, and many who ask at once wait for one who makes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, Response, template_rendered

from viewer.settings import Settings
from viewer.web import create_app
from viewer.web.answers import page
from viewer.web.kept import Kept


def rendered(app: Flask) -> list[str]:
    """The templates of full pages that an application renders from now on, by name."""
    names: list[str] = []

    def note(sender: Flask, template: object, **more: object) -> None:
        names.append(str(getattr(template, "name", "")))

    template_rendered.connect(note, app, weak=False)
    return names


def maker(made: list[str], key: str, length: int) -> Callable[[], bytes]:
    """Makes so many bytes, and writes down that it did."""

    def make() -> bytes:
        made.append(key)
        return b"x" * length

    return make


@pytest.mark.parametrize(
    "every", [pytest.param(50, marks=pytest.mark.traag), pytest.param(500, marks=pytest.mark.traag), 1000]
)
def test_the_home_page_between_a_thousand_other_addresses_is_made_once(klein: Path, every: int) -> None:
    app = create_app(Settings(), klein)
    made: list[str] = []

    def other(number: int) -> Response:
        return page(f"proef/{number}", lambda: maker(made, "other", 30_000)().decode())

    app.add_url_rule("/proef/<int:number>", view_func=other)
    client, names = app.test_client(), rendered(app)
    for number in range(1000):
        if number % every == 0:
            assert client.get("/").status_code == 200
        assert client.get(f"/proef/{number}").status_code == 200
    assert client.get("/").status_code == 200
    assert (names, len(made)) == (["viewer.html"], 1000)


def test_the_least_used_goes_first() -> None:
    kept, made = Kept[bytes](2), list[str]()
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, maker(made, key, 1))
    assert made == ["a", "b", "c", "b"]


def test_bytes_are_a_bound_too_and_what_is_larger_is_still_answered() -> None:
    kept, made = Kept[bytes](10, len), list[str]()
    for key, length in (("a", 6), ("b", 6), ("b", 6), ("a", 6), ("large", 11), ("large", 11)):
        assert len(kept.get(key, maker(made, key, length))) == length
    assert made == ["a", "b", "a", "large", "large"]


def test_one_makes_while_the_others_wait_and_other_keys_do_not() -> None:
    kept, made, busy, go = Kept[str](5), [], threading.Event(), threading.Event()

    def slow() -> str:
        made.append("slow")
        busy.set()
        assert go.wait(30)
        return "slow"

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(kept.get, "slow", slow) for _ in range(3)]
        assert busy.wait(30)
        assert kept.get("other", lambda: "other") == "other"
        go.set()
        assert [answer.result(30) for answer in answers] == ["slow"] * 3
    assert made == ["slow"]


def test_what_fails_is_not_kept() -> None:
    kept = Kept[str](5)
    with pytest.raises(OSError, match="vol"):
        kept.get("a", lambda: (_ for _ in ()).throw(OSError("vol")))
    assert kept.get("a", lambda: "goed") == "goed"
