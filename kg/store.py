"""The only door to pyoxigraph: the embedded store, built once per content and opened read-only afterwards.

The store holds the triples of the truth and the edges that a policy derives from its claims, each once and
without graph names: the engine's union of named graphs gives a triple that stands in two of them twice, and a count
over it would be wrong.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import cells, claims, paths, progress, selection, sparql, terms, truth
from kg.errors import BadParameter, KgError, Misuse, Problem, ProblemsFound, StoreTrouble
from kg.prepared import prepared
from kg.tables import LANG_STRING, Blank, Iri, Literal, Rows, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.bindings import Bindings

FORMAT = f"1 oxigraph {ox.__version__} {claims.DEFAULT}"
"""What makes a store another one even when the truth is the same."""

_SELECTION = "selection.json"
_POLICIES, _POLICY_REST = 6, 60.0
"""How many stores of policies are kept, and for how many seconds any of them after it was last used."""


class Store:
    """A graph that can be asked; nothing can be written to it.

    Bindings give values to variables of the query: one term, or several of which each is tried.
    They travel as RDF terms and can never become part of the query's text.
    """

    def __init__(self, engine: ox.Store, notes: tuple[str, ...] = (), policy: claims.Policy = claims.DEFAULT) -> None:
        self._engine = engine
        self.notes = notes
        """What an answer says of the policy under which the graph is asked."""
        self.policy = policy
        """Which claims make edges."""

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
        found, text, star = prepared(query, bindings or {})
        try:
            return _answer(self._engine.query(text, prefixes=terms.PREFIXES), star)
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

    def matching(self, subject: Term | None, predicate: Term | None, value: Term | None) -> Iterator[Triple]:
        """Yield the triples with a subject, a predicate and an object, each of which may be left open."""
        ends = [None if each is None else _engine_term(each) for each in (subject, predicate, value)]
        for each in self._engine.quads_for_pattern(*ends):  # type: ignore[arg-type]  # no literal stands before an object
            yield _term(each.subject), _term(each.predicate), _term(each.object)

    def ntriples(self) -> bytes:
        """Return every triple as N-Triples, in no order."""
        return self._engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""

    def __iter__(self) -> Iterator[Triple]:
        """Yield every triple, in no order."""
        for each in self._engine:
            yield _term(each.subject), _term(each.predicate), _term(each.object)

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self._engine)


class Workbench(Store):
    """A store in memory that triples are put into and taken out of, to see what follows from them.

    :param document: the triples to begin with, as N-Triples.
    """

    def __init__(self, document: bytes) -> None:
        super().__init__(ox.Store())
        self._engine.bulk_load(document, format=ox.RdfFormat.N_TRIPLES)

    def put(self, triples: Iterable[Triple]) -> None:
        """Put triples in."""
        self._engine.extend(_quad(each) for each in triples)

    def take(self, triples: Iterable[Triple]) -> None:
        """Take triples out."""
        for each in triples:
            self._engine.remove(_quad(each))


def _answer(answer: object, star: tuple[str, ...]) -> Rows | bool | list[Triple]:
    """Return an answer of the engine in our own terms; ``star`` is the order of columns for ``SELECT *``."""
    if isinstance(answer, ox.QuerySolutions):
        names = [each.value for each in answer.variables]
        if not names:
            return Rows((), [() for _ in answer])
        every = cells.rows((answer.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode())
        order = sorted(range(len(names)), key=lambda at: (*star, names[at]).index(names[at])) if star else []
        if order == list(range(len(order))):
            return Rows(tuple(names), every)
        return Rows(tuple(names[at] for at in order), [tuple(row[at] for at in order) for row in every])
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
    every = list(claims.read_claims(Store(engine).pairs))
    notes = () if policy == claims.DEFAULT else _take_out(engine, every, policy)
    engine.bulk_extend(_quad(each) for each in claims.derive(every, policy))
    return Store(engine, notes, policy)


def _take_out(engine: ox.Store, every: list[claims.Claim], policy: claims.Policy) -> tuple[str, ...]:
    """Take out of a store in memory the claims that a policy leaves out; return what is to be said of that."""
    out, found = selection.select(every, policy)
    for node in map(ox.NamedNode, out):
        for each in [*engine.quads_for_pattern(node, None, None), *engine.quads_for_pattern(None, None, node)]:
            engine.remove(each)
    return selection.sentences(policy, found)


def lines(file: Path, text: str | None = None) -> list[str]:
    """Return the triples of a Turtle file, or of a text for it, as lines of N-Triples, in their order.

    :raises ProblemsFound: when it does not parse.
    """
    try:
        parsed = ox.parse(file.read_bytes() if text is None else text, format=ox.RdfFormat.TURTLE)
        return (ox.serialize(parsed, format=ox.RdfFormat.N_TRIPLES) or b"").decode().split("\n")[:-1]
    except SyntaxError as error:
        raise _unparsed(file, error) from None


def turtle(document: str) -> str:
    """Return N-Triples as Turtle with the prefixes of the house, the same text each time."""
    parsed = ox.parse(document, format=ox.RdfFormat.N_TRIPLES)
    written = ox.serialize(parsed, format=ox.RdfFormat.TURTLE, prefixes=terms.PREFIXES) or b""
    *head, rest = written.decode().split("\n", len(terms.PREFIXES))
    return "\n".join([*sorted(head), rest])


def open_store(root: Path | None = None, policy: claims.Policy = claims.DEFAULT) -> Store:
    """Return the store of the truth under ``root`` (default: where :func:`kg.paths.home` finds it).

    It is built when its content is new, which takes seconds, and opened read-only afterwards.

    :param policy: which claims are in it; those that it leaves out are not, nor the edges that only they carry.
    :raises ProblemsFound: when a file of the truth does not parse.
    :raises StoreTrouble: when the store cannot be built or opened.
    :raises Misuse: when the policy names what the graph does not know.
    """
    home = paths.home(root)
    plain = policy == claims.DEFAULT
    folder = built(home) if plain else _narrowed(home, policy)
    try:
        notes = () if plain else selection.sentences(policy, selection.read((folder / _SELECTION).read_text("utf-8")))
        return Store(ox.Store.read_only(str(folder if plain else folder / "store")), notes, policy)
    except (OSError, RuntimeError, ValueError, TypeError):
        raise StoreTrouble(f"The store {folder} is damaged: remove that folder and ask again") from None


def built(root: Path) -> Path:
    """Return the folder of the store of the truth under ``root``, building it when its content is new."""
    return truth.made(root, paths.cache() / "stores", FORMAT, lambda *what: _build(root, *what))


def _narrowed(root: Path, policy: claims.Policy) -> Path:
    """Return the folder of the store of the truth under a policy, making it when it is not there."""
    where, made = paths.cache() / "policies", f"{FORMAT}\n{selection.FORMAT}\n{policy}"
    return truth.made(root, where, made, lambda *what: _narrow(root, policy, *what), keep=_POLICIES, rest=_POLICY_REST)


def _build(root: Path, folder: Path, files: list[Path], digest: str) -> None:
    """Build the store of the truth in an empty folder.

    :raises StoreTrouble: when the files are not those of the digest any more.
    """
    engine = ox.Store(str(folder))
    with progress.bar("Building the store (once per content)", sum(each.stat().st_size for each in files)) as tick:
        seen = [(paths.relative(each, root), _load(engine, each, tick)) for each in files]
    _finish(engine, seen, digest, claims.derive(claims.read_claims(Store(engine).pairs)))


def _narrow(root: Path, policy: claims.Policy, folder: Path, files: list[Path], digest: str) -> None:
    """Build the store of the truth under a policy in an empty folder: what it leaves out is never loaded.

    :raises StoreTrouble: when the files are not those of the digest any more.
    """
    every = list(claims.read_claims(open_store(root).pairs))
    out, found = selection.select(every, policy)
    absent = {ox.NamedNode(each) for each in out}
    engine = ox.Store(str(folder / "store"))
    seen: list[tuple[str, bytes]] = []

    def quads() -> Iterator[ox.Quad]:
        """Yield what the files say of all else."""
        for file in files:
            content = file.read_bytes()
            seen.append((paths.relative(file, root), hashlib.sha256(content).digest()))
            tick(len(content))
            for each in ox.parse(content, format=ox.RdfFormat.TURTLE):
                if each.subject not in absent and each.object not in absent:
                    yield each

    with progress.bar("Building the store (once per policy)", sum(each.stat().st_size for each in files)) as tick:
        engine.bulk_extend(quads())
    _finish(engine, seen, digest, claims.derive(every, policy))
    (folder / _SELECTION).write_text(found.written(), "utf-8")


def _finish(engine: ox.Store, seen: list[tuple[str, bytes]], digest: str, edges: Iterable[Triple]) -> None:
    """Add the edges to a store that was loaded from files, which must be those of the digest."""
    if paths.content_digest(seen) != digest:
        raise StoreTrouble("The files of the graph changed while the store was being built: ask again")
    engine.bulk_extend(_quad(each) for each in list(edges))
    engine.flush()
    engine.optimize()


def _load(engine: ox.Store, file: Path, tick: Callable[[int], None]) -> bytes:
    """Load a Turtle file; return the SHA-256 of its content."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreTrouble(f"{file} cannot be read ({error.strerror}): put it back or let it be read") from None
    try:
        engine.bulk_load(input=progress.Reader(content, tick), format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise _unparsed(file, error) from None
    return hashlib.sha256(content).digest()


def _unparsed(file: Path, error: SyntaxError) -> ProblemsFound:
    """Return our own error for a file that does not parse."""
    sentence = re.sub(r"^Parser error.*?(?:: )", "", str(error.msg), count=1)
    problem = Problem(file, error.lineno or 0, "", "turtle-syntax", sentence)
    return ProblemsFound(str(problem), [problem])
