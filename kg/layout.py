"""The graph as it lies in a store: one named graph per source, and each triple in exactly one of them.

A triple that claims of several sources lead to (the same edge, said twice) lies in the graph ``shared``. So a store
that shows all its graphs at once shows each triple once, whether it looks for doubles or not, and counts are right.

The graphs are kept as compressed N-Triples in the cache, with their counts and digests, made once per content. The
digest of a graph does not depend on the order of its triples: it is the sum of the SHA-256 of its lines, modulo 2^256.
A number counts by its value, for many a store keeps 2.30 as 2.3 and true as 1.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from array import array
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg import cache, claims, engine, library, paths, progress, store, tables, truth
from kg.errors import Problem, ProblemsFound, StoreTrouble
from kg.terms import GRAPH, KG, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SHARED = GRAPH + "shared"
"""The graph of the triples that belong to several sources."""

QUESTIONS = GRAPH + "queries"
"""The graph of the questions of the library."""

_FORMAT = "3"
_INDEX = "index.json"
_COMMON = "shared.json"
_IS_SOURCE = f" <{RDF}type> <{KG}Source> ."
_PIECE = 1 << 18
_WRAP = 1 << 256
_NUMBER = re.compile(rf'"([^"\\]*)"\^\^<{XSD}(?:decimal|integer|boolean|double|float|nonNegativeInteger)> \.$')
_TRUTHS = {"true": "1", "false": "0"}


@dataclass(frozen=True)
class Part:
    """A named graph, in a file.

    :param graph: its name.
    :param file: the name of its file of compressed N-Triples.
    :param triples: how many it has.
    :param size: how many bytes of N-Triples it is.
    :param packed: how many bytes it is when compressed.
    :param digest: the sum of the digests of its lines.
    """

    graph: str
    file: str
    triples: int
    size: int
    packed: int
    digest: str


def valued(line: str) -> str:
    """Return a line of N-Triples with its number, if it ends in one, in the one form that all forms of it have.

    >>> valued(f'<urn:a> <urn:b> "2.30"^^<{XSD}decimal> .') == valued(f'<urn:a> <urn:b> "2.3"^^<{XSD}decimal> .')
    True
    """
    found = _NUMBER.search(line) if line.endswith("> .") else None
    if found is None:
        return line
    try:
        value = Decimal(_TRUTHS.get(found[1], found[1])).normalize()
    except InvalidOperation:
        return line
    return f"{line[: found.start()]}{value:f} ."


class Sum:
    """The digest of lines in no order, and how many they were."""

    def __init__(self) -> None:
        self.lines = 0
        self._sum = 0

    def add(self, line: str) -> bytes:
        """Add a line without its end; return its own digest."""
        digest = hashlib.sha256(valued(line).encode()).digest()
        self.lines += 1
        self._sum += int.from_bytes(digest)
        return digest

    def __str__(self) -> str:
        """Return the digest of all lines."""
        return f"{self._sum % _WRAP:064x}"


@dataclass(frozen=True)
class Layout:
    """All named graphs of the truth.

    :param folder: where their files are.
    :param truth: the digest of the content that they were made of.
    """

    folder: Path
    truth: str
    parts: dict[str, Part]

    def pieces(self, part: Part, *, packed: bool = False) -> Iterator[bytes]:
        """Yield the content of a graph piece by piece, as it is kept or as plain N-Triples."""
        path = self.folder / part.file
        with path.open("rb") if packed else gzip.open(path) as stream:
            while piece := stream.read(_PIECE):
                yield piece

    def lines(self, part: Part) -> Iterator[str]:
        """Yield the triples of a graph as lines of N-Triples."""
        with gzip.open(self.folder / part.file, "rt", encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line.rstrip("\n")

    def common(self) -> dict[str, list[str]]:
        """Return each triple of the graph ``shared``, with the graphs to which it belongs."""
        found: dict[str, list[str]] = json.loads((self.folder / _COMMON).read_text("utf-8"))
        return found


def of(root: Path) -> Layout:
    """Return the named graphs of the truth under ``root``, made when its content is new.

    :raises ProblemsFound: when a file of the truth does not parse or has no source.
    :raises StoreTrouble: when they cannot be written.
    """
    files = paths.graph_files(root)
    content = truth.digest(root, paths.truth_files(root))
    key = hashlib.sha256(f"{_FORMAT}\n{store.FORMAT}\n{content}".encode()).hexdigest()[:32]
    folder = cache.kept(
        paths.cache() / "graphs",
        key,
        lambda folder: _make(folder, root, files),
        lambda: progress.note("Another process is writing the graphs; waiting for it ..."),
    )
    index = json.loads((folder / _INDEX).read_text("utf-8"))
    return Layout(folder, content, {each["graph"]: Part(**each) for each in index})


def write(folder: Path, name: str, graph: str, lines: Iterable[str]) -> tuple[Part, array[int]]:
    """Write a graph into a file; return its description and the beginnings of the digests of its lines."""
    total, marks, size = Sum(), array("Q"), 0
    path = folder / name
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for line in lines:
            size += stream.write(f"{line}\n".encode())
            marks.append(int.from_bytes(total.add(line)[:8]))
    return Part(graph, name, total.lines, size, path.stat().st_size, str(total)), marks


def _make(folder: Path, root: Path, files: list[Path]) -> None:
    """Write every graph of the truth into an empty folder."""
    whole = store.open_store(root)
    own, common = _edges(whole)
    groups = _grouped(root, files)
    parts: dict[str, Part] = {}
    marks: dict[str, array[int]] = {}
    with progress.bar("Writing the graphs (once per content)", len(files)) as tick:
        for number, (describing, group) in enumerate(groups.items()):
            graph = describing if isinstance(describing, str) else _source(describing)
            if graph in parts:
                raise StoreTrouble(f"Two files describe the source {graph}: one source has one file")
            lines = _lines(group, own.get(graph, []))
            parts[graph], marks[graph] = write(folder, f"{number:05}.nt.gz", graph, lines)
            tick(len(group))
    if asked := tables.ntriples(library.triples(root)).split("\n")[:-1]:
        parts[QUESTIONS], marks[QUESTIONS] = write(folder, "questions.nt.gz", QUESTIONS, asked)
    repeated = _repeated(marks)
    for graph in [each for each, found in marks.items() if repeated and not repeated.isdisjoint(found)]:
        parts[graph] = _without(folder, parts[graph], repeated, common)
    if common:
        parts[SHARED], _ = write(folder, "shared.nt.gz", SHARED, sorted(common))
    _check(parts.values(), len(whole))
    (folder / _COMMON).write_text(json.dumps({line: sorted(graphs) for line, graphs in sorted(common.items())}))
    (folder / _INDEX).write_text(json.dumps([asdict(parts[graph]) for graph in sorted(parts)]))


def _check(parts: Iterable[Part], wanted: int) -> None:
    """Make sure that the graphs hold as many triples as the store."""
    held = sum(each.triples for each in parts)
    if held != wanted:
        raise StoreTrouble(f"The graphs hold {held} triples and the store {wanted}: ask again")


def _edges(whole: store.Store) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """Return the edges of each source that no other source leads to, and the others with all their sources."""
    found: dict[str, set[str]] = {}
    for claim in claims.counting(claims.read_claims(whole.pairs)):
        line = f"{' '.join(map(tables.ntriples_term, claim.edge))} ."
        found.setdefault(line, set()).add(claim.source)
    own: dict[str, list[str]] = {}
    for line, sources in found.items():
        if len(sources) == 1:
            own.setdefault(next(iter(sources)), []).append(line)
    return own, {line: sources for line, sources in found.items() if len(sources) > 1}


def _grouped(root: Path, files: list[Path]) -> dict[Path | str, list[Path]]:
    """Return the files of each graph, under its name or under the file that describes its source."""
    groups: dict[Path | str, list[Path]] = {}
    for file in files:
        folders = file.relative_to(root).parts[:2]
        fixed = {"ontology": GRAPH + "ontology", "entities": GRAPH + "entities"}
        key = fixed.get(folders[0]) or fixed.get(folders[1]) or paths.source_file(file)
        groups.setdefault(key, []).append(file)
    return groups


def _source(describing: Path) -> str:
    """Return the name of the source that a file describes."""
    found = {each for each in engine.lines(describing) if each.endswith(_IS_SOURCE)}
    if len(found) != 1:
        sentence = f"a file belongs to exactly one kg:Source, and {describing.name} describes {len(found)}"
        problem = Problem(describing, 0, "", "one-source-per-file", sentence)
        raise ProblemsFound(str(problem), [problem])
    return found.pop().removesuffix(_IS_SOURCE)[1:-1]


def _lines(files: list[Path], edges: list[str]) -> Iterator[str]:
    """Yield the triples of files and their edges; in one file a triple may stand twice and comes once."""
    for file in files:
        yield from dict.fromkeys(engine.lines(file))
    yield from sorted(edges)


def _repeated(marks: dict[str, array[int]]) -> set[int]:
    """Return the marks that stand more than once, in one graph or in several."""
    import numpy as np  # noqa: PLC0415 - only where the content is new

    every = np.concatenate([np.frombuffer(each, dtype="uint64") for each in marks.values() if each])
    values, counts = np.unique(every, return_counts=True)
    return set(values[counts > 1].tolist())


def _without(folder: Path, part: Part, repeated: set[int], common: dict[str, set[str]]) -> Part:
    """Write a graph again without the triples that stand elsewhere as well: these become common."""
    with gzip.open(folder / part.file, "rt", encoding="utf-8", newline="\n") as stream:
        every = [line.rstrip("\n") for line in stream]
    kept = []
    for line in every:
        if int.from_bytes(hashlib.sha256(valued(line).encode()).digest()[:8]) in repeated:
            common.setdefault(line, set()).add(part.graph)
        else:
            kept.append(line)
    return write(folder, part.file, part.graph, kept)[0]
