"""Making the embedded store from the files of the truth, once per content and policy; a door to pyoxigraph.

The store holds the triples of the truth and the edges that a policy derives from its claims, each once and without
graph names. A store under a policy is made from the files anew: what the policy leaves out is never loaded.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import claims, paths, progress, searched, selection, truth
from kg.engine import answered, quad, term, unparsed
from kg.errors import StoreTrouble
from kg.prepared import prepared
from kg.tables import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.bindings import Bindings
    from kg.claims import Pairs
    from kg.tables import Term, Triple

FORMAT = f"2 oxigraph {ox.__version__} {claims.DEFAULT} {searched.FORMAT}"
"""What makes a store another one even when the truth is the same."""

STORE, SEARCHED = "store", "searched.json"
"""The folder of the engine in a folder that was made, and the file that says what is searched there."""

SELECTION = "selection.json"
"""The file in the folder of a policy's store that says what was left out."""

_POLICIES, _POLICY_REST = 6, 60.0
"""How many stores of policies are kept, and for how many seconds any of them after it was last used."""


def of_files(files: Iterable[Path], policy: claims.Policy) -> tuple[ox.Store, tuple[str, ...]]:
    """Return a store in memory of Turtle files and the edges that follow, and what is to be said of the policy.

    :raises ProblemsFound: when a file does not parse.
    """
    engine = ox.Store()
    for each in files:
        _load(engine, each, lambda _step: None)
    every = list(claims.read_claims(_pairs(engine)))
    notes = () if policy == claims.DEFAULT else _take_out(engine, every, policy)
    engine.bulk_extend(quad(each) for each in claims.derive(every, policy))
    return engine, notes


def _pairs(engine: ox.Store) -> Pairs:
    """Return what gives subject and object of every triple with a predicate."""

    def pairs(predicate: str) -> Iterator[tuple[Term, Term]]:
        for each in engine.quads_for_pattern(None, ox.NamedNode(predicate), None):
            yield term(each.subject), term(each.object)

    return pairs


def _take_out(engine: ox.Store, every: list[claims.Claim], policy: claims.Policy) -> tuple[str, ...]:
    """Take out of a store in memory the claims that a policy leaves out; return what is to be said of that."""
    out, found = selection.select(every, policy)
    for node in map(ox.NamedNode, out):
        for each in [*engine.quads_for_pattern(node, None, None), *engine.quads_for_pattern(None, None, node)]:
            engine.remove(each)
    return selection.sentences(policy, found)


def built(root: Path) -> Path:
    """Return the folder of the store of the truth under ``root``, building it when its content is new."""
    return truth.made(root, paths.cache() / "stores", FORMAT, lambda *what: _build(root, *what))


def narrowed(root: Path, policy: claims.Policy) -> Path:
    """Return the folder of the store of the truth under a policy, making it when it is not there."""
    where, made = paths.cache() / "policies", f"{FORMAT}\n{selection.FORMAT}\n{policy}"
    return truth.made(root, where, made, lambda *what: _narrow(root, policy, *what), keep=_POLICIES, rest=_POLICY_REST)


def _build(root: Path, folder: Path, files: list[Path], digest: str) -> None:
    """Build the store of the truth in an empty folder.

    :raises StoreTrouble: when the files are not those of the digest any more.
    """
    from kg import library  # noqa: PLC0415 - a store that is built needs none of it

    engine = ox.Store(str(folder / STORE))
    with progress.bar("Building the store (once per content)", sum(each.stat().st_size for each in files)) as tick:
        seen = [(paths.relative(each, root), _load(engine, each, tick)) for each in files]
    engine.bulk_extend(quad(each) for each in library.triples(root))
    _finish(engine, seen, digest, claims.derive(claims.read_claims(_pairs(engine))))
    del engine
    _settle(folder)


def _narrow(root: Path, policy: claims.Policy, folder: Path, files: list[Path], digest: str) -> None:
    """Build the store of the truth under a policy in an empty folder: what it leaves out is never loaded.

    :raises StoreTrouble: when the files are not those of the digest any more.
    """
    from kg import library  # noqa: PLC0415 - a store that is built needs none of it

    every = list(claims.read_claims(_pairs(ox.Store.read_only(str(built(root) / STORE)))))
    out, found = selection.select(every, policy)
    absent = {ox.NamedNode(each) for each in out}
    engine = ox.Store(str(folder / STORE))
    seen: list[tuple[str, bytes]] = []

    def quads() -> Iterator[ox.Quad]:
        """Yield what the files say of all else."""
        for file in files:
            content = file.read_bytes()
            seen.append((paths.relative(file, root), hashlib.sha256(content).digest()))
            tick(len(content))
            if file.suffix == ".rq":
                continue
            for each in ox.parse(content, format=ox.RdfFormat.TURTLE):
                if each.subject not in absent and each.object not in absent:
                    yield each

    with progress.bar("Building the store (once per policy)", sum(each.stat().st_size for each in files)) as tick:
        engine.bulk_extend(quads())
    engine.bulk_extend(quad(each) for each in library.triples(root))
    _finish(engine, seen, digest, claims.derive(every, policy))
    del engine
    (folder / SELECTION).write_text(found.written(), "utf-8")
    _settle(folder)


def of_copy(whole: ox.Store, policy: claims.Policy) -> tuple[ox.Store, tuple[str, ...]]:
    """Return in memory a graph that came with its edges under a policy, and what is to be said of that.

    :raises Misuse: when the policy names what the graph does not know.
    """
    engine = ox.Store()
    return engine, selection.sentences(policy, _copy(engine, whole, policy))


def copied(whole: ox.Store, policy: claims.Policy, folder: Path) -> None:
    """Make in an empty folder the store of a graph that came with its edges under a policy.

    :raises Misuse: when the policy names what the graph does not know.
    """
    engine = ox.Store(str(folder / STORE))
    found = _copy(engine, whole, policy)
    engine.flush()
    engine.optimize()
    del engine
    (folder / SELECTION).write_text(found.written(), "utf-8")
    _settle(folder)


def _copy(engine: ox.Store, whole: ox.Store, policy: claims.Policy) -> selection.Selection:
    """Put into a store what a policy leaves of a graph, with the edges that follow; return what it takes from it."""
    every = list(claims.read_claims(_pairs(whole)))
    out, found = selection.select(every, policy)
    absent = {ox.NamedNode(each) for each in out}
    gone = {quad(each.edge) for each in every}
    engine.bulk_extend(each for each in whole if not (each.subject in absent or each.object in absent or each in gone))
    engine.bulk_extend(quad(each) for each in claims.derive(every, policy))
    return found


def _finish(engine: ox.Store, seen: list[tuple[str, bytes]], digest: str, edges: Iterable[Triple]) -> None:
    """Add the edges to a store that was loaded from files, which must be those of the digest."""
    if paths.content_digest(seen) != digest:
        raise StoreTrouble("The files of the graph changed while the store was being built: ask again")
    engine.bulk_extend(quad(each) for each in list(edges))
    engine.flush()
    engine.optimize()


def _settle(folder: Path) -> None:
    """Write down what is searched in a store that was just made and closed.

    To open it once more also makes it quick to open: the engine then forgets by which steps it was loaded.
    """
    engine = ox.Store(str(folder / STORE))

    def select(query: str, bindings: Bindings) -> Rows:
        found = prepared(query, bindings)
        rows = answered(engine.query(found.text), found.star)
        assert isinstance(rows, Rows)  # noqa: S101 - it was a SELECT
        return rows

    (folder / SEARCHED).write_text(searched.written(select), "utf-8")


def _load(engine: ox.Store, file: Path, tick: Callable[[int], None]) -> bytes:
    """Load a Turtle file, and of a question nothing, for it is no triples yet; return the SHA-256 of its content."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreTrouble(f"{file} cannot be read ({error.strerror}): put it back or let it be read") from None
    if file.suffix == ".rq":
        return hashlib.sha256(content).digest()
    try:
        engine.bulk_load(input=progress.Reader(content, tick), format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise unparsed(file, error) from None
    return hashlib.sha256(content).digest()
