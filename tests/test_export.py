"""The graph as files for bulk loaders: nothing lost, the same to the byte, and loaded by a real loader."""

import gzip
import hashlib
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import export, layout
from kg.errors import WrongFile
from tests import example
from tests.stores import servers


@pytest.fixture
def graphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> layout.Layout:
    """The graphs of a checkout with one source."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return layout.of(example.checkout(tmp_path / "checkout"))


def read(file: Path) -> bytes:
    """The content of a compressed file."""
    return gzip.decompress(file.read_bytes())


@pytest.mark.parametrize("store", export.COMMANDS)
def test_an_export_has_its_files(graphs: layout.Layout, tmp_path: Path, store: str) -> None:
    """Quads, flat file, RDF 1.2, description, commands and checksums are there, and the checksums are right."""
    names = export.export(graphs, store, tmp_path / "out")
    assert names == ["LOAD.md", "SHA256SUMS", "flat.nt.gz", "quads-000.nq.gz", "rdf12.nt.gz", "void.ttl"]
    for line in (tmp_path / "out" / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    assert "```" in (tmp_path / "out" / "LOAD.md").read_text()


def test_nothing_is_lost(graphs: layout.Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The split quads hold the triples of the flat file, each in one graph, and are the same to the byte each time."""
    monkeypatch.setattr(export, "QUADS", 1000)
    export.export(graphs, "oxigraph", tmp_path / "out")
    files = sorted((tmp_path / "out").glob("quads-*.nq.gz"))
    quads = [each for file in files for each in ox.parse(read(file), format=ox.RdfFormat.N_QUADS)]
    flat = list(ox.parse(read(tmp_path / "out" / "flat.nt.gz"), format=ox.RdfFormat.N_TRIPLES))
    assert len(files) > 1
    assert len(quads) == len(set(quads)) == len(flat) == sum(each.triples for each in graphs.parts.values())
    assert {each.triple for each in quads} == {each.triple for each in flat}
    before = {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()}
    export.export(graphs, "oxigraph", tmp_path / "out")
    assert {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()} == before


def test_a_claim_is_a_reifier_in_rdf_12(graphs: layout.Layout, tmp_path: Path) -> None:
    """In RDF 1.2 what a claim claims is one triple term, and all else is as it was."""
    export.export(graphs, "oxigraph", tmp_path / "out")
    triples = list(ox.parse(read(tmp_path / "out" / "rdf12.nt.gz"), format=ox.RdfFormat.N_TRIPLES))
    terms = [each.object for each in triples if isinstance(each.object, ox.Triple)]
    assert len(terms) == 2
    assert len(triples) == sum(each.triples for each in graphs.parts.values()) - 2 * len(terms)


def test_the_description_is_turtle(graphs: layout.Layout, tmp_path: Path) -> None:
    """The description counts all triples and names each graph."""
    export.export(graphs, "oxigraph", tmp_path / "out")
    text = (tmp_path / "out" / "void.ttl").read_text("utf-8")
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.TURTLE)
    assert f"void:triples {sum(each.triples for each in graphs.parts.values())}" in text
    assert all(f"<{graph}>" in text for graph in graphs.parts)


@pytest.mark.needs_store("oxigraph")
def test_a_bulk_loader_takes_it(graphs: layout.Layout, tmp_path: Path) -> None:
    """Oxigraph's own loader loads the quads."""
    export.export(graphs, "oxigraph", tmp_path / "out")
    (tmp_path / "all.nq").write_bytes(read(tmp_path / "out" / "quads-000.nq.gz"))
    command: list[str | Path] = [
        servers.OXIGRAPH,
        "load",
        "--location",
        tmp_path / "data",
        "--file",
        tmp_path / "all.nq",
    ]
    subprocess.run(command, check=True, capture_output=True)
    assert len(ox.Store.read_only(str(tmp_path / "data"))) == sum(each.triples for each in graphs.parts.values())


def test_another_folder_is_left_alone(graphs: layout.Layout, tmp_path: Path) -> None:
    """A folder that holds anything else is not written to."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").touch()
    with pytest.raises(WrongFile, match="something else"):
        export.export(graphs, "qlever", tmp_path / "out")
