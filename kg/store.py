"""The embedded store: built once per content, opened read-only; with :mod:`kg.engine` the door to pyoxigraph.

The store holds the triples of the truth and the edges that the default policy derives from its claims, each once and
without graph names: the engine's union of named graphs gives a triple that stands in two of them twice, and a count
over it would be wrong.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import cache, claims, paths, progress, sparql, terms
from kg.bindings import bind
from kg.engine import answered, quad, term, unparsed
from kg.errors import BadParameter, KgError, Misuse, StoreTrouble
from kg.tables import Iri, Rows, Term, Triple, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    import rdflib

    from kg.bindings import Bindings

FORMAT = f"1 oxigraph {ox.__version__} {claims.DEFAULT}"
"""What makes a store another one even when the truth is the same."""


class Store:
    """A graph that can be asked; nothing can be written to it.

    Bindings give values to variables of the query: one term, or several of which each is tried.
    They travel as RDF terms and can never become part of the query's text.
    """

    def query(
        self, query: str, bindings: Bindings | None = None, services: Collection[str] = ()
    ) -> Rows | bool | list[Triple]:
        """Return whatever the query asks for: rows, yes or no, or triples.

        :param services: the hosts that it may call with ``SERVICE``.
        :raises QuerySyntax: when the text does not parse; the error carries line and column.
        :raises RefusedQuery: when it would reach outside the graph or write to it.
        """
        raise NotImplementedError

    def select(self, query: str, bindings: Bindings | None = None) -> Rows:
        """Return the rows of a SELECT."""
        answer = self.query(query, bindings)
        if not isinstance(answer, Rows):
            raise Misuse("The query is not a SELECT")
        return answer

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        """Return the answer of an ASK."""
        answer = self.query(query, bindings)
        if not isinstance(answer, bool):
            raise Misuse("The query is not an ASK")
        return answer

    def construct(self, query: str, bindings: Bindings | None = None) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE, each once."""
        answer = self.query(query, bindings)
        if not isinstance(answer, list):
            raise Misuse("The query is neither a CONSTRUCT nor a DESCRIBE")
        return answer

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate, in no order."""
        for subject, value in self.select("SELECT ?s ?o { ?s ?p ?o }", {"p": Iri(predicate)}).rows:
            if subject is not None and value is not None:
                yield subject, value

    def __len__(self) -> int:
        """Return the number of triples."""
        return int(shown(self.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]))

    def within(self, seconds: float) -> Store:
        """Return the same store, all of whose answers together may take no longer than this."""
        raise NotImplementedError

    def rdflib(self) -> rdflib.Dataset:
        """Return the same graph for rdflib, as a data set whose default graph is everything.

        :raises Misuse: when the store is elsewhere.
        """
        raise Misuse("Only a store on this machine can be opened by rdflib")


class Embedded(Store):
    """A store of the engine, in memory or on the disk.

    :param union: whether a query looks into every named graph, as it has to where nothing stands outside of them.
    """

    def __init__(self, engine: ox.Store, *, union: bool = False) -> None:
        self._engine = engine
        self._union = union

    def query(
        self, query: str, bindings: Bindings | None = None, services: Collection[str] = ()
    ) -> Rows | bool | list[Triple]:
        """Return whatever the query asks for: rows, yes or no, or triples."""
        found = sparql.guard(query, services)
        text = bind(query, found, bindings or {})
        try:
            answer = self._engine.query(text, prefixes=terms.PREFIXES, use_default_graph_as_union=self._union)
            return answered(answer, sparql.star(found))
        except SyntaxError:
            raise _mapped(query, found) from None
        except (RuntimeError, ValueError, OSError) as error:
            damaged = isinstance(error, OSError) or "Corruption" in str(error)
            what = StoreTrouble(f"The store cannot be read ({error}): remove it from {paths.cache()} and ask again")
            raise what if damaged else Misuse(f"The query cannot be answered: {error}") from None

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate, in no order."""
        for each in self._engine.quads_for_pattern(None, ox.NamedNode(predicate), None):
            yield term(each.subject), term(each.object)

    def __iter__(self) -> Iterator[Triple]:
        """Yield every triple, in no order."""
        for each in self._engine:
            yield term(each.subject), term(each.predicate), term(each.object)

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self._engine)

    def rdflib(self) -> rdflib.Dataset:
        """Return the same graph for rdflib, as a data set whose default graph is everything."""
        import rdflib  # noqa: PLC0415 - only who works in rdflib pays for it
        from oxrdflib import OxigraphStore  # noqa: PLC0415 - the same

        return rdflib.Dataset(store=OxigraphStore(store=self._engine), default_union=True)


def _mapped(query: str, found: list[sparql.Token]) -> KgError:
    """Return our own error for a query that the engine does not take; the query is as the user wrote it."""
    try:
        ox.Store().query(query, prefixes=terms.PREFIXES)
    except SyntaxError as first:
        return sparql.unparsed(query, found, str(first))
    return BadParameter("A variable that the query computes itself cannot be given a value")


def of(triples: Iterable[Triple]) -> Embedded:
    """Return a store in memory that holds these triples and nothing else."""
    engine = ox.Store()
    engine.extend(quad(each) for each in triples)
    return Embedded(engine)


def of_files(files: Iterable[Path], policy: claims.Policy = claims.DEFAULT) -> Embedded:
    """Return a store in memory of Turtle files and the edges that follow from their claims.

    :raises ProblemsFound: when a file does not parse.
    """
    engine = ox.Store()
    for each in files:
        _load(engine, each, lambda _step: None)
    _add_edges(engine, policy)
    return Embedded(engine)


def lines(file: Path, text: str | None = None) -> list[str]:
    """Return the triples of a Turtle file, or of a text for it, as lines of N-Triples, in their order.

    :raises ProblemsFound: when it does not parse.
    """
    try:
        parsed = ox.parse(file.read_bytes() if text is None else text, format=ox.RdfFormat.TURTLE)
        return (ox.serialize(parsed, format=ox.RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1]
    except SyntaxError as error:
        raise unparsed(file, error) from None


def turtle(document: str) -> str:
    """Return N-Triples as Turtle with the prefixes of the house, the same text each time."""
    parsed = ox.parse(document, format=ox.RdfFormat.N_TRIPLES)
    written = ox.serialize(parsed, format=ox.RdfFormat.TURTLE, prefixes=terms.PREFIXES) or b""
    *head, rest = written.decode().split("\n", len(terms.PREFIXES))
    return "\n".join([*sorted(head), rest])


def open_store(root: Path | None = None) -> Embedded:
    """Return the store of the truth under ``root`` (default: where :func:`kg.paths.home` finds it).

    It is built when its content is new, which takes seconds, and opened read-only afterwards.

    :raises ProblemsFound: when a file of the truth does not parse.
    :raises StoreTrouble: when the store cannot be built or opened.
    """
    return open_folder(built(paths.home(root)))


def open_folder(folder: Path) -> Embedded:
    """Return a built store, to read it only; where nothing stands outside of named graphs, it is asked as their union.

    :raises StoreTrouble: when the folder holds no store that can be read.
    """
    try:
        engine = ox.Store.read_only(str(folder))
        bare = next(engine.quads_for_pattern(None, None, None, ox.DefaultGraph()), None)
    except (OSError, RuntimeError):
        raise StoreTrouble(f"The store {folder} is damaged: remove that folder and ask again") from None
    return Embedded(engine, union=bare is None)


def built(root: Path) -> Path:
    """Return the folder of the store of the truth under ``root``, building it when its content is new."""
    files = paths.truth_files(root)
    fingerprint, newest = paths.fingerprint(files, root)
    fingerprint = hashlib.sha256(f"{FORMAT}\n{fingerprint}".encode()).hexdigest()
    memory = paths.cache() / "seen" / hashlib.sha256(str(root).encode()).hexdigest()[:32]
    digest = cache.recall(memory, fingerprint)
    if digest is None:
        digest = paths.digest(files, root)
        cache.remember(memory, fingerprint, digest, newest)
    key = hashlib.sha256(f"{FORMAT}\n{digest}".encode()).hexdigest()[:32]
    return cache.kept(
        paths.cache() / "stores",
        key,
        lambda folder: _build(folder, root, files, digest),
        lambda: progress.note("Another process is building the store; waiting for it ..."),
    )


def _build(folder: Path, root: Path, files: list[Path], digest: str) -> None:
    """Build the store of the truth in an empty folder.

    :raises StoreTrouble: when the files are not those of the digest any more.
    """
    from kg import library  # noqa: PLC0415 - a store that is built needs none of it

    engine = ox.Store(str(folder))
    with progress.bar("Building the store (once per content)", sum(each.stat().st_size for each in files)) as tick:
        seen = [(paths.relative(each, root), _load(engine, each, tick)) for each in files]
    engine.bulk_extend(quad(each) for each in library.triples(root))
    if paths.content_digest(seen) != digest:
        raise StoreTrouble("The files of the graph changed while the store was being built: ask again")
    _add_edges(engine, claims.DEFAULT)
    engine.flush()
    engine.optimize()


def _add_edges(engine: ox.Store, policy: claims.Policy) -> None:
    """Add the edges that follow from the claims of a graph."""
    edges = list(claims.derive(claims.read_claims(Embedded(engine).pairs), policy))
    engine.bulk_extend(quad(each) for each in edges)


class _Reader(io.BytesIO):
    """A file that is read in pieces, so that an interrupt and the progress bar get their turn."""

    def __init__(self, content: bytes, tick: Callable[[int], None]) -> None:
        super().__init__(content)
        self._tick = tick

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next piece."""
        piece = super().read(size)
        self._tick(len(piece))
        return piece


def _load(engine: ox.Store, file: Path, tick: Callable[[int], None]) -> bytes:
    """Load a Turtle file, and of a question nothing, for it is no triples yet; return the SHA-256 of its content."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreTrouble(f"{file} cannot be read ({error.strerror}): put it back or let it be read") from None
    if file.suffix == ".rq":
        return hashlib.sha256(content).digest()
    try:
        engine.bulk_load(input=_Reader(content, tick), format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise unparsed(file, error) from None
    return hashlib.sha256(content).digest()
