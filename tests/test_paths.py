"""Where things are."""

import os
from pathlib import Path

import pytest

from kg import paths
from kg.errors import Misuse


def folders(root: Path) -> Path:
    """An empty house."""
    for name in paths.FOLDERS:
        (root / name).mkdir(parents=True)
    return root


def test_the_checkout_is_home(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word, home is the checkout that the package runs from."""
    monkeypatch.delenv("KG_HOME", raising=False)
    assert paths.home() == root


def test_a_named_folder_goes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--root goes before KG_HOME, and KG_HOME before the checkout."""
    one, two = folders(tmp_path / "one"), folders(tmp_path / "two")
    monkeypatch.setenv("KG_HOME", str(two))
    assert paths.home() == two
    assert paths.home(one) == one


def test_a_folder_without_the_truth_is_refused(tmp_path: Path) -> None:
    """A folder that lacks one of the three is no home, and the message says what is wanted."""
    (tmp_path / "graph").mkdir()
    with pytest.raises(Misuse, match="does not hold the folders ontology, graph, queries"):
        paths.home(tmp_path)


def test_what_came_with_the_package_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data of an installed package is asked, not written."""
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    folders(tmp_path / "data")
    with pytest.raises(Misuse, match="get a checkout"):
        paths.checkout(tmp_path / "data")


def test_shapes_and_hidden_files_are_not_of_the_graph(tmp_path: Path) -> None:
    """The graph is made of ontology, entities and sources, in a fixed order, without shapes and half-written files."""
    home = folders(tmp_path)
    hidden = ["graph/.b.ttl.x.ttl", "graph/.list.old/a.ttl"]
    names = ["graph/b.ttl", "graph/a/z.ttl", *hidden, "ontology/core.ttl", "ontology/core-shapes.ttl"]
    for name in names:
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).touch()
    found = [paths.relative(each, home) for each in paths.graph_files(home)]
    assert found == ["graph/a/z.ttl", "graph/b.ttl", "ontology/core.ttl"]


def test_a_file_belongs_to_the_nearest_source(tmp_path: Path) -> None:
    """The source of a file is described in source.ttl beside or above it, or else in the file."""
    folder = tmp_path / "graph" / "imported" / "list"
    (folder / "part").mkdir(parents=True)
    (folder / "source.ttl").touch()
    assert paths.source_file(folder / "part" / "a.ttl") == folder / "source.ttl"
    assert paths.source_file(tmp_path / "graph" / "sources" / "a.ttl") == tmp_path / "graph" / "sources" / "a.ttl"


def test_the_digest_follows_content_and_name(tmp_path: Path) -> None:
    """A digest changes with the content or the name of a file, and with nothing else."""
    file = tmp_path / "a.ttl"
    file.write_text("one")
    before = paths.digest([file], tmp_path)
    os.utime(file, (1, 1))
    assert paths.digest([file], tmp_path) == before
    assert paths.digest([file.rename(tmp_path / "b.ttl")], tmp_path) != before


def test_the_fingerprint_sees_a_change_of_the_same_size(tmp_path: Path) -> None:
    """A file that was written again has another fingerprint, though its size is the same."""
    file = tmp_path / "a.ttl"
    file.write_text("one")
    before, _ = paths.fingerprint([file], tmp_path)
    file.write_text("two")
    os.utime(file, ns=(1, 1))
    after, _ = paths.fingerprint([file], tmp_path)
    assert after != before


def test_the_cache_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """KG_CACHE says where the store is kept; without it, it is the cache folder of the system."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    assert paths.cache() == tmp_path
    monkeypatch.delenv("KG_CACHE")
    assert paths.cache().name == "chip-controls-kg"


def test_a_path_is_said_as_one_would_type_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the working folder a path is relative, elsewhere it is whole."""
    monkeypatch.chdir(tmp_path)
    assert paths.said(tmp_path / "a.ttl") == "a.ttl"
    assert paths.said(tmp_path.parent / "b.ttl") == str(tmp_path.parent / "b.ttl")
