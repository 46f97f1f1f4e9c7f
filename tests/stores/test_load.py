"""Loading into real stores: all of it, once, nothing else touched, and proven equal."""

import shutil
from pathlib import Path

import pytest

from kg import compare, holdings, layout, load, views
from kg.errors import Misuse
from kg.layout import Layout
from kg.servers.endpoint import Endpoint
from tests import example
from tests.conftest import ROOT
from tests.stores.conftest import TRIPLE, USERS, everything

PLAIN = load.Wishes()
QUESTIONS = ("saying/who-speaks", "saying/claims-per-source", "saying/coverage", "saying/remarks")


@pytest.fixture
def second(checkout: Path) -> Path:
    """The file of a second source of the checkout, which says half of what the first says and more."""
    file = checkout / "graph" / "sources" / "us" / "second.ttl"
    text = example.source_file(checkout).read_text("utf-8")
    file.write_text(text.replace(example.SOURCE, "us/second"), "utf-8")
    return file


def compared(place: Endpoint, graphs: Layout, root: Path | None = None) -> compare.Compared:
    """What the comparison finds."""
    found = compare.Compared()
    compare.graphs(place, graphs, found)
    if root is not None:
        compare.questions(place, root, found)
    return found


def test_everything_arrives_and_is_proven_equal(place: Endpoint, graphs: Layout) -> None:
    """Each graph is there under its name, with the manifest, and nothing else; the comparison agrees."""
    done = load.load(place, graphs, PLAIN)
    assert len(done.plan.send) == len(graphs.parts)
    assert everything(place).keys() == {*graphs.parts, holdings.MANIFEST}
    found = compared(place, graphs)
    assert found
    assert found.triples == sum(each.triples for each in graphs.parts.values())


def test_a_second_load_sends_and_writes_nothing(
    place: Endpoint, graphs: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When nothing has changed the store is asked once and told nothing."""
    first = load.load(place, graphs, PLAIN)
    asked: list[str] = []
    monkeypatch.setattr(Endpoint, "update", lambda _self, text: asked.append(text))
    monkeypatch.setattr(Endpoint, "put", lambda _self, graph, _body: asked.append(graph))
    again = load.load(place, graphs, PLAIN)
    assert not again.plan
    assert again.view == first.view
    assert asked == []


def test_only_what_has_changed_is_sent(place: Endpoint, graphs: Layout, checkout: Path) -> None:
    """One changed source is one graph sent, and its old triples are gone."""
    load.load(place, graphs, PLAIN)
    example.edit(example.source_file(checkout), '"BIS"@en', '"B.I.S."@en')
    changed = layout.of(checkout)
    done = load.load(place, changed, PLAIN)
    assert [each.graph for each in done.plan.send] == [f"https://w3id.org/chip-controls/source/{example.SOURCE}"]
    assert compared(place, changed)
    assert [each.graph for each in compared(place, graphs).differences] == [each.graph for each in done.plan.send]


def test_a_source_that_is_gone_is_taken_out(place: Endpoint, checkout: Path, second: Path) -> None:
    """The graph of a source that the truth holds no longer leaves the store at the next load."""
    load.load(place, layout.of(checkout), PLAIN)
    second.unlink()
    done = load.load(place, layout.of(checkout), PLAIN)
    assert "https://w3id.org/chip-controls/source/us/second" in done.plan.drop
    assert everything(place).keys() == {*layout.of(checkout).parts, holdings.MANIFEST}


def test_graphs_of_others_are_never_touched(place: Endpoint, graphs: Layout) -> None:
    """Load, load again and unload leave another graph of the store as it was; questions do not see it."""
    place.update(f"INSERT DATA {{ GRAPH <{USERS}> {{ {TRIPLE} }} }}")
    done = load.load(place, graphs, PLAIN)
    assert done.view is not None
    assert done.view[0][1].startswith(holdings.FLAT)
    assert place.select("SELECT ?o WHERE { <urn:users:thing> ?p ?o }", done.view).rows == []
    load.load(place, graphs, load.Wishes(replace=True))
    load.unload(place)
    assert everything(place) == {USERS: 1}


def test_what_was_loaded_goes_again(place: Endpoint, graphs: Layout) -> None:
    """Unloading leaves nothing of ours, says what went, and done again does nothing."""
    load.load(place, graphs, PLAIN)
    assert load.unload(place, dry=True) == load.unload(place)
    assert everything(place) == {}
    assert load.unload(place) == {}


def test_a_shared_triple_counts_once(place: Endpoint, checkout: Path, second: Path) -> None:
    """An edge that claims of two sources lead to is one triple for questions, whatever the store does with doubles."""
    assert second.is_file()
    graphs = layout.of(checkout)
    done = load.load(place, graphs, PLAIN)
    assert layout.SHARED in graphs.parts
    assert done.view is not None
    name = "https://w3id.org/chip-controls/ontology#name"
    rows = place.select(f'SELECT ?s WHERE {{ ?s <{name}> "BIS"@en }}', done.view).rows
    assert len(rows) == 1


def test_questions_have_the_same_rows_there(place: Endpoint, graphs: Layout, checkout: Path) -> None:
    """Questions of the library give the rows they give here, through all graphs at once and through a copy in one."""
    for name in QUESTIONS:
        target = checkout / "queries" / f"{name}.rq"
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "queries" / f"{name}.rq", target)
    for view in ("union", "flat"):
        done = load.load(place, graphs, load.Wishes(view=view))
        assert done.view is not None
        assert views.said(done.view)
        found = compared(place, graphs, checkout)
        assert found.questions == len(QUESTIONS)
        assert found, found.wrong


def test_some_sources_only(place: Endpoint, checkout: Path, second: Path) -> None:
    """A choice of sources loads these, the ontology, the entities, and no edge that rests on another source."""
    assert second.is_file()
    graphs = layout.of(checkout)
    load.load(place, graphs, load.Wishes(sources=["us/second"]))
    assert f"https://w3id.org/chip-controls/source/{example.SOURCE}" not in everything(place)
    assert "https://w3id.org/chip-controls/source/us/second" in everything(place)
    assert not load.load(place, graphs, load.Wishes(sources=["us/second"])).plan
    load.load(place, graphs, PLAIN)
    assert compared(place, graphs)
    with pytest.raises(Misuse, match="names no source"):
        load.load(place, graphs, load.Wishes(sources=["us/third"]))


def test_a_dry_run_changes_nothing(place: Endpoint, graphs: Layout) -> None:
    """A dry run says what would be sent and leaves the store empty."""
    assert len(load.load(place, graphs, PLAIN, dry=True).plan.send) == len(graphs.parts)
    assert everything(place) == {}


def test_a_changed_store_is_found_out(place: Endpoint, graphs: Layout) -> None:
    """A triple added and one taken away behind our back are both shown, and loading with --replace repairs it."""
    load.load(place, graphs, PLAIN)
    graph = f"https://w3id.org/chip-controls/source/{example.SOURCE}"
    label = '<https://w3id.org/chip-controls/id/us-bis> <https://w3id.org/chip-controls/ontology#name> "BIS"@en'
    place.update(f"DELETE DATA {{ GRAPH <{graph}> {{ {label} }} }}")
    place.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> <urn:c> }} }}")
    (difference,) = compared(place, graphs).differences
    assert (difference.lacks, difference.extra) == (1, 1)
    assert sorted(difference.examples) == ["+ <urn:a> <urn:b> <urn:c> .", f"- {label} ."]
    load.load(place, graphs, load.Wishes(replace=True))
    assert compared(place, graphs)


def test_what_was_chosen_is_said_in_the_store(graphs: Layout, place: Endpoint) -> None:
    """How questions see the graphs, and what was loaded, stands in the store, so that other tools can read it there."""
    done = load.load(place, graphs, PLAIN)
    assert holdings.read(place).view == done.view
    assert holdings.read(place).truth == graphs.truth
