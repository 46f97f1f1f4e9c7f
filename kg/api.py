"""What ``import kg`` offers: the graph, its questions, and the claims behind an answer.

>>> import kg
>>> graph = kg.open()
>>> print(graph.entity("US Entity List"))
https://w3id.org/chip-controls/id/us-entity-list
>>> added = graph.ask("entity-list/who-was-added", notice="2024-28267")
>>> len(added), list(added.columns)[:3]
(140, ['name', 'destination', 'published'])
>>> added.columns["citation"]
'The page of the Federal Register, as the row cites it.'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, Unpack

from kg import answers, bounded, edges, evidence, names, places, queries
from kg.provers import prover
from kg.results import Results
from kg.store import Embedded
from kg.tables import Iri, Rows
from kg.triples import Triples

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    import rdflib

    from kg.drawings import Chosen, Drawing, Paths
    from kg.evidence import Evidence
    from kg.explain import Explanation
    from kg.network import Network
    from kg.portrait import Portrait
    from kg.queries import Question
    from kg.store import Store
    from kg.tables import Term

    Result = TypeVar("Result")


def open(  # noqa: A001 - kg.open is what a reader looks for
    place: Path | str | None = None,
    *,
    user: str | None = None,
    password: str | None = None,
    token: str | None = None,
) -> Graph:
    """Open a graph, to ask it; nothing is written to it.

    :param place: a folder with ``ontology``, ``graph`` and ``queries``, a store that ``kg build`` made, a file of RDF,
        or the address of a SPARQL endpoint; by default the graph that came with the package.
    :param user: with ``password``, or ``token`` instead of both, what an endpoint wants to see; by default what the
        environment says in ``KG_STORE_USER`` and ``KG_STORE_PASSWORD``, or in ``KG_STORE_TOKEN``.
    """
    return Graph(place, user=user, password=password, token=token)


class Graph:
    """A graph that can be asked: :func:`open` gives it."""

    def __init__(
        self,
        place: Path | str | None = None,
        *,
        user: str | None = None,
        password: str | None = None,
        token: str | None = None,
    ) -> None:
        """Open the graph, building its store when its content is new; the parameters are those of :func:`open`."""
        self._root, self._open = places.find(place, {"user": user, "password": password, "token": token})
        self._store = self._open()

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self._store)

    def questions(self) -> list[Question]:
        """Return the questions of the library."""
        return queries.questions(self._root)

    def ask(
        self,
        question: str,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        **parameters: str | int | dt.date,
    ) -> Results:
        """Ask a question of the library, such as ``entity-list/who-was-added``.

        :param limit: how many rows to return at most; the notes say when there are more.
        :param timeout: how many seconds it may take.
        :raises OutOfBounds: when it takes longer, and was ended.
        :raises UnknownQuestion: when there is none of that name.
        :raises BadParameter: when a parameter is missing, unknown or ill-typed.
        """
        wanted = queries.question(question, self._root)
        texts = {name: str(each) for name, each in parameters.items()}
        found = self._within(timeout, lambda graph: answers.answer(graph, wanted, texts, limit))
        prove = prover(self._store, found.query, found.rows, found.values)
        return Results(found.rows, found.notes, found.total, wanted, prove)

    def query(
        self,
        sparql: str,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        allow_service: Collection[str] = (),
        **values: Term | Sequence[Term],
    ) -> Results | Triples | bool:
        """Answer a SPARQL query of one's own: rows for SELECT, yes or no for ASK, triples for CONSTRUCT and DESCRIBE.

        :param limit: how many rows or triples to return at most; the notes say when there are more.
        :param timeout: how many seconds it may take.
        :param allow_service: the hosts that the query may call with ``SERVICE``.
        :param values: values for variables of the query; they travel as terms, never as text.
        """
        found = self._within(timeout, lambda graph: graph.query(sparql, values, allow_service))
        if isinstance(found, bool):
            return found
        if isinstance(found, Rows):
            rows = Rows(found.columns, found.rows[:limit])
            total = len(found.rows)
            notes = answers.sizes(self._store, len(rows.rows), total)
            return Results(rows, notes, total, prove=prover(self._store, sparql, rows, values))
        notes = answers.sizes(self._store, len(found[:limit]), len(found), "triple")
        return Triples(found[:limit], notes, len(found))

    def explain(self, sparql: str, *, timeout: float | None = None, **values: Term | Sequence[Term]) -> Explanation:
        """Answer a query of one's own, and return its time, its size, and how many triples each pattern matches."""
        from kg import explain

        return self._within(timeout, lambda graph: explain.explain(graph, sparql, values))

    def _within(self, timeout: float | None, work: Callable[[Store], Result]) -> Result:
        """Return the result of some work with the store, which is ended when it takes longer than it may."""
        if timeout is None:
            return work(self._store)
        if isinstance(self._store, Embedded):
            return bounded.run(lambda: work(self._open()), timeout)
        return work(self._store.within(timeout))

    def entity(self, name: str) -> Iri:
        """Return the entity that a text means: an IRI, a CURIE, a slug, or any of its names."""
        return names.entity(self._store, name)

    def show(self, entity: str) -> Portrait:
        """Return what the graph says of an entity, and which claim says it."""
        from kg import portrait

        return portrait.of(self._store, entity)

    def why(self, subject: str, predicate: str, value: str) -> list[Evidence]:
        """Return the claims behind an edge, each named as in :meth:`entity`."""
        return evidence.behind(self._store, *edges.find(self._store, subject, predicate, value))

    def rdflib(self) -> rdflib.Dataset:
        """Return the same graph for rdflib: a data set on the same store, whose default graph is everything."""
        return self._store.rdflib()

    def draw(self, *entities: str, depth: int = 1, most: int = 300, **wanted: Unpack[Chosen]) -> Drawing:
        """Return a picture of entities and what is around them, shown inline by a notebook; ``save`` writes it.

        :param wanted: ``predicates`` and ``sources``, the only ones to look at, and ``as_of``, a day.
        """
        from kg import drawings

        return drawings.drawing(self._store, entities, drawings.wanted(self._store, **wanted), depth, most)

    def draw_query(self, sparql: str, title: str = "Answer", **wanted: Unpack[Chosen]) -> Drawing:
        """Return a picture of what a CONSTRUCT, or a SELECT of ?subject, ?predicate and ?object, finds."""
        from kg import drawings

        return drawings.answer(self._store, sparql, drawings.wanted(self._store, **wanted), title)

    def network(self, *entities: str, depth: int = 1, avoid: Sequence[str] = (), **wanted: Unpack[Chosen]) -> Network:
        """Return the graph, or what is around entities, as a ``networkx.MultiDiGraph`` whose edges know their claims.

        :param avoid: classes whose entities are left out.
        """
        from kg import drawings

        return drawings.network(self._store, entities, drawings.wanted(self._store, **wanted), depth, avoid)

    def path(
        self, one: str, other: str, longest: int = 6, avoid: Sequence[str] = (), **wanted: Unpack[Chosen]
    ) -> Paths:
        """Return the shortest and the strongest paths between two entities, each step with its claims."""
        from kg import drawings

        return drawings.paths(self._store, (one, other), drawings.wanted(self._store, **wanted), longest, avoid)
