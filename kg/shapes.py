"""The only door to pySHACL: whether each block of a file has the shape that its class has in the ontology.

The shapes stand beside the ontology, in ``ontology/*-shapes.ttl``. The local name of a shape is the name of its rule,
and its message the sentence that is said when the rule is broken.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg import paths, terms, turtle
from kg.errors import Problem
from kg.tokens import BARE, unescaped
from kg.turtle import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

_TYPED = re.compile(r"^(\S+)\n    a (\S+) ;$", re.MULTILINE)
_PREFIX = re.compile(r"^@prefix (\S*): <([^>]*)> \.$", re.MULTILINE)

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
    shapes = _shapes(root)
    problems = list(_unshaped(documents, shapes))
    _, report, _ = pyshacl.validate(_graph(root, documents), shacl_graph=_hoisted(shapes), inplace=True)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        subject, value, shape = _said(report, result, shapes)
        if subject in places:
            file, block = places[subject]
            sentence = str(shapes.value(shape, SH.message)) + _shown(value, documents[file])
            rule = str(shape).rpartition("/")[2]
            problems.append(Problem(file, block.line, block.subject, rule, sentence))
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
        hoisted.add((shape, SH.ignoredProperties, Collection(hoisted, BNode(), known).uri))
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


def _graph(root: Path, documents: Mapping[Path, Document]) -> Graph:
    """Return the graph of documents and of their sources, with the classes of what they point to."""
    graph = Graph()
    sources = {paths.source_file(file) for file in documents} - set(documents)
    for document in [*documents.values(), *map(_read, sorted(sources))]:
        for triple in _triples(document):
            graph.store.add(triple, graph)
    wanted = {str(each) for each in graph.objects() if isinstance(each, URIRef) and each.startswith(terms.BASE)}
    wanted -= {str(each) for each in graph.subjects(RDF.type)}
    for file in paths.graph_files(root):
        if file not in documents:
            graph.addN((URIRef(one), RDF.type, URIRef(what), graph) for one, what in _classes(file) if one in wanted)
    return graph


def _classes(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the subjects of a file in house form, each with its class, without reading all of it."""
    text = file.read_text("utf-8")
    document = Document(dict(_PREFIX.findall(text)), [], [])
    return ((document.iri(subject), document.iri(what)) for subject, what in _TYPED.findall(text))


def _triples(document: Document) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the triples of a file."""
    seen: dict[str, Node] = {"rdf:type": RDF.type}
    for block in document.blocks:
        for pair in block.pairs:
            for token in (block.subject, *pair):
                if token not in seen:
                    seen[token] = _term(token, document)
            yield seen[block.subject], seen[pair[0]], seen[pair[1]]


def _term(token: str, document: Document) -> Node:
    """Return the term that a token of a file stands for."""
    if token.startswith('"'):
        quoted, _, tail = token.rpartition('"')
        datatype = URIRef(document.iri(tail[2:])) if tail.startswith("^^") else None
        return Literal(unescaped(quoted[1:]), lang=tail[1:] if tail.startswith("@") else None, datatype=datatype)
    for name, form in BARE.items():
        if form.fullmatch(token):
            return Literal(token, datatype=URIRef(name))
    return URIRef(document.iri(token))


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
