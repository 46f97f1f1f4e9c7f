"""Proving that a store on the network holds the whole graph and nothing else of it, and answers as it does here."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg import answers, bindings, engine, holdings, progress, queries, sparql, store
from kg.errors import RemoteTrouble
from kg.layout import Sum, valued
from kg.tables import Iri, Literal
from kg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.layout import Layout, Part
    from kg.queries import Question
    from kg.servers.endpoint import Endpoint
    from kg.servers.kinds import View
    from kg.store import Store
    from kg.tables import Term

SHOWN = 5
"""How many triples of a difference are shown."""

_NUMBERS = frozenset(
    XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "boolean")
)
_TRUTHS = {"true": "1", "false": "0"}
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})+")
_MARK = 8


@dataclass(frozen=True)
class Difference:
    """How a graph of a store differs: how many triples it lacks and has too many, and some of them."""

    graph: str
    lacks: int
    extra: int
    examples: list[str]


@dataclass
class Compared:
    """What was found.

    :param graphs: how many graphs were compared, and ``triples`` how many triples the store has in them.
    :param differences: the graphs that differ.
    :param questions: how many questions were asked.
    :param wrong: the questions whose rows differ or that the store cannot answer, each with a sentence.
    """

    graphs: int = 0
    triples: int = 0
    differences: list[Difference] = field(default_factory=list)
    questions: int = 0
    wrong: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether the store holds the graph and answers as it does here."""
        return not (self.differences or self.wrong)


def graphs(endpoint: Endpoint, everything: Layout, found: Compared) -> None:
    """Compare each graph by count and digest, and name the triples by which it differs."""
    entries = holdings.read(endpoint).entries
    wanted = {graph: part for graph, part in everything.parts.items() if graph in entries} or dict(everything.parts)
    with progress.bar("Comparing graphs", sum(each.triples for each in wanted.values())) as tick:
        for graph, part in wanted.items():
            total = Sum()
            for line in _there(endpoint, graph):
                total.add(line)
            if (total.lines, str(total)) != (part.triples, part.digest):
                difference = _difference(endpoint, everything, part)
                found.differences += [difference] if difference.lacks or difference.extra else []
            found.graphs += 1
            found.triples += total.lines
            tick(part.triples)
    found.differences += [Difference(each, 0, entries[each].triples, []) for each in sorted(entries.keys() - wanted)]


def questions(endpoint: Endpoint, root: Path, found: Compared) -> None:
    """Ask every question of the library here and there, with its defaults and examples, and compare the rows.

    :raises RemoteTrouble: when nothing was loaded there.
    """
    view = holdings.read(endpoint).view
    if view is None:
        raise RemoteTrouble("No load into that store has ended: 'kg load' says how questions see the graphs")
    here = store.open_store(root)
    every = queries.questions(root)
    with progress.bar("Comparing answers", len(every)) as tick:
        for question in every:
            sentence = _asked(endpoint, view, here, question)
            found.wrong |= {question.name: sentence} if sentence else {}
            found.questions += 1
            tick(1)


def _asked(endpoint: Endpoint, view: View, here: Store, question: Question) -> str:
    """Return in what the answers here and there differ, or nothing."""
    given = {each.name: each.preset for each in question.parameters if each.required and each.preset is not None}
    values, _ = answers.read(here, question, given)
    text = question.open(values)
    rows = Counter(tuple(map(same, row)) for row in here.select(text, values).rows)
    try:
        answer = endpoint.select(bindings.bind(text, sparql.guard(text), values), view)
    except RemoteTrouble as error:
        return f"cannot be answered there: {error}"
    theirs = Counter(tuple(map(same, row)) for row in answer.rows)
    lacks, extra = (rows - theirs).total(), (theirs - rows).total()
    sentence = f"{rows.total():,} rows here and {theirs.total():,} there: {lacks:,} are lacking, {extra:,} too many"
    return sentence if lacks or extra else ""


def same(term: Term | None) -> object:
    """Return a term in a form that is the same for the same value: 0.50 and 0.5, true and 1, zh-Hans and zh-hans.

    >>> same(Literal("0.50", XSD + "decimal")) == same(Literal("0.5", XSD + "decimal"))
    True
    """
    if not isinstance(term, Literal):
        return None if term is None else ("iri" if isinstance(term, Iri) else "blank", str(term))
    if term.datatype in _NUMBERS:
        return ("number", _number(term.value))
    folded = term.value.casefold() if _TAG.fullmatch(term.value) else term.value
    return (folded, term.datatype, term.language.casefold())


def _number(text: str) -> Decimal | str:
    """Return the value of a number or a boolean, or the text when it is none."""
    try:
        return Decimal(_TRUTHS.get(text, text)).normalize()
    except InvalidOperation:
        return text


def _there(endpoint: Endpoint, graph: str) -> Iterator[str]:
    """Yield the triples of a graph of a store, written as we write them."""
    with endpoint.pieces(graph) as pieces:
        rest = b""
        for piece in pieces:
            whole, end, rest = (rest + piece).rpartition(b"\n")
            if end:
                yield from engine.canonical(whole + end)
        if rest.strip():
            yield from engine.canonical(rest)


def _difference(endpoint: Endpoint, everything: Layout, part: Part) -> Difference:
    """Return the triples by which a graph of a store differs."""
    ours = {_mark(each) for each in everything.lines(part)}
    theirs: set[bytes] = set()
    examples: list[str] = []
    extra = lacks = 0
    for line in _there(endpoint, part.graph):
        theirs.add(mark := _mark(line))
        if mark not in ours:
            extra += 1
            examples += [f"+ {line}"] * (extra <= SHOWN)
    for line in everything.lines(part):
        if _mark(line) not in theirs:
            lacks += 1
            examples += [f"- {line}"] * (lacks <= SHOWN)
    return Difference(part.graph, lacks, extra, examples)


def _mark(line: str) -> bytes:
    """Return a short digest of a line, so that the lines of a large graph need not be held."""
    return hashlib.sha256(valued(line).encode()).digest()[:_MARK]
