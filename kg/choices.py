"""What is wanted of the graph, as people say it: only some relations, sources or days, without some classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import names, plain, terms
from kg.errors import Misuse
from kg.tables import Iri, shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from kg.store import Store

_SOURCES = "SELECT ?source ?title WHERE { ?source a kg:Source ; dcterms:title ?title } ORDER BY ?source"
_VERBS = """
SELECT ?predicate ?label WHERE {
  { SELECT DISTINCT ?predicate WHERE { ?claim rdf:predicate ?predicate } }
  ?predicate rdfs:label ?label
}
ORDER BY ?predicate ?label
"""
_CLASSES = f"""
SELECT ?class ?label WHERE {{
  {{ SELECT DISTINCT ?class WHERE {{ ?entity a ?class FILTER (STRSTARTS(STR(?entity), "{terms.ID}")) }} }}
  ?class rdfs:label ?label
}}
ORDER BY ?class ?label
"""


@dataclass(frozen=True)
class Wanted:
    """Which claims to look at; where nothing is named, all of them.

    :param predicates: only claims with these predicates.
    :param sources: only claims of these sources.
    :param as_of: only claims that hold on this day, in the world or in law; both ends of a claim's time belong to it.
    """

    predicates: tuple[Iri, ...] = ()
    sources: tuple[Iri, ...] = ()
    as_of: dt.date | None = None


def wanted(
    store: Store, predicates: Sequence[str] = (), sources: Sequence[str] = (), as_of: dt.date | None = None
) -> Wanted:
    """Return which claims some texts mean; several predicates or sources may stand in one text, with commas.

    A source is meant by its CURIE or by the beginning of its path, such as ``us/bis``.

    :raises UnknownEntity: when no claim uses such a predicate.
    :raises Misuse: when no source is called so.
    """
    verbs = [_predicate(store, each) for each in _parted(predicates)]
    found = [each for text in _parted(sources) for each in _sources(store, text)]
    return Wanted(tuple(dict.fromkeys(verbs)), tuple(dict.fromkeys(found)), as_of)


def classes(store: Store, texts: Iterable[str]) -> list[str]:
    """Return the classes that some texts mean, by CURIE, local name or label; a text may name several, with commas.

    :raises Misuse: when no entity of the graph is of such a class.
    """
    rows = store.select(_CLASSES).rows
    known = {terms.fold(name): str(one) for one, label in rows for name in (plain.curie(str(one)), shown(label))}
    known |= {terms.fold(plain.curie(str(one)).rpartition(":")[2]): str(one) for one, _ in rows}
    found = []
    for text in _parted(texts):
        if terms.fold(text) not in known:
            every = ", ".join(sorted({shown(label) for _, label in rows}))
            raise Misuse(f"'{plain.line(text)}' is no class of entities: say one of {every}")
        found.append(known[terms.fold(text)])
    return found


def _parted(texts: Iterable[str]) -> list[str]:
    """Return the parts of texts with commas."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _predicate(store: Store, text: str) -> Iri:
    """Return the predicate that a text means: by its name, or by the label that pictures show."""
    for one, label in store.select(_VERBS).rows:
        if isinstance(one, Iri) and terms.fold(shown(label)) == terms.fold(text):
            return one
    return names.predicate(store, text)


def _sources(store: Store, text: str) -> list[Iri]:
    """Return the sources whose path is, or begins with, a text."""
    path = text.strip("<>").removeprefix(terms.SOURCE).removeprefix("source:").strip("/")
    every = [row[0] for row in store.select(_SOURCES).rows if isinstance(row[0], Iri)]
    found = [each for each in every if f"{each.removeprefix(terms.SOURCE)}/".startswith(f"{path}/")]
    if not found:
        inside = [each for each in every if path in each] or [each for each in every if path.rpartition("/")[2] in each]
        near = [plain.curie(each) for each in inside[:5]]
        raise Misuse(
            f"The graph has no source '{plain.line(text)}': say the beginning of its path, such as 'us/bis'; "
            f"'kg ask saying/claims-per-source' lists them. {'Near to it: ' + ', '.join(near) if near else ''}".strip()
        )
    return found
