"""Questions as data: the library answers as worked out by hand, on every engine."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import yaml

from kg import answers, bindings, claims, names, queries, sparql, store, terms
from kg import engine as kg_engine
from kg.errors import BadParameter, UnknownQuestion, WrongFile
from kg.tables import LANG_STRING, STRING, Iri, Term, shown

ROOT = Path(__file__).resolve().parents[1]
DATA = [
    ROOT / "tests" / "queries" / "small-list.ttl",
    ROOT / "tests" / "queries" / "small-world.ttl",
    ROOT / "tests" / "queries" / "small-library.ttl",
    *(file for file in sorted((ROOT / "ontology").glob("*.ttl")) if not file.stem.endswith("-shapes")),
]
"""A small list, world and library, all invented, and the ontology for the words that it gives to its terms."""
LIBRARY = queries.names(ROOT)

Cell = str
Table = list[list[Cell]]
Engine = Callable[[str], Table]


def cases() -> Iterator[tuple[str, dict[str, str], Table]]:
    """Every question with its parameters and the answer worked out by hand, header first."""
    for name in LIBRARY:
        for case in yaml.safe_load((ROOT / "tests" / "queries" / name / "cases.yaml").read_text("utf-8")):
            yield name, case["parameters"], list(csv.reader(io.StringIO(case["answer"])))


CASES = list(cases())
every_case = pytest.mark.parametrize(
    ("name", "given", "expected"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES]
)


@pytest.fixture(scope="module")
def small() -> store.Embedded:
    """The small list, with its edges."""
    return store.of_files(DATA)


def graph_names(small: store.Embedded) -> dict[str, str]:
    """The named graph of each claim and each source: the source itself."""
    sources = {str(source): str(source) for source, _ in small.pairs(terms.KG + "reliability")}
    return sources | {str(claim): shown(source).strip("<>") for claim, source in small.pairs(terms.KG + "statedIn")}


def quads(small: store.Embedded) -> Iterator[tuple[Term, Term, Term, str]]:
    """The graph as it is published in quads: each source with its claims and their edges in a graph of its own.

    What entities are stands in two graphs, as it does where two sources describe the same entity.
    """
    graphs = graph_names(small)
    counted = list(claims.counting(claims.read_claims(small.pairs)))
    edges = {claim.edge for claim in counted}
    for triple in small:
        own = graphs.get(str(triple[0]))
        places = [own] if own else [terms.GRAPH + "entities", terms.GRAPH + "more"]
        yield from ((*triple, place) for place in places if triple not in edges)
    for claim in counted:
        yield (*claim.edge, claim.source)


def to_rdflib(term: Term) -> rdflib.URIRef | rdflib.Literal:
    """A term as rdflib has it."""
    if isinstance(term, Iri):
        return rdflib.URIRef(term)
    assert not isinstance(term, str)
    typed = None if term.datatype in {STRING, LANG_STRING} else term.datatype
    return rdflib.Literal(term.value, lang=term.language or None, datatype=typed)


def asked_of_rdflib(graph: rdflib.Graph) -> Engine:
    """A way to ask rdflib."""

    def ask(text: str) -> Table:
        found: list[tuple[rdflib.term.Node | None, ...]] = [tuple(row) for row in graph.query(text)]  # type: ignore[arg-type] # rdflib types rows as triples too
        return [[written(each) for each in row] for row in found]

    return ask


def written(term: object) -> Cell:
    """A term of rdflib as the expected answers write it."""
    if term is None:
        return ""
    return terms.shorten(str(term)) if isinstance(term, rdflib.URIRef) else str(term)


def flat_rdflib(small: store.Embedded) -> Engine:
    """The flat graph in rdflib."""
    graph = rdflib.Graph()
    for triple in small:
        graph.add(tuple(to_rdflib(each) for each in triple))  # type: ignore[arg-type] # three terms make a triple
    return asked_of_rdflib(graph)


def quads_rdflib(small: store.Embedded) -> Engine:
    """The named graphs in rdflib, asked as one."""
    dataset = rdflib.Dataset(default_union=True)
    for *triple, graph in quads(small):
        dataset.graph(rdflib.URIRef(graph)).add(tuple(to_rdflib(each) for each in triple))  # type: ignore[arg-type] # three terms make a triple
    return asked_of_rdflib(dataset)


def quads_oxigraph(small: store.Embedded) -> Engine:
    """The named graphs in pyoxigraph, asked as one."""
    engine = ox.Store()
    for *triple, graph in quads(small):
        quad = kg_engine.quad((triple[0], triple[1], triple[2]))
        engine.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)))

    def ask(text: str) -> Table:
        rows = kg_engine.answered(engine.query(text, use_default_graph_as_union=True), ())
        return [[shown(each) for each in row] for row in rows.rows]  # type: ignore[union-attr] # a SELECT gives rows

    return ask


def as_written(small: store.Embedded) -> Engine:
    """The flat graph in pyoxigraph."""
    return lambda text: [[shown(each) for each in row] for row in small.select(text).rows]


ENGINES = {
    "as-written": as_written,
    "rdflib-flat": flat_rdflib,
    "rdflib-quads": quads_rdflib,
    "rdflib-on-the-store": lambda small: asked_of_rdflib(small.rdflib()),
    "oxigraph-quads": quads_oxigraph,
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, small: store.Embedded) -> Engine:
    """Every other way to hold the same graph."""
    return ENGINES[request.param](small)


def bound(small: store.Embedded, name: str, given: dict[str, str]) -> str:
    """The whole text of a question with its parameters bound; nothing is left out for speed."""
    question = queries.question(name, ROOT)
    values, _ = answers.read(small, question, given)
    return bindings.bind(question.text, sparql.guard(question.text), values)


@every_case
def test_the_answer_is_what_was_worked_out_by_hand(
    small: store.Embedded,
    name: str,
    given: dict[str, str],
    expected: Table,
) -> None:
    """Each question gives its rows, in its order, under the columns that it declares."""
    question = queries.question(name, ROOT)
    found = answers.answer(small, question, given).rows
    assert [list(found.columns), *([shown(each) for each in row] for row in found.rows)] == expected
    assert list(found.columns) == list(question.columns)


@pytest.mark.filterwarnings("ignore:Dataset\\.:DeprecationWarning")  # rdflib warns of itself
@every_case
def test_every_engine_gives_the_same_rows(
    small: store.Embedded,
    engine: Engine,
    name: str,
    given: dict[str, str],
    expected: Table,
) -> None:
    """All engines agree, on the flat graph and on named graphs."""
    assert engine(bound(small, name, given)) == expected[1:]


@pytest.mark.parametrize("name", LIBRARY)
def test_a_file_runs_as_pasted(name: str, small: store.Embedded) -> None:
    """The whole file, front matter and all, is a query for any engine, and names no graph."""
    text = queries.question(name, ROOT).path.read_text("utf-8")
    small.select(text)
    rdflib.Graph().query(text)
    assert not {"GRAPH", "EXISTS", "SERVICE", "FROM"} & {token.word for token in sparql.tokens(text)}


@pytest.mark.parametrize("name", LIBRARY)
def test_what_a_question_says_is_a_sentence(name: str) -> None:
    """The question ends in a question mark, and every meaning in a full stop."""
    question = queries.question(name, ROOT)
    assert question.sentence.endswith("?")
    meanings = [*question.columns.values(), *(each.meaning for each in question.parameters), question.lacks]
    assert [each for each in meanings if not each.endswith(".")] == []


def test_what_a_file_asks_for_as_pasted_is_in_the_graph() -> None:
    """The example of a parameter that is an entity names one that the graph knows, and of the right class."""
    graph = store.open_store(ROOT)
    for question in queries.questions(ROOT):
        for parameter in question.parameters:
            if parameter.kind == "entity" and parameter.preset is not None:
                assert names.entity(graph, parameter.preset, parameter.of), question.name


def test_a_question_has_a_case_for_rows() -> None:
    """Every question has at least one case that gives rows."""
    assert {name for name, _, expected in CASES if len(expected) > 1} == set(LIBRARY)


def test_an_unknown_question_offers_the_nearest() -> None:
    """A slip of the pen is answered with the name that was meant."""
    with pytest.raises(UnknownQuestion, match="entity-list/who-was-added"):
        queries.question("entity-lists/who-was-aded", ROOT)
    with pytest.raises(UnknownQuestion, match="entity-list/aliases-of"):
        queries.question("aliases-of", ROOT)
    with pytest.raises(UnknownQuestion, match="kg ask"):
        queries.question("../../etc/passwd", ROOT)


GOOD = """\
#+ question: What is it?
#+ description: A question.
#+ tags: [test]
#+ parameters:
#+   size:
#+     type: integer
#+     default: 5
#+     meaning: How much.
#+ columns:
#+   it: What it is.
#+ lacks: The rest.

SELECT ?it WHERE {
  VALUES ?size { 5 }
  ?it ?is ?size .
}
"""

WRONG = {
    "an unknown key": ("#+ lacks:", "#+ lack:", "unknown key 'lack'"),
    "a missing key": ("#+ tags: [test]\n", "", "lacks the key 'tags'"),
    "a key that stands twice": ("#+ tags: [test]", "#+ tags: [test]\n#+ tags: [again]", "'tags' stands twice"),
    "an unknown type": ("type: integer", "type: float", "one of the types"),
    "an unknown parameter key": ("#+     default: 5", "#+     preset: 5", "unknown key 'preset'"),
    "a reserved name": ("#+   size:", "#+   limit:", "cannot be the name"),
    "a default of the wrong type": ("default: 5", "default: five", "not a whole number"),
    "a required parameter without an example": ("default: 5", "required: true", "has an example"),
    "a block that says something else": ("{ 5 }", "{ 6 }", "no line 'VALUES"),
    "no block": ("  VALUES ?size { 5 }\n", "", "no line 'VALUES"),
    "a meaning that is no text": ("meaning: How much.", "meaning: 5", "'meaning' is not a text"),
    "YAML that does not parse": ("tags: [test]", "tags: [test", "not understood"),
    "a part for no parameter": ("  ?it ?is", "  # with ?weight\n  # end\n  ?it ?is", "about no optional parameter"),
    "no mapping": ("#+ question: What is it?\n", "#+ - What\n", "not understood"),
    "columns that are a list": ("#+   it: What it is.", "#+   - it", "not a list of keys and values"),
    "a bound that is a text": ("default: 5", "default: 5\n#+     minimum: one", "'minimum' is a day for a date"),
    "a bound of a language": (
        "type: integer",
        "type: language\n#+     maximum: 5",
        "'maximum' is a day",
    ),
    "choices that are numbers": ("type: integer", "type: choice\n#+     choices: [1, 2]", "'choices'"),
}


@pytest.mark.parametrize("what", WRONG)
def test_front_matter_that_is_not_understood_is_refused(what: str, tmp_path: Path) -> None:
    """Front matter is understood to the last key, or the file is refused by name."""
    old, new, sentence = WRONG[what]
    path = tmp_path / "topic" / "slug.rq"
    path.parent.mkdir()
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(WrongFile, match=r"topic/slug\.rq") as caught:
        queries.load(path)
    assert sentence in str(caught.value)


def test_a_question_is_read(tmp_path: Path) -> None:
    """What a file says comes back, and the query without the front matter."""
    path = tmp_path / "slug.rq"
    path.write_text(GOOD, "utf-8")
    question = queries.load(path)
    assert (question.sentence, question.tags, question.columns) == ("What is it?", ("test",), {"it": "What it is."})
    assert question.text.startswith("SELECT")
    assert question.parameter("size").preset == "5"
    with pytest.raises(BadParameter, match="it takes --size"):
        question.parameter("weight")


def test_rules_are_no_questions() -> None:
    """What must return nothing is asked by the check, and not listed."""
    assert not [name for name in LIBRARY if name.startswith("rules/")]
    assert [question.name for question in queries.questions(ROOT)] == LIBRARY
