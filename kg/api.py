"""What ``import kg`` offers: the graph, its questions, and the claims behind an answer.

>>> import kg
>>> graph = kg.Graph()
>>> print(graph.entity("US Entity List"))
https://w3id.org/chip-controls/id/us-entity-list
>>> len(graph.ask("entity-list/who-was-added", notice="2024-28267").rows.rows)
140
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg import answers, edges, evidence, names, paths, queries, store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.answers import Answer
    from kg.drawings import Drawing, Paths
    from kg.evidence import Evidence
    from kg.network import Network
    from kg.queries import Question
    from kg.tables import Iri, Rows, Term, Triple


class Graph:
    """The graph of a checkout, or the one that came with the package; it is asked and not written."""

    def __init__(self, root: Path | str | None = None) -> None:
        """Open the graph, building its store when its content is new.

        :param root: the folder with ``ontology``, ``graph`` and ``queries``; by default that of :func:`kg.paths.home`.
        """
        self._root = paths.home(root)
        self._store = store.open_store(self._root)

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self._store)

    def questions(self) -> list[Question]:
        """Return the questions of the library."""
        return queries.questions(self._root)

    def ask(self, question: str, limit: int | None = None, **parameters: str) -> Answer:
        """Ask a question of the library, such as ``entity-list/who-was-added``; its parameters are texts.

        :raises UnknownQuestion: when there is none of that name.
        :raises BadParameter: when a parameter is missing, unknown or ill-typed.
        """
        return answers.answer(self._store, queries.question(question, self._root), parameters, limit)

    def query(self, sparql: str, **values: Term | Sequence[Term]) -> Rows | bool | list[Triple]:
        """Answer a SPARQL query of one's own; values for its variables travel as terms, never as text."""
        return self._store.query(sparql, values)

    def entity(self, name: str) -> Iri:
        """Return the entity that a text means: an IRI, a CURIE, a slug, or any of its names."""
        return names.entity(self._store, name)

    def why(self, subject: str, predicate: str, value: str) -> list[Evidence]:
        """Return the claims behind an edge, each named as in :meth:`entity`."""
        return evidence.behind(self._store, *edges.find(self._store, subject, predicate, value))

    def draw(self, *entities: str, depth: int = 1, most: int = 300, **wanted: Any) -> Drawing:  # noqa: ANN401 - three kinds
        """Return a picture of entities and what is around them, shown inline by a notebook; ``save`` writes it.

        :param wanted: ``predicates`` and ``sources``, the only ones to look at, and ``as_of``, a day.
        """
        from kg import drawings

        return drawings.drawing(self._store, entities, drawings.wanted(self._store, **wanted), depth, most)

    def draw_query(self, sparql: str, title: str = "Answer", **wanted: Any) -> Drawing:  # noqa: ANN401 - as for draw
        """Return a picture of what a CONSTRUCT, or a SELECT of ?subject, ?predicate and ?object, finds."""
        from kg import drawings

        return drawings.answer(self._store, sparql, drawings.wanted(self._store, **wanted), title)

    def network(self, *entities: str, depth: int = 1, avoid: Sequence[str] = (), **wanted: Any) -> Network:  # noqa: ANN401 - as for draw
        """Return the graph, or what is around entities, as a ``networkx.MultiDiGraph`` whose edges know their claims.

        :param avoid: classes whose entities are left out.
        """
        from kg import drawings

        return drawings.network(self._store, entities, drawings.wanted(self._store, **wanted), depth, avoid)

    def path(self, one: str, other: str, longest: int = 6, avoid: Sequence[str] = (), **wanted: Any) -> Paths:  # noqa: ANN401 - as for draw
        """Return the shortest and the strongest paths between two entities, each step with its claims."""
        from kg import drawings

        return drawings.paths(self._store, (one, other), drawings.wanted(self._store, **wanted), longest, avoid)
