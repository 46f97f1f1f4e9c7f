"""``kg draw``, ``kg network``, ``kg path``: what they write, what they say, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import cli
from kg.tables import ntriples
from tests.conftest import Run
from tests.small import triples

LISTED = "CONSTRUCT { ?s ?p ?o } WHERE { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?o a kg:ControlList }"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of truth that holds the small graph."""
    made = tmp_path_factory.mktemp("small")
    for name in ("ontology", "graph", "queries"):
        (made / name).mkdir()
    (made / "graph" / "small.ttl").write_text(ntriples(triples()), "utf-8")
    return made


@pytest.fixture
def run(small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line on the small graph; return exit code, output and what was said on standard error."""
    monkeypatch.setenv("KG_CACHE", str(small / "cache"))

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(["--root", str(small), *map(str, arguments)])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


@pytest.mark.parametrize(("ending", "begins"), [("html", b"<!DOCTYPE html>"), ("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_ending_says_what_is_drawn(run: Run, tmp_path: Path, ending: str, begins: bytes) -> None:
    """A page, an SVG or a PNG, by the ending of the file; the counts are said."""
    file = tmp_path / f"picture.{ending}"
    assert run("draw", "A firm", "--output", file) == (0, f"{file}: 3 entities, 4 edges\n", "")
    assert file.read_bytes().startswith(begins)


def test_what_is_left_out_is_said(run: Run, tmp_path: Path) -> None:
    """With room for fewer entities than there are, the command says how many are missing and how to see them."""
    code, out, err = run("draw", "id:a", "--max", "2", "--output", tmp_path / "picture.html")
    assert (code, out.endswith("2 entities, 1 edge\n")) == (0, True)
    assert "--max 3 shows them all" in err


def test_only_some_claims_are_drawn(run: Run, tmp_path: Path) -> None:
    """Relations, sources and a day say which claims are looked at."""
    options = ("--predicates", "supplies", "--sources", "us/bis/one", "--as-of", "2023-01-01")
    _, out, _ = run("draw", "id:c", *options, "--output", tmp_path / "picture.html")
    assert "3 entities, 2 edges" in out


def test_an_unknown_entity_is_misuse(run: Run, tmp_path: Path) -> None:
    """A name that nobody bears draws nothing; the message clears nobody."""
    code, _, err = run("draw", "Nobody at all", "--output", tmp_path / "picture.html")
    assert code == 2
    assert "clears nobody" in err
    assert not (tmp_path / "picture.html").exists()


def test_entities_or_a_query(run: Run, tmp_path: Path) -> None:
    """A query in a file is drawn; with neither entities nor a query, or with both, the command says what it wants."""
    query, file = tmp_path / "listed.rq", tmp_path / "picture.html"
    query.write_text(LISTED)
    assert "3 entities, 2 edges" in run("draw", "--query", query, "--output", file)[1]
    assert "entities, or --query" in run("draw", "--output", file)[2]
    assert "entities, or --query" in run("draw", "id:a", "--query", query, "--output", file)[2]


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "csv", "dot"])
def test_the_network_goes_out_in_every_format(run: Run, form: str) -> None:
    """The network is written as data, and what is said beside it goes to standard error."""
    code, out, err = run("network", "--format", form)
    assert code == 0
    assert "Sentence A firm" in out or form == "dot"
    assert "4 entities, 5 edges." in err


@pytest.mark.parametrize("listing", ["connected", "communities"])
def test_what_can_be_read_off_the_network(run: Run, listing: str) -> None:
    """Who is most connected and who belongs together are tables."""
    code, out, _ = run("network", "--list", listing, "--avoid", "control list")
    assert code == 0
    assert "A supplier" in out
    assert "The list" not in out
    assert "not legal advice" in out


def test_an_unknown_class_is_misuse(run: Run) -> None:
    """A class that no entity is of is refused, with those that there are."""
    code, _, err = run("network", "--avoid", "dragon")
    assert code == 2
    assert "control list, firm" in err


def test_a_path_comes_with_its_evidence(run: Run, tmp_path: Path) -> None:
    """Each step names who says so, when and where; the picture of the paths is written beside it."""
    code, out, _ = run("path", "Far away", "A firm", "--cut", "--draw", tmp_path / "path.html")
    assert code == 0
    assert "Shortest: 2 steps, 1 of 1 such path" in out
    assert "Speaker A firm, 2026-07-23 (official, accepted): Title A firm, Row 6" in out
    assert "nothing would connect the two: A supplier" in out
    assert (tmp_path / "path.html").exists()


def test_a_stronger_way_round_is_shown_too(run: Run) -> None:
    """Where a longer path is stronger, both are shown."""
    _, out, _ = run("path", "id:c", "id:a", "--format", "text")
    assert "[1] 1 step, weakest step: nothing undisputed that counts" in out
    assert "No longer path is stronger." in out


def test_a_path_as_data(run: Run) -> None:
    """As JSON, each step has the whole evidence of each edge."""
    data = json.loads(run("path", "id:d", "id:a", "--format", "json")[1])
    (first, second) = data["shortest"][0]["steps"]
    assert [len(each["edges"]) for each in (first, second)] == [1, 2]
    assert first["edges"][0]["claims"][0]["said_by"] == "Speaker A firm"


def test_no_path_ends_with_one(run: Run) -> None:
    """Where no path leads, the exit code is 1 and the sentence claims nothing about the world."""
    code, out, _ = run("path", "id:d", "id:b", "--avoid", "firm")
    assert code == 1
    assert "does not mean that nothing connects them" in out


def test_neighbours_cannot_be_separated(run: Run) -> None:
    """Of two neighbours the command says that nothing stands between them."""
    assert "they are neighbours" in run("path", "id:c", "id:a", "--cut")[1]
