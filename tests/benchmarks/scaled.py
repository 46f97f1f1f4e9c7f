"""A graph of any size in the shape of the real one: the real one, over and over, under other names.

Each copy has the claims, anchors, sources, parties, addresses, notices and firms of the graph under names of its own,
and shares with the others what there is once in the world: ontology, destinations, licence requirements, lists,
agencies. So classes, predicates and fan-outs are those of the graph; only what is shared is spoken of more often, as in
a longer list. The last copy holds a part of the claims, row by row. The same size and seed give the same graph.
The real graph is read from a file, line by line, for each copy; no copy is held in memory.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path

from kg import claims, store, tables
from kg.terms import ANCHOR, CLAIM, ID, KG, RDF, SOURCE

ROOT = Path(__file__).resolve().parents[2]
SEED = 20241205
OWN = frozenset(
    KG + name for name in ("Party", "Address", "Notice", "Firm", "CorporateGroup", "Product", "ListedAddress")
)
"""The classes whose things each copy has for itself; the rest of the entities are there once."""

_IRI = re.compile(r"<([^<>]*)>")
_TYPE = f"<{RDF}type>"


def write(target: Path, size: int, seed: int = SEED) -> int:
    """Write a graph of about so many triples as N-Triples; return how many lines it has.

    It is never smaller than the real one, which is its first copy.
    """
    whole = store.open_store(ROOT)
    base = target.with_suffix(".base")
    with base.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{' '.join(map(tables.ntriples_term, triple))} .\n" for triple in whole)
    shape = _Shape(whole)
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        written = _copy(base, stream.write, lambda line: line)
        number = 1
        own = shape.own_lines(base)
        while (left := size - written) > 0:
            share = min(1.0, left / own)
            written += _copy(base, stream.write, shape.renamed(number, share, seed))
            number += 1
    base.unlink()
    return written


def _copy(base: Path, write_line: Callable[[str], object], change: Callable[[str], str]) -> int:
    """Write the lines of the real graph, changed; return how many there are. What becomes nothing is left out."""
    count = 0
    with base.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            if changed := change(line):
                write_line(changed)
                count += 1
    return count


class _Shape:
    """What has to be known to make a copy of the graph: which names are its own, and what hangs together."""

    def __init__(self, whole: store.Store) -> None:
        self._own = {str(thing) for thing, kind in whole.pairs(RDF + "type") if str(kind) in OWN}
        self._anchored = {str(anchor): _row(str(claim)) for claim, anchor in whole.pairs(KG + "anchor")}
        self._edges: dict[str, list[str]] = {}
        for claim in claims.counting(claims.read_claims(whole.pairs)):
            self._edges.setdefault(f"{' '.join(map(tables.ntriples_term, claim.edge))} .\n", []).append(_row(claim.iri))

    def own_lines(self, base: Path) -> int:
        """Return how many lines a whole copy of the real graph has."""
        return _copy(base, lambda _line: None, self.renamed(1, 1.0, SEED))

    def renamed(self, number: int, share: float, seed: int) -> Callable[[str], str]:
        """Return what a line becomes in a copy of which a share is wanted; what all share becomes nothing."""
        tail = f"-x{number}"

        def kept(row: str) -> bool:
            """Tell whether a row is in the copy."""
            return share >= 1 or zlib.crc32(f"{seed} {number} {row}".encode()) < share * 2**32

        def named(match: re.Match[str]) -> str:
            """Return an IRI under the name that it has in the copy."""
            return f"<{match[1]}{tail}>" if self._is_own(match[1]) else match[0]

        def change(line: str) -> str:
            """Return the line of the copy."""
            subject, predicate, _ = line.split(" ", 2)
            iri = subject[1:-1]
            if not self._is_own(iri) or not any(map(kept, self._rows(iri, line))):
                return ""
            if predicate == _TYPE:
                return f"<{iri}{tail}>{line[len(subject) :]}"
            return _marked(_IRI.sub(named, line) if '"' not in line else f"<{iri}{tail}>{line[len(subject) :]}", number)

        return change

    def _is_own(self, iri: str) -> bool:
        """Tell whether each copy has a thing for itself."""
        return iri.startswith((CLAIM, ANCHOR, SOURCE)) or iri in self._own

    def _rows(self, iri: str, line: str) -> list[str]:
        """Return the rows that a line hangs on; one is enough. Entities and sources are in every copy."""
        if iri.startswith(CLAIM):
            return [_row(iri)]
        if iri.startswith(ANCHOR):
            return [self._anchored.get(iri, iri)]
        return self._edges.get(line, [""] if iri.startswith((ID, SOURCE)) else [iri])


def _row(claim: str) -> str:
    """Return what a claim hangs together with: the part of its name before the first point, as of a row of the list."""
    head, _, tail = claim.rpartition("/")
    return f"{head}/{tail.partition('.')[0]}"


def _marked(line: str, number: int) -> str:
    """Return a line whose text in a language, as a name has it, is another in each copy."""
    quoted, mark, tail = line.rpartition('"@')
    return f"{quoted} {number}{mark}{tail}" if mark else line
