"""What a query costs and why: its time, its size, and how many triples each of its patterns matches.

The engine does not show its plan. What a query costs is mostly what its patterns match, so each of them is counted
alone; the patterns are found by the parser of rdflib.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import terms
from kg.bindings import bind
from kg.errors import Misuse
from kg.sparql import guard
from kg.tables import Iri, Literal, Rows, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.bindings import Bindings
    from kg.store import Store

_IRI = re.compile(r"<([^<>\s]+)>")


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
    text = bind(query, guard(query), bindings or {})
    patterns = tuple((_short(each), _count(store, each)) for each in dict.fromkeys(_patterns(text)))
    if isinstance(found, bool):
        return Explanation(seconds, 1, "answer", patterns)
    if isinstance(found, Rows):
        return Explanation(seconds, len(found.rows), "row", patterns)
    return Explanation(seconds, len(found), "triple", patterns)


def _patterns(text: str) -> Iterator[str]:
    """Yield the triple patterns of a query, with IRIs in full, in the order in which they are joined.

    :raises Misuse: when rdflib does not take the query, though the engine does.
    """
    from rdflib.plugins.sparql import prepareQuery  # noqa: PLC0415 - only who wants an explanation pays for it
    from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415 - the same

    try:
        prepared = prepareQuery(text, initNs=dict(terms.PREFIXES))
    except Exception as error:  # noqa: BLE001 - its parser raises whatever happens in it
        raise Misuse(f"The query cannot be explained, though it can be answered ({type(error).__name__})") from None
    blanks: dict[object, str] = {}
    waiting: list[object] = [prepared.algebra]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, CompValue):
            if part.name in {"BGP", "TriplesBlock"}:
                flat = [node for triple in part.triples for node in triple]
                yield from (
                    " ".join(_written(each, blanks) for each in flat[at : at + 3]) for at in range(0, len(flat), 3)
                )
            waiting[:0] = list(part.values())
        elif isinstance(part, list):
            waiting[:0] = part


def _written(node: object, blanks: dict[object, str]) -> str:
    """Return a part of a pattern as SPARQL writes it; a blank node is a variable that is not shown."""
    from rdflib import BNode, Variable  # noqa: PLC0415 - only who wants an explanation pays for it

    if isinstance(node, BNode):
        return blanks.setdefault(node, f"?_{len(blanks) + 1}")
    if isinstance(node, Variable):
        return f"?{node}"
    return str(node.n3())  # type: ignore[attr-defined] # an IRI, a literal or a path


def _short(pattern: str) -> str:
    """Return a pattern as a person writes it."""
    return _IRI.sub(lambda match: terms.shorten(Iri(match[1])), pattern)


def _count(store: Store, pattern: str) -> int:
    """Return how many triples a pattern matches."""
    return int(shown(store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").rows[0][0]))
