"""Jinja macros as JavaScript: what the server writes and what the browser draws is one markup, in `templates/delen`.

The server calls the macros as they are. For the browser their syntax tree, Jinja's own, is written out as functions
that give the same HTML as text, escaped by the same rule. Only what the two languages share is understood: output,
if, for, set, calls of other macros, and the words in `FUNCTIONS`. Anything else, a value in a tag without quotes
included, is refused at the start, not found by a visitor.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Environment, nodes

FUNCTIONS = frozenset(
    {
        "aantal",
        "adres",
        "bestand",
        "brondatum",
        "correctie",
        "datum",
        "gepubliceerd",
        "getal",
        "host",
        "met_zonder",
        "volledig",
    }
)
"""Words that templates may call: `viewer/web/templating.py` has them, and of the same name js/taal.js."""

FILTERS = frozenset({"length", "join", "reverse", "first"})
_LOOP = {"index": "{i}+1", "index0": "{i}", "first": "!{i}", "last": "{i}==={a}.length-1", "length": "{a}.length"}
_COMPARE = {"eq": "===", "ne": "!==", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_BINARY: Mapping[type[nodes.BinExpr], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.Mod: "%",
}
_PRELUDE = """/** Made by viewer/web/jinja_js.py, as what is beside it is made of templates/delen. */
const g={'&':'&amp;','<':'&lt;','>':'&gt;','"':'&#34;',"'":'&#39;'};
export const e=(w)=>{if(w===null||w===undefined)throw new TypeError('een deel mist een waarde');
return String(w).replace(/[&<>"']/g,(t)=>g[t])};
export const t=(w)=>Array.isArray(w)?w.length>0:Boolean(w);
"""

_OURS = frozenset({"e", "t", "o"})
"""What a part in JavaScript calls its own tools, which no variable of a template may hide."""

ESCAPE = "escape"
"""What makes any value text, and reads a condition as Python does."""


class UnsupportedTemplate(ValueError):
    """A shared part says something that only one of the two languages knows."""


def compile_parts(env: Environment, names: Iterable[str], functions: str) -> dict[str, str]:
    """An ES module for each of some templates, by the template's name without folder and ending, with a function
    for each of its macros; and the module `ESCAPE`, which they all use.

    names: templates that hold macros only, in the order in which they use each other; each macro has a
    name of its own. functions: the address of the module with `FUNCTIONS`, as an import writes it.
    Raises UnsupportedTemplate with template and line.
    """
    env = env.overlay(trim_blocks=False, lstrip_blocks=False)  # keep line breaks, to know what is an indent
    home: dict[str, str] = {}
    modules = {ESCAPE: _PRELUDE}
    for name in names:
        source, _, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]
        written: dict[str, str] = {}
        for node in env.parse(source, name).body:
            if isinstance(node, nodes.Macro):
                if node.name in home:
                    raise UnsupportedTemplate(f"{name}:{node.lineno}: {node.name} is er al")
                written[node.name] = _Writer(name, set(home)).macro(node)
                home[node.name] = posixpath.splitext(posixpath.basename(name))[0]
            elif not isinstance(node, nodes.Import | nodes.FromImport) and _static(node).strip():
                raise UnsupportedTemplate(f"{name}:{node.lineno}: alleen macro's")
        modules[posixpath.splitext(posixpath.basename(name))[0]] = _module(written, home, functions)
    return modules


def _module(written: Mapping[str, str], home: Mapping[str, str], functions: str) -> str:
    text = "".join(f"export {macro}\n" for macro in written.values())
    used: dict[str, list[str]] = {f"./{ESCAPE}.js": ["e", "t"]}
    for word in sorted(set(re.findall(r"\b\w+(?=\()", text))):
        if word in FUNCTIONS:
            used.setdefault(functions, []).append(word)
        elif word in home and word not in written:
            used.setdefault(f"./{home[word]}.js", []).append(word)
    return "".join(f"import {{ {', '.join(words)} }} from '{file}';\n" for file, words in used.items()) + text


def _static(node: nodes.Node) -> str:
    if isinstance(node, nodes.Output) and all(isinstance(part, nodes.TemplateData) for part in node.nodes):
        return "".join(part.data for part in node.nodes if isinstance(part, nodes.TemplateData))
    return "?"


class _Writer:
    """Writes one macro. macros: those it may call; text: the static HTML so far, to know where a value lands."""

    def __init__(self, template: str, macros: set[str]) -> None:
        self.template = template
        self.macros = macros
        self.text = ""
        self.loops: list[tuple[str, str]] = []
        self.scope: set[str] = set()

    def macro(self, node: nodes.Macro) -> str:
        self.macros.add(node.name)
        required = len(node.args) - len(node.defaults)
        self.scope = {arg.name for arg in node.args}
        arguments = [
            arg.name if i < required else f"{arg.name}={self.expression(node.defaults[i - required])}"
            for i, arg in enumerate(node.args)
        ]
        body = self.statements(node.body)
        if self._in_tag():
            raise self._refuse(node, "een macro eindigt niet midden in een tag")
        return f"function {node.name}({','.join(arguments)}){{let o='';{body}return o}}"

    def statements(self, body: Iterable[nodes.Node]) -> str:
        return "".join(self.statement(node) for node in body)

    def statement(self, node: nodes.Node) -> str:
        match node:
            case nodes.Output():
                parts = [part for part in map(self._output, node.nodes) if part]
                return f"o+={'+'.join(parts)};" if parts else ""
            case nodes.If():
                return self._if(node)
            case nodes.For():
                return self._for(node)
            case nodes.Assign(target=nodes.Name() as target):
                self._target(target)
                value = self.expression(node.node)
                self.scope.add(target.name)
                return f"let {target.name}={value};"
        raise self._refuse(node, type(node).__name__)

    def _output(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.TemplateData):
            data = _tight(node.data)
            self.text += data
            return json.dumps(data, ensure_ascii=False) if data else ""
        if self._in_tag() and not re.search(r"=\"[^\"]*$", self.text):
            raise self._refuse(node, "een waarde in een tag staat tussen aanhalingstekens")
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in self.macros:
            if self._in_tag():
                raise self._refuse(node, "geen macro in een tag")
            return self.expression(node)
        return f"e({self.expression(node)})"

    def _if(self, node: nodes.If) -> str:
        before = self.text
        out = f"if({self.test(node.test)}){{{self.statements(node.body)}}}"
        after = self.text
        for other in node.elif_:
            self.text = before
            out += f"else if({self.test(other.test)}){{{self.statements(other.body)}}}"
        if node.else_:
            self.text = before
            out += f"else{{{self.statements(node.else_)}}}"
        self.text = after
        return out

    def _for(self, node: nodes.For) -> str:
        if node.recursive:
            raise self._refuse(node, "recursive")
        depth = len(self.loops)
        items, index = f"a{depth}", f"i{depth}"
        source, outside = self.expression(node.iter), set(self.scope)
        if isinstance(node.target, nodes.Tuple):
            names = [self._target(item) for item in node.target.items]
            bound = f"[{','.join(names)}]"
        else:
            names = [bound := self._target(node.target)]
        self.scope |= set(names)
        self.loops.append((items, index))
        keep = f"if(!({self.test(node.test)}))continue;" if node.test else ""
        if keep and any(isinstance(name, nodes.Name) and name.name == "loop" for name in node.find_all(nodes.Name)):
            raise self._refuse(node, "loop telt anders bij een for met if")
        body = self.statements(node.body)
        self.loops.pop()
        self.scope = outside
        out = f"{{const {items}={source};for(let {index}=0;{index}<{items}.length;{index}++){{"
        out += f"const {bound}={items}[{index}];{keep}{body}}}"
        if node.else_:
            if node.test:
                raise self._refuse(node, "else bij een for met if")
            out += f"if(!{items}.length){{{self.statements(node.else_)}}}"
        return out + "}"

    def _target(self, node: nodes.Node) -> str:
        if not isinstance(node, nodes.Name):
            raise self._refuse(node, "geen naam")
        if node.name in _OURS:
            raise self._refuse(node, f"de naam {node.name}, die hier iets anders is")
        return node.name

    def test(self, node: nodes.Node) -> str:
        """A condition as Python understands it: an empty list is no."""
        if isinstance(node, nodes.Compare | nodes.Not):
            return self.expression(node)
        if isinstance(node, nodes.And | nodes.Or):
            sign = "&&" if isinstance(node, nodes.And) else "||"
            return f"({self.test(node.left)}{sign}{self.test(node.right)})"
        return f"t({self.expression(node)})"

    def expression(self, node: nodes.Node) -> str:
        """A value; each kind has its method below, named after Jinja's class."""
        write: Callable[[Any], str] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if write is not None:
            return write(node)
        if isinstance(node, nodes.BinExpr) and type(node) in _BINARY:
            return f"({self.expression(node.left)}{_BINARY[type(node)]}{self.expression(node.right)})"
        raise self._refuse(node, type(node).__name__)

    def _const(self, node: nodes.Const) -> str:
        return json.dumps(node.value, ensure_ascii=False)

    def _getitem(self, node: nodes.Getitem) -> str:
        what = self.expression(node.node)
        if not isinstance(node.arg, nodes.Slice):
            return f"{what}[{self.expression(node.arg)}]"
        start = self.expression(node.arg.start) if node.arg.start else "0"
        return f"{what}.slice({start}{',' + self.expression(node.arg.stop) if node.arg.stop else ''})"

    def _condexpr(self, node: nodes.CondExpr) -> str:
        other = self.expression(node.expr2) if node.expr2 else "''"
        return f"({self.test(node.test)}?{self.expression(node.expr1)}:{other})"

    def _not(self, node: nodes.Not) -> str:
        return f"!{self.test(node.node)}"

    def _neg(self, node: nodes.Neg) -> str:
        return f"(-{self.expression(node.node)})"

    def _and(self, node: nodes.And) -> str:
        return f"({self.test(node.left)}?{self.expression(node.right)}:{self.expression(node.left)})"

    def _or(self, node: nodes.Or) -> str:
        return f"({self.test(node.left)}?{self.expression(node.left)}:{self.expression(node.right)})"

    def _concat(self, node: nodes.Concat) -> str:
        return "(''+" + "+".join(self.expression(part) for part in node.nodes) + ")"

    def _list(self, node: nodes.List | nodes.Tuple) -> str:
        return f"[{','.join(self.expression(item) for item in node.items)}]"

    _tuple = _list

    def _name(self, node: nodes.Name) -> str:
        if node.name == "loop":
            raise self._refuse(node, "loop alleen als loop.index, loop.first, loop.last")
        if node.name not in self.scope:
            raise self._refuse(node, f"{node.name} is geen argument")
        return node.name

    def _getattr(self, node: nodes.Getattr) -> str:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if not self.loops or node.attr not in _LOOP:
                raise self._refuse(node, f"loop.{node.attr}")
            items, index = self.loops[-1]
            return f"({_LOOP[node.attr].format(a=items, i=index)})"
        return f"{self.expression(node.node)}.{node.attr}"

    def _compare(self, node: nodes.Compare) -> str:
        if len(node.ops) != 1:
            raise self._refuse(node, "een vergelijking tegelijk")
        left, operand = self.expression(node.expr), node.ops[0]
        right = self.expression(operand.expr)
        if operand.op in ("in", "notin"):
            return f"{'!' if operand.op == 'notin' else ''}{right}.includes({left})"
        return f"({left}{_COMPARE[operand.op]}{right})"

    def _call(self, node: nodes.Call) -> str:
        if not isinstance(node.node, nodes.Name) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self._refuse(node, "alleen macro(a, b) en functie(a, b)")
        name = node.node.name
        if name not in self.macros and name not in FUNCTIONS:
            raise self._refuse(node, f"{name} kennen niet beide")
        return f"{name}({','.join(self.expression(arg) for arg in node.args)})"

    def _filter(self, node: nodes.Filter) -> str:
        if node.node is None or node.name not in FILTERS:
            raise self._refuse(node, f"filter {node.name}")
        what = self.expression(node.node)
        writers: Mapping[str, Callable[[], str]] = {
            "length": lambda: f"{what}.length",
            "first": lambda: f"{what}[0]",
            "reverse": lambda: f"[...{what}].reverse()",
            "join": lambda: f"{what}.join({self.expression(node.args[0]) if node.args else json.dumps('')})",
        }
        return writers[node.name]()

    def _in_tag(self) -> bool:
        return self.text.rfind("<") > self.text.rfind(">")

    def _refuse(self, node: nodes.Node, what: str) -> UnsupportedTemplate:
        return UnsupportedTemplate(f"{self.template}:{node.lineno}: dit kan niet in een gedeeld deel: {what}")


def _tight(data: str) -> str:
    """Static HTML without the line breaks and indents that only readers of the template need."""
    return re.sub(r"\s*\n\s*", "", data)
