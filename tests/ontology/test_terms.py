"""The terms of the ontology: each has a label, a definition, a home and a use."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef

from kg import terms

ROOT = Path(__file__).resolve().parents[2]
KG = Namespace(terms.KG)
SHAPES = sorted((ROOT / "ontology").glob("*-shapes.ttl"))
FILES = sorted(set((ROOT / "ontology").glob("*.ttl")) - set(SHAPES))
VOCABULARIES = [file for file in FILES if file.stem != "alignments"]
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.ConceptScheme}
_TERM = re.compile(r"\bkg:([A-Za-z][A-Za-z0-9-]*)")

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
every_vocabulary = pytest.mark.parametrize("file", VOCABULARIES, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """The ontology without its alignments and its shapes."""
    graph = Graph()
    for file in VOCABULARIES:
        graph.parse(file)
    return graph


def declared(graph: Graph) -> set[URIRef]:
    """The terms that a graph declares."""
    return {each for each in graph.subjects(RDF.type) if isinstance(each, URIRef) and each.startswith(terms.KG)}


@every_file
def test_a_file_says_what_it_is(file: Path) -> None:
    """Each file has one header, with title, description, licence and version, named after the file."""
    graph = Graph().parse(file)
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(header) == f"{terms.BASE}ontology/{file.stem}"
    assert str(graph.value(header, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    for predicate in (DCTERMS.title, DCTERMS.description, OWL.versionInfo):
        assert len(list(graph.objects(header, predicate))) == 1, predicate


@every_file
def test_nothing_is_a_blank_node(file: Path) -> None:
    """The ontology has no blank node."""
    assert [triple for triple in Graph().parse(file) if any(isinstance(each, BNode) for each in triple)] == []


@every_vocabulary
def test_a_term_has_label_definition_and_home(file: Path) -> None:
    """Each term has one English label, one English definition that ends, and the file as its home."""
    graph = Graph().parse(file)
    home = URIRef(f"{terms.BASE}ontology/{file.stem}")
    for each in declared(graph):
        for predicate in (RDFS.label, SKOS.definition):
            values = list(graph.objects(each, predicate))
            assert [value.language for value in values if isinstance(value, Literal)] == ["en"], (each, predicate)
        assert str(graph.value(each, SKOS.definition)).endswith("."), each
        assert list(graph.objects(each, RDFS.isDefinedBy)) == [home], each


@every_vocabulary
def test_a_term_is_of_one_kind(file: Path) -> None:
    """Each term is a class, a property, a concept scheme, or a concept of a class of the ontology."""
    graph = Graph().parse(file)
    for each in declared(graph):
        kinds = set(graph.objects(each, RDF.type)) - {OWL.SymmetricProperty}
        assert len(kinds) == 1, each
        assert kinds <= KINDS or all(str(kind).startswith(terms.KG) for kind in kinds), each


def test_a_concept_stands_in_its_scheme(ontology: Graph) -> None:
    """Each concept is in one scheme of the ontology, under its label."""
    concepts = {each for each in declared(ontology) if not set(ontology.objects(each, RDF.type)) & KINDS}
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.SymmetricProperty}
    for each in {each for each in concepts if not set(ontology.objects(each, RDF.type)) & kinds}:
        (scheme,) = ontology.objects(each, SKOS.inScheme)
        assert (scheme, RDF.type, SKOS.ConceptScheme) in ontology, each
        assert ontology.value(each, SKOS.prefLabel) == ontology.value(each, RDFS.label), each


def test_the_scales_are_whole(ontology: Graph) -> None:
    """Credibility has the grades 1 to 6 and reliability the grades A to F."""
    scales = {"credibilities": "123456", "reliabilities": "ABCDEF"}
    for scheme, grades in scales.items():
        found = [str(ontology.value(each, SKOS.notation)) for each in ontology.subjects(SKOS.inScheme, KG[scheme])]
        assert sorted(found) == list(grades)


def test_no_label_stands_for_two_things_of_one_kind(ontology: Graph) -> None:
    """Two classes, two properties or two concepts of one scheme do not share a label."""
    seen: set[tuple[str, str]] = set()
    for each in declared(ontology):
        kind = ontology.value(each, SKOS.inScheme) or ontology.value(each, RDF.type)
        if kind in {OWL.ObjectProperty, OWL.DatatypeProperty}:
            kind = RDF.Property
        named = (str(kind), str(ontology.value(each, RDFS.label)))
        assert named not in seen, named
        seen.add(named)


def said(*folders: str) -> Iterator[str]:
    """The terms that the data, the questions and the shapes use."""
    files = [file for folder in folders for kind in ("*.ttl", "*.rq") for file in (ROOT / folder).rglob(kind)]
    for file in [*files, *SHAPES]:
        yield from _TERM.findall(file.read_text("utf-8"))


@pytest.fixture(scope="module")
def used() -> set[URIRef]:
    """The terms that data, questions or shapes use."""
    return {KG[name] for name in said("graph", "queries")}


def test_every_term_is_used(ontology: Graph, used: set[URIRef]) -> None:
    """Each term is used in data, questions or shapes, or stands above one that is, or beside one in its scheme."""
    idle = declared(ontology) - used
    for each in sorted(idle):
        below = {*ontology.subjects(RDFS.subClassOf, each), *ontology.subjects(RDFS.subPropertyOf, each)}
        beside = {*ontology.objects(each, RDF.type), *ontology.subjects(SKOS.inScheme, each)}
        assert (below | beside) & used, f"{each} is used nowhere: take it out, or use it"


def test_every_term_that_is_used_is_declared(ontology: Graph, used: set[URIRef]) -> None:
    """No data, question or shape uses a term that the ontology does not declare."""
    assert used - declared(ontology) == set()


def test_alignments_are_about_our_terms(ontology: Graph) -> None:
    """An alignment leads from a term of the ontology to one of somebody else, and is a mapping of SKOS."""
    graph = Graph().parse(ROOT / "ontology" / "alignments.ttl")
    pairs = [triple for triple in graph if str(triple[1]).startswith(str(SKOS))]
    assert pairs
    for one, relation, other in pairs:
        assert one in declared(ontology)
        assert relation in {SKOS.closeMatch, SKOS.exactMatch, SKOS.narrowMatch, SKOS.broadMatch}
        assert not str(other).startswith(terms.BASE)


def test_each_vocabulary_has_shapes_beside_it() -> None:
    """Each file of terms has a file of shapes beside it, and no other file has."""
    assert {file.stem.removesuffix("-shapes") for file in SHAPES} == {file.stem for file in VOCABULARIES}
