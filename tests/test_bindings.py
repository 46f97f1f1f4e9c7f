"""Values for the variables of a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import store
from kg.errors import BadParameter, QuerySyntax
from kg.tables import LANG_STRING, Blank, Iri, Literal, Term, Triple
from kg.terms import ID, XSD

P, Q = Iri(ID + "p"), Iri(ID + "q")
A, B, C = Iri(ID + "a"), Iri(ID + "b"), Iri(ID + "c")
GRAPH: list[Triple] = [(A, P, Literal("x")), (B, P, Literal("y")), (C, P, Literal("x")), (A, Q, B), (B, Q, C)]


@pytest.fixture(scope="module")
def graph() -> store.Store:
    """A graph of five triples."""
    return store.of(GRAPH)


def column(graph: store.Store, query: str, **values: Term | list[Term]) -> list[str]:
    """The first column of an answer, sorted."""
    return sorted(str(row[0]).removeprefix(ID) for row in graph.select(query, values).rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s { ?s id:p ?v }", ["a", "c"]),
        ("SELECT ?s WHERE { ?s id:p ?o FILTER(?o = ?v) }", ["a", "c"]),
        ("SELECT ?s { { ?s id:p ?o FILTER(?o = ?v) } UNION { ?s id:q ?o FILTER(?v = 'y') } }", ["a", "c"]),
        ("SELECT ?s { ?s id:p ?o MINUS { ?s id:p ?v } }", ["b"]),
        ("SELECT ?s { ?s id:p ?o FILTER NOT EXISTS { ?s id:p ?v } }", ["b"]),
        ("SELECT ?s { ?s id:p ?o OPTIONAL { ?s id:q ?t . ?t id:p ?w FILTER(?w = ?v) } FILTER(BOUND(?t)) }", ["b"]),
        ("SELECT ?s { { SELECT ?s (COUNT(*) AS ?n) { ?s id:p ?o FILTER(?o = ?v) } GROUP BY ?s } }", ["a", "c"]),
        ("SELECT ?s { ?s id:p ?o } GROUP BY ?s ?o ?v HAVING(?o = ?v) ORDER BY ?v", ["a", "c"]),
        ("SELECT (COUNT(?s) AS ?n) { ?s id:p ?v }", None),
        ("SELECT ?s { VALUES ?v { 'nothing' 'y' } ?s id:p ?v }", ["a", "c"]),
        ("SELECT ?s { ?s id:p ?v } VALUES ?v { 'y' }", ["a", "c"]),
        ("SELECT ?s { VALUES (?v) { ('y') } ?s id:p ?v }", ["a", "c"]),
        ("SELECT ?s { ?s id:p ?v } VALUES (?v ?s) { ('x' id:a) ('y' id:b) }", ["a"]),
        ("SELECT ?s WHERE{?s id:p $v}", ["a", "c"]),
        ("SELECT ?s # {\n { # }\n ?s id:p ?v . ?s id:p '{' } ", []),
        ("SELECT ?v ?s { ?s id:p ?v }", None),
    ],
)
def test_a_value_reaches_the_variable(graph: store.Store, query: str, expected: list[str] | None) -> None:
    """A value counts in patterns, filters, unions, optional parts, exclusions, subqueries and conditions on groups."""
    found = column(graph, query, v=Literal("x"))
    if expected is not None:
        assert found == expected


def test_several_values_are_alternatives(graph: store.Store) -> None:
    """Of several values each is tried, and a row comes once."""
    query = "SELECT ?s ?n { { SELECT ?s (COUNT(*) AS ?n) { ?s id:p ?v } GROUP BY ?s } }"
    assert column(graph, query, v=[Literal("x"), Literal("y")]) == ["a", "b", "c"]
    assert column(graph, "SELECT ?s { ?s id:p ?v }", v=[]) == []


def test_the_values_of_the_query_are_its_default(graph: store.Store) -> None:
    """A block of values over one variable is what the query answers when nobody says otherwise."""
    query = "SELECT ?s { VALUES ?v { 'y' } ?s id:p ?v }"
    assert column(graph, query) == ["b"]
    assert column(graph, query, v=Literal("x")) == ["a", "c"]


@pytest.mark.parametrize("form", ["CONSTRUCT { ?s id:p ?v } WHERE { ?s id:p ?v }", "DESCRIBE ?s { ?s id:p ?v }"])
def test_triples_can_be_asked_for_with_values(graph: store.Store, form: str) -> None:
    """CONSTRUCT and DESCRIBE take values like SELECT."""
    assert {each[0] for each in graph.construct(form, {"v": Literal("y")})} == {B}


def test_the_short_construct_takes_no_values(graph: store.Store) -> None:
    """CONSTRUCT WHERE has no place for values, and the error says so instead of ignoring them."""
    assert len(graph.construct("CONSTRUCT WHERE { ?s id:q ?o }")) == 2
    with pytest.raises(BadParameter, match="CONSTRUCT WHERE"):
        graph.construct("CONSTRUCT WHERE { ?s id:q ?o }", {"o": C})


def test_an_unknown_variable_is_refused(graph: store.Store) -> None:
    """A value for a variable that the query does not have is a mistake of whoever asks."""
    with pytest.raises(BadParameter, match="no variable \\?w"):
        graph.select("SELECT ?s { ?s ?p ?o }", {"w": A})


def test_a_computed_variable_cannot_be_given(graph: store.Store) -> None:
    """A variable that the query computes cannot be given a value as well."""
    with pytest.raises(BadParameter, match="computes itself"):
        graph.select("SELECT ?s ?n { ?s id:p ?o BIND(STRLEN(?o) AS ?n) }", {"n": Literal("1", XSD + "integer")})


def test_a_fault_is_placed_in_the_text_as_written(graph: store.Store) -> None:
    """Line and column are those of the user's text, not of the text with values in it."""
    with pytest.raises(QuerySyntax) as caught:
        graph.select("SELECT ?s { ?s id:p ?v . ?s ?p }", {"v": Literal("a long value that moves what follows it")})
    assert caught.value.column == 32


@pytest.mark.parametrize(
    "value",
    [
        Iri("not an iri"),
        Iri("http://x/> . ?s ?p ?o . <http://y"),
        Iri("no-scheme"),
        Iri("http://x/\ud800"),
        Blank("b"),
        Literal("\ud800"),
        Literal("x", LANG_STRING, "en . }"),
        Literal("x", "http://x/> } #"),
    ],
)
def test_what_is_no_term_is_refused(graph: store.Store, value: Term) -> None:
    """What cannot be written as a term is refused before the engine sees it."""
    with pytest.raises(BadParameter):
        graph.select("SELECT ?s { ?s id:p ?v }", {"v": value})


HOSTILE = (
    '"',
    "'",
    "\\",
    "}",
    "{",
    "SERVICE <http://127.0.0.1/> {}",
    '" }',
    "\n",
    "\r",
    "?v",
    "#",
    "@en",
    "^^",
    "\x00",
)
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(HOSTILE)).map("".join)


@given(texts, st.sampled_from(["", "en", "zh-Hans"]))
def test_a_text_stays_a_text(text: str, language: str) -> None:
    """Whatever a text holds, it comes back as it was and finds what says the same, and nothing else."""
    value = Literal(text, LANG_STRING, language) if language else Literal(text)
    graph = store.of([(A, P, value), (B, P, Literal(text + "!")), (C, P, Literal("x" + text))])
    rows = graph.select("SELECT ?s ?v { ?s id:p ?o FILTER(sameTerm(?o, ?v)) }", {"v": value}).rows
    assert [row[0] for row in rows] == [A]
    found = rows[0][1]
    assert isinstance(found, Literal)
    assert (found.value, found.language.lower()) == (text, language.lower())


@given(st.text(min_size=1))
def test_an_iri_stays_an_iri_or_is_refused(text: str) -> None:
    """Whatever is in an IRI, it is one IRI of the query, or the query is not asked."""
    iri = Iri("http://x.example/" + text)
    graph = store.of([(A, P, B), (B, P, C)])
    try:
        assert graph.select("SELECT ?s { ?s id:p ?v }", {"v": iri}).rows == []
    except BadParameter:
        assert not text.isascii() or not text.isalnum()
