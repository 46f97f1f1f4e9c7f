"""The bundle: the whole graph as files that every triple store loads, made from the truth.

==================  ==============================================================================
``graph.nt``        all triples, each once, sorted; graph names are dropped and nothing is lost
``graph.nq``        the same with one named graph per source, so that a source can be replaced
``ontology.ttl``    the named graph of the ontology
``entities.ttl``    the named graph of the entities
``queries.ttl``     the named graph of the questions of the library
``sources/….ttl``   the named graph of each source, under the path of its IRI
``shared.ttl``      the named graph of what belongs to several sources, if there is any: each triple is in one graph
``store/``          the embedded store (the only part that is not the same to the byte each time)
``manifest.json``   counts, the policy that the edges follow, and the digest of every file
==================  ==============================================================================
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import cache, claims, engine, layout, library, paths, progress, store, tables
from kg.errors import Problem, ProblemsFound, StoreTrouble, WrongFile
from kg.terms import BASE, GRAPH, KG, RDF, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MANIFEST = "manifest.json"
_IS_SOURCE = f" <{RDF}type> <{KG}Source> ."


@dataclass(frozen=True)
class Bundle:
    """What was built.

    :param folder: where it is.
    :param counts: how much it holds: triples, quads, graphs, sources, claims, edges.
    """

    folder: Path
    counts: dict[str, int]


def build(root: Path, folder: Path) -> Bundle:
    """Build the bundle of the truth under ``root`` into a folder, in one step.

    :raises WrongFile: when the folder holds something else than a bundle.
    :raises ProblemsFound: when a file of the truth does not parse or has no source.
    :raises StoreTrouble: when the disk is full, or may not be written.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise WrongFile(f"{folder} holds something else than a bundle: name an empty or a new folder")
    embedded = store.built(root)
    with cache.locked(paths.cache() / "bundle.lock", _wait), cache.explained(folder, "--output"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left in folder.parent.glob(f".{folder.name}-*"):
            shutil.rmtree(left, ignore_errors=True)  # what was killed half way
        making = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            counts = _fill(making, root, embedded)
            making.chmod(0o755)
            cache.sync(making)
            _replace(folder, making)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return Bundle(folder, counts)


def _wait() -> None:
    """Say that another process is building."""
    progress.note("Another process is building a bundle; waiting for it ...")


def _replace(folder: Path, making: Path) -> None:
    """Put a finished folder into its place; an older one steps aside first and goes afterwards."""
    old = making.with_name(f"{making.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        making.rename(folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _fill(folder: Path, root: Path, embedded: Path) -> dict[str, int]:
    """Write every file of the bundle into an empty folder; return its counts."""
    graphs = _graphs(root)
    whole = store.open_store(root)
    counted, edges = _add_edges(graphs, whole)
    _share(graphs)
    flat = sorted(set().union(*graphs.values()))
    if len(flat) != len(whole):
        raise StoreTrouble(f"The files hold {len(flat)} triples and the store {len(whole)}: build again")
    _write(folder / "graph.nt", (f"{line}\n" for line in flat))
    _write(folder / "graph.nq", _quads(graphs))
    for graph, lines in graphs.items():
        _write(folder / _file(graph), [engine.turtle("\n".join(sorted(lines)))])
    counts = {
        "triples": len(flat),
        "quads": sum(map(len, graphs.values())),
        "graphs": len(graphs),
        "sources": sum(line.endswith(_IS_SOURCE) for line in flat),
        "claims": counted,
        "edges": edges,
    }
    _write(folder / MANIFEST, [_manifest(folder, root, graphs, counts)])
    shutil.copytree(embedded / "store", folder / "store")
    (folder / "store").chmod(0o755)
    return counts


def _graphs(root: Path) -> dict[str, set[str]]:
    """Return the triples of each named graph, as lines of N-Triples."""
    graphs: dict[str, set[str]] = {}
    files = paths.graph_files(root)
    with progress.bar("Building the bundle", len(files)) as tick:
        for file in files:
            lines = engine.lines(file)
            graphs.setdefault(_graph(file, root, lines), set()).update(lines)
            tick(1)
    if asked := library.triples(root):
        graphs[GRAPH + "queries"] = set(tables.ntriples(asked).split("\n")[:-1])
    return dict(sorted(graphs.items()))


def _graph(file: Path, root: Path, lines: list[str]) -> str:
    """Return the name of the graph that a file belongs to."""
    folders = file.relative_to(root).parts[:2]
    if folders[0] == "ontology":
        return GRAPH + "ontology"
    if folders[1] == "entities":
        return GRAPH + "entities"
    describing = paths.source_file(file)
    found = [each for each in (lines if describing == file else engine.lines(describing)) if each.endswith(_IS_SOURCE)]
    if len(found) != 1:
        sentence = f"a file belongs to exactly one kg:Source, and {describing.name} describes {len(found)}"
        problem = Problem(file, 0, "", "one-source-per-file", sentence)
        raise ProblemsFound(str(problem), [problem])
    return found[0].removesuffix(_IS_SOURCE)[1:-1]


def _add_edges(graphs: dict[str, set[str]], whole: store.Store) -> tuple[int, int]:
    """Add the edges that follow from claims to the graph of the claim; return how many claims and edges there are."""
    every = list(claims.read_claims(whole.pairs))
    edges = set()
    for claim in claims.counting(every):
        line = f"{' '.join(map(tables.ntriples_term, claim.edge))} ."
        edges.add(line)
        graphs[claim.source].add(line)
    return len(every), len(edges)


def _share(graphs: dict[str, set[str]]) -> None:
    """Move the triples that stand in several graphs into one of their own."""
    counted = Counter(line for lines in graphs.values() for line in lines)
    shared = {line for line, number in counted.items() if number > 1}
    for lines in graphs.values():
        lines.difference_update(shared)
    if shared:
        graphs[layout.SHARED] = shared


def _quads(graphs: dict[str, set[str]]) -> Iterator[str]:
    """Yield the lines of the N-Quads, graph by graph."""
    for graph, lines in graphs.items():
        for line in sorted(lines):
            yield f"{line[:-1]}<{graph}> .\n"


def _file(graph: str) -> str:
    """Return the path in the bundle of the file of a graph."""
    if graph.startswith(GRAPH):
        return f"{graph.removeprefix(GRAPH)}.ttl"
    parts = [part for part in graph.removeprefix(SOURCE).split("/") if part.strip(".")]
    return f"sources/{'/'.join(parts)}.ttl"


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Write a file of the bundle, with the same line ends everywhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(pieces)


def _manifest(folder: Path, root: Path, graphs: dict[str, set[str]], counts: dict[str, int]) -> str:
    """Return the manifest: what is in the bundle, and by what it can be recognised."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    manifest = {
        "base": BASE,
        "truth": paths.digest(paths.truth_files(root), root),
        "policy": str(claims.DEFAULT),
        "counts": counts,
        "graphs": {graph: {"file": _file(graph), "triples": len(lines)} for graph, lines in graphs.items()},
        "files": {each.relative_to(folder).as_posix(): _described(each) for each in files},
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def _described(file: Path) -> dict[str, int | str]:
    """Return size and digest of a file."""
    with file.open("rb") as stream:
        return {"bytes": file.stat().st_size, "sha256": hashlib.file_digest(stream, "sha256").hexdigest()}
