"""The bundle: the same bytes each time, whole or not at all, and nothing lost in any of its files."""

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import build, cache, store
from kg.errors import ProblemsFound, StoreTrouble, WrongFile
from kg.terms import GRAPH, SOURCE
from tests import example

GRAPH_OF_SOURCE = SOURCE + example.SOURCE


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one source and two claims, and a cache of its own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return example.checkout(tmp_path / "checkout")


@pytest.fixture
def bundle(checkout: Path, tmp_path: Path) -> Path:
    """The bundle of that checkout."""
    return build.build(checkout, tmp_path / "bundle").folder


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a bundle, without the store."""
    files = [each for each in folder.rglob("*") if each.is_file() and "store" not in each.relative_to(folder).parts]
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def test_a_bundle_has_its_files(bundle: Path) -> None:
    """Flat, quads, one Turtle file per graph, the manifest and the store."""
    expected = [
        "entities.ttl",
        "graph.nq",
        "graph.nt",
        "manifest.json",
        "ontology.ttl",
        f"sources/{example.SOURCE}.ttl",
    ]
    assert sorted(contents(bundle)) == expected
    assert ox.Store.read_only(str(bundle / "store"))


def test_the_flat_file_is_sorted_and_has_each_triple_once(bundle: Path) -> None:
    """N-Triples, one line each, in the order of their bytes, without blank nodes."""
    lines = (bundle / "graph.nt").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert not [line for line in lines if b"_:" in line.split(b'"')[0]]


def test_the_same_truth_gives_the_same_bytes(checkout: Path, bundle: Path, tmp_path: Path) -> None:
    """Built again, from files with other time stamps in another place, the bundle is the same to the byte."""
    shutil.copytree(checkout, tmp_path / "elsewhere")
    again = build.build(tmp_path / "elsewhere", tmp_path / "again").folder
    assert contents(again) == contents(bundle)


def test_each_source_is_a_named_graph(bundle: Path) -> None:
    """The graphs of the quads are the ontology, the entities, and one per source."""
    quads = list(ox.parse(path=str(bundle / "graph.nq")))
    names = {each.graph_name.value for each in quads if isinstance(each.graph_name, ox.NamedNode)}
    assert names == {GRAPH + "ontology", GRAPH + "entities", GRAPH_OF_SOURCE}


def test_nothing_is_lost_between_the_files(bundle: Path, checkout: Path) -> None:
    """Flat file, quads, Turtle files and store hold the same triples."""
    flat = {each.triple for each in ox.parse(path=str(bundle / "graph.nt"))}
    assert {each.triple for each in ox.parse(path=str(bundle / "graph.nq"))} == flat
    assert {each.triple for file in bundle.rglob("*.ttl") for each in ox.parse(path=str(file))} == flat
    assert {each.triple for each in ox.Store.read_only(str(bundle / "store"))} == flat
    assert len(flat) == len(store.open_store(checkout))


def test_an_edge_lies_beside_its_claim(bundle: Path) -> None:
    """The edge that follows from a claim is in the graph of the claim's source."""
    edge = '<https://w3id.org/chip-controls/id/us-bis> <https://w3id.org/chip-controls/ontology#name> "BIS"@en'
    assert f"{edge} <{GRAPH_OF_SOURCE}> ." in (bundle / "graph.nq").read_text("utf-8").splitlines()


def test_the_manifest_counts_and_digests(bundle: Path) -> None:
    """The manifest says how much there is, under which policy, and how each file is recognised."""
    manifest = json.loads((bundle / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["claims"] == 2
    assert manifest["counts"]["edges"] == 2
    assert manifest["counts"]["sources"] == 1
    assert manifest["counts"]["triples"] == len((bundle / "graph.nt").read_bytes().splitlines())
    assert manifest["graphs"][GRAPH_OF_SOURCE]["file"] == f"sources/{example.SOURCE}.ttl"
    assert "disputed" in manifest["policy"]
    assert set(manifest["files"]) == set(contents(bundle)) - {"manifest.json"}
    assert manifest["files"]["graph.nt"]["bytes"] == (bundle / "graph.nt").stat().st_size


def test_a_bundle_is_replaced_as_a_whole(checkout: Path, bundle: Path) -> None:
    """A new bundle takes the place of the old one, with none of its files left."""
    (bundle / "sources" / "old.ttl").touch()
    build.build(checkout, bundle)
    assert f"sources/{example.SOURCE}.ttl" in contents(bundle)
    assert "sources/old.ttl" not in contents(bundle)
    assert sorted(each.name for each in bundle.parent.iterdir()) == ["bundle", "cache", "checkout"]


def test_what_is_no_bundle_is_not_replaced(checkout: Path, tmp_path: Path) -> None:
    """A folder with anything else in it is left as it is."""
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(WrongFile, match="something else than a bundle"):
        build.build(checkout, tmp_path)


def test_a_failure_leaves_the_old_bundle(checkout: Path, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full in the middle, the old bundle stands as it stood and nothing lies beside it."""
    before = contents(bundle)

    def full(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "sync", full)
    with pytest.raises(StoreTrouble, match="is full"):
        build.build(checkout, bundle)
    assert contents(bundle) == before
    assert sorted(each.name for each in bundle.parent.iterdir()) == ["bundle", "cache", "checkout"]


def test_an_interrupt_in_the_last_step_puts_the_old_bundle_back(
    checkout: Path, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new bundle cannot take its place, the old one gets it back."""
    before, rename = contents(bundle), Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if target == bundle and not path.name.endswith(".old"):
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build.build(checkout, bundle)
    assert contents(bundle) == before


def test_a_file_of_no_source_stops_the_build(checkout: Path, tmp_path: Path) -> None:
    """Every file under sources belongs to exactly one source."""
    example.edit(example.source_file(checkout), "a kg:Source ;", "a kg:Agency ;")
    with pytest.raises(ProblemsFound) as caught:
        build.build(checkout, tmp_path / "bundle")
    assert caught.value.problems[0].rule == "one-source-per-file"


def test_a_folder_of_files_has_its_source_beside_them(checkout: Path, tmp_path: Path) -> None:
    """The files of an import belong to the source that source.ttl beside them describes."""
    folder = checkout / "graph" / "imported" / "us" / "list"
    folder.mkdir(parents=True)
    text = example.source_file(checkout).read_text("utf-8").replace(example.SOURCE, "us/list")
    head, start = text.index("<https://w3id.org/chip-controls/source"), text.index(":us-bis-name-bis\n")
    (folder / "source.ttl").write_text(text[:start].rstrip() + "\n")
    (folder / "a.ttl").write_text(text[:head] + text[start:])
    build.build(checkout, tmp_path / "bundle")
    graphs = json.loads((tmp_path / "bundle" / "manifest.json").read_text())["graphs"]
    assert graphs[SOURCE + "us/list"] == {"file": "sources/us/list.ttl", "triples": graphs[GRAPH_OF_SOURCE]["triples"]}


def test_what_was_killed_half_way_is_cleared(checkout: Path, tmp_path: Path) -> None:
    """A half-made bundle that a killed build left beside the folder is cleared by the next one."""
    (tmp_path / ".bundle-x1y2").mkdir()
    build.build(checkout, tmp_path / "bundle")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".bundle")] == []
