"""The text of a query: its tokens, and what is refused in it.

The engine follows ``SERVICE`` to any address and cannot be told not to, so the text is read here first, token by token:
the word in a string, an IRI, a comment or a name is a word like any other, and as a keyword it is refused.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QuerySyntax, RefusedQuery
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# Letters are all that is not ASCII: more than the grammar says, but what it leaves out is no token there either. The
# classes are written as what they are not, because a class of large ranges takes milliseconds to compile at each start.
_NO_LETTER = r"\x00-\x40\x5B-\x60\x7B-\x7F"
_NO_NAME = r"\x00-\x2F\x3A-\x40\x5B-\x5E\x60\x7B-\x7F"
_NO_INNER = r"\x00-\x2C\x2F\x3A-\x40\x5B-\x5E\x60\x7B-\x7F"
_PREFIX = rf"(?:[^{_NO_LETTER}](?:[^{_NO_INNER}]*(?:[^{_NO_NAME}]|-))?)?"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_INNER = rf"(?:[^{_NO_INNER}]|:|{_ESCAPED})"
_LOCAL = rf"(?:(?:[^{_NO_NAME}]|:|{_ESCAPED})(?:{_INNER}*(?:[^{_NO_NAME}]|[:\-]|{_ESCAPED}))?)?"
_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+|\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
        |"(?!"")(?:[^"\\\r\n]|\\.)*"|'(?!'')(?:[^'\\\r\n]|\\.)*')
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<variable>[?$][^{_NO_NAME}]+)
    | (?P<blank>_:[^{_NO_NAME}](?:[^{_NO_INNER}]*(?:[^{_NO_NAME}]|-))?)
    | (?P<name>{_PREFIX}:{_LOCAL})
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+\-]?[0-9]+)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<mark>\{{\||\|\}}|<<\(|\)>>|\|\||&&|\^\^|<=|>=|!=|<<|>>|[{{}}\[\]();,.+\-*/<>=!^|~?])
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS = frozenset({"iri", "string", "language", "variable", "name", "number", "word"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"},
)
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")
_HOST = re.compile(r"<https?://([A-Za-z0-9.\-]+(?::[0-9]+)?)(?:[/?#][^\\]*)?>")
_CLOSING = {")": "(", "]": "[", "}": "{"}
_CHAINING = frozenset({"||", "&&", "!", "/", "|", "^", "+", "-", "*", "="})
_STAYS = "queries stay inside the graph, except for hosts that are allowed by name and written in full"
_DEEPEST = 100
_LONGEST = 1000


@dataclass(frozen=True)
class Token:
    """One token of a query: its kind, its text as written, and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The keyword in capitals, or nothing when it is no bare word."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.text)


def place(query: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset in the text."""
    return query.count("\n", 0, offset) + 1, offset - (query.rfind("\n", 0, offset) + 1) + 1


def syntax(query: str, offset: int, what: str) -> QuerySyntax:
    """Return the error that says what is wrong at an offset of the text."""
    line, column = place(query, offset)
    return QuerySyntax(f"SPARQL syntax error at line {line}, column {column}: {what}", line, column)


def tokens(query: str) -> list[Token]:
    """Return the tokens of a query, without white space and comments.

    :raises QuerySyntax: where the text is no token at all, such as a string that is never closed.
    """
    return [each for each in _scan(query) if each.kind != "space"]


def _scan(query: str) -> Iterator[Token]:
    """Yield every token, white space and comments included."""
    offset = 0
    while offset < len(query):
        match = _TOKEN.match(query, offset)
        if match is None:
            raise syntax(query, offset, _unreadable(query[offset]))
        yield Token(str(match.lastgroup), match.group(), offset)
        offset = match.end()


def _unreadable(character: str) -> str:
    """Return what to say about a character with which no token begins."""
    if character in "\"'":
        return "a string begins here and is never closed"
    return f"{character!r} has no meaning here"


def guard(query: str, services: Collection[str] = ()) -> list[Token]:
    """Return the tokens of a query that stays inside the graph.

    :param services: the hosts that it may call with ``SERVICE`` all the same, with their port where they have one.
    :raises RefusedQuery: when it would call another endpoint, write, ask for named graphs, or break the engine.
    :raises QuerySyntax: when it is no query at all.
    """
    found = tokens(query)
    for at, token in enumerate(found):
        if not (services and _allowed(found[at : at + 3], services)):
            _refuse_service(query, token)
    if "service" in query.casefold() and any(_ambiguous(query, *pair) for pair in itertools.pairwise(found)):
        message = (
            "The query mentions SERVICE, and a '<' in it can be read as less-than or as an IRI: put a space after it"
        )
        raise RefusedQuery(message)
    _refuse_form(query, found)
    _refuse_depth(query, found)
    _refuse_graphs(query, found)
    _refuse_prefixes(query, found)
    _refuse_relative(query, found)
    return found


def _refuse_graphs(query: str, found: list[Token]) -> None:
    """Refuse to ask by the name of a graph, because the answer would be nothing."""
    for token in found:
        if token.word in {"GRAPH", "FROM"}:
            line, column = place(query, token.start)
            what = "every query runs over the whole graph; kg:statedIn gives the source of a claim"
            raise RefusedQuery(f"{token.word} at line {line}, column {column} is refused: {what}")


def _refuse_depth(query: str, found: list[Token]) -> None:
    """Refuse brackets that are not closed, and what would exhaust the stack of the engine."""
    opened: list[Token] = []
    for token in found:
        if token.text in _CLOSING.values():
            opened.append(token)
        elif token.text in _CLOSING and (not opened or opened.pop().text != _CLOSING[token.text]):
            raise syntax(query, token.start, f"this '{token.text}' closes nothing")
        if len(opened) > _DEEPEST:
            raise RefusedQuery(f"The query nests more than {_DEEPEST} brackets: ask in several queries")
    if opened:
        raise syntax(query, opened[-1].start, f"this '{opened[-1].text}' is never closed")
    if sum(token.text in _CHAINING or token.word == "UNION" for token in found) > _LONGEST:
        raise RefusedQuery(f"The query has more than {_LONGEST} operators: put what is alike into VALUES or IN")


def _refuse_prefixes(query: str, found: list[Token]) -> None:
    """Refuse a prefix that neither the query nor the house declares."""
    declared = {token.text for before, token in itertools.pairwise(found) if before.word == "PREFIX"}
    for token in found:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in PREFIXES and f"{prefix}:" not in declared:
            raise syntax(query, token.start, f"the prefix '{prefix}:' is not declared")


def _refuse_relative(query: str, found: list[Token]) -> None:
    """Refuse an IRI that stands for nothing because it has no scheme and the query no base."""
    if any(token.word == "BASE" for token in found):
        return
    for token in found:
        if token.kind == "iri" and not _SCHEME.match(token.text):
            what = f"{token.text} is no whole IRI: write it in full; if '<' is less-than, put a space after it"
            raise syntax(query, token.start, what)


def _refuse_service(query: str, token: Token) -> None:
    """Refuse the keyword, also where the engine would see it at the end of a longer word or in a prefix."""
    prefix = token.text.partition(":")[0] if token.kind == "name" else ""
    if "SERVICE" in token.word or "SERVICE" in prefix.upper():
        line, column = place(query, token.start)
        what = f"the prefix '{prefix}:' reads like it, choose another" if prefix else _STAYS
        raise RefusedQuery(f"SERVICE at line {line}, column {column} is refused: {what}")


def _allowed(found: list[Token], services: Collection[str]) -> bool:
    """Tell whether tokens call an endpoint, written in full, of a host that is allowed by name."""
    keyword, *rest = found
    target = next((each for each in rest if each.word != "SILENT"), keyword)
    host = _HOST.match(target.text)
    return keyword.word == "SERVICE" and target.kind == "iri" and host is not None and host[1].lower() in services


def _ambiguous(query: str, before: Token, token: Token) -> bool:
    """Tell whether the engine could read an IRI as a comparison and find the start of a string or a comment in it."""
    if token.kind != "iri" or not (before.kind in _OPERANDS or before.text == ")"):
        return False
    rest = re.split(r"[\r\n]", query[token.end :], maxsplit=1)[0]
    return "'" in token.text or ("#" in token.text and any(quote in rest for quote in "\"'<"))


def _refuse_form(query: str, found: list[Token]) -> None:
    """Refuse what is not a query: an update, or no known form."""
    at = 0
    while at < len(found) and found[at].word in {"BASE", "PREFIX", "VERSION"}:
        at += 3 if found[at].word == "PREFIX" else 2
    first = found[at] if at < len(found) else Token("word", "", len(query))
    if first.word in _UPDATES:
        raise RefusedQuery(f"{first.word} is refused: the graph is asked, not written; 'kg claim new' adds a claim")
    if first.word not in _FORMS:
        raise syntax(query, first.start, "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE after its prefixes")


def form(found: list[Token]) -> str:
    """Return the form of a query that was let through: SELECT, ASK, CONSTRUCT or DESCRIBE."""
    return next(token.word for token in found if token.word in _FORMS)


def declared(found: list[Token]) -> str:
    """Return declarations, on one line, of the prefixes of the house that a query uses and does not declare itself."""
    own = {token.text for before, token in itertools.pairwise(found) if before.word == "PREFIX"}
    used = dict.fromkeys(token.text.partition(":")[0] for token in found if token.kind == "name")
    return "".join(f"PREFIX {each}: <{PREFIXES[each]}> " for each in used if each in PREFIXES and f"{each}:" not in own)


def star(found: list[Token]) -> tuple[str, ...]:
    """Return the variables of a query in the order in which they are first spoken of, as ``SELECT *`` shows them."""
    return tuple(dict.fromkeys(each.text[1:] for each in found if each.kind == "variable"))


def unparsed(query: str, found: list[Token], complaint: str) -> QuerySyntax:
    """Return the error for a query that the engine does not take.

    :param complaint: what the engine says; it counts where the grammar has nothing against the query.
    """
    from kg import grammar  # noqa: PLC0415 - a query that is right does not need it

    try:
        fault = grammar.furthest(found)
    except RecursionError:
        fault = None
    if fault is None:
        phrase = re.search(r"[A-Z][a-z]+(?: [\w?]+){3,}", complaint)
        said = phrase.group() if phrase else "a variable is given a value twice, or used where it has none"
        return syntax(query, found[0].start, f"{said} (in the query that begins here)")
    at, wanted = fault
    if at == len(found):
        return syntax(query, len(query.rstrip()), f"the query ends where {wanted} is wanted")
    return syntax(query, found[at].start, f"'{found[at].text}' stands where {wanted} is wanted")
