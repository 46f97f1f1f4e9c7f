"""The embedded store, opened read-only; with :mod:`kg.engine` and :mod:`kg.assembly` the door to pyoxigraph.

The store holds the triples of the truth and the edges that a policy derives from its claims, each once and
without graph names: the engine's union of named graphs gives a triple that stands in two of them twice, and a count
over it would be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import assembly, claims, paths, searched, selection, sparql, terms
from kg.engine import answered, given, quad, term
from kg.errors import BadParameter, KgError, Misuse, StoreTrouble
from kg.prepared import prepared
from kg.tables import Iri, Rows, Term, Triple, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    import rdflib

    from kg.bindings import Bindings

FORMAT = assembly.FORMAT
"""What makes a store another one even when the truth is the same."""


class Store:
    """A graph that can be asked; nothing can be written to it.

    Bindings give values to variables of the query: one term, or several of which each is tried.
    They travel as RDF terms and can never become part of the query's text.
    """

    notes: tuple[str, ...] = ()
    """What an answer says of the policy under which the graph is asked."""

    policy: claims.Policy = claims.DEFAULT
    """Which claims make edges."""

    content: str | None = None
    """The digest of its content, where it comes from elsewhere; empty where that is not known."""

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

    def matching(self, subject: Term | None, predicate: Term | None, value: Term | None) -> Iterator[Triple]:
        """Yield the triples with a subject, a predicate and an object, each of which may be left open."""
        ends = {"s": subject, "p": predicate, "o": value}
        known = {name: each for name, each in ends.items() if each is not None}
        for s, p, o in self.select("SELECT ?s ?p ?o { ?s ?p ?o }", known).rows:
            if s is not None and p is not None and o is not None:
                yield s, p, o

    def __len__(self) -> int:
        """Return the number of triples."""
        return int(shown(self.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]))

    def searched(self, rests_on: str | None = None) -> Sequence[str]:
        """Return sentences on what was searched: the dates of the sources, and how many of their claims.

        :param rests_on: the only class of claims that matters.
        """
        return searched.sentences(self.select, rests_on)

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
    :param notes: what an answer says of the policy under which the graph is asked.
    :param policy: which claims make edges.
    :param memory: what is known already of what was searched.
    """

    def __init__(
        self,
        engine: ox.Store,
        *,
        union: bool = False,
        notes: tuple[str, ...] = (),
        policy: claims.Policy = claims.DEFAULT,
        memory: searched.Memory | None = None,
    ) -> None:
        self._engine = engine
        self._union = union
        self._memory = memory or {}
        self.notes = notes
        self.policy = policy

    def query(
        self, query: str, bindings: Bindings | None = None, services: Collection[str] = ()
    ) -> Rows | bool | list[Triple]:
        """Return whatever the query asks for: rows, yes or no, or triples."""
        found, text, star = prepared(query, bindings or {}, services)
        try:
            answer = self._engine.query(text, use_default_graph_as_union=self._union)
            return answered(answer, star)
        except SyntaxError:
            raise _mapped(query, found) from None
        except (RuntimeError, ValueError, OSError) as error:
            damaged = isinstance(error, OSError) or "Corruption" in str(error)
            what = StoreTrouble(f"The store cannot be read ({error}): remove it from {paths.cache()} and ask again")
            raise what if damaged else Misuse(f"The query cannot be answered: {error}") from None

    def searched(self, rests_on: str | None = None) -> Sequence[str]:
        """Return sentences on what was searched, which a store that was built remembers."""
        return self._memory.get(rests_on or "") or super().searched(rests_on)

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate, in no order."""
        for each in self._engine.quads_for_pattern(None, ox.NamedNode(predicate), None):
            yield term(each.subject), term(each.object)

    def matching(self, subject: Term | None, predicate: Term | None, value: Term | None) -> Iterator[Triple]:
        """Yield the triples with a subject, a predicate and an object, each of which may be left open."""
        ends = [None if each is None else given(each) for each in (subject, predicate, value)]
        for each in self._engine.quads_for_pattern(*ends):  # type: ignore[arg-type]  # no literal stands before an object
            yield term(each.subject), term(each.predicate), term(each.object)

    def ntriples(self) -> bytes:
        """Return every triple as N-Triples, in no order."""
        return self._engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""

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


class Workbench(Embedded):
    """A store in memory that triples are put into and taken out of, to see what follows from them.

    :param document: the triples to begin with, as N-Triples.
    """

    def __init__(self, document: bytes) -> None:
        super().__init__(ox.Store())
        self._engine.bulk_load(document, format=ox.RdfFormat.N_TRIPLES)

    def put(self, triples: Iterable[Triple]) -> None:
        """Put triples in."""
        self._engine.extend(quad(each) for each in triples)

    def take(self, triples: Iterable[Triple]) -> None:
        """Take triples out."""
        for each in triples:
            self._engine.remove(quad(each))


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
    engine, notes = assembly.of_files(files, policy)
    return Embedded(engine, notes=notes, policy=policy)


def open_store(root: Path | None = None, policy: claims.Policy = claims.DEFAULT) -> Embedded:
    """Return the store of the truth under ``root`` (default: where :func:`kg.paths.home` finds it).

    It is built when its content is new, which takes seconds, and opened read-only afterwards.

    :param policy: which claims are in it; those that it leaves out are not, nor the edges that only they carry.
    :raises ProblemsFound: when a file of the truth does not parse.
    :raises StoreTrouble: when the store cannot be built or opened.
    :raises Misuse: when the policy names what the graph does not know.
    """
    return open_made(made(paths.home(root), policy), policy)


def made(root: Path, policy: claims.Policy = claims.DEFAULT) -> Path:
    """Return the folder of the store of the truth under ``root`` and a policy, making it when it is not there."""
    return built(root) if policy == claims.DEFAULT else assembly.narrowed(root, policy)


def open_made(folder: Path, policy: claims.Policy = claims.DEFAULT) -> Embedded:
    """Return the store of the truth that :func:`made` gave, to read it only."""
    try:
        engine = ox.Store.read_only(str(folder / assembly.STORE))
        memory = searched.read((folder / assembly.SEARCHED).read_text("utf-8"))
        if policy == claims.DEFAULT:
            return Embedded(engine, memory=memory)
        found = selection.read((folder / assembly.SELECTION).read_text("utf-8"))
    except (OSError, RuntimeError, ValueError, TypeError):
        raise _damaged(folder) from None
    return Embedded(engine, notes=selection.sentences(policy, found), policy=policy, memory=memory)


def open_folder(folder: Path) -> Embedded:
    """Return a built store, to read it only; where nothing stands outside of named graphs, it is asked as their union.

    :raises StoreTrouble: when the folder holds no store that can be read.
    """
    try:
        engine = ox.Store.read_only(str(folder))
        bare = next(engine.quads_for_pattern(None, None, None, ox.DefaultGraph()), None)
    except (OSError, RuntimeError):
        raise _damaged(folder) from None
    return Embedded(engine, union=bare is None)


def _damaged(folder: Path) -> StoreTrouble:
    """Return the error for a store that cannot be opened."""
    return StoreTrouble(f"The store {folder} is damaged: remove that folder and ask again")


def built(root: Path) -> Path:
    """Return the folder of the store of the truth under ``root``, building it when its content is new."""
    return assembly.built(root)
