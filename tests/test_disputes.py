"""Disputes: claims that contradict each other, put together."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import disputes, store, terms
from kg.tables import Iri
from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[1]
SMALL = [
    *(file for file in (ROOT / "ontology").glob("*.ttl") if not file.stem.endswith("-shapes")),
    ROOT / "tests" / "queries" / "small-list.ttl",
    ROOT / "tests" / "queries" / "small-world.ttl",
]


@pytest.fixture(scope="module")
def small() -> store.Store:
    """The small list and the small world, with their edges."""
    return store.of_files(SMALL)


def test_each_contradiction_is_one_dispute(small: store.Store) -> None:
    """Two claims that contradict each other are one dispute, whichever of them says so, and all sides are kept."""
    found = disputes.disputes(small)
    assert [(each.subject, len(each.sides)) for each in found] == [
        ("89 FR 96830", 2),
        ("Aurora One", 2),
        ("Aurora One", 2),
    ]
    assert all(each.against(side) == [2 - at] for each in found for at, side in enumerate(each.sides))


def test_the_best_borne_out_stands_first(small: store.Store) -> None:
    """A finding stands before the rumour against it."""
    node = next(each for each in disputes.disputes(small) if each.sides[0].facts["rdf:predicate"] == "made on process")
    assert [side.facts["kg:modality"] for side in node.sides] == ["reported", "rumour"]


def test_an_entity_has_its_disputes(small: store.Store) -> None:
    """The disputes of an entity are those with a side about it, or with a side that names it."""
    assert len(disputes.disputes(small, Iri(terms.ID + "aurora-one"))) == 2
    assert len(disputes.disputes(small, Iri(terms.ID + "node-five"))) == 1
    assert disputes.disputes(small, Iri(terms.ID + "cirrus-cloud")) == []


def test_claims_that_share_an_opponent_are_one_dispute(tmp_path: Path) -> None:
    """Three claims of which one contradicts the two others are one dispute with three sides."""
    stated = "kg:statedIn <https://w3id.org/chip-controls/source/x>"
    text = f"""
        @prefix kg: <{terms.KG}> . @prefix rdf: <{terms.RDF}> . @prefix : <{terms.CLAIM}x/> .
        :a rdf:subject :s ; rdf:object :o ; {stated} ; kg:contradicts :b .
        :b rdf:subject :s ; rdf:object :p ; {stated} .
        :c rdf:subject :s ; rdf:object :q ; {stated} ; kg:contradicts :b .
    """
    (tmp_path / "three.ttl").write_text(text, "utf-8")
    (found,) = disputes.disputes(store.of_files([tmp_path / "three.ttl"]))
    assert [side.iri.rpartition("/")[2] for side in found.sides] == ["a", "b", "c"]
    assert [found.against(side) for side in found.sides] == [[2], [1, 3], [2]]


@pytest.fixture
def run(run_on: Callable[[Path], Run]) -> Run:
    """Run the command line on the graph of the checkout."""
    return run_on(ROOT)


def test_a_side_says_who_where_when_and_how_sure(run: Run) -> None:
    """The text names speaker, day, source and grades of each side, and whom it stands against."""
    code, out, _ = run("disputes", "fr-2024-28267")
    assert code == 0
    assert "said by techkrest.com on 2024-12-05" in out
    assert "The rule adds 140 Chinese entities." in out
    assert "improbable, disputed; against [1]" in out


def test_disputes_as_json(run: Run) -> None:
    """JSON has every side with what contradicts it, and nothing beside the data on standard output."""
    _, out, err = run("disputes", "fr-2024-28267", "--format", "json")
    sides = [side for each in json.loads(out) for side in each["sides"]]
    assert all(side["contradicted_by"] for side in sides)
    assert "Not held" in err


def test_an_entity_without_disputes(run: Run) -> None:
    """No dispute is an answer, with exit code 0; an unknown entity is a misuse."""
    code, out, _ = run("disputes", "us-office-of-the-federal-register")
    assert (code, "No dispute was found." in out) == (0, True)
    code, _, err = run("disputes", "Atlantis Fab")
    assert code == 2
    assert err.startswith("kg: The graph knows no entity by the name 'Atlantis Fab'.")
