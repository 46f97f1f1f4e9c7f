"""Parameters: texts become RDF terms of the right type or are refused, and can never become part of a query."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import answers, bindings, names, plain, queries, sparql, store, terms
from kg.errors import BadParameter, Misuse, UnknownEntity
from kg.parameters import KINDS, Parameter
from kg.tables import Iri, Literal, shown

ROOT = Path(__file__).resolve().parents[1]
SMALL = store.of_files([ROOT / "tests" / "queries" / "small-list.ttl"])
NOTHING = store.of([])
ECHO = 'SELECT ?echo WHERE {\n  VALUES ?given { "default" }\n  BIND (?given AS ?echo)\n}'

hostile = st.text() | st.lists(
    st.sampled_from(
        [
            '"',
            "'",
            '"""',
            "\\",
            "\\u0022",
            "\\U0000005C",
            "\n",
            "\r",
            "}",
            "{",
            "#",
            "?given",
            "<",
            ">",
            "UNION",
            "@en",
            "\x00",
            "\u2028",
        ]
    )
).map("".join)
many = settings(max_examples=200, deadline=None)


@many
@given(hostile)
def test_a_text_comes_back_as_it_was_given(text: str) -> None:
    """A text reaches the engine character for character, whatever it holds."""
    try:
        term = Parameter("given", "string", "A text.").term(text)
    except BadParameter:
        assert not text.strip()
        return
    assert NOTHING.select(ECHO, {"given": term}).rows == [(Literal(terms.nfc(text.strip())),)]


@many
@given(hostile, st.sampled_from(KINDS))
def test_what_is_accepted_is_one_term(text: str, kind: str) -> None:
    """Whatever the type, a text is refused in a sentence or becomes a single term."""
    parameter = Parameter("given", kind, "A thing.", choices={"yes": Iri(terms.KG + "yes")})
    try:
        term = parameter.term(text)
    except Misuse:
        return
    bound = bindings.bind(ECHO, sparql.guard(ECHO), {"given": term})
    assert len(sparql.tokens(bound)) <= len(sparql.tokens(ECHO)) + 2
    assert NOTHING.select(bound).rows == [(term,)]


def squeezed(text: str) -> str:
    """A text without case, spaces and punctuation, as the questions compare it."""
    return "".join(character for character in text.lower() if character not in " .,;:()'’\"/&-")


@many
@given(hostile | st.sampled_from(["etch street", "No 1", "HONG  KONG", "10/F", "China", "-"]))
def test_a_question_finds_what_holds_the_text_and_nothing_else(text: str) -> None:
    """The rows are those whose address holds the text; a hostile text finds nothing and breaks nothing."""
    if not text.strip():
        return
    printed = {shown(address) for _, address in SMALL.pairs(terms.KG + "addressText")}
    wanted = squeezed(terms.nfc(text.strip()))
    found = answers.answer(SMALL, queries.question("entity-list/named-at-address", ROOT), {"text": text})
    assert {shown(row[1]) for row in found.rows.rows} == {
        each for each in printed if wanted and wanted in squeezed(each)
    }


@many
@given(hostile)
def test_a_name_that_nobody_bears_is_refused_on_clean_lines(text: str) -> None:
    """Looking for an entity finds one or says so, and what it says cannot steer a terminal."""
    said = ""
    try:
        said = names.entity(SMALL, text)
    except Misuse as error:
        said = str(error)
    assert [plain.line(line) for line in said.split("\n")] == said.split("\n")


@pytest.mark.parametrize(
    ("kind", "text", "value", "datatype"),
    [
        ("integer", " 7 ", "7", "integer"),
        ("integer", "-0", "0", "integer"),
        ("date", "2024-02-29", "2024-02-29", "date"),
        ("language", "zh-Hans", "zh-Hans", "string"),
        ("string", " a\u0301 ", "\xe1", "string"),
    ],
)
def test_a_literal_has_its_datatype(kind: str, text: str, value: str, datatype: str) -> None:
    """Numbers and days are typed, texts are trimmed and in NFC."""
    assert Parameter("given", kind, "A thing.").term(text) == Literal(value, terms.XSD + datatype)


def test_a_number_can_be_kept_as_a_text() -> None:
    """A notation is a text in the graph, but has to be a number to be asked for."""
    number = Parameter("number", "integer", "A number.", minimum=1, maximum=9, as_text=True)
    assert number.term("5") == Literal("5")
    with pytest.raises(BadParameter, match="not a whole number from 1 to 9"):
        number.term("10")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "1.5"),
        ("integer", "1e3"),
        ("integer", "٣"),
        ("integer", "9" * 19),
        ("date", "2024-13-01"),
        ("date", "2024-W01-1"),
        ("date", "2024-12-05T00:00:00"),
        ("language", "en_GB"),
        ("choice", "maybe"),
        ("string", "\udcff"),
        ("entity", "http://example.org/<script>"),
        ("entity", "id:a b"),
        ("entity", "no-iri"),
    ],
)
def test_what_is_of_another_type_is_refused(kind: str, text: str) -> None:
    """The message names the parameter."""
    with pytest.raises(BadParameter, match="--given"):
        Parameter("given", kind, "A thing.", choices={"yes": Literal("yes")}).term(text)


def test_an_entity_by_its_iri_or_curie() -> None:
    """IRIs, also in angle brackets, and CURIEs of the house are terms without looking into the graph."""
    entity = Parameter("given", "entity", "A thing.")
    iri = Iri("https://w3id.org/chip-controls/id/us-bis")
    assert {entity.term(each) for each in ("id:us-bis", iri, f"<{iri}>")} == {iri}


@pytest.mark.parametrize(
    ("parameter", "good", "bad", "wanted"),
    [
        (
            Parameter("day", "date", "A day.", minimum=dt.date(2020, 1, 1), maximum=dt.date(2025, 12, 31)),
            ["2020-01-01", "2025-12-31"],
            ["2019-12-31", "2026-01-01"],
            "a day written as YYYY-MM-DD from 2020-01-01 to 2025-12-31",
        ),
        (
            Parameter("text", "string", "A text.", minimum=2, maximum=3),
            ["ab", "abc"],
            ["a", "abcd"],
            "a text from 2 characters to 3 characters",
        ),
    ],
)
def test_days_and_texts_keep_within_their_bounds(
    parameter: Parameter, good: list[str], bad: list[str], wanted: str
) -> None:
    """A bound of a date is a day, that of a string a number of characters; both belong to what is allowed."""
    assert [parameter.term(each).value for each in good] == good  # type: ignore[union-attr] # each is a literal
    for each in bad:
        with pytest.raises(BadParameter, match=f"'{each}' is not {wanted}"):
            parameter.term(each)


ONTOLOGY = store.of_files([ROOT / "ontology" / "core.ttl", ROOT / "ontology" / "actors.ttl"])


@pytest.mark.parametrize("text", [terms.KG + "Firm", f"<{terms.KG}Firm>", "kg:Firm", "Firm", " firm ", "FIRM"])
def test_a_class_is_found_by_what_people_call_it(text: str) -> None:
    """An IRI, a CURIE, the local name and the label name a class, whatever their case."""
    assert names.ontology_class(ONTOLOGY, text) == terms.KG + "Firm"
    assert names.ontology_class(ONTOLOGY, text, terms.KG + "Party") == terms.KG + "Firm"


def test_an_unknown_class_offers_near_ones() -> None:
    """A slip of the pen is answered with what was meant, and a class elsewhere with those that there are."""
    with pytest.raises(UnknownEntity, match=r"has no class 'agenzy'\. Near to it are: kg:Agency"):
        names.ontology_class(ONTOLOGY, "agenzy")
    with pytest.raises(UnknownEntity, match=r"no class 'kg:Claim' that is a kg:Party\. There are: .*kg:Firm"):
        names.ontology_class(ONTOLOGY, "kg:Claim", terms.KG + "Party")
