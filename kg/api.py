"""What ``import kg`` offers: the graph, its questions, and the claims behind an answer.

>>> import kg
>>> graph = kg.Graph()
>>> print(graph.entity("US Entity List"))
https://w3id.org/chip-controls/id/us-entity-list
>>> len(graph.ask("entity-list/who-was-added", notice="2024-28267").rows.rows)
140
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import answers, edges, evidence, names, paths, queries, store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.answers import Answer
    from kg.evidence import Evidence
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
