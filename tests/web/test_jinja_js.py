"""The same macros, written by Jinja and by the functions that are made of them for the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from tests.node_twin import JS, run_node
from viewer.web.jinja_js import ESCAPE, UnsupportedTemplate, compile_parts

PARTS = """{# What a part may say. #}
{% macro item(d, last) %}
<li{% if d.here %} class="thuis"{% endif %} title="{{ d.name }}">
  <b>{% if d.slug %}<a href="/x/{{ d.slug }}?a={{ d.n }}">{{ d.name }}</a>{% elif d.n > 3 %}{{ d.n * 2 - 1 }}{% else %}({{ 'nu ' ~ d.name if d.name else 'weg' }}){% endif %}</b>{{ '' if last else ', ' }}</li>
{% endmacro %}
{% macro all(d, empty='niets & "niemand"') %}
{% set many = d.rows|length %}
<h2>{{ aantal(many, 'ding', 'dingen') }}</h2>
<ul>
  {% for one in d.rows %}
  {{ item(one, loop.last) }}
  {% else %}
  <li>{{ empty }}</li>
  {% endfor %}
</ul>
{% for a, b in d.pairs %}<p>{{ loop.index }}: {{ a }} {{ b }}{% if not loop.first and b %}!{% endif %}</p>{% endfor %}
<p>{{ d.names|join('; ') }} {{ (d.names|first) if d.names else 'geen' }} {% for n in d.names|reverse %}{{ n }}{% endfor %}</p>
<p>{{ d.names[:2]|join(' en ') }}{% if 'Raalte' in d.names or (d.names and many != 2) %} ja{% endif %}{{ d.note or 'leeg' }}</p>
{% for one in d.rows if one.here %}<i>{{ one.name }}</i>{% endfor %}
{% endmacro %}
"""
TEXT = st.text(alphabet="aé<>&\"'`{} =\u200b\U0001f6b2", max_size=8)
ITEM = st.fixed_dictionaries({"name": TEXT, "slug": TEXT, "here": st.booleans(), "n": st.integers(0, 9999)})
DATA = st.fixed_dictionaries(
    {
        "rows": st.lists(ITEM, max_size=4),
        "pairs": st.lists(st.tuples(TEXT, TEXT), max_size=3),
        "names": st.lists(TEXT | st.just("Raalte"), max_size=3),
        "note": TEXT,
    }
)


def environment(source: str) -> Environment:
    env = Environment(
        loader=DictLoader({"delen/a.html": source}), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    env.globals["aantal"] = lambda n, one, more: f"{n:,} {one if n == 1 else more}".replace(",", ".")
    return env


def alone(modules: dict[str, str]) -> str:
    """The module of the only template, with what it imports of ours."""
    return modules[ESCAPE] + modules["a"].replace(f"import {{ e, t }} from './{ESCAPE}.js';\n", "")


def squeezed(html: str) -> str:
    """Without the line breaks and indents of the template, which no reader sees."""
    return "".join(line.lstrip(" ") for line in html.splitlines())


@given(st.lists(DATA, min_size=40, max_size=60))
@settings(max_examples=5, deadline=None)
def test_browser_writes_what_jinja_writes(many: list[dict[str, object]]) -> None:
    env = environment(PARTS)
    modules = compile_parts(env, ["delen/a.html"], (JS / "taal.js").as_uri())
    written = run_node(alone(modules) + "export default (many) => many.map((d) => all(d));", many)
    macro = env.get_template("delen/a.html").module.all  # type: ignore[attr-defined]
    assert isinstance(written, list)
    for data, html in zip(many, written, strict=True):
        assert squeezed(html) == squeezed(str(macro(data)))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<p class={{ d }}>", "aanhalingstekens"),
        ("<p {{ d }}>", "aanhalingstekens"),
        ("{{ d|safe }}", "filter safe"),
        ("{{ d|upper }}", "filter upper"),
        ("{{ d.keys() }}", "alleen macro"),
        ("{{ onbekend(d) }}", "onbekend kennen niet beide"),
        ("{{ elders }}", "elders is geen argument"),
        ("{% for x in d %}{% endfor %}{{ x }}", "x is geen argument"),
        ("{% for x in d if x %}{{ loop.index }}{% endfor %}", "loop telt anders"),
        ("{% for x in d %}{{ loop.cycle }}{% endfor %}", "loop.cycle"),
        ("{% for t in d %}{{ t }}{% if d %}{% endif %}{% endfor %}", "de naam t"),
        ("{% set e = d %}{{ e }}", "de naam e"),
        ("{% include 'b' %}", "Include"),
        ("<a", "midden in een tag"),
        ("{% if 1 < d < 3 %}{% endif %}", "een vergelijking tegelijk"),
    ],
)
def test_what_only_one_language_knows_is_refused_with_its_line(body: str, why: str) -> None:
    env = environment(f"{{% macro m(d) %}}\n{body}\n{{% endmacro %}}")
    with pytest.raises(UnsupportedTemplate, match=rf"delen/a\.html:\d+: .*{why}"):
        compile_parts(env, ["delen/a.html"], "x")


@pytest.mark.parametrize("source", ["tekst", "{{ 1 }}", "{% macro m() %}{% endmacro %}{% macro m() %}{% endmacro %}"])
def test_part_holds_macros_only_each_with_its_own_name(source: str) -> None:
    with pytest.raises(UnsupportedTemplate):
        compile_parts(environment(source), ["delen/a.html"], "x")


def test_missing_value_is_no_text() -> None:
    module = alone(compile_parts(environment("{% macro m(d) %}<p>{{ d.a }}</p>{% endmacro %}"), ["delen/a.html"], "x"))
    run: Callable[[object], object] = lambda data: run_node(module + "export default (d) => m(d);", data)  # noqa: E731
    assert run({"a": 0}) == "<p>0</p>"
    with pytest.raises(AssertionError, match="een deel mist een waarde"):
        run({"b": 1})
