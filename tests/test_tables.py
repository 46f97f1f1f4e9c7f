"""Rows of terms in every format."""

import csv
import io
import json
import unicodedata

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import tables
from kg.tables import FORMATS, LANG_STRING, Blank, Iri, Literal, Rows, Term
from kg.terms import ID, XSD

INTEGER = XSD + "integer"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
literals = st.one_of(
    texts.map(Literal),
    texts.map(lambda text: Literal(text, LANG_STRING, "zh-Hans")),
    texts.map(lambda text: Literal(text, INTEGER)),
)
terms = st.one_of(literals, st.just(Iri(ID + "us-bis")), st.just(Blank("b1")))
rows = st.lists(st.tuples(st.none() | terms, terms)).map(lambda found: Rows(("one", "two"), list(found)))


def test_a_table_is_for_eyes() -> None:
    """IRIs are short, numbers stand at the right, and Chinese takes two columns."""
    found = Rows(
        ("who", "n"), [(Iri(ID + "us-bis"), Literal("7", INTEGER)), (Literal("北方华创"), Literal("12", INTEGER))]
    )
    assert tables.render(found, "table") == ("who          n\n──────────────\nid:us-bis    7\n北方华创    12\n")


def test_a_table_cuts_nothing() -> None:
    """In a narrow terminal long cells go on in the next line."""
    text = "abcdefghij" * 10
    shown = tables.render(Rows(("a", "b"), [(Literal("x"), Literal(text))]), "table", 40)
    assert all(len(line) <= 40 for line in shown.splitlines())
    assert "".join(line[1:].strip() for line in shown.splitlines()[2:]) == text


def test_a_table_does_not_steer_the_terminal() -> None:
    """Escape sequences, controls and marks that turn the writing round become unreadable, and markup is text."""
    shown = tables.render(Rows(("a",), [(Literal("\x1b[31m[bold]x\x07\u202e"),)]), "table")
    assert not [each for each in shown if unicodedata.category(each) in {"Cc", "Cf"} and each != "\n"]
    assert "[bold]x" in shown


def test_an_empty_answer_has_its_header() -> None:
    """No rows is an answer too."""
    empty = Rows(("a", "b"), [])
    assert tables.render(empty, "csv") == "a,b\r\n"
    assert tables.render(empty, "table").splitlines()[0].split() == ["a", "b"]
    assert json.loads(tables.render(empty, "json"))["results"]["bindings"] == []


@given(rows)
def test_csv_is_read_back(found: Rows) -> None:
    """A CSV reader gets every text back to the character."""
    shown = tables.render(found, "csv")
    read = list(csv.reader(io.StringIO(shown, newline="")))
    wanted = [["" if cell is None else plain(cell) for cell in row] for row in found.rows]
    assert read == [["one", "two"], *wanted]


def plain(term: Term) -> str:
    """The text of a term in CSV."""
    return term.value if isinstance(term, Literal) else f"_:{term}" if isinstance(term, Blank) else str(term)


@pytest.mark.parametrize(
    ("form", "standard"), [("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)]
)
@given(found=rows)
def test_json_and_tsv_are_the_formats_of_sparql(form: str, standard: ox.QueryResultsFormat, found: Rows) -> None:
    """A SPARQL client gets every term back, with language and datatype."""
    read = ox.parse_query_results(tables.render(found, form), format=standard)
    assert isinstance(read, ox.QuerySolutions)
    back = [tuple(None if cell is None else same(cell) for cell in row) for row in read]
    assert back == [tuple(None if cell is None else blunt(cell) for cell in row) for row in found.rows]


def same(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """A term of the engine as ours."""
    assert not isinstance(term, ox.Triple)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    return Iri(term.value) if isinstance(term, ox.NamedNode) else Blank("")


def blunt(term: Term) -> Term:
    """A term with the parts that a reader may change taken off."""
    if isinstance(term, Literal) and term.language:
        return term._replace(language=term.language.lower())
    return Blank("") if isinstance(term, Blank) else term


@given(rows)
def test_markdown_keeps_its_columns(found: Rows) -> None:
    """Whatever a cell holds, each row is one line with the same number of bars that are not escaped."""
    lines = tables.render(found, "markdown").splitlines()
    assert len(lines) == len(found.rows) + 2
    assert all(line.replace("\\\\", "").replace("\\|", "").count("|") == 3 for line in lines)


def test_a_formula_is_left_as_it_is() -> None:
    """CSV says what the graph says; nothing is put before a text that a spreadsheet would take for a formula."""
    assert tables.to_csv(Rows(("a",), [(Literal("=1+1"),)])) == "a\r\n=1+1\r\n"


@given(st.lists(st.tuples(st.just(Iri(ID + "a")), st.just(Iri(ID + "p")), literals)))
def test_ntriples_are_read_back(triples: list[tuple[Iri, Iri, Literal]]) -> None:
    """Triples come back from N-Triples, whatever their literals hold."""
    document = tables.ntriples(list(triples))
    read = [each.object for each in ox.parse(document, format=ox.RdfFormat.N_TRIPLES)]
    assert sorted(str(blunt(same(each))) for each in read if not isinstance(each, ox.Triple)) == sorted(
        str(blunt(each[2])) for each in triples
    )


def test_every_format_has_a_name() -> None:
    """The formats that the command line offers."""
    assert list(FORMATS) == ["table", "csv", "tsv", "json", "markdown"]
