"""The shapes: each rule passes what is right and finds what is wrong, and a problem has its place.

``tests/shapes/<rule>/`` holds files that keep the rule (``ok-*``) and files that break it and no other (``bad-*``).
"""

import logging
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, Node, URIRef

from kg import shapes, terms, turtle
from kg.errors import Problem, ProblemsFound

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "tests" / "shapes"
FILES = sorted(EXAMPLES.rglob("*.ttl"))
IN_CODE = {"block-has-class", "class-is-known"}
"""The rules that no shape can hold: they are about the blocks that no shape looks at."""

every_ok_file = pytest.mark.parametrize(
    "file", [each for each in FILES if each.name.startswith("ok-")], ids=lambda each: f"{each.parent.name}/{each.stem}"
)
every_bad_file = pytest.mark.parametrize(
    "file", [each for each in FILES if each.name.startswith("bad-")], ids=lambda each: f"{each.parent.name}/{each.stem}"
)


@pytest.fixture(scope="module")
def wanted() -> Graph:
    """All shapes."""
    return shapes._shapes(ROOT)


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    """What is wrong with all examples: no two of them share a name, so one validation does for all."""
    return shapes.validate(ROOT, FILES)


def rules(wanted: Graph) -> set[str]:
    """The names of all rules that shapes hold."""
    named = {shape for shape in wanted.subjects(SH.message) if (shape, RDF.type, SH.SPARQLConstraint) not in wanted}
    return {str(shape).rpartition("/")[2] for shape in named}


@every_ok_file
def test_an_ok_file_has_no_problem(file: Path, problems: list[Problem]) -> None:
    """A file that is said to be right breaks no rule."""
    assert [str(each) for each in problems if each.path == file] == []


@every_bad_file
def test_a_bad_file_breaks_its_rule_and_no_other(file: Path, problems: list[Problem]) -> None:
    """A file that is said to be wrong breaks the rule that its folder is named after, and no other."""
    found = [each for each in problems if each.path == file]
    assert {each.rule for each in found} == {file.parent.name}, [str(each) for each in found]


def test_every_rule_has_examples(wanted: Graph) -> None:
    """Each rule has a folder with a file that passes and one that fails, and each folder has a rule."""
    folders = {folder.name: {file.name.partition("-")[0] for file in folder.iterdir()} for folder in EXAMPLES.iterdir()}
    assert set(folders) == rules(wanted) | IN_CODE
    assert [name for name, kinds in folders.items() if kinds != {"ok", "bad"}] == []


def test_no_two_examples_share_a_subject() -> None:
    """The examples can be validated together, because each has names of its own."""
    prefixes = [turtle.read(file.read_text("utf-8"), file).prefixes[""] for file in FILES]
    assert len(set(prefixes)) == len(FILES)


def test_hoisting_changes_no_answer(problems: list[Problem], monkeypatch: pytest.MonkeyPatch) -> None:
    """The shapes as they are validated find what the shapes as they are written find."""
    monkeypatch.setattr(shapes, "_hoisted", lambda written: written)
    assert shapes.validate(ROOT, FILES) == problems


def test_the_shapes_are_well_formed(wanted: Graph) -> None:
    """The shapes conform to the shapes for shapes of the SHACL recommendation."""
    conforms, _, said = pyshacl.validate(Graph(), shacl_graph=wanted, meta_shacl=True)
    assert conforms, said


def test_every_shape_has_a_name(wanted: Graph) -> None:
    """No shape is a blank node: lists are the only ones."""
    blank = {each for each in wanted.subjects() if not isinstance(each, URIRef)}
    assert blank == {each for each in wanted.subjects(RDF.first) if not isinstance(each, URIRef)}


def test_every_shape_that_can_be_broken_says_a_sentence(wanted: Graph) -> None:
    """Each shape with a target, and each property of one, has one message in English."""
    judging = {*wanted.subjects(SH.targetClass), *wanted.subjects(SH.targetNode)}
    judging |= {each for shape in wanted.subjects(SH.closed) for each in wanted.objects(shape, SH.property)}
    said = {shape: [getattr(each, "language", None) for each in wanted.objects(shape, SH.message)] for shape in judging}
    assert [str(shape) for shape, languages in said.items() if languages != ["en"]] == []


def test_every_class_of_claims_is_closed_and_has_what_a_claim_has(wanted: Graph) -> None:
    """Each class of claims has a closed shape, with every property of the shape of a plain claim."""
    ontology = Graph()
    for file in (ROOT / "ontology").glob("*.ttl"):
        ontology.parse(file)
    claim = URIRef(terms.KG + "Claim")
    for one in [claim, *ontology.subjects(RDFS.subClassOf, claim)]:
        lacking = of_class(wanted, claim) - of_class(wanted, one)
        assert {str(each).rpartition("/")[2] for each in lacking} <= {"claim-listing-is-described"}, one


def of_class(wanted: Graph, one: Node) -> set[Node]:
    """The properties of the closed shape of a class."""
    closed = set(wanted.subjects(SH.targetClass, one)) & set(wanted.subjects(SH.closed))
    assert len(closed) == 1, f"{one} has {len(closed)} closed shapes"
    return set(wanted.objects(closed.pop(), SH.property))


def test_every_class_that_shapes_name_is_of_the_ontology(wanted: Graph) -> None:
    """A target or a class of values is declared as a class, so that no shape is idle by a slip of the pen."""
    ontology = Graph()
    for file in (ROOT / "ontology").glob("*.ttl"):
        ontology.parse(file)
    named = {*wanted.objects(None, SH.targetClass), *wanted.objects(None, SH["class"])}
    assert {str(each) for each in named if (each, RDF.type, OWL.Class) not in ontology} == {
        terms.SKOS + "ConceptScheme",
        *(terms.SH + name for name in ("PrefixDeclaration", "SPARQLExecutable", "SPARQLSelectExecutable")),
    }


def test_a_problem_has_its_place(tmp_path: Path) -> None:
    """A problem names file, line, subject as written, rule and sentence."""
    example = (EXAMPLES / "claim-has-anchor" / "bad-copy-but-no-anchor.ttl").read_text("utf-8")
    file = tmp_path / "digest.ttl"
    file.write_text(example, "utf-8")
    line = example.splitlines().index(":claim") + 1
    sentence = "a claim says where in its source the words stand"
    assert [str(each) for each in shapes.validate(ROOT, [file])] == [
        f"{file}:{line}: :claim: claim-has-anchor: {sentence}"
    ]


def test_a_problem_says_what_is_wrong_as_the_file_writes_it() -> None:
    """The value that breaks a rule is added to the sentence, in the short form of the file."""
    file = EXAMPLES / "claim-has-modality" / "bad-not-described.ttl"
    assert [each.sentence for each in shapes.validate(ROOT, [file])] == ["a claim has one modality, not :nobody"]


def test_files_that_were_read_are_not_read_again() -> None:
    """Documents give the same problems as their files."""
    file = EXAMPLES / "claim-has-locator" / "bad-missing.ttl"
    document = turtle.read(file.read_text("utf-8"), file)
    moved = file.with_name("not-there.ttl")
    assert [each.rule for each in shapes.validate(ROOT, {moved: document})] == ["claim-has-locator"]


def test_the_files_of_the_ontology_are_left_out() -> None:
    """Terms and shapes are no blocks of the graph."""
    assert shapes.validate(ROOT, sorted((ROOT / "ontology").glob("*.ttl"))) == []


def test_the_entities_have_their_shapes() -> None:
    """What people wrote about entities breaks no rule."""
    assert [str(each) for each in shapes.validate(ROOT, sorted((ROOT / "graph" / "entities").rglob("*.ttl")))] == []


def test_a_claim_is_seen_with_the_source_beside_it(tmp_path: Path) -> None:
    """The source of a claim may stand in source.ttl of the folder; its copy makes the claim need an anchor."""
    blocks = (EXAMPLES / "claim-has-anchor" / "bad-copy-but-no-anchor.ttl").read_text("utf-8").split("\n\n")
    source = [each for each in blocks if each.startswith((":source", ":agency"))]
    (tmp_path / "source.ttl").write_text("\n\n".join([blocks[0], *source]), "utf-8")
    claims = tmp_path / "claims.ttl"
    claims.write_text("\n\n".join(each for each in blocks if each not in source), "utf-8")
    assert [(each.path, each.rule) for each in shapes.validate(ROOT, [claims])] == [(claims, "claim-has-anchor")]


def test_an_ill_typed_value_is_a_problem_and_no_noise(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A date that is none is reported once, and nothing is logged beside it."""
    example = (EXAMPLES / "claim-says-when-stated" / "ok-given.ttl").read_text("utf-8")
    file = tmp_path / "digest.ttl"
    wrong = 'kg:statedOn "2024-13-45"^^xsd:date'
    file.write_text(example.replace('kg:statedOn "2024-12-05"^^xsd:date', wrong), "utf-8")
    with caplog.at_level(logging.WARNING):
        assert [each.rule for each in shapes.validate(ROOT, [file])] == ["claim-says-when-stated"]
    assert caplog.records == []


def test_a_file_that_does_not_parse_is_refused(tmp_path: Path) -> None:
    """What is no Turtle is the reader's error, not a conforming file."""
    file = tmp_path / "broken.ttl"
    file.write_text(":claim a", "utf-8")
    with pytest.raises(ProblemsFound):
        shapes.validate(ROOT, [file])
