"""Terms as Python values."""

import datetime as dt
from decimal import Decimal

import pytest

from kg import terms, values
from kg.tables import LANG_STRING, Blank, Iri, Literal, Term

X = terms.XSD


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (None, None),
        (Iri("https://example.org/"), Iri("https://example.org/")),
        (Blank("b"), Blank("b")),
        (Literal("a text"), "a text"),
        (Literal("text", LANG_STRING, "en"), "text"),
        (Literal("-7", X + "integer"), -7),
        (Literal("7", X + "nonNegativeInteger"), 7),
        (Literal("12.50", X + "decimal"), Decimal("12.50")),
        (Literal("1e3", X + "double"), 1000.0),
        (Literal("true", X + "boolean"), True),
        (Literal("0", X + "boolean"), False),
        (Literal("2024-12-02", X + "date"), dt.date(2024, 12, 2)),
        (Literal("2024-12-02T10:00:00Z", X + "dateTime"), dt.datetime(2024, 12, 2, 10, tzinfo=dt.UTC)),
        (Literal("2024", X + "gYear"), "2024"),
    ],
)
def test_a_term_has_its_type(term: Term | None, expected: object) -> None:
    """Numbers, days and truths come as such, everything else as its text or its IRI."""
    found = values.value(term)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("kind", ["integer", "decimal", "double", "boolean", "date", "dateTime"])
def test_what_its_datatype_does_not_allow_stays_text(kind: str) -> None:
    """A literal that is ill-typed is given back as it is written."""
    assert values.value(Literal("soon", X + kind)) == "soon"
