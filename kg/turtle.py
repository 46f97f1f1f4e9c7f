"""House form: Turtle with one block per subject, fixed order, and line numbers.

A file in house form is a list of prefixes and then one block per subject, sorted as the writer was given them::

    :naura-is-listed
        a kg:Listing ;
        rdf:subject id:naura-technology-group-co-ltd ;
    .

The subject stands at column 0, so a problem has a line number and a change of one value is a change of one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import terms
from kg.errors import Problem, ProblemsFound
from kg.tokens import BARE, scan, unescaped
from kg.tokens import text as text  # noqa: PLC0414 - offered here too, beside date and whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SUBJECT = re.compile(r"(<[^>]*>|[A-Za-z0-9_.-]*:[^\s;,.\[\]]+(?:\.[^\s;,.\[\]]+)*)\s*(?:$|(?=a\s)|(?=\S))")
_RANK = {predicate: rank for rank, predicate in enumerate(terms.PREDICATE_ORDER)}


@dataclass
class Block:
    """One subject with its predicates, as Turtle tokens.

    :param subject: a CURIE or an IRI in angle brackets.
    :param pairs: predicate and object, each a Turtle token; :func:`text`, :func:`date` and :func:`whole` make objects.
    :param line: the line where it begins in the file it was read from, from 1.
    """

    subject: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    line: int = 0

    def add(self, predicate: str, *objects: str | None) -> Block:
        """Add objects to a predicate, leaving out those that are ``None``; return the block itself."""
        self.pairs.extend((predicate, each) for each in objects if each is not None)
        return self


def date(iso: str) -> str:
    """Return an ``xsd:date`` literal of a date written ``YYYY-MM-DD``."""
    return f'"{iso}"^^xsd:date'


def whole(number: int) -> str:
    """Return an integer literal."""
    return str(number)


def write(blocks: Iterable[Block], prefixes: dict[str, str]) -> str:
    """Return the text of a file in house form.

    The blocks stay in the order given; the predicates of each are put into the order of the house, and equal triples
    are written once.
    """
    head = [f"@prefix {name}: <{iri}> ." for name, iri in sorted(prefixes.items())]
    return "\n".join([*head, "", "\n\n".join(_lines(block) for block in blocks), ""])


def _lines(block: Block) -> str:
    """Return one block: subject, one line per predicate, and the closing point."""
    grouped: dict[str, list[str]] = {}
    for predicate, value in block.pairs:
        values = grouped.setdefault(predicate, [])
        if value not in values:
            values.append(value)
    ordered = sorted(grouped, key=_rank)
    body = "".join(f"    {_shown(each)} {', '.join(sorted(grouped[each]))} ;\n" for each in ordered)
    return f"{block.subject}\n{body}."


def _rank(predicate: str) -> tuple[int, str]:
    """Return the sort key of a predicate: those of the house first, then by alphabet, remarks last."""
    if predicate in terms.LAST_PREDICATES:
        return (len(_RANK) + 1, predicate)
    return (_RANK.get(predicate, len(_RANK)), predicate)


def _shown(predicate: str) -> str:
    """Return ``a`` for ``rdf:type`` and any other predicate as it is."""
    return "a" if predicate == "rdf:type" else predicate


def subject_lines(document: str) -> dict[str, int]:
    """Return the line number of each block of a file, by its subject as written."""
    found: dict[str, int] = {}
    for number, line in enumerate(document.split("\n"), start=1):
        if line[:1] in {"", " ", "\t", "@", "#", ".", "]", ")"} or line.upper().startswith(("PREFIX ", "BASE ")):
            continue
        match = _SUBJECT.match(line)
        if match:
            found.setdefault(match.group(1), number)
    return found


@dataclass
class Document:
    """A Turtle file that was read.

    :param prefixes: the IRI of each prefix.
    :param blocks: one per subject, in the order of the file, terms as the house writes them.
    :param comments: the lines that hold comments.
    """

    prefixes: dict[str, str]
    blocks: list[Block]
    comments: list[int]

    def __str__(self) -> str:
        """Return the file in house form; comments are not part of it."""
        return write(self.blocks, self.prefixes)

    def iri(self, token: str) -> str:
        """Return the IRI that a CURIE or an IRI in angle brackets of this file stands for."""
        if token.startswith("<"):
            return token[1:-1]
        prefix, _, local = token.partition(":")
        return self.prefixes[prefix] + local


def read(document: str, path: Path) -> Document:
    """Read a Turtle file into blocks.

    :param path: the file, for what is said about it.
    :raises ProblemsFound: when it does not parse, or has a blank node, which the graph has not.
    """
    return _Reading(document, path).document()


class _Reading:
    """A Turtle file that is being read: its tokens, and how far one is."""

    def __init__(self, document: str, path: Path) -> None:
        self._path, self._heres = path, scan(document)
        self._kind, self._here, self._line = "", "", 1
        self._comments: list[int] = []
        self._prefixes: dict[str, str] = {}
        self._blocks: dict[str, Block] = {}
        self._short: dict[str, str] = {}
        self._next()

    def document(self) -> Document:
        """Return the whole file."""
        while self._kind:
            if self._here.upper() in {"@PREFIX", "PREFIX"}:
                self._prefix(pointed=self._here.startswith("@"))
            else:
                self._block()
        return Document(self._prefixes, list(self._blocks.values()), self._comments)

    def _next(self) -> str:
        """Return the token at hand and go on to the next."""
        token = self._here
        self._kind, self._here, self._line = next(self._heres)
        while self._kind == "comment":
            self._comments.append(self._line)
            self._kind, self._here, self._line = next(self._heres)
        if self._kind == "unknown":
            raise self._problem("turtle-syntax", f"{self._here!r} has no meaning here")
        return token

    def _problem(self, rule: str, sentence: str, subject: str = "") -> ProblemsFound:
        """Return the error for the line at hand."""
        problem = Problem(self._path, self._line, subject, rule, sentence)
        return ProblemsFound(str(problem), [problem])

    def _take(self, *wanted: str) -> str:
        """Return the token at hand, which must be one of those wanted, and go on."""
        if self._here not in wanted and self._kind not in wanted:
            found = f"'{self._here}'" if self._kind else "the end of the file"
            raise self._problem("turtle-syntax", f"{found} stands where {' or '.join(wanted)} is wanted")
        return self._next()

    def _prefix(self, *, pointed: bool) -> None:
        """Read the declaration of a prefix."""
        self._next()
        name = self._take("name").removesuffix(":")
        self._prefixes[name] = unescaped(self._take("iri")[1:-1])
        self._short.clear()
        if pointed:
            self._take(".")

    def _block(self) -> None:
        """Read a subject with all that is said of it."""
        line = self._line
        subject = self._term()
        block = self._blocks.setdefault(subject, Block(subject, line=line))
        while self._here != ".":
            predicate = "rdf:type" if self._here == "a" and self._next() else self._term()
            block.add(predicate, self._object())
            while self._here == ",":
                self._next()
                block.add(predicate, self._object())
            if self._here != ".":
                self._take(";")
            while self._here == ";":
                self._next()
        self._take(".")

    def _term(self) -> str:
        """Read an IRI, in either form, and return it in the short form if it has one."""
        if self._here in {"[", "("} or self._kind == "blank":
            raise self._problem("no-blank-nodes", "the graph has no blank nodes: give the thing an IRI")
        token = self._take("iri", "name")
        short = self._short.get(token)
        if short is None:
            short = self._short[token] = terms.shorten(self._iri(token), self._prefixes)
        return short

    def _iri(self, token: str) -> str:
        """Return the IRI that a token stands for."""
        if token.startswith("<"):
            return unescaped(token[1:-1])
        prefix, _, local = token.partition(":")
        if prefix not in self._prefixes:
            raise self._problem("turtle-syntax", f"the prefix '{prefix}:' is not declared")
        return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def _object(self) -> str:
        """Read an object and return it as the house writes it."""
        if self._kind == "string":
            return self._literal()
        if self._kind == "number" or self._here in {"true", "false"}:
            return self._next()
        if self._here == "(":
            return self._list()
        return self._term()

    def _list(self) -> str:
        """Read a list of objects, which only shapes have."""
        self._next()
        members = []
        while self._here != ")" and self._kind:
            members.append(self._object())
        self._take(")")
        return f"({' '.join(['', *members, ''])})"

    def _literal(self) -> str:
        """Read a literal with its language tag or datatype."""
        token = self._next()
        edge = 3 if token[:3] in {'"""', "'''"} else 1
        value = unescaped(token[edge:-edge])
        if self._kind == "language":
            return text(value, self._next()[1:])
        if self._here != "^^":
            return text(value)
        self._next()
        datatype = self._term()
        bare = BARE.get(self._iri(datatype))
        if bare and bare.fullmatch(value):
            return value
        return text(value) if self._iri(datatype) == terms.XSD + "string" else f"{text(value)}^^{datatype}"
