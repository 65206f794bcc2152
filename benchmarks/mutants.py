"""One small change of a module at a time: what `benchmarks/mutation.py` makes and runs.

A comparison moves its bound or turns round, an operator becomes its opposite, a number grows by one, a text
and a truth value change, a condition is negated, a result is withheld, a bare call is left out. Docstrings,
annotations and texts of several words (notes for developers: what people read stands in `texts`) stay.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Mutant:
    """One change. `function`: the dotted name of the outermost function around it, None outside all."""

    root: Path
    tree: ast.Module
    path: str
    function: str | None
    lines: range  # of the statement around it, without the statements in that one
    parent: ast.AST
    field: str
    index: int | None
    old: ast.AST
    new: ast.AST

    @property
    def module(self) -> str:
        return ".".join(Path(self.path).relative_to(self.root).with_suffix("").parts)

    @property
    def facts(self) -> dict[str, Any]:
        file = str(Path(self.path).relative_to(self.root))
        there: Any = self.old if hasattr(self.old, "lineno") else self._behind()
        place = f"{file}:{there.lineno}:{there.col_offset} {shown(self.old)} → {shown(self.new)}"
        return {"place": place, "file": file, "line": there.lineno}

    def _behind(self) -> ast.AST:
        """What follows an operator, which has no place of its own."""
        match self.parent:
            case ast.Compare(comparators=others):
                return others[self.index or 0]
            case ast.BinOp(right=right):
                return right
            case other:
                return other

    def compiled(self) -> CodeType:
        """The module's code with the change; done in a child, so the tree needn't be mended."""
        if self.index is None:
            setattr(self.parent, self.field, self.new)
        else:
            getattr(self.parent, self.field)[self.index] = self.new
        ast.fix_missing_locations(self.tree)
        return compile(self.tree, self.path, "exec", dont_inherit=True)

    def function_code(self) -> CodeType:
        """The code of the function alone."""
        code = self.compiled()
        for part in (self.function or "").split("."):
            code = next(one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == part)
        return code


def shown(node: ast.AST) -> str:
    """A node in a few words; an operator, which has no source of its own, by its name."""
    if isinstance(node, ast.cmpop | ast.operator | ast.boolop):
        return type(node).__name__
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else f"{text[:67]}…"


def mutants_of(path: Path, root: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its source."""
    tree = ast.parse(path.read_text("utf-8"))
    for function, lines, parent, field, index, node in _nodes(tree, ""):
        for new in _changes(field, node):
            place = ast.copy_location(new, node) if hasattr(node, "lineno") else new
            yield Mutant(root, tree, str(path), function, lines, parent, field, index, node, place)


def _nodes(
    parent: ast.AST, scope: str, function: str | None = None, lines: range = range(0)
) -> Iterator[tuple[str | None, range, ast.AST, str, int | None, ast.AST]]:
    """Every node that may be changed, with the function around it and its place in its parent."""
    for field, value in ast.iter_fields(parent):
        if field in ("annotation", "returns", "type_comment", "ctx"):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or _is_docstring(node):
                continue
            own = _lines(node) if isinstance(node, ast.stmt) else lines
            yield function, own, parent, field, index, node
            # Defaults and decorators of a function run where it is defined.
            inside = function or (scope if isinstance(parent, _FUNCTIONS) and field == "body" else None)
            deeper = (
                f"{scope}.{node.name}".strip(".") if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else scope
            )
            yield from _nodes(node, deeper, inside, own)


def _lines(statement: ast.stmt) -> range:
    """A compound statement's lines up to its body."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return range(statement.lineno, max(statement.lineno, last) + 1)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(field: str, node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.cmpop() if type(node) in _COMPARISONS:
            yield _COMPARISONS[type(node)]()
        case ast.operator() if type(node) in _OPERATORS:
            yield _OPERATORS[type(node)]()
        case ast.boolop():
            yield ast.Or() if isinstance(node, ast.And) else ast.And()
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float() as number):
            yield ast.Constant(number + 1)
        case ast.Constant(value=str() as text) if len(text.split()) < 2:
            yield ast.Constant(f"{text}X")
        case ast.Name() if node.id in _NAMES and field == "func":
            yield ast.Name(_NAMES[node.id], ast.Load())
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
    bare = not isinstance(node, ast.Compare | ast.BoolOp) and not (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )
    if bare and isinstance(node, ast.expr) and field in ("test", "ifs", "guard"):
        yield ast.UnaryOp(ast.Not(), node)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
