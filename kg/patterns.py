"""The triple patterns of a query, written out one by one, and the property paths in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.grammar import Tree
from kg.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.sparql import Token

TYPE = f"<{RDF}type>"
"""What the word ``a`` stands for."""


@dataclass(frozen=True)
class Link:
    """One predicate, as the query writes it: an IRI, a prefixed name or a variable."""

    predicate: str


@dataclass(frozen=True)
class Inverse:
    """A path walked from its object to its subject."""

    path: Path


@dataclass(frozen=True)
class Sequence:
    """Paths one after the other."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Choice:
    """Paths of which any one will do."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Repeat:
    """A path that is walked several times.

    :param least: 0 or 1.
    :param once: whether it is walked once at most.
    """

    path: Path
    least: int
    once: bool


@dataclass(frozen=True)
class Others:
    """Any predicate but these; what is walked backwards stands apart."""

    forward: tuple[str, ...]
    backward: tuple[str, ...]
    both: tuple[bool, bool]


Path = Link | Inverse | Sequence | Choice | Repeat | Others


@dataclass(frozen=True)
class Pattern:
    """A triple pattern; its ends are variables, IRIs or literals as the query writes them."""

    subject: str
    path: Path
    object: str


def text(found: Tree) -> str:
    """Return the text of a part of a query, with a space between its tokens where one may stand."""
    return joined(list(found.tokens()))


def joined(tokens: list[Token]) -> str:
    """Return tokens as a text that is cut into the same tokens again.

    No space stands between a function and its bracket: the engine takes ``CONCAT(``, but not ``CONCAT (``.
    """
    written = ""
    word = False
    for each in tokens:
        glued = each.kind == "language" or each.text == "^^" or written.endswith("^^") or (word and each.text == "(")
        written += each.text if glued or not written else f" {each.text}"
        word = each.kind == "word"
    return written


def prologue(query: Tree) -> str:
    """Return what a query declares before it asks: its base and its prefixes."""
    at = next(at for at, each in enumerate(query.parts) if isinstance(each, Tree))
    return joined([each for each in query.parts[:at] if not isinstance(each, Tree)])


def patterns(found: Tree, fresh: Callable[[], str]) -> list[Pattern]:
    """Return the patterns of a block of triples: no lists, no blank nodes, no sequences of predicates are left.

    :param fresh: gives a variable that the query does not know, for what has no name in it.
    """
    every: list[Pattern] = []
    writer = _Writer(every, fresh)
    for same in found.trees("Same"):
        writer.same(same)
    return every


class _Writer:
    """The patterns written so far, and the variables given to blank nodes."""

    def __init__(self, every: list[Pattern], fresh: Callable[[], str]) -> None:
        self.every = every
        self.fresh = fresh
        self.blanks: dict[str, str] = {}

    def same(self, found: Tree) -> None:
        """Write the patterns about one subject."""
        first, *rest = found.trees()
        if first.rule == "Term":
            subject = self._term(first)
        elif first.rule == "Collection":
            subject = self._collection(first)
        else:
            subject, rest = self.fresh(), [first, *rest]
        for each in rest:
            self._properties(subject, each)

    def _properties(self, subject: str, found: Tree) -> None:
        """Write the patterns of a list of predicates with their objects."""
        for verb, objects in zip(found.trees("Verb"), found.trees("Objects"), strict=True):
            for node in objects.trees("Node"):
                self._step(subject, path(verb), self._node(node))

    def _node(self, found: Tree) -> str:
        """Return the term of an object, writing what it says of itself."""
        inner = found.trees()
        if not inner or inner[0].rule == "Properties":
            blank = self.fresh()
            for each in inner:
                self._properties(blank, each)
            return blank
        return self._term(inner[0]) if inner[0].rule == "Term" else self._collection(inner[0])

    def _term(self, found: Tree) -> str:
        """Return a term as it is written; a blank node is a variable that is not shown."""
        written = text(found)
        if written.startswith("_:"):
            return self.blanks.setdefault(written, self.fresh())
        return written

    def _collection(self, found: Tree) -> str:
        """Return the head of a list, writing its cells."""
        nodes = [self._node(each) for each in found.trees("Node")]
        rest = f"<{RDF}nil>"
        for each in reversed(nodes):
            cell = self.fresh()
            self.every += [Pattern(cell, Link(f"<{RDF}first>"), each), Pattern(cell, Link(f"<{RDF}rest>"), rest)]
            rest = cell
        return rest

    def _step(self, subject: str, way: Path, value: str) -> None:
        """Write a pattern; a sequence becomes several, an inverse is turned."""
        if isinstance(way, Sequence):
            for each in way.paths[:-1]:
                middle = self.fresh()
                self._step(subject, each, middle)
                subject = middle
            self._step(subject, way.paths[-1], value)
        elif isinstance(way, Inverse):
            self._step(value, way.path, subject)
        else:
            self.every.append(Pattern(subject, way, value))


def path(found: Tree) -> Path:
    """Return the path that a part of a query writes."""
    inner = found.trees()
    if found.rule == "Verb":
        return path(inner[0]) if inner else Link(TYPE if "A" in found.words() else text(found))
    if found.rule == "Path":
        return _one_of(Choice, [path(each) for each in inner])
    if found.rule == "PathSequence":
        return _one_of(Sequence, [path(each) for each in inner])
    return _path_step(found)


def _one_of(kind: type[Choice | Sequence], paths: list[Path]) -> Path:
    """Return several paths as one, and one as itself."""
    return paths[0] if len(paths) == 1 else kind(tuple(paths))


def _path_step(found: Tree) -> Path:
    """Return one step of a path with the marks before and behind it."""
    words, inner = found.words(), found.trees()
    if inner and inner[0].rule == "Negated":
        step: Path = _others(inner[0])
    elif inner:
        step = path(inner[0]) if inner[0].rule == "Path" else Link(text(inner[0]))
    else:
        step = Link(TYPE)
    if words[-1:] and words[-1] in {"?", "*", "+"}:
        step = Repeat(step, int(words[-1] == "+"), words[-1] == "?")
    return Inverse(step) if words[:1] == ["^"] else step


def _others(found: Tree) -> Others:
    """Return a set of predicates that a step must not be."""
    steps = [each for each in found.walk() if each.rule == "OnePath"]
    sides: tuple[list[str], list[str]] = ([], [])
    for each in steps:
        inner = each.trees()
        sides["^" in each.words()].append(text(inner[0]) if inner else TYPE)
    return Others(tuple(sides[0]), tuple(sides[1]), (bool(sides[0]) or not steps, bool(sides[1])))


def written(way: Path) -> str:
    """Return a path as SPARQL writes it."""
    match way:
        case Link():
            return way.predicate
        case Inverse():
            return f"^({written(way.path)})"
        case Sequence():
            return "(" + "/".join(map(written, way.paths)) + ")"
        case Choice():
            return "(" + "|".join(map(written, way.paths)) + ")"
        case Repeat():
            return f"({written(way.path)}){'?' if way.once else '+' if way.least else '*'}"
        case Others():
            return "!(" + "|".join([*way.forward, *(f"^{each}" for each in way.backward)]) + ")"


def repeats(way: Path) -> bool:
    """Tell whether a path is walked any number of times somewhere, so that there is no end of ways along it."""
    match way:
        case Repeat():
            return not way.once or repeats(way.path)
        case Inverse():
            return repeats(way.path)
        case Sequence() | Choice():
            return any(map(repeats, way.paths))
        case _:
            return False


def links(way: Path) -> list[str]:
    """Return the predicates that a path names."""
    match way:
        case Link():
            return [way.predicate]
        case Inverse() | Repeat():
            return links(way.path)
        case Sequence() | Choice():
            return [name for each in way.paths for name in links(each)]
        case Others():
            return [*way.forward, *way.backward]
