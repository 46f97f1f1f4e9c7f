"""Everything that a query matched: the ways in which each of its rows came about, and what each rests on."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg import patterns, terms
from kg.needs import NOTHING, Carriers, Need, both, one_of
from kg.patterns import Link
from kg.tables import Iri
from kg.units import Branch
from kg.witness import Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from kg.bindings import Bindings
    from kg.patterns import Path, Pattern
    from kg.store import Store
    from kg.tables import Rows, Term
    from kg.units import Aggregate, Unit

    Key = tuple[Term | None, ...]
    Row = Sequence[Term | None]
    Reader = Callable[[Row], Need]


_VARIABLE = re.compile(r"[?$](\w+)")


class Matches:
    """What a query matched in a store.

    :param prologue: the prefixes of the query.
    :param bindings: the values that its variables were given, those among them that the units call otherwise too.
    """

    def __init__(self, store: Store, prologue: str, bindings: Bindings) -> None:
        self._store, self._prologue, self._bindings = store, prologue, bindings
        self.carriers = Carriers(store)
        self.constants: dict[str, Term] = {}
        self.doubts = False
        """Whether something was matched of which the text does not tell whether a row needs it."""

    def rows(self, unit: Unit, wanted: Collection[Key] | None = None) -> dict[Key, list[Need]]:
        """Return the ways in which each row of a unit came about, or only those of the rows that are wanted."""
        self.resolve(text for each, _ in (*unit.patterns, *unit.loose) for text in named(each))
        self.doubts |= any(not bound or self.may_be_edge(each.path) for each, bound in unit.loose)
        reading = _Reading(self, unit)
        found = self._ask(f"{self._prologue} {reading.query()}")
        if not unit.whole:
            return reading.by_key(found, wanted)
        return self._grouped(unit, reading.by_group(found))

    def _grouped(self, unit: Unit, groups: Mapping[Key, list[tuple[Key, Need]]]) -> dict[Key, list[Need]]:
        """Return what each row of a SELECT that groups rests on: the solutions that make it what it is."""
        whole = self._ask(f"{self._prologue} {unit.whole}")
        at = {f"?{name}": place for place, name in enumerate(whole.columns)}
        values = {each: at[each.value] for each in unit.aggregates if each.of_one}
        found: dict[Key, list[Need]] = {}
        for row in whole.rows:
            results = {each: row[place] for each, place in values.items()}
            self.doubts |= None in results.values()  # nothing was there, or an error left the result open
            members = groups.get(tuple(row[at[_plain(each)]] for each in unit.head or ()), [])
            key = tuple(row[at[_plain(each)]] for each in unit.columns or ())
            found.setdefault(key, []).append(_together(unit, members, results))
        return found

    def _ask(self, query: str) -> Rows:
        """Ask a query with those values of the user that it speaks of."""
        said = set(_VARIABLE.findall(query))
        spoken = {name: value for name, value in self._bindings.items() if name in said}
        return self._store.select(query, spoken)

    def resolve(self, texts: Iterable[str]) -> None:
        """Look up the terms that the query writes: the engine reads them as it reads the query."""
        new = [each for each in dict.fromkeys(texts) if each[0] not in "?$" and each not in self.constants]
        if new:
            shown = " ".join(f"({each} AS ?c{at})" for at, each in enumerate(new))
            row = self._store.select(f"{self._prologue} SELECT {shown} WHERE {{}}").rows[0]
            self.constants.update((text, term) for text, term in zip(new, row, strict=True) if term is not None)

    def may_be_edge(self, path: Path) -> bool:
        """Tell whether a pattern with this path may match an edge that claims carry."""
        if not isinstance(path, Link) or path.predicate[0] in "?$":
            return True
        return self.carriers.carries(self.constants[path.predicate])

    def along(self, path: Path, start: Term, end: Term) -> Need:
        """Return what a way along a path rests on.

        A way of no steps rests on that the graph has the term: the engine leads no term that it does not have anywhere.
        """
        names = {name: Iri(str(self.constants[name])) for name in patterns.links(path)}
        ways = Walker(self._store.matching, names).ways(path, start, end)
        if () in ways:
            return self.carriers.somewhere(start)
        return one_of([both([self.carriers.need(each) for each in way]) for way in ways]) if ways else NOTHING


def named(each: Pattern) -> tuple[str, ...]:
    """Return the two ends of a pattern and the predicates that it names, as the query writes them."""
    return (each.subject, each.object, *patterns.links(each.path))


def _plain(variable: str) -> str:
    """Return a variable with a question mark, whichever of the two marks it was written with."""
    return f"?{variable[1:]}"


def _together(unit: Unit, members: Sequence[tuple[Key, Need]], results: Mapping[Aggregate, Term | None]) -> Need:
    """Return what a group rests on: the solutions that its aggregates need."""
    chosen: list[Need] = []
    for at, each in enumerate(unit.aggregates):
        valued = [(values[at], need) for values, need in members if each.argument is None or values[at] is not None]
        if each.of_one:  # an error in one solution leaves the result open: then it rests on that solution
            same = [need for values, need in members if values[at] == results[each]]
            chosen += [one_of(same)] if same else []
        elif each.distinct and each.argument is not None:
            by_value: dict[Term | None, list[Need]] = defaultdict(list)
            for value, need in valued:
                by_value[value].append(need)
            chosen += [one_of(needs) for needs in by_value.values()]
        else:
            chosen += [need for _, need in valued]
    if not chosen and members and unit.head:  # without GROUP BY there is a row whatever was matched
        chosen = [one_of([need for _, need in members])]
    return both(chosen)


class _Reading:
    """How the solutions of a unit are asked for and read."""

    def __init__(self, matches: Matches, unit: Unit) -> None:
        self._matches, self._unit = matches, unit
        self._key = unit.head if unit.head is not None else (unit.columns or ())
        self._inner = [(inner, branch, matches.rows(inner)) for inner, branch in unit.units]
        self._subjects = dict.fromkeys((each.subject, branch) for each, branch in unit.patterns)
        self._edges = [(each, branch) for each, branch in unit.patterns if matches.may_be_edge(each.path)]
        self._places: dict[str, int] = {}

    def query(self) -> str:
        """Return the query for everything that matters of each solution."""
        wanted = [*self._key, *(each.argument for each in self._unit.aggregates if each.argument)]
        wanted += [each for subject, branch in self._subjects for each in (subject, branch.marker) if each]
        for each, branch in self._edges:
            wanted += [each.subject, each.object, branch.marker or each.subject]
            wanted += [each.path.predicate] if isinstance(each.path, Link) else []
        for inner, branch, _ in self._inner:
            wanted += [*(inner.columns or ()), *([branch.marker] if branch.marker else [])]
        columns = [each for each in dict.fromkeys(map(_shown, wanted)) if each]
        self._places = {each: at for at, each in enumerate(columns)}
        shown = " ".join(columns) or "(1 AS ?__nothing)"
        return f"SELECT {shown} WHERE {{ {self._unit.body} }} {self._unit.tail}"

    def by_key(self, rows: Rows, wanted: Collection[Key] | None) -> dict[Key, list[Need]]:
        """Return the ways in which each wanted row came about, each once."""
        at = [self._places[_plain(each)] for each in self._key]
        need = self._reader()
        found: dict[Key, dict[Need, None]] = defaultdict(dict)
        for row in rows.rows:
            key = tuple([row[each] for each in at])
            if wanted is None or key in wanted:
                found[key][need(row)] = None
        return {key: list(needs) for key, needs in found.items()}

    def by_group(self, rows: Rows) -> dict[Key, list[tuple[Key, Need]]]:
        """Return the solutions of each group: what they give to the aggregates, and what they rest on."""
        at = [self._places[_plain(each)] for each in self._key]
        arguments = [self._places[_plain(each.argument)] if each.argument else None for each in self._unit.aggregates]
        need = self._reader()
        found: dict[Key, list[tuple[Key, Need]]] = defaultdict(list)
        for row in rows.rows:
            values = tuple([None if each is None else row[each] for each in arguments])
            found[tuple([row[each] for each in at])].append((values, need(row)))
        return found

    def _reader(self) -> Reader:
        """Return what reads the need of a solution off its row."""
        plain = Branch()
        always = [self._places[_plain(each)] for each, branch in self._subjects if branch == plain and _shown(each)]
        sometimes = [
            self._subject(each, branch) for each, branch in self._subjects if branch != plain or not _shown(each)
        ]
        others = [self._edge(*each) for each in self._edges] + [self._row_inside(*each) for each in self._inner]
        start = terms.CLAIM
        endless = _endless(self._unit)

        def need(row: Row) -> Need:
            found = {value for at in always if type(value := row[at]) is Iri and value.startswith(start)}
            for add in sometimes:
                add(row, found)
            own = Need(frozenset(found))
            more = [rest for each in others if (rest := each(row)) is not NOTHING]
            self._matches.doubts |= endless and bool(found or len(more) > 1)
            return both([own, *more]) if more else own

        return need

    def _subject(self, text: str, branch: Branch) -> Callable[[Row, set[Iri]], None]:
        """Return what adds the subject of a pattern to the claims of a solution, when it is one and was matched."""
        get, taken = self._value(text), self._taken(branch.marker)

        def add(row: Row, found: set[Iri]) -> None:
            if taken(row) and type(value := get(row)) is Iri and value.startswith(terms.CLAIM) and value not in found:
                self._matches.doubts |= branch.doubtful
                found.add(value)

        return add

    def _value(self, text: str) -> Callable[[Row], Term | None]:
        """Return what reads a variable off a row, or gives a constant."""
        if text[0] in "?$":
            at = self._places[_plain(text)]
            return lambda row: row[at]
        constant = self._matches.constants.get(text)
        return lambda _row: constant

    def _taken(self, marker: str | None) -> Callable[[Row], bool]:
        """Return what tells whether a solution took a branch."""
        if marker is None:
            return lambda _row: True
        at = self._places[_plain(marker)]
        return lambda row: row[at] is not None

    def _edge(self, each: Pattern, branch: Branch) -> Reader:
        """Return what reads off a row what a pattern that may match an edge rests on."""
        subject, value, taken = self._value(each.subject), self._value(each.object), self._taken(branch.marker)
        path = each.path
        predicate = self._value(path.predicate) if isinstance(path, Link) else None
        memory: dict[Key, Need] = {}

        def need(row: Row) -> Need:
            one, other = subject(row), value(row)
            if one is None or other is None or not taken(row):
                return NOTHING
            link = predicate(row) if predicate else None
            key = (one, link, other)
            if key not in memory:
                if link:
                    memory[key] = self._matches.carriers.need((one, link, other))
                else:
                    memory[key] = self._matches.along(path, one, other)
                self._matches.doubts |= branch.doubtful and memory[key] is not NOTHING
            return memory[key]

        return need

    def _row_inside(self, unit: Unit, branch: Branch, table: Mapping[Key, list[Need]]) -> Reader:
        """Return what reads off a row what the row of a SELECT inside of this one rests on."""
        at = [self._places[_plain(each)] for each in unit.columns or ()]
        taken = self._taken(branch.marker)
        single = {key: one_of(needs) for key, needs in table.items()}

        def need(row: Row) -> Need:
            if not taken(row):
                return NOTHING
            key = tuple([row[each] for each in at])
            self._matches.doubts |= branch.doubtful
            if key not in single:
                single[key] = next((found for other, found in single.items() if _fits(other, key)), NOTHING)
            return single[key]

        return need


def _endless(unit: Unit) -> bool:
    """Tell whether there may be ways along a path of a unit, or of one inside of it, that were not looked at."""
    own = any(patterns.repeats(each.path) for each, _ in unit.patterns)
    return own or any(_endless(inner) for inner, _ in unit.units)


def _shown(text: str) -> str | None:
    """Return a variable as the query shows it, or nothing for a constant."""
    return _plain(text) if text[0] in "?$" else None


def _fits(row: Key, key: Key) -> bool:
    """Tell whether a row with gaps is the one that was joined."""
    return all(each in {None, other} for each, other in zip(row, key, strict=True))
