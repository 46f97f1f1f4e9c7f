"""The grammar of SPARQL 1.1 queries: the tree of a query that is right, and the word at which a wrong one leaves it.

The engine says whether a query is right; where it is wrong it names a place several words further on. So the text of a
query that the engine does not take is matched here, and the furthest word that fits nowhere is the place to look at.
The proof of an answer needs the tree: it asks the query anew for everything that it matched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.sparql import Token

_RULES = """
Query: (BASE iri | PREFIX name iri)* (Select | Construct | Describe | Ask) Values?
Select: SelectClause Dataset* Where Modifiers
SubSelect: SelectClause Where Modifiers Values?
SelectClause: SELECT (DISTINCT | REDUCED)? ('*' | (variable | '(' Expression AS variable ')')+)
Construct: CONSTRUCT ('{' Triples? '}' Dataset* Where Modifiers | Dataset* WHERE '{' Triples? '}' Modifiers)
Describe: DESCRIBE ('*' | (variable | Iri)+) Dataset* Where? Modifiers
Ask: ASK Dataset* Where Modifiers
Dataset: FROM NAMED? Iri
Where: WHERE? Group
Modifiers: (GROUP BY GroupBy+)? (HAVING Constraint+)? (ORDER BY OrderBy+)? (LIMIT number | OFFSET number)*
GroupBy: BuiltIn | Call | '(' Expression (AS variable)? ')' | variable
OrderBy: (ASC | DESC) '(' Expression ')' | Constraint | variable
Values: VALUES Data
Data: variable '{' Value* '}' | '(' variable* ')' '{' ('(' Value* ')')* '}'
Value: Iri | Literal | UNDEF
Group: '{' (SubSelect | Triples? (Part '.'? Triples?)*) '}'
Part: Group (UNION Group)* | OPTIONAL Group | MINUS Group | GRAPH (variable | Iri) Group
    | SERVICE SILENT? (variable | Iri) Group | FILTER Constraint | BIND '(' Expression AS variable ')' | Values
Constraint: '(' Expression ')' | BuiltIn | Call
Call: Iri Arguments
Arguments: '(' (DISTINCT? Expression (',' Expression)*)? ')'
Triples: Same ('.' Same?)*
Same: Term Properties | Collection Properties? | '[' ']' Properties | '[' Properties ']' Properties?
Properties: Verb Objects (';' (Verb Objects)?)*
Verb: variable | A | Path
Objects: Node (',' Node)*
Node: Term | Collection | '[' Properties? ']'
Collection: '(' Node* ')'
Path: PathSequence ('|' PathSequence)*
PathSequence: PathStep ('/' PathStep)*
PathStep: '^'? (Iri | A | '!' Negated | '(' Path ')') ('?' | '*' | '+')?
Negated: OnePath | '(' (OnePath ('|' OnePath)*)? ')'
OnePath: '^'? (Iri | A)
Term: variable | Iri | Literal | blank
Iri: iri | name
Literal: string (language | '^^' Iri)? | ('+' | '-')? number | TRUE | FALSE
Expression: And ('||' And)*
And: Relation ('&&' Relation)*
Relation: Sum (('=' | '!=' | '<' | '>' | '<=' | '>=') Sum | NOT? IN List)?
List: '(' (Expression (',' Expression)*)? ')'
Sum: Product (('+' | '-') Product | number ('*' Unary | '/' Unary)*)*
Product: Unary (('*' | '/') Unary)*
Unary: ('!' | '+' | '-')? Primary
Primary: '(' Expression ')' | NOT? EXISTS Group | BuiltIn | Iri Arguments? | Literal | variable
BuiltIn: EXISTS Group | NOT EXISTS Group
    | COUNT '(' DISTINCT? ('*' | Expression) ')'
    | GROUP_CONCAT '(' DISTINCT? Expression (';' SEPARATOR '=' string)? ')' | function Arguments
"""
_FUNCTIONS = frozenset(
    "STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE SUBSTR "
    "ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW "
    "UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL "
    "ISNUMERIC REGEX REPLACE SUM MIN MAX AVG SAMPLE ADJUST TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE".split(),
)
_KINDS = {
    "iri": "an IRI",
    "name": "a prefixed name",
    "variable": "a variable",
    "string": "a string",
    "number": "a number",
    "function": "a function",
    "language": "a language tag",
    "blank": "a blank node",
}
_OPERATORS = ("a number", *"+ - * / = < > ! & | ^ ? != <= >= && ||".split())
"""What can follow nearly everywhere, and is seldom what is missing."""
_SHOWN = 6

Node = tuple[str, "str | list[Node]"]


@dataclass(frozen=True)
class Tree:
    """A part of a query that a rule of the grammar takes, in its parts."""

    rule: str
    parts: tuple[Tree | Token, ...]

    def trees(self, *rules: str) -> list[Tree]:
        """Return the parts that are trees, only those of some rules when rules are named."""
        return [each for each in self.parts if isinstance(each, Tree) and (not rules or each.rule in rules)]

    def words(self) -> list[str]:
        """Return the keywords and marks that stand directly in this part, keywords in capitals."""
        return [each.word or each.text for each in self.parts if not isinstance(each, Tree)]

    def tokens(self) -> Iterator[Token]:
        """Yield the tokens of this part, in their order."""
        for each in self.parts:
            if isinstance(each, Tree):
                yield from each.tokens()
            else:
                yield each

    def walk(self) -> Iterator[Tree]:
        """Yield this part and every tree inside of it, the outer before the inner."""
        yield self
        for each in self.trees():
            yield from each.walk()


Match = tuple[int, tuple["Tree | Token", ...]]


def tree(tokens: Sequence[Token]) -> Tree | None:
    """Return the tree of a query, or nothing when the grammar does not take its text."""
    found = _Matching(tokens).match(("rule", "Query"), 0)
    if found is None or found[0] != len(tokens):
        return None
    (top,) = found[1]
    return top if isinstance(top, Tree) else None


def furthest(tokens: Sequence[Token]) -> tuple[int, str] | None:
    """Return which token fits nowhere and what would fit there, or nothing when the grammar takes the text.

    The number is that of the token, or how many there are when something is missing at the end.
    """
    matching = _Matching(tokens)
    found = matching.match(("rule", "Query"), 0)
    if found is not None and found[0] == len(tokens):
        return None
    if found is not None:
        matching.note(found[0], "the end of the query")
    wanted = sorted(matching.wanted, key=lambda each: each.strip("'") in _OPERATORS)
    more = " or more" if len(wanted) > _SHOWN else ""
    return matching.furthest, " or ".join(wanted[:_SHOWN]) + more


class _Matching:
    """The tokens of a query, the furthest that was reached, and what was wanted there."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.furthest = 0
        self.seen: dict[tuple[str, int], Match | None] = {}
        self.wanted: dict[str, None] = {}

    def note(self, at: int, wanted: str) -> None:
        """Remember what was wanted, if nothing further on was."""
        if at > self.furthest:
            self.furthest, self.wanted = at, {}
        if at == self.furthest:
            self.wanted[wanted] = None

    def match(self, node: Node, at: int) -> Match | None:
        """Return where a part of the grammar ends that begins at a token, and what it took; or nothing."""
        kind, content = node
        if isinstance(content, str):
            return self._rule(content, at) if kind == "rule" else self._terminal(kind, content, at)
        if kind == "choice":
            found = (self.match(each, at) for each in content)
            return next((each for each in found if each is not None), None)
        if kind == "sequence":
            return self._sequence(content, at)
        return self._repeated(kind, content[0], at)

    def _rule(self, name: str, at: int) -> Match | None:
        """Match a rule by its name, once per place."""
        if (name, at) not in self.seen:
            found = self.match(_GRAMMAR[name], at)
            self.seen[name, at] = None if found is None else (found[0], (Tree(name, found[1]),))
        return self.seen[name, at]

    def _sequence(self, parts: list[Node], at: int) -> Match | None:
        """Match one part after the other."""
        taken: list[Tree | Token] = []
        for part in parts:
            found = self.match(part, at)
            if found is None:
                return None
            at = found[0]
            taken += found[1]
        return at, tuple(taken)

    def _repeated(self, kind: str, part: Node, at: int) -> Match | None:
        """Match a part as often as the mark behind it says."""
        taken: list[Tree | Token] = []
        found = self.match(part, at)
        if found is None:
            return None if kind == "+" else (at, ())
        if kind == "?":
            return found
        while found is not None and found[0] > at:
            at = found[0]
            taken += found[1]
            found = self.match(part, at)
        return at, tuple(taken)

    def _terminal(self, kind: str, text: str, at: int) -> Match | None:
        """Match one token."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is not None and _fits(token, kind, text):
            return at + 1, (token,)
        self.note(at, _KINDS.get(text, text) if kind == "kind" else f"'{text}'" if kind == "mark" else text)
        return None


def _fits(token: Token, kind: str, text: str) -> bool:
    """Tell whether a token is what the grammar has at this place."""
    if kind == "kind":
        return token.word in _FUNCTIONS if text == "function" else token.kind == text
    return token.text == text if kind == "mark" else token.word == text


def _parsed(pieces: list[str]) -> Node:
    """Return the alternatives up to the closing bracket, taking their pieces away."""
    choices: list[Node] = []
    parts: list[Node] = []
    while pieces and pieces[0] != ")":
        piece = pieces.pop(0)
        if piece == "|":
            choices.append(("sequence", parts))
            parts = []
        elif piece in "?*+":
            parts.append((piece, [parts.pop()]))
        else:
            parts.append(_piece(piece, pieces))
    del pieces[:1]
    return ("choice", [*choices, ("sequence", parts)]) if choices else ("sequence", parts)


def _piece(piece: str, pieces: list[str]) -> Node:
    """Return a bracketed part, a mark, a keyword, a rule, or a kind of token."""
    if piece == "(":
        return _parsed(pieces)
    if piece.startswith("'"):
        return ("mark", piece[1:-1])
    if piece.isupper():
        return ("word", piece)
    return ("rule" if piece[0].isupper() else "kind", piece)


_GRAMMAR = {
    name: _parsed(re.findall(r"'[^']+'|\w+|[()|?*+]", body))
    for name, body in re.findall(r"^(\w+): (.*(?:\n    .*)*)", _RULES, re.MULTILINE)
}
