"""The only door to pySHACL: whether each block of a file has the shape that its class has in the ontology.

The shapes stand beside the ontology, in ``ontology/*-shapes.ttl``. The local name of a shape is the name of its rule,
and its message the sentence that is said when the rule is broken.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyshacl
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.collection import Collection as RdfList

from kg import looks, paths, terms, things, turtle
from kg.cases import Cases
from kg.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

    from kg.cases import Case
    from kg.looks import Look
    from kg.things import Thing
    from kg.turtle import Document

    Wrong = tuple[str, Node | None, Node | None]
    """A thing, the value of it that is wrong if there is one, and the shape that it has not."""

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf, SH.target)

# A literal that is ill-typed is a problem that is reported; rdflib would log a traceback beside it.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


def validate(root: Path, files: Mapping[Path, Document] | Iterable[Path]) -> list[Problem]:
    """Return the rules that the blocks of files break, against what the other files of the truth describe.

    The files of the ontology are left out: they make the shapes.

    :param files: the files, read already or not.
    :raises ProblemsFound: when a file does not parse.
    """
    read = files if isinstance(files, Mapping) else {file: _read(file) for file in files}
    documents = {file: document for file, document in read.items() if root / "ontology" not in file.parents}
    places = {
        document.iri(block.subject): (file, block) for file, document in documents.items() for block in document.blocks
    }
    sources = {paths.source_file(file) for file in documents} - set(documents)
    described = things.said([*documents.values(), *map(_read, sorted(sources))])
    classes = things.classes(described, (file for file in paths.graph_files(root) if file not in documents))
    shapes = _shapes(root)
    problems = list(_unshaped(documents, shapes))
    for subject, value, shape in _Judging(_hoisted(shapes), described, classes).wrong(places):
        file, block = places[subject]
        sentence = str(shapes.value(shape, SH.message)) + _shown(value, documents[file])
        problems.append(Problem(file, block.line, block.subject, str(shape).rpartition("/")[2], sentence))
    return sorted(set(problems))


def _read(file: Path) -> Document:
    """Return a file that was read."""
    return turtle.read(file.read_text("utf-8"), file)


def _shapes(root: Path) -> Graph:
    """Return the shapes of the ontology."""
    shapes = Graph()
    for file in sorted((root / "ontology").glob("*-shapes.ttl")):
        shapes.parse(file, format="turtle")
    return shapes


def _hoisted(shapes: Graph) -> Graph:
    """Return shapes that mean the same, with the targets of a closed shape at its properties.

    pySHACL looks at a property of a shape node by node, and at a shape with targets for all its nodes at once: for the
    Entity List that takes 10 s and not 45.
    """
    hoisted = Graph() + shapes
    for shape in shapes.subjects(SH.closed):
        properties = list(shapes.objects(shape, SH.property))
        known: list[Node] = [path for each in properties if (path := shapes.value(each, SH.path))]
        hoisted.remove((shape, SH.property, None))
        hoisted.add((shape, SH.ignoredProperties, RdfList(hoisted, BNode(), known).uri))
        for target in shapes.objects(shape, SH.targetClass):
            hoisted.addN((each, SH.targetClass, target, hoisted) for each in properties)
    return hoisted


def _unshaped(documents: Mapping[Path, Document], shapes: Graph) -> Iterator[Problem]:
    """Yield the blocks that no shape looks at: those without a class, and those of a class without a shape."""
    known = {str(each) for each in shapes.objects(None, SH.targetClass)}
    for file, document in documents.items():
        for block in document.blocks:
            classes = [value for predicate, value in block.pairs if predicate == "rdf:type"]
            if not classes:
                sentence = "a block says what it is: write 'a' and a class of the ontology"
                yield Problem(file, block.line, block.subject, "block-has-class", sentence)
            for each in classes:
                if document.iri(each) not in known:
                    sentence = f"a block is of a class that has a shape, not {each}"
                    yield Problem(file, block.line, block.subject, "class-is-known", sentence)


class _Judging:
    """The judging of things by shapes.

    Where it is known what a shape looks at, pySHACL first sees one thing of each case (:mod:`kg.cases`), and then every
    thing that is of a case that is not well. It judges the other shapes over everything.
    """

    def __init__(self, shapes: Graph, described: Mapping[str, Thing], classes: Mapping[str, list[str]]) -> None:
        self._shapes, self._described, self._classes = shapes, described, classes
        self._known = {} if any(str(RDFS.subClassOf) in thing for thing in described.values()) else _known(shapes)
        named = {str(shape): look for shape, look in self._known.items()}
        targets = {str(shape): set() if look.queries else self._targets(shape) for shape, look in self._known.items()}
        self._cases = Cases(named, targets, classes)

    def _targets(self, shape: Node) -> set[str]:
        """Return the classes whose things a shape is for."""
        return {f"<{each}>" for each in self._shapes.objects(shape, SH.targetClass)}

    def wrong(self, subjects: Collection[str]) -> Iterator[Wrong]:
        """Yield what is wrong with things."""
        doubtful = self._doubtful(subjects)
        if doubtful:
            some = {**self._begun(), **{each: self._described[each] for each in doubtful}}
            yield from self._found(self._aimed(self._known), some, doubtful)
        others = self._aimed(set(self._shapes.subjects()) - set(self._known))
        if any((None, target, None) in others for target in _TARGETS):
            yield from self._found(others, self._described, subjects)

    def _found(self, shapes: Graph, described: Mapping[str, Thing], subjects: Collection[str]) -> Iterator[Wrong]:
        """Yield what pySHACL finds wrong with some of the things that are described."""
        graph = things.graph(described, self._classes)
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
        for result in report.subjects(RDF.type, SH.ValidationResult):
            subject, value, shape = _said(report, result, self._shapes)
            if subject in subjects:
                yield subject, value, shape

    def _aimed(self, at: Collection[Node]) -> Graph:
        """Return the shapes, of which only some have targets."""
        aimed = Graph() + self._shapes
        for shape in set(self._shapes.subjects()).difference(at):
            for target in _TARGETS:
                aimed.remove((shape, target, None))
            aimed.remove((shape, RDF.type, RDFS.Class))
        return aimed

    def _begun(self) -> dict[str, Thing]:
        """Return the things that queries begin with."""
        asking = [shape for shape, look in self._known.items() if look.queries]
        classes = {each for shape in asking for each in self._targets(shape)}
        nodes = {str(each) for shape in asking for each in self._shapes.objects(shape, SH.targetNode)}
        return {
            iri: thing
            for iri, thing in self._described.items()
            if iri in nodes or not classes.isdisjoint(thing.get(things.TYPE, ()))
        }

    def _doubtful(self, subjects: Collection[str]) -> set[str]:
        """Return the things that are of a case that is not well."""
        first: dict[Case, str] = {}
        for subject in subjects:
            for case in self._cases.of(self._described[subject]):
                first.setdefault(case, subject)
        bad = self._bad(first)
        return {each for each in subjects if bad and not bad.isdisjoint(self._cases.of(self._described[each]))}

    def _bad(self, first: Mapping[Case, str]) -> set[Case]:
        """Return the cases that are not well, judged by one thing of each, of which no more is shown than counts."""
        asking = {shape for shape, look in self._known.items() if look.queries}
        aimed, some = self._aimed(asking), {iri: dict(thing) for iri, thing in self._begun().items()}
        cases: dict[str, dict[str, Case]] = {}
        for case, subject in first.items():
            shape, thing = URIRef(case[0]), self._described[subject]
            look, shown = self._known[shape].at, some.setdefault(subject, {})
            shown |= thing if looks.PREDICATES in look else {each: thing[each] for each in look if each in thing}
            cases.setdefault(subject, {})[case[0]] = case
            if shape not in asking:
                aimed.add((shape, SH.targetNode, URIRef(subject)))
        bad: set[Case] = set()
        for subject, _, judge in self._found(aimed, some, cases):
            if str(judge) in cases[subject]:
                bad.add(cases[subject][str(judge)])
            elif judge not in asking:
                bad.update(cases[subject].values())
        return bad


def _known(shapes: Graph) -> dict[Node, Look]:
    """Return what shapes with targets look at, where that is known."""
    aimed = {*shapes.subjects(SH.targetClass), *shapes.subjects(SH.targetNode)}
    found = {shape: looks.of(shapes, shape) for shape in aimed if isinstance(shape, URIRef)}
    return {shape: look for shape, look in found.items() if look is not None and looks.ITSELF not in look.at}


def _said(report: Graph, result: Node, shapes: Graph) -> tuple[str, Node | None, Node | None]:
    """Return the subject of a result, the value that is wrong if there is one, and the shape.

    A rule that asks a query looks at a thing and finds the claims about it: there the value is the subject.
    """
    shape, value = report.value(result, SH.sourceShape), report.value(result, SH.value)
    queried = (shape, SH.sparql, None) in shapes
    subject = value if queried else report.value(result, SH.focusNode)
    if report.value(result, SH.sourceConstraintComponent) == SH.ClosedConstraintComponent:
        value = report.value(result, SH.resultPath)
    return str(subject), None if value == subject else value, shape


def _shown(value: Node | None, document: Document) -> str:
    """Return what to add to a message about a value that is wrong."""
    if value is None:
        return ""
    return f", not {terms.shorten(str(value), document.prefixes) if isinstance(value, URIRef) else value}"
