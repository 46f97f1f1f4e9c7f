"""A query taken apart for its proof: the units of its SELECTs, and what it makes of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import grammar, patterns, scopes, sparql
from kg.errors import Misuse
from kg.grammar import Tree
from kg.units import ONE_ROW, Aggregate, Unit, Writer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kg.patterns import Pattern


@dataclass(frozen=True)
class Parts:
    """A query taken apart.

    :param form: SELECT, CONSTRUCT, ASK or DESCRIBE.
    :param prologue: its prefixes.
    :param unit: what it matches; a DESCRIBE of named things has none.
    :param template: the triples that a CONSTRUCT makes.
    :param uncut: the query without its outermost LIMIT and OFFSET.
    :param renamed: new names of variables, each with the old one: what the user gives to the old is given to the new.
    """

    form: str
    prologue: str
    unit: Unit | None
    template: tuple[Pattern, ...] = ()
    uncut: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=128)
def apart(query: str) -> Parts:
    """Take a query apart.

    :raises Misuse: when it is not in the grammar of SPARQL 1.1.
    """
    found = grammar.tree(sparql.tokens(query))
    if found is None:
        raise Misuse("The query uses something beyond SPARQL 1.1, for which no evidence can be worked out")
    maker = _Maker(query)
    prologue = patterns.prologue(found)
    values = " ".join(patterns.text(each) for each in found.trees("Values"))
    form = found.trees()[0]
    uncut = _uncut(query, form)
    if form.rule == "Select":
        return Parts("SELECT", prologue, maker.select(form, values), (), uncut, maker.renamed)
    where = form.trees("Where")
    if form.rule == "Construct":
        triples = form.trees("Triples")
        template = tuple(each for block in triples for each in patterns.patterns(block, maker.fresh))
        group = where[0].trees("Group")[0] if where else Tree("Group", tuple(triples))
        made = [name for block in triples for name in scopes.variables(block)]
        unit = maker.unit(group, values, made, made)
        return Parts("CONSTRUCT", prologue, unit, template, uncut, maker.renamed)
    if form.rule == "Ask":
        unit = maker.unit(where[0].trees("Group")[0], values, (), [])
        return Parts("ASK", prologue, unit, (), uncut, maker.renamed)
    if not where:
        return Parts("DESCRIBE", prologue, None, uncut=uncut)
    group = where[0].trees("Group")[0]
    described = tuple(scopes.own(form) or dict.fromkeys(scopes.visible(group)))
    unit = maker.unit(group, values, described, list(described))
    unit.columns = described
    return Parts("DESCRIBE", prologue, unit, (), uncut, maker.renamed)


def _uncut(query: str, form: Tree) -> str:
    """Return a query without its outermost LIMIT and OFFSET."""
    for modifiers in form.trees("Modifiers"):
        tokens = [each for each in modifiers.parts if not isinstance(each, Tree)]
        for word, number in reversed(list(itertools.pairwise(tokens))):
            if word.word in {"LIMIT", "OFFSET"}:
                query = query[: word.start] + query[number.end :]
    return query


class _Maker:
    """Makes units, with variables that the query does not know."""

    def __init__(self, query: str) -> None:
        self._start = next(name for at in itertools.count() if (name := f"?_{'e' * at}_") not in query)
        self._count = itertools.count(1)
        self.renamed: dict[str, str] = {}

    def fresh(self) -> str:
        """Return a variable that the query does not know."""
        return f"{self._start}{next(self._count)}"

    def unit(self, group: Tree, values: str, shown: Collection[str], spoken: list[str], *makes: Tree) -> Unit:
        """Return the unit of a group.

        :param values: the block of values behind the query.
        :param shown: the variables whose values make up the rows.
        :param spoken: every variable that the query speaks of outside of the group.
        :param makes: the parts of a SELECT that make rows of several solutions, if any does.
        """
        counting, summing = any(map(_counts, makes)), any(map(scopes.aggregates, makes))
        unit = Unit(tail=values, counting=counting, summing=summing)
        Writer(unit, group, shown, spoken, self).write()
        unit.exact = unit.exact and all(set(inner.counts) <= {*shown, *spoken} for inner, _ in unit.units)
        return unit

    def select(self, found: Tree, values: str = "") -> Unit:
        """Return the unit of a SELECT."""
        clause, modifiers, group = found.trees("SelectClause")[0], found.trees("Modifiers")[0], scopes.where(found)
        values = values or " ".join(patterns.text(each) for each in found.trees("Values"))
        columns = scopes.columns(found)
        shown = {*columns, *_plain_arguments(clause)}
        spoken = [*scopes.variables(clause), *scopes.variables(modifiers)]
        unit = self.unit(group, values, shown, spoken, clause, modifiers)
        unit.columns = columns
        if scopes.grouped(found):
            _Grouping(self, unit, found).write(values)
        else:
            named = scopes.expressions(clause)
            unit.body += "".join(f" BIND({patterns.text(each)} AS {name})" for each, name in named)
        asks = any(scopes.has_exists(each) for each in (clause, modifiers))
        some = scopes.cut(found) and found.rule == "SubSelect"
        unit.exact = unit.exact and not (asks or some)
        return unit


def _plain_arguments(clause: Tree) -> list[str]:
    """Return the variables that the aggregates of a clause count as they are."""
    found = [each for one in scopes.aggregates(clause) for each in one.walk() if each.rule == "Expression"]
    return [tokens[0].text for each in found if len(tokens := list(each.tokens())) == 1]


class _Grouping:
    """What a SELECT that groups needs to be taken back to its solutions."""

    def __init__(self, maker: _Maker, unit: Unit, found: Tree) -> None:
        self._maker, self._unit, self._found = maker, unit, found
        self._clause, self._modifiers = found.trees("SelectClause")[0], found.trees("Modifiers")[0]

    def write(self, values: str) -> None:
        """Put keys, aggregates and the SELECT that shows both into the unit."""
        unit, clause = self._unit, self._clause
        keys, by = self._keys()
        havings = self._modifiers.trees("Constraint")
        found = self._aggregates([clause, *havings])
        shown = [each for each in keys if each not in (unit.columns or ())]
        shown += [f"({written} AS {each.value})" for written, each in found.items() if each.of_one]
        having = f" HAVING {' '.join(map(patterns.text, havings))}" if havings else ""
        where = patterns.text(self._found.trees("Where")[0])
        by = f" GROUP BY {by}" if by else ""
        unit.whole = f"{patterns.text(clause)} {' '.join(shown)} {where}{by}{having} {values}"
        unit.head, unit.aggregates = tuple(keys), tuple(found.values())
        unit.counts = tuple(name for each, name in scopes.expressions(clause) if _counts(each))
        said = {patterns.text(each) for each in scopes.aggregates(clause)}
        tested = [patterns.text(each) for one in havings for each in scopes.aggregates(one)]
        unit.exact = unit.exact and said.issuperset(tested)

    def _keys(self) -> tuple[list[str], str]:
        """Return the variables of the keys, and what the SELECT groups by."""
        keys, by = [], []
        for each in self._modifiers.trees("GroupBy"):
            tokens = list(each.tokens())
            if len(tokens) == 1:
                key = written = tokens[0].text
            else:
                key = tokens[-2].text if "AS" in each.words() else self._maker.fresh()
                expression = patterns.text((each.trees("Expression") or [each])[0])
                self._unit.body += f" BIND({expression} AS {key})"
                written = f"({expression} AS {key})"
            keys.append(key)
            by.append(written)
        return keys, " ".join(by)

    def _aggregates(self, places: list[Tree]) -> dict[str, Aggregate]:
        """Return the aggregates of some parts by their text; what they aggregate is bound to a variable."""
        found: dict[str, Aggregate] = {}
        for each in (each for place in places for each in scopes.aggregates(place)):
            written = patterns.text(each)
            if written not in found:
                inner = (each.trees("Arguments") or [each])[0]
                named = inner.trees("Expression")
                argument = self._argument(named[0]) if named else None
                distinct = "DISTINCT" in inner.words()
                found[written] = Aggregate(scopes.function(each), distinct, argument, self._maker.fresh())
        return found

    def _argument(self, expression: Tree) -> str:
        """Return the variable of what is aggregated, binding it when it is more than a variable."""
        tokens = list(expression.tokens())
        if len(tokens) == 1 and tokens[0].kind == "variable":
            return tokens[0].text
        name = self._maker.fresh()
        self._unit.body += f" BIND({patterns.joined(tokens)} AS {name})"
        return name


def _counts(expression: Tree) -> bool:
    """Tell whether a part of a query depends on how much there is of something."""
    return any(scopes.function(each) not in ONE_ROW for each in scopes.aggregates(expression))
