"""What the graph holds and what it does not: its topics and its sources with their dates, and what questions lack.

A topic is a part of the ontology: a claim belongs to the part that defines its predicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import queries

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store import Store
    from kg.tables import Rows

_TOPICS = """
SELECT ?topic (SUM(?number) AS ?claims) (COUNT(DISTINCT ?source) AS ?sources)
  (MIN(?issued) AS ?earliest) (MAX(?issued) AS ?latest)
WHERE {
  {
    SELECT ?predicate ?source (COUNT(?claim) AS ?number) WHERE {
      { SELECT ?claim ?source WHERE { ?claim kg:statedIn ?source } }
      { SELECT ?claim ?predicate WHERE { ?claim rdf:predicate ?predicate } }
    }
    GROUP BY ?predicate ?source
  }
  ?source dcterms:issued ?issued .
  OPTIONAL { ?predicate rdfs:isDefinedBy/dcterms:title ?title }
  BIND (STR(COALESCE(?title, "Terms of other vocabularies")) AS ?topic)
}
GROUP BY ?topic
ORDER BY DESC(?claims) ?topic
"""
_SOURCES = "saying/claims-per-source"


@dataclass(frozen=True)
class Coverage:
    """What the graph holds.

    :param topics: one row per topic: claims, sources, and the days between which these were issued.
    :param sources: one row per source: title, publisher, days, grade and number of claims.
    :param lacks: what the questions of each topic of the library cannot tell.
    """

    topics: Rows
    sources: Rows
    lacks: dict[str, list[str]]


def coverage(store: Store, root: Path | None = None) -> Coverage:
    """Return what a graph holds and does not hold."""
    lacks: dict[str, list[str]] = {}
    for question in queries.questions(root):
        known = lacks.setdefault(question.name.partition("/")[0], [])
        known += [question.lacks] if question.lacks not in known else []
    return Coverage(store.select(_TOPICS), store.select(queries.question(_SOURCES, root).open([])), lacks)
