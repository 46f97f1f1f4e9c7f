"""Results of endpoints: what stores write in ways of their own is read as the engine here gives it."""

import json

import pytest

from kg import protocol
from kg.errors import RemoteTrouble
from kg.tables import LANG_STRING, Literal, Rows
from kg.terms import XSD


def rows(*cells: dict[str, str]) -> str:
    """Results with one column."""
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": each} for each in cells]}})


def test_truths_and_languages_are_written_in_one_way() -> None:
    """Virtuoso writes truths as numbers and Fuseki the tags of scripts with capitals; both mean the same."""
    found = protocol.read(
        rows(
            {"type": "typed-literal", "datatype": XSD + "boolean", "value": "1"},
            {"type": "literal", "datatype": XSD + "boolean", "value": "false"},
            {"type": "literal", "datatype": XSD + "integer", "value": "1"},
            {"type": "literal", "xml:lang": "zh-Hans", "value": "华为"},
        ),
        (),
        "SELECT",
        "there",
    )
    wanted = [
        Literal("true", XSD + "boolean"),
        Literal("false", XSD + "boolean"),
        Literal("1", XSD + "integer"),
        Literal("华为", LANG_STRING, "zh-hans"),
    ]
    assert found == Rows(("x",), [(each,) for each in wanted])


@pytest.mark.parametrize(
    ("bindings", "truth"), [([{"__ASK_RETVAL": {"type": "literal", "value": "1"}}], True), ([], False)]
)
def test_virtuoso_says_yes_as_a_row(bindings: list[object], truth: bool) -> None:  # noqa: FBT001 - a row of the table
    """Yes is a row of a column of its own, and no is none."""
    text = json.dumps({"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": bindings}})
    assert protocol.read(text, (), "ASK", "there") is truth


def test_nothing_may_come_without_columns() -> None:
    """Comunica names no columns where it found nothing; where there are rows, they have to have names."""
    nothing = json.dumps({"head": {}, "results": {"bindings": []}})
    assert protocol.read(nothing, (), "SELECT", "there") == Rows((), [])
    with pytest.raises(RemoteTrouble, match="no whole SPARQL results"):
        protocol.read(nothing.replace("[]", '[{"x": {"type": "literal", "value": "1"}}]'), (), "SELECT", "there")
