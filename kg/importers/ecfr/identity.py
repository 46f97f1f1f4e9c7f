"""Who is who in the list: which rows speak of one entity, and the IRI of each.

Two rows under different destinations speak of one entity only when the list says so: one refers to the other's
destination and both bear the same name, or it names the entry there. The same name alone is not enough. Rows of one
destination with the same name speak of one entity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.importers.ecfr.parts import Member, Name
from kg.importers.ecfr.rows import ReadRow
from kg.importers.ecfr.vocabulary import Vocabulary
from kg.terms import fold, slug

_ADDRESS_ENTRY = re.compile(r"Address \d+")
_LONGEST = 90


@dataclass(frozen=True)
class Entity:
    """An entity of the list.

    :param slug: the local part of its IRI.
    :param label: its official name.
    :param kind: the CURIE of its class.
    """

    slug: str
    label: str
    kind: str = "kg:Party"

    @property
    def curie(self) -> str:
        """The CURIE of the entity."""
        return f"id:{self.slug}"


def official(names: Iterable[Name]) -> str:
    """Return the official name among names."""
    return next(each.text for each in names if each.kind == "official-name")


class Register:
    """The entities of all rows."""

    def __init__(self, rows: list[ReadRow], vocabulary: Vocabulary) -> None:
        """Find out who is who."""
        self.vocabulary = vocabulary
        self.heads = [each for each in rows if not each.continues]
        self._at: dict[tuple[str, str], list[ReadRow]] = defaultdict(list)
        for row in self.heads:
            for name in row.entry.names:
                self._at[row.destination.curie, fold(name.text)].append(row)
        self._entities = dict(self._named())
        self._known = {
            fold(each.text): self._entities[row.row.number] for row in reversed(self.heads) for each in row.entry.names
        }

    def of(self, row: ReadRow) -> Entity:
        """Return the entity that a row speaks of."""
        return self._entities[row.head.row.number]

    def member(self, row: ReadRow, member: Member) -> Entity:
        """Return the entity of a member; a subordinate institution bears the slug of its head before its own."""
        name = official(member.names)
        if member.relation == "affiliateOf" or member.of:
            return Entity(_short(slug(name)), name)
        return Entity(f"{self.of(row).slug}.{_short(slug(name))}", name)

    def parent(self, words: str) -> Entity:
        """Return the entity that a row names as its parent: one that is listed, or one that is only named."""
        bare, _, short = words.partition(" (")
        for each in (words, bare, short.rstrip(")")):
            if fold(each) in self._known:
                return self._known[fold(each)]
        return Entity(_short(slug(words)), words)

    def referred(self, row: ReadRow, destination: str) -> ReadRow | None:
        """Return the row that a cross reference leads to, if just one there bears a name of the row's entity."""
        names = [each.listed_as for each in row.entry.references if each.listed_as] or [
            each.text for each in row.entry.names
        ]
        for name in names:
            rows = self._at.get((destination, fold(name)), [])
            if len({self._key(each) for each in rows}) == 1:
                return rows[0]
        return None

    def _key(self, row: ReadRow) -> tuple[str, str]:
        return row.destination.curie, fold(official(row.entry.names))

    def _named(self) -> Iterator[tuple[int, Entity]]:
        """Yield the entity of each row by its number."""
        groups = self._groups()
        bearers: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for root, rows in groups.items():
            bearers[_short(slug(official(rows[0].entry.names)))].append(root)
        for rows in groups.values():
            entity = self._entity(rows[0], shared=len(bearers[_short(slug(official(rows[0].entry.names)))]) > 1)
            yield from ((each.row.number, entity) for each in rows)

    def _entity(self, row: ReadRow, *, shared: bool) -> Entity:
        """Return the entity of a row; a name that several entities share bears its destination too."""
        name = official(row.entry.names)
        place = row.destination.curie.removeprefix("id:destination-")
        if _ADDRESS_ENTRY.fullmatch(name):
            return Entity(f"listed-{slug(name)}-{place}", f"{name} ({row.destination.label})", "kg:ListedAddress")
        return Entity(f"{_short(slug(name))}-{place}" if shared else _short(slug(name)), name)

    def _groups(self) -> dict[tuple[str, str], list[ReadRow]]:
        """Return the rows by the entity they speak of, each group in the order of the list."""
        root = {self._key(each): self._key(each) for each in self.heads}

        def find(key: tuple[str, str]) -> tuple[str, str]:
            while root[key] != key:
                key = root[key]
            return key

        for row in self.heads:
            for other in self._same(row):
                first, second = sorted((find(self._key(row)), find(self._key(other))))
                root[second] = first
        groups: dict[tuple[str, str], list[ReadRow]] = defaultdict(list)
        for row in self.heads:
            groups[find(self._key(row))].append(row)
        return groups

    def _same(self, row: ReadRow) -> Iterator[ReadRow]:
        """Yield the rows that a row refers to as entries of the same entity."""
        for reference in row.entry.references:
            name = fold(reference.listed_as or official(row.entry.names))
            for place in reference.places:
                destination = self.vocabulary.places[fold(place)].curie
                yield from (
                    each for each in self._at.get((destination, name), []) if fold(official(each.entry.names)) == name
                )


def _short(text: str) -> str:
    """Return a slug of bearable length, cut at a hyphen."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition("-")[0]
