"""The concepts of the graph that a row is read into: destinations, licence requirements, review policies, notices.

They are data (``graph/entities/``), typed by people; the importer finds them by the wording of the list and refuses a
wording nobody has given a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

from kg.errors import ImportRefused
from kg.importers.ecfr.parts import NotUnderstood
from kg.terms import KG, RDFS, fold, shorten


@dataclass(frozen=True)
class Concept:
    """A concept of the graph: its CURIE, its English label, and the CURIEs of its footnotes."""

    curie: str
    label: str
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The concepts by the wording of the list.

    :param headings: destination by its heading as printed.
    :param places: destination by the folded names that cross references use.
    :param requirements: licence requirement by wording.
    :param policies: review policy by wording.
    :param notices: notice by volume and page cited.
    """

    headings: dict[str, Concept]
    places: dict[str, Concept]
    requirements: dict[str, Concept]
    policies: dict[str, Concept]
    notices: dict[tuple[int, int], Concept]

    def destination(self, heading: str) -> Concept:
        """Return the destination of a heading.

        :raises ImportRefused: when no destination has it.
        """
        if heading in self.headings:
            return self.headings[heading]
        advice = "add it to graph/entities/destinations.ttl with its kg:heading"
        message = f"the list has a destination '{heading}' that nobody has described: {advice}"
        raise ImportRefused(message)


def load_vocabulary(entities: Path) -> Vocabulary:
    """Load the concepts from ``graph/entities``."""
    graph = Graph()
    for name in ("destinations", "licence-requirements", "review-policies", "notices"):
        file = entities / f"{name}.ttl"
        if file.is_file():
            graph.parse(file, format="turtle")
    return Vocabulary(
        headings={text: concept for concept, text in _by(graph, "heading")},
        places={fold(text): concept for name in ("crossReferenceName", "heading") for concept, text in _by(graph, name)}
        | {fold(concept.label): concept for concept, _ in _by(graph, "heading")},
        requirements={_plain(text): concept for concept, text in _by(graph, "wording", "LicenceRequirement")},
        policies={_plain(text): concept for concept, text in _by(graph, "wording", "ReviewPolicy")},
        notices=dict(_notices(graph)),
    )


def wording(table: dict[str, Concept], text: str) -> Concept:
    """Return the concept of a wording; case, white space and the final point do not matter.

    :raises NotUnderstood: when the wording has no meaning yet.
    """
    concept = table.get(_plain(text))
    if concept is None:
        message = f"a wording without a meaning: '{text}'"
        raise NotUnderstood(message)
    return concept


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .").casefold()


def _by(graph: Graph, predicate: str, kind: str = "") -> Iterator[tuple[Concept, str]]:
    """Yield the concepts that bear a literal, with the literal."""
    for subject, text in graph.subject_objects(URIRef(KG + predicate)):
        if not kind or (subject, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), URIRef(KG + kind)) in graph:
            yield _concept(graph, URIRef(str(subject))), str(text)


def _concept(graph: Graph, subject: URIRef) -> Concept:
    label = str(graph.value(subject, URIRef(RDFS + "label")) or "")
    footnotes = sorted(shorten(str(each)) for each in graph.objects(subject, URIRef(KG + "footnote")))
    return Concept(shorten(str(subject)), label, tuple(footnotes))


def _notices(graph: Graph) -> Iterator[tuple[tuple[int, int], Concept]]:
    """Yield the known notices by volume and each page by which the list cites them."""
    for subject, page in graph.subject_objects(URIRef(KG + "citedPage")):
        volume = graph.value(subject, URIRef(KG + "volume"))
        yield (int(str(volume)), int(str(page))), _concept(graph, URIRef(str(subject)))
