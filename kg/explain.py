"""What a query costs and why: its time, its size, and how many triples each of its patterns matches.

The engine does not show its plan. What a query costs is mostly what its patterns match, so each of them is counted
alone.
"""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import grammar, patterns, terms
from kg.bindings import bind
from kg.errors import Misuse
from kg.sparql import guard, tokens
from kg.tables import Iri, Literal, Rows, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.bindings import Bindings
    from kg.grammar import Tree
    from kg.store import Store

_IRI = re.compile(r"<([^<>\s]+)>")
_BARE = re.compile(r"\(([^()|/^!]+)\)(?=[?*+]?$)")
"""A predicate in brackets that it does not need."""


@dataclass(frozen=True)
class Explanation:
    """What a query costs.

    :param seconds: how long its answer took.
    :param size: how many rows or triples the answer has; 1 for yes or no.
    :param what: what was counted: row, triple or answer.
    :param patterns: each triple pattern as it is written, and how many triples, or pairs of a path, it matches alone.
    """

    seconds: float
    size: int
    what: str
    patterns: tuple[tuple[str, int], ...]

    @property
    def table(self) -> Rows:
        """The patterns as rows."""
        number = terms.XSD + "integer"
        return Rows(
            ("pattern", "matches"), [(Literal(text), Literal(str(count), number)) for text, count in self.patterns]
        )

    @property
    def notes(self) -> list[str]:
        """The time and the size in a sentence."""
        size = f"{self.size:,} {self.what}{'s' * (self.size != 1)}"
        return [
            f"{size} in {self.seconds * 1000:,.1f} ms. Each pattern was counted alone, as if the others were not there."
        ]


def explain(store: Store, query: str, bindings: Bindings | None = None) -> Explanation:
    """Answer a query, and say what that cost.

    :raises Misuse: when the patterns of the query cannot be found.
    """
    start = time.perf_counter()
    found = store.query(query, bindings)
    seconds = time.perf_counter() - start
    read = grammar.tree(tokens(bind(query, guard(query), bindings or {})))
    if read is None:
        raise Misuse("The query uses something beyond SPARQL 1.1, and cannot be explained, though it can be answered")
    head = patterns.prologue(read)
    counted = tuple((_short(each), _count(store, head, each)) for each in dict.fromkeys(_patterns(read)))
    if isinstance(found, bool):
        return Explanation(seconds, 1, "answer", counted)
    if isinstance(found, Rows):
        return Explanation(seconds, len(found.rows), "row", counted)
    return Explanation(seconds, len(found), "triple", counted)


def _patterns(found: Tree) -> Iterator[str]:
    """Yield the triple patterns of a query in the order in which they stand; a path is cut where the engine cuts it."""
    names = {each.text for each in found.tokens() if each.kind == "variable"}
    unused = (f"?_{number}" for number in itertools.count(1) if f"?_{number}" not in names)
    made = [block for form in found.trees("Construct") if form.trees("Where") for block in form.trees("Triples")]
    for block in found.walk():
        if block.rule == "Triples" and block not in made:
            for each in patterns.patterns(block, lambda: next(unused)):
                way = _BARE.sub(r"\1", patterns.written(each.path))
                yield f"{each.subject} {way} {each.object}"


def _short(pattern: str) -> str:
    """Return a pattern as a person writes it."""
    return _IRI.sub(lambda match: terms.shorten(Iri(match[1])), pattern)


def _count(store: Store, prologue: str, pattern: str) -> int:
    """Return how many triples a pattern matches."""
    return int(shown(store.select(f"{prologue} SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").rows[0][0]))
