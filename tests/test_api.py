"""What ``import kg`` offers."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

import kg
from kg import build, store
from kg.errors import BadParameter, Misuse, ProblemsFound, RefusedQuery, UnknownEntity, WrongFile
from tests import example

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def shipped() -> kg.Graph:
    """The graph of the checkout."""
    return kg.open()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small folder of truth, and a cache of its own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return example.checkout(tmp_path / "checkout")


def test_importing_the_package_imports_nothing() -> None:
    """``import kg`` costs nothing: what it offers is imported when it is used."""
    watch = "import sys, kg; assert not [name for name in sys.modules if name.startswith('kg.')]"
    assert subprocess.run([sys.executable, "-c", watch], check=False, cwd=ROOT).returncode == 0


def test_asking_imports_no_library_that_it_does_not_use() -> None:
    """A question from Python pays neither for data frames nor for rdflib."""
    watch = (
        "import sys, kg; kg.open().ask('saying/coverage')\n"
        "assert not {'pandas', 'polars', 'pyarrow', 'rdflib', 'networkx', 'pyshacl'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", watch], check=False, cwd=ROOT).returncode == 0


def test_all_that_is_offered_is_there() -> None:
    """Every name of the package is found, and no other."""
    assert [getattr(kg, name).__name__ for name in kg.__all__] == kg.__all__
    assert dir(kg) == kg.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018 - reading it is what is tested


def test_a_question_is_asked(shipped: kg.Graph) -> None:
    """An answer has rows of Python values, columns with meanings, notes, and says what was left out."""
    assert "entity-list/who-was-added" in {each.name for each in shipped.questions()}
    answer = shipped.ask("entity-list/latest-changes", since=dt.date(2024, 12, 1), limit=3)
    assert (len(answer), answer.truncated, answer.total > 100) == (3, True, True)
    assert answer.columns == answer.question.columns if answer.question else None
    assert answer.notes[0].startswith("Truncated: the first 3 of")
    assert isinstance(answer[0]["published"], dt.date)
    assert [row[0] for row in answer] == [row[0] for row in answer.rows]
    with pytest.raises(BadParameter, match="no parameter --colour"):
        shipped.ask("entity-list/by-destination", colour="red")


def test_a_query_of_ones_own_is_asked(shipped: kg.Graph) -> None:
    """A SELECT gives rows, an ASK a truth, a CONSTRUCT triples; values for variables travel as terms."""
    bureau = shipped.entity("us-bis")
    rows = shipped.query("SELECT ?label { ?it rdfs:label ?label }", it=bureau)
    assert isinstance(rows, kg.Results)
    assert [tuple(row) for row in rows] == [("Bureau of Industry and Security",)]
    assert rows.columns == {"label": ""}
    assert shipped.query("ASK { ?it a kg:Agency }", it=bureau) is True
    made = shipped.query("DESCRIBE ?it { ?it a kg:Agency }", it=bureau, limit=1)
    assert isinstance(made, kg.Triples)
    assert (len(made), made.truncated) == (1, True)
    with pytest.raises(RefusedQuery):
        shipped.query("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }")


def test_an_entity_is_shown(shipped: kg.Graph) -> None:
    """What the graph says of an entity is there as objects, as data and as text."""
    found = shipped.show("SMIC")
    assert found.iri == shipped.entity("SMIC")
    assert found.label in str(found)
    assert found.data()["iri"] == found.iri
    assert len(found.about) == len(found.data()["claims"]) > 1
    with pytest.raises(UnknownEntity, match="Near to it"):
        shipped.show("Semiconductor Manufacturing Internationl")


@pytest.mark.filterwarnings("ignore:Dataset\\.:DeprecationWarning")  # rdflib warns of itself
def test_rdflib_sees_the_same_store(shipped: kg.Graph) -> None:
    """A data set of rdflib answers from the embedded store, without ``GRAPH``."""
    dataset = shipped.rdflib()
    assert dataset.default_union
    bureau = rdflib.URIRef(shipped.entity("us-bis"))
    assert str(dataset.value(bureau, rdflib.RDFS.label)) == "Bureau of Industry and Security"
    rows = list(dataset.query("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/chip-controls/ontology#Source> }"))
    assert str(rows[0][0]) > "10"  # type: ignore[index] # a SELECT gives rows


def test_an_edge_has_its_claims(checkout: Path) -> None:
    """The claims behind an edge are found by the names of its parts."""
    claims = kg.Graph(checkout).why("us-bis", "name", "BIS")
    assert [each.iri.rpartition("/")[2] for each in claims] == ["us-bis-name-bis"]


def test_every_form_of_a_graph_is_opened(checkout: Path, tmp_path: Path) -> None:
    """A folder of truth, a bundle, its store, its flat file and its quads hold the same triples."""
    bundle = build.build(checkout, tmp_path / "bundle").folder
    places: list[Path | str] = [checkout, bundle, bundle / "store", bundle / "graph.nt", str(bundle / "graph.nq")]
    assert {len(kg.open(place)) for place in places} == {len(kg.open(checkout))}


def test_a_store_of_named_graphs_is_asked_as_one(tmp_path: Path) -> None:
    """Where nothing stands outside of named graphs, a query looks into all of them."""
    import pyoxigraph as ox  # noqa: PLC0415 - the one test that makes a store of its own

    made = ox.Store(str(tmp_path / "own"))
    node = ox.NamedNode("https://example.org/a")
    made.add(ox.Quad(node, node, node, node))
    made.flush()
    del made
    assert len(store.open_folder(tmp_path / "own").select("SELECT * { ?s ?p ?o }").rows) == 1


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [("a.csv", "a", WrongFile), ("a.nt", "<a> <b>", ProblemsFound), ("folder/file", "", Misuse)],
)
def test_what_is_no_graph_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, error: type[Exception]
) -> None:
    """A file of another kind, one that does not parse, and a folder without a graph are refused in a sentence."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, "utf-8")
    with pytest.raises(error):
        kg.open(file if "/" not in name else file.parent)
    assert not list((tmp_path / "cache").glob("files/[!.]*"))
