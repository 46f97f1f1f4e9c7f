"""From when on a claim can hold that hangs on the row of a list."""

import datetime as dt
import re
from pathlib import Path

from kg import spans
from kg.tables import Iri, Literal, Term
from kg.terms import KG

ROOT = Path(__file__).resolve().parents[1]
ONE, TWO, NAME, ADDED, AMENDED, LOOSE, ACROSS = (
    Iri(f"c:{name}") for name in "one two name add amend loose see".split()
)
PREDICATES: dict[Term, Term] = {ADDED: Iri(KG + "addedBy"), AMENDED: Iri(KG + "amendedBy")}
EARLY, LATE = dt.date(2020, 1, 1), dt.date(2024, 12, 5)

Graph = dict[str, list[tuple[Term, Term]]]


def openings(graph: Graph, cited: dict[Term, dt.date]) -> dict[Term, dt.date]:
    """The first day of each claim of a small graph."""
    return spans.openings(lambda name: graph.get(name.removeprefix(KG), []), PREDICATES, cited)


def test_a_row_and_what_hangs_on_it_begin_with_its_first_addition() -> None:
    """A listing and its names cannot be older than the row; an amendment holds from its own day."""
    graph: Graph = {
        "row": [(ONE, Literal("1"))],
        "listing": [(NAME, ONE), (ADDED, ONE), (AMENDED, ONE)],
    }
    found = openings(graph, {ADDED: EARLY, AMENDED: LATE})
    assert found == {ONE: EARLY, NAME: EARLY, ADDED: EARLY, AMENDED: LATE}


def test_an_amendment_alone_does_not_say_when_a_row_began() -> None:
    """A row that only says when it was amended has no first day."""
    graph: Graph = {"row": [(ONE, Literal("1"))], "listing": [(NAME, ONE), (AMENDED, ONE)]}
    assert openings(graph, {AMENDED: LATE}) == {AMENDED: LATE}


def test_a_row_that_goes_on_was_added_with_the_other() -> None:
    """A row that continues another and cites nothing has the day of that one; a ring of rows has none."""
    graph: Graph = {
        "row": [(ONE, Literal("1")), (TWO, Literal("2"))],
        "listing": [(ADDED, ONE), (NAME, TWO)],
        "continues": [(TWO, ONE)],
    }
    assert openings(graph, {ADDED: EARLY})[NAME] == EARLY
    assert openings(graph | {"continues": [(TWO, ONE), (ONE, TWO)]}, {}) == {}


def test_a_cross_reference_waits_for_the_row_it_leads_to() -> None:
    """Nobody is shown as also listed in a place before the row of that place was there."""
    second = Iri("c:add-two")
    graph: Graph = {
        "row": [(ONE, Literal("1")), (TWO, Literal("2"))],
        "listing": [(ADDED, ONE), (second, TWO), (ACROSS, ONE)],
        "refersToListing": [(ACROSS, TWO)],
    }
    PREDICATES[second] = Iri(KG + "addedBy")
    assert openings(graph, {ADDED: EARLY, second: LATE})[ACROSS] == LATE


def test_what_hangs_on_no_row_has_no_first_day() -> None:
    """A claim of another source is not bounded."""
    assert LOOSE not in openings({"row": [(ONE, Literal("1"))]}, {})


BLOCK = re.compile(r"^(:\S+)\n((?:    .*\n)+)\.", re.MULTILINE)


def printed() -> dict[str, str]:
    """The day on which each row of the list was added, read from the text of the files and by no code of kg."""
    added: dict[str, str] = {}
    follows: dict[str, str] = {}
    for file in (ROOT / "graph/imported/us/ecfr/entity-list").glob("*.ttl"):
        text = file.read_text("utf-8")
        prefix = re.search(r"@prefix : <(.*)>", text)
        for subject, body in BLOCK.findall(text):
            base = prefix[1] if prefix else ""
            if row := re.search(r"kg:listing :(\S+) ;", body):
                day = re.search(r'kg:citedDate "([0-9-]+)"', body)
                if day and "rdf:predicate kg:addedBy ;" in body:
                    added[base + row[1]] = min(day[1], added.get(base + row[1], day[1]))
            elif "    a kg:Listing ;" in body:
                before = re.search(r"kg:continues :(\S+) ;", body)
                follows[base + subject[1:]] = base + (before[1] if before else subject[1:])
    return {row: added[row] if row in added else added[before] for row, before in follows.items()}
