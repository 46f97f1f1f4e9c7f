"""The only door to pyoxigraph: the embedded store, built once per content and opened read-only afterwards.

The store holds the triples of the truth and the edges that the default policy derives from its claims, each once and
without graph names: the engine's union of named graphs gives a triple that stands in two of them twice, and a count
over it would be wrong.
"""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import cache, claims, paths, progress, sparql, terms
from kg.bindings import bind
from kg.errors import BadParameter, KgError, Misuse, Problem, ProblemsFound, StoreTrouble
from kg.tables import LANG_STRING, Blank, Iri, Literal, Rows, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.bindings import Bindings

FORMAT = f"1 oxigraph {ox.__version__} {claims.DEFAULT}"
"""What makes a store another one even when the truth is the same."""


class Store:
    """A graph that can be asked; nothing can be written to it.

    Bindings give values to variables of the query: one term, or several of which each is tried.
    They travel as RDF terms and can never become part of the query's text.
    """

    def __init__(self, engine: ox.Store) -> None:
        self._engine = engine

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

    def query(self, query: str, bindings: Bindings | None = None) -> Rows | bool | list[Triple]:
        """Return whatever the query asks for: rows, yes or no, or triples.

        :raises QuerySyntax: when the text does not parse; the error carries line and column.
        :raises RefusedQuery: when it would reach outside the graph or write to it.
        """
        found = sparql.guard(query)
        text = bind(query, found, bindings or {})
        try:
            return _answer(self._engine.query(text, prefixes=terms.PREFIXES), sparql.star(found))
        except SyntaxError:
            raise _mapped(query, found) from None
        except (RuntimeError, ValueError, OSError) as error:
            damaged = isinstance(error, OSError) or "Corruption" in str(error)
            what = StoreTrouble(f"The store cannot be read ({error}): remove it from {paths.cache()} and ask again")
            raise what if damaged else Misuse(f"The query cannot be answered: {error}") from None

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate, in no order."""
        for each in self._engine.quads_for_pattern(None, ox.NamedNode(predicate), None):
            yield _term(each.subject), _term(each.object)

    def __iter__(self) -> Iterator[Triple]:
        """Yield every triple, in no order."""
        for each in self._engine:
            yield _term(each.subject), _term(each.predicate), _term(each.object)

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self._engine)


def _answer(answer: object, star: tuple[str, ...]) -> Rows | bool | list[Triple]:
    """Return an answer of the engine in our own terms; ``star`` is the order of columns for ``SELECT *``."""
    if isinstance(answer, ox.QuerySolutions):
        names = [each.value for each in answer.variables]
        columns = tuple(sorted(names, key=lambda name: star.index(name) if name in star else len(star)))
        order = [names.index(each) for each in columns]
        every = [tuple(None if each is None else _term(each) for each in row) for row in answer]
        return Rows(columns, every if names == list(columns) else [tuple(row[at] for at in order) for row in every])
    if isinstance(answer, ox.QueryTriples):
        unique = dict.fromkeys(answer)
        return [(_term(each.subject), _term(each.predicate), _term(each.object)) for each in unique]
    return bool(answer)


def _mapped(query: str, found: list[sparql.Token]) -> KgError:
    """Return our own error for a query that the engine does not take; the query is as the user wrote it."""
    try:
        ox.Store().query(query, prefixes=terms.PREFIXES)
    except SyntaxError as first:
        return sparql.unparsed(query, found, str(first))
    return BadParameter("A variable that the query computes itself cannot be given a value")


def _term(term: object) -> Term:
    """Return a term of the engine as ours."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        language = term.language
        return Literal(term.value, LANG_STRING if language else term.datatype.value, language or "")
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    raise StoreTrouble("The graph holds a triple term, which RDF 1.1 does not know")


def _engine_term(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a term of ours as the engine's."""
    if isinstance(term, Iri):
        return ox.NamedNode(term)
    if isinstance(term, Blank):
        return ox.BlankNode(term)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def _quad(triple: Triple) -> ox.Quad:
    """Return a triple of ours as the engine keeps it."""
    subject, predicate, value = (_engine_term(each) for each in triple)
    return ox.Quad(subject, predicate, value)  # type: ignore[arg-type]  # check makes sure of it: no literal is a subject


def of(triples: Iterable[Triple]) -> Store:
    """Return a store in memory that holds these triples and nothing else."""
    engine = ox.Store()
    engine.extend(_quad(each) for each in triples)
    return Store(engine)


def of_files(files: Iterable[Path], policy: claims.Policy = claims.DEFAULT) -> Store:
    """Return a store in memory of Turtle files and the edges that follow from their claims.

    :raises ProblemsFound: when a file does not parse.
    """
    engine = ox.Store()
    for each in files:
        _load(engine, each, lambda _step: None)
    _add_edges(engine, policy)
    return Store(engine)


def lines(file: Path, text: str | None = None) -> list[str]:
    """Return the triples of a Turtle file, or of a text for it, as lines of N-Triples, in their order.

    :raises ProblemsFound: when it does not parse.
    """
    try:
        parsed = ox.parse(file.read_bytes() if text is None else text, format=ox.RdfFormat.TURTLE)
        return (ox.serialize(parsed, format=ox.RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1]
    except SyntaxError as error:
        raise _unparsed(file, error) from None


def canonical(document: bytes) -> list[str]:
    """Return whole lines of N-Triples, as another tool wrote them, the way that :func:`lines` writes them.

    :raises StoreTrouble: when they do not parse.
    """
    try:
        parsed = ox.parse(document, format=ox.RdfFormat.N_TRIPLES)
        return (ox.serialize(parsed, format=ox.RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1]
    except SyntaxError as error:
        raise StoreTrouble(f"What should be N-Triples does not parse: {error.msg}") from None


def turtle(document: str) -> str:
    """Return N-Triples as Turtle with the prefixes of the house, the same text each time."""
    parsed = ox.parse(document, format=ox.RdfFormat.N_TRIPLES)
    written = ox.serialize(parsed, format=ox.RdfFormat.TURTLE, prefixes=terms.PREFIXES) or b""
    *head, rest = written.decode().split("\n", len(terms.PREFIXES))
    return "\n".join([*sorted(head), rest])


def open_store(root: Path | None = None) -> Store:
    """Return the store of the truth under ``root`` (default: where :func:`kg.paths.home` finds it).

    It is built when its content is new, which takes seconds, and opened read-only afterwards.

    :raises ProblemsFound: when a file of the truth does not parse.
    :raises StoreTrouble: when the store cannot be built or opened.
    """
    folder = built(paths.home(root))
    try:
        return Store(ox.Store.read_only(str(folder)))
    except (OSError, RuntimeError):
        raise StoreTrouble(f"The store {folder} is damaged: remove that folder and ask again") from None


def built(root: Path) -> Path:
    """Return the folder of the store of the truth under ``root``, building it when its content is new."""
    files = paths.graph_files(root)
    digest = truth(root, files)
    key = hashlib.sha256(f"{FORMAT}\n{digest}".encode()).hexdigest()[:32]
    return cache.kept(
        paths.cache() / "stores",
        key,
        lambda folder: _build(folder, root, files, digest),
        lambda: progress.note("Another process is building the store; waiting for it ..."),
    )


def truth(root: Path, files: list[Path]) -> str:
    """Return the digest of the content of the files of the graph, without reading what has not been touched."""
    fingerprint, newest = paths.fingerprint(files, root)
    fingerprint = hashlib.sha256(f"{FORMAT}\n{fingerprint}".encode()).hexdigest()
    memory = paths.cache() / "seen" / hashlib.sha256(str(root).encode()).hexdigest()[:32]
    digest = cache.recall(memory, fingerprint)
    if digest is None:
        digest = paths.digest(files, root)
        cache.remember(memory, fingerprint, digest, newest)
    return digest


def _build(folder: Path, root: Path, files: list[Path], digest: str) -> None:
    """Build the store of the truth in an empty folder.

    :raises StoreTrouble: when the files are not those of the digest any more.
    """
    engine = ox.Store(str(folder))
    with progress.bar("Building the store (once per content)", sum(each.stat().st_size for each in files)) as tick:
        seen = [(paths.relative(each, root), _load(engine, each, tick)) for each in files]
    if paths.content_digest(seen) != digest:
        raise StoreTrouble("The files of the graph changed while the store was being built: ask again")
    _add_edges(engine, claims.DEFAULT)
    engine.flush()
    engine.optimize()


def _add_edges(engine: ox.Store, policy: claims.Policy) -> None:
    """Add the edges that follow from the claims of a graph."""
    edges = list(claims.derive(claims.read_claims(Store(engine).pairs), policy))
    engine.bulk_extend(_quad(each) for each in edges)


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
    """Load a Turtle file; return the SHA-256 of its content."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreTrouble(f"{file} cannot be read ({error.strerror}): put it back or let it be read") from None
    try:
        engine.bulk_load(input=_Reader(content, tick), format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise _unparsed(file, error) from None
    return hashlib.sha256(content).digest()


def _unparsed(file: Path, error: SyntaxError) -> ProblemsFound:
    """Return our own error for a file that does not parse."""
    sentence = re.sub(r"^Parser error.*?(?:: )", "", str(error.msg), count=1)
    problem = Problem(file, error.lineno or 0, "", "turtle-syntax", sentence)
    return ProblemsFound(str(problem), [problem])
