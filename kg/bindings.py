"""Values for the variables of a query: where they are put, and how they are written so that they stay values.

They go in as ``VALUES`` blocks. The engine's own substitution wants the variable in the SELECT clause and does not
reach into subqueries.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import BadParameter
from kg.tables import STRING, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.sparql import Token
    from kg.tables import Term

    Bindings = Mapping[str, Term | Sequence[Term]]

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_NOT_IN_IRI = re.compile(r"[<>\"{}|^`\\\x00-\x20]|[\ud800-\udfff]")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def written(term: Term) -> str:
    """Return a term as SPARQL writes it; nothing in it can end it early.

    :raises BadParameter: when it is no term that a query can hold.
    """
    if isinstance(term, Iri):
        if _NOT_IN_IRI.search(term) or ":" not in term:
            raise BadParameter(f"'{term}' is not an IRI")
        return f"<{term}>"
    if not isinstance(term, Literal):
        raise BadParameter(f"'{term}' is a blank node, which cannot be given to a query")
    return _written_literal(term)


def _written_literal(term: Literal) -> str:
    """Return a literal with its tag or datatype, escaped."""
    try:
        term.value.encode("utf-8")
    except UnicodeEncodeError:
        raise BadParameter(f"{term.value!r} is not Unicode text") from None
    body = _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04X}", term.value.translate(_ESCAPES))
    if term.language:
        if not _LANGUAGE.fullmatch(term.language):
            raise BadParameter(f"'{term.language}' is not a language tag")
        return f'"{body}"@{term.language}'
    return f'"{body}"' if term.datatype == STRING else f'"{body}"^^{written(Iri(term.datatype))}'


@dataclass
class _Scope:
    """A pair of braces: what it is, where values would go in it, and the variables it speaks of."""

    kind: str
    insert: int
    variables: set[str]
    where: _Scope | None = None


def bind(query: str, found: list[Token], bindings: Bindings) -> str:
    """Return the query with values for some of its variables.

    A block ``VALUES ?name { … }`` of the query's own is its default, and the values take its place.
    Otherwise a block is put at the head of every group that speaks of the variable, so that filters inside
    of ``OPTIONAL``, ``MINUS`` or a subquery see the value as well.

    A condition on groups (``HAVING``) sees it only if the query groups by the variable, as everywhere in SPARQL.

    :raises BadParameter: when the query does not speak of a variable, or a value is no term.
    """
    if bindings and any((one.word, two.word) == ("CONSTRUCT", "WHERE") for one, two in itertools.pairwise(found)):
        raise BadParameter("CONSTRUCT WHERE has no place for values: write CONSTRUCT { … } WHERE { … }")
    edits: list[tuple[int, int, str]] = []
    for name, given in bindings.items():
        values = [given] if isinstance(given, str | Literal) else list(given)
        block = f"VALUES ?{name} {{ {' '.join(written(each) for each in values)} }}"
        own = list(_own_blocks(found, name))
        spots = [(start, end, block) for start, end in own] or [(at, at, f" {block} ") for at in _heads(found, name)]
        if not spots:
            raise BadParameter(f"The query has no variable ?{name}")
        edits += spots
    for start, end, block in sorted(edits, reverse=True):
        query = query[:start] + block + query[end:]
    return query


def _own_blocks(found: list[Token], name: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each ``VALUES`` block over nothing but this variable."""
    for at, token in enumerate(found):
        if token.word != "VALUES":
            continue
        texts = [each.text for each in found[at + 1 : at + 5]]
        header = 1 if texts[1:2] == ["{"] else 3
        if texts[:1] == ["("] and texts[2:4] != [")", "{"]:
            continue
        variable = texts[0 if header == 1 else 1][1:]
        if variable == name:
            close = next((each for each in found[at + 1 :] if each.text == "}"), None)
            if close is not None:
                yield token.start, close.end


def _heads(found: list[Token], name: str) -> Iterator[int]:
    """Yield where a block of values goes for this variable: the head of each group that speaks of it."""
    for scope in _scopes(found):
        if scope.kind == "group" and name in scope.variables:
            yield scope.insert


def _scopes(found: list[Token]) -> list[_Scope]:
    """Return every scope of the query with the variables that it speaks of itself, not in the braces inside of it."""
    top = _Scope("query", 0, set())
    every, stack = [top], [top]
    for at, token in enumerate(found):
        if token.text == "{":
            stack.append(_opened(found, at, stack[-1]))
            every.append(stack[-1])
        elif token.text == "}" and len(stack) > 1:
            stack.pop()
        elif token.kind == "variable":
            stack[-1].variables.add(token.text[1:])
    for scope in every:
        if scope.kind in {"query", "template"} and (scope.where or top.where) is not None:
            (scope.where or top.where or top).variables.update(scope.variables)
    return every


def _opened(found: list[Token], at: int, outer: _Scope) -> _Scope:
    """Return the scope that a brace opens."""
    before, after = found[at - 1] if at else None, found[at + 1 : at + 2]
    if before is not None and before.word == "CONSTRUCT":
        return _Scope("template", 0, set())
    if _is_data(found, at):
        return _Scope("data", 0, set())
    kind = "query" if after and after[0].word == "SELECT" else "group"
    scope = _Scope(kind, found[at].end, set())
    if outer.kind == "query" and outer.where is None and not (before is not None and before.word == "EXISTS"):
        outer.where = scope
    return scope


def _is_data(found: list[Token], at: int) -> bool:
    """Tell whether a brace opens the data of ``VALUES``."""
    back = at - 1
    if back >= 0 and found[back].text == ")":
        while back > 0 and found[back].text != "(":
            back -= 1
    return back > 0 and found[back - 1].word == "VALUES"
