"""What the parts of a query bind, show, group and deny, read off its tree."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from kg.grammar import Tree
from kg.sparql import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})


def variables(found: Tree) -> list[str]:
    """Return every variable that a part speaks of, as often as it does."""
    return [each.text for each in found.tokens() if each.kind == "variable"]


def own(found: Tree) -> list[str]:
    """Return the variables that stand directly in a part, not in a part of it."""
    return [each.text for each in found.parts if not isinstance(each, Tree) and each.kind == "variable"]


def where(found: Tree) -> Tree:
    """Return the group of a SELECT."""
    return found.trees("Where")[0].trees("Group")[0]


def columns(found: Tree) -> tuple[str, ...]:
    """Return the columns of a SELECT."""
    clause = found.trees("SelectClause")[0]
    return tuple(dict.fromkeys(visible(where(found)))) if "*" in clause.words() else tuple(own(clause))


def expressions(clause: Tree) -> list[tuple[Tree, str]]:
    """Return the expressions of a SELECT clause, each with its variable."""
    parts = clause.parts
    named = ((each, parts[at + 2]) for at, each in enumerate(parts) if isinstance(each, Tree))
    return [(each, name.text) for each, name in named if not isinstance(name, Tree)]


def visible(group: Tree, *, deep: bool = False) -> Iterator[str]:
    """Yield the variables that a group binds for those who stand outside of it, as often as it does.

    :param deep: whether to yield what a SELECT inside of it binds, shown or not, as often as it does.
    """
    for each in group.trees():
        if each.rule == "SubSelect":
            yield from [*columns(each), *visible(where(each), deep=True)] if deep else columns(each)
        elif each.rule in {"Triples", "Values"}:
            yield from variables(each)
        elif each.rule == "Part" and not {"FILTER", "MINUS"} & set(each.words()):
            yield from own(each)
            for inner in each.trees("Values"):
                yield from variables(inner)
            for inner in each.trees("Group"):
                yield from visible(inner, deep=deep)


def certain(group: Tree) -> set[str]:
    """Return variables that every solution of a group binds."""
    return {name for block in group.trees("Triples") for name in variables(block)}


def aggregates(found: Tree) -> list[Tree]:
    """Return the aggregates in a part of a query."""
    return [each for each in found.walk() if each.rule == "BuiltIn" and function(each) in AGGREGATES]


def function(found: Tree) -> str:
    """Return the name of a function that is called, in capitals."""
    first = found.parts[0]
    return "" if isinstance(first, Tree) else first.word


def grouped(found: Tree) -> bool:
    """Tell whether a SELECT makes one row of several solutions."""
    clause, modifiers = found.trees("SelectClause")[0], found.trees("Modifiers")[0]
    return bool(modifiers.trees("GroupBy")) or any(aggregates(each) for each in (clause, modifiers))


def only_hides(found: Tree) -> bool:
    """Tell whether a SELECT inside of a group does nothing but hide variables."""
    clause, modifiers = found.trees("SelectClause")[0], found.trees("Modifiers")[0]
    computes = clause.trees() or {"DISTINCT", "REDUCED"} & set(clause.words())
    return not (computes or modifiers.parts or found.trees("Values") or grouped(found))


def cut(found: Tree) -> bool:
    """Tell whether a SELECT shows only some of its rows."""
    return bool({"LIMIT", "OFFSET"} & set(found.trees("Modifiers")[0].words()))


def has_exists(found: Tree) -> bool:
    """Tell whether a part of a query asks whether something exists."""
    return any("EXISTS" in each.words() for each in found.walk())


def denies(part: Tree) -> bool:
    """Tell whether a filter asks that something is not there, or that a variable has no value."""
    absent = any({"NOT", "EXISTS"} <= set(each.words()) for each in part.walk())
    tokens = [each.text.upper() for each in part.tokens()]
    return absent or any(pair == ("!", "BOUND") for pair in itertools.pairwise(tokens))


def can_lose(group: Tree) -> bool:
    """Tell whether a group can match more when the graph holds less."""
    losing = {"MINUS", "OPTIONAL", "EXISTS", "LIMIT", "OFFSET"}
    return any(losing & set(each.words()) or aggregates(each) for each in group.walk())


def existing(part: Tree, group: Tree) -> Tree | None:
    """Return the group of a filter that says only that something exists, if it can be asked for like a pattern.

    It can when it holds nothing but triples and filters, and when what it shares with its surroundings is bound there:
    a variable without a value would take one from it.
    """
    found = alone(part)
    if found is None or "NOT" in found.words():
        return None
    inner = found.trees("Group")[0]
    filters = [each for each in inner.trees() if each.rule == "Part"]
    plain = all("FILTER" in each.words() and not has_exists(each) for each in filters)
    shared = set(variables(inner)) & set(visible(group))
    return inner if plain and not inner.trees("SubSelect") and shared <= certain(group) else None


def alone(part: Tree) -> Tree | None:
    """Return the EXISTS or NOT EXISTS of a filter that says nothing else."""
    inner: Tree | None = part if "FILTER" in part.words() else None
    while inner is not None:
        words = {each for each in inner.words() if each not in {"(", ")"}}
        if "EXISTS" in words:
            return inner
        trees = inner.trees()
        inner = trees[0] if len(trees) == 1 and words <= {"FILTER"} else None
    return None


def renamed(found: Tree, names: Mapping[str, str]) -> Tree:
    """Return a part of a query with other names for some variables."""
    return Tree(found.rule, tuple(_renamed(each, names) for each in found.parts))


def _renamed(part: Tree | Token, names: Mapping[str, str]) -> Tree | Token:
    """Return a part or token with other names for some variables."""
    if isinstance(part, Tree):
        return renamed(part, names)
    return Token(part.kind, names.get(part.text, part.text), part.start) if part.kind == "variable" else part
