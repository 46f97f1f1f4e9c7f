"""What a SELECT matched, as a query for all of it: its unit.

A SELECT forgets what it matched: it projects, groups, and keeps equal rows once. Its unit asks for the same solutions
with nothing forgotten: blank nodes and the middles of paths get names, and each branch (an ``OPTIONAL``, a side of a
``UNION``) has a variable that is bound when the solution took it. A SELECT inside of a SELECT is a unit of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kg import patterns, scopes, sparql

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.grammar import Tree
    from kg.patterns import Pattern

ONE_ROW = frozenset({"MIN", "MAX", "SAMPLE"})
"""The aggregates whose result one solution gives."""


@dataclass(frozen=True)
class Branch:
    """A part of a group that a solution may have taken or not.

    :param marker: the variable that is bound when it was taken; ``None`` for what every solution took.
    :param idle: whether a row is the same with it and without it.
    :param doubtful: whether that cannot be told from the text.
    """

    marker: str | None = None
    idle: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class Aggregate:
    """One aggregate of a SELECT.

    :param argument: the variable that holds what is aggregated; ``None`` for ``COUNT(*)``.
    :param value: the variable that holds the result, for those that one solution gives.
    """

    function: str
    distinct: bool
    argument: str | None
    value: str

    @property
    def of_one(self) -> bool:
        """Whether one solution gives the result."""
        return self.function in ONE_ROW


@dataclass
class Unit:
    """One SELECT: what to ask for everything that it matched, and how to read the answer.

    :param columns: its columns; ``None`` when it shows every variable.
    :param body: what stands between the braces of the rewritten query.
    :param head: what its rows are told apart by before they are grouped: the keys of the groups.
    :param whole: the SELECT itself, with the keys of its groups and the values of its aggregates as columns.
    :param absences: the places where it rests on what is not there.
    :param denied: what its negations match in which fewer claims can mean more: a row may need what blocks them.
    :param loose: patterns of its negations and options, each with whether its subject is bound before: a solution that
        they keep out over all claims may come in over fewer.
    :param counting: whether it matters how many solutions there are.
    :param summing: whether a row is made of several solutions, so that one more can make it another.
    :param counts: those of its columns that tell how much there is of something.
    :param exact: whether what is found is small enough as it is; else it has to be tried by asking again.
    """

    columns: tuple[str, ...] | None = None
    body: str = ""
    tail: str = ""
    patterns: list[tuple[Pattern, Branch]] = field(default_factory=list)
    units: list[tuple[Unit, Branch]] = field(default_factory=list)
    head: tuple[str, ...] | None = None
    aggregates: tuple[Aggregate, ...] = ()
    whole: str = ""
    absences: list[str] = field(default_factory=list)
    denied: list[Unit] = field(default_factory=list)
    loose: list[tuple[Pattern, bool]] = field(default_factory=list)
    counting: bool = False
    summing: bool = False
    counts: tuple[str, ...] = ()
    exact: bool = True


class Maker(Protocol):
    """What a writer needs of who makes the units of a query."""

    renamed: dict[str, str]

    def fresh(self) -> str:
        """Return a variable that the query does not know."""

    def select(self, found: Tree) -> Unit:
        """Return the unit of a SELECT."""

    def unit(self, group: Tree, values: str, shown: Collection[str], spoken: list[str]) -> Unit:
        """Return the unit of a group."""


class Writer:
    """Writes a group anew so that nothing that it matches is forgotten.

    :param unit: where it is written.
    :param top: the outermost group.
    :param shown: the variables whose values make up the rows.
    :param spoken: every variable that the query speaks of outside of the group, as often as it does.
    :param maker: gives new variables, and makes the units of SELECTs inside of the group.
    """

    def __init__(self, unit: Unit, top: Tree, shown: Collection[str], spoken: list[str], maker: Maker) -> None:
        self.unit, self._top, self._maker = unit, top, maker
        self._shown = set(shown)
        tail = [each.text for each in sparql.tokens(unit.tail) if each.kind == "variable"]
        self._bound = [*scopes.visible(top, deep=True), *tail]
        self._spoken = [*scopes.variables(top), *spoken, *tail]

    def write(self) -> None:
        """Write the outermost group into the unit."""
        self.unit.body = self._inside(self._top, Branch())

    def _inside(self, group: Tree, branch: Branch) -> str:
        """Return what stands between the braces of a group."""
        pieces, last = [], []
        for each in group.trees():
            if each.rule == "Triples":
                pieces.append(self._triples(each, branch))
            elif each.rule == "SubSelect":
                pieces.append(f"{{ {self._inner(each, branch)} }}")
            elif not self.unit.counting and (inside := scopes.existing(each, group)) is not None:
                last.append((inside, set(scopes.variables(inside)) - set(scopes.visible(group))))
            else:
                pieces.append(self._part(each, group, branch))
        for inside, local in last:
            pieces.append(self._inside(scopes.renamed(inside, self._names(local)), branch))
        return " ".join(pieces)

    def _names(self, local: Collection[str]) -> dict[str, str]:
        """Return new names for variables that are not those of the same name elsewhere."""
        names = {each: self._maker.fresh() for each in sorted(local)}
        self._maker.renamed.update((new[1:], old[1:]) for old, new in names.items())
        return names

    def _triples(self, block: Tree, branch: Branch) -> str:
        """Return a block of triples, each pattern by itself."""
        found = patterns.patterns(block, self._maker.fresh)
        if not branch.idle:
            self.unit.patterns += [(each, branch) for each in found]
        return " ".join(f"{each.subject} {patterns.written(each.path)} {each.object} ." for each in found)

    def _inner(self, found: Tree, branch: Branch) -> str:
        """Return a SELECT: one that only hides variables shows them under other names, another is a unit."""
        if scopes.only_hides(found):
            group = scopes.where(found)
            hidden = set(scopes.variables(group)) - set(scopes.columns(found))
            return f"SELECT * WHERE {{ {self._inside(scopes.renamed(group, self._names(hidden)), branch)} }}"
        unit = self._maker.select(found)
        if not branch.idle:
            self.unit.units.append((unit, branch))
        self.unit.exact = self.unit.exact and unit.exact
        return patterns.text(found)

    def _part(self, part: Tree, group: Tree, branch: Branch) -> str:
        """Return any other part of a group."""
        words, groups = set(part.words()), part.trees("Group")
        if "MINUS" in words or (self.unit.summing and "OPTIONAL" in words):
            self._loosen(groups[0])
        if "OPTIONAL" in words:
            return f"OPTIONAL {{ {self._branch(groups[0], self._optional(groups[0], group, branch))} }}"
        if "UNION" in words:
            return " UNION ".join(f"{{ {self._branch(each, branch)} }}" for each in groups)
        if "MINUS" in words:
            self.unit.absences.append(patterns.text(part))
            self._deny(groups[0])
        elif "FILTER" in words:
            self._filter(part)
        elif groups:
            return f"{{ {self._inside(groups[0], branch)} }}"
        elif "BIND" in words and scopes.has_exists(part):
            self.unit.exact = False
        return patterns.text(part)

    def _filter(self, part: Tree) -> None:
        """Note what a filter says of absence."""
        if scopes.denies(part):
            self.unit.absences.append(patterns.text(part))
        denied = scopes.alone(part)
        if scopes.has_exists(part) and (denied is None or "NOT" not in denied.words()):
            self.unit.exact = False
        for each in part.walk():
            if "EXISTS" in each.words():
                self._deny(each.trees("Group")[0])
                self._loosen(each.trees("Group")[0])

    def _loosen(self, group: Tree) -> None:
        """Note what a negation or an option matches."""
        certain = scopes.certain(self._top)
        for block in (each for each in group.walk() if each.rule == "Triples"):
            found = patterns.patterns(block, self._maker.fresh)
            self.unit.loose += [(each, each.subject in certain) for each in found]
        self.unit.denied.append(self._maker.unit(group, "", (), []))

    def _deny(self, group: Tree) -> None:
        """Note a group that must not match, or not always, when it can match more over fewer claims."""
        if scopes.can_lose(group) or not self.unit.exact:
            self.unit.denied.append(self._maker.unit(group, "", (), []))
            self.unit.exact = False

    def _optional(self, group: Tree, outer: Tree, branch: Branch) -> Branch:
        """Return what an ``OPTIONAL`` does to a row: nothing, what its values show, or what cannot be told."""
        binds, inside = list(scopes.visible(group, deep=True)), scopes.variables(group)
        new = {each for each in binds if binds.count(each) == self._bound.count(each)}
        shared = set(binds) - new - scopes.certain(outer) - scopes.certain(self._top)
        if new & self._shown and not shared:
            return branch
        used = self.unit.counting or shared or any(self._spoken.count(each) > inside.count(each) for each in new)
        return Branch(branch.marker, branch.idle or not used, doubtful=True)

    def _branch(self, group: Tree, branch: Branch) -> str:
        """Return the inside of a group that a solution may have taken or not."""
        binds = list(scopes.visible(group, deep=True))
        direct = [name for block in group.trees("Triples") for name in scopes.variables(block)]
        marker = next((each for each in direct if binds.count(each) == self._bound.count(each)), None)
        if marker is not None:
            return self._inside(group, Branch(marker, branch.idle, branch.doubtful))
        name = self._maker.fresh()
        return f"{self._inside(group, Branch(name, branch.idle, branch.doubtful))} BIND(true AS {name})"
