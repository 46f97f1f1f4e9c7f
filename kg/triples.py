"""The triples of an answer in Python: to go through, to write in every format of RDF, and to hand on to rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import engine
from kg.errors import Misuse
from kg.tables import LANG_STRING, STRING, Blank, Iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import rdflib

    from kg.tables import Term, Triple


class Triples:
    """What a CONSTRUCT or DESCRIBE gives: triples, each once, and what an honest answer says beside them.

    :param notes: how many triples there are, as of when, and what was searched.
    :param total: how many triples there are in all; more than are held when there was a limit.
    """

    def __init__(self, triples: Sequence[Triple], notes: Sequence[str] = (), total: int | None = None) -> None:
        self._triples = list(triples)
        self.notes = tuple(notes)
        self.total = len(self._triples) if total is None else total

    @property
    def truncated(self) -> bool:
        """Whether triples were left out."""
        return self.total > len(self._triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._triples)

    def __len__(self) -> int:
        """Return the number of triples that are held."""
        return len(self._triples)

    def __contains__(self, triple: object) -> bool:
        """Tell whether a triple is among them."""
        return triple in self._triples

    def __str__(self) -> str:
        return self.serialize()

    def __repr__(self) -> str:
        return f"<{len(self)}{f' of {self.total}' if self.truncated else ''} triples>"

    def serialize(self, form: str = "turtle") -> str:
        """Return the triples as turtle, ntriples, nquads, trig, rdfxml or jsonld.

        :raises Misuse: when the format is none of these.
        """
        if form not in engine.FORMATS:
            raise Misuse(f"'{form}' is no format for triples: use one of {', '.join(engine.FORMATS)}")
        return engine.written(self._triples, form)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples as a graph of rdflib."""
        import rdflib  # noqa: PLC0415 - most answers do without it

        graph = rdflib.Graph()
        for subject, predicate, value in self._triples:
            graph.add((_node(subject), _node(predicate), _node(value)))
        return graph


def _node(term: Term) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    """Return a term as rdflib has it, its text as it is."""
    import rdflib  # noqa: PLC0415 - most answers do without it

    if isinstance(term, Iri):
        return rdflib.URIRef(term)
    if isinstance(term, Blank):
        return rdflib.BNode(term)
    datatype = None if term.datatype in {STRING, LANG_STRING} else rdflib.URIRef(term.datatype)
    return rdflib.Literal(term.value, lang=term.language or None, datatype=datatype, normalize=False)
