"""What an entry of the list consists of: spans of its cell, each with its meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

NameKind = Literal["official-name", "alias", "former-name", "short-name"]
Relation = Literal["subordinateOf", "affiliateOf"]


class NotUnderstood(Exception):
    """The rules do not understand a cell; a reading by a person must say what it holds."""


@dataclass(frozen=True, order=True)
class Span:
    """Words of a cell: where they begin and end in its normalised text, and the words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Name:
    """A name of an entity as the cell gives it.

    :param meant: the name that is meant where the cell misprints it; a reading by a person says so.
    """

    span: Span
    kind: NameKind
    meant: str = ""

    @property
    def text(self) -> str:
        """The name: as printed, or as meant where it is misprinted."""
        return self.meant or self.span.text


@dataclass(frozen=True)
class Reference:
    """A cross reference: the words, and the places they name as printed.

    :param listed_as: the name under which the entity is said to be listed there; empty when the name is the same.
    """

    span: Span
    places: tuple[str, ...]
    listed_as: str = ""


@dataclass
class Member:
    """An entity of its own that a row names inside the entry of another.

    :param relation: how it stands to the entity of the entry, or to the member named by ``of``.
    :param of: the official name of another member; empty for the entity of the entry.
    """

    relation: Relation
    names: list[Name]
    addresses: list[Span] = field(default_factory=list)
    of: str = ""


@dataclass
class Entry:
    """All that an entity cell says.

    :param parent: the name of the entity that this one is said to be subordinate to, if the cell names one.
    :param shared: whether the addresses of the entry are said to be those of its members too.
    :param remainder: words that are neither name nor address nor reference; the report lists them.
    :param by_hand: whether a reading by a person was used instead of the rules.
    """

    names: list[Name]
    addresses: list[Span] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    parent: Span | None = None
    shared: bool = False
    remainder: list[Span] = field(default_factory=list)
    by_hand: bool = False

    def spans(self) -> list[Span]:
        """Return every span of the entry, in the order of the text."""
        found = (
            [each.span for each in self.names]
            + self.addresses
            + [each.span for each in self.references]
            + self.remainder
        )
        for member in self.members:
            found += [each.span for each in member.names] + member.addresses
        return sorted(found + ([self.parent] if self.parent else []))
