"""A row of the table, read: what each of its cells says, in the terms of the graph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.errors import ImportRefused
from kg.importers.ecfr.citations import Citation, read_citations
from kg.importers.ecfr.entry import leftover, read_entry
from kg.importers.ecfr.parts import Entry, NotUnderstood
from kg.importers.ecfr.readings import Readings, key_of
from kg.importers.ecfr.table import Row, Table
from kg.importers.ecfr.vocabulary import Concept, Vocabulary, wording

_GLUED = re.compile(r"(?P<policy>.*?)(?P<citation>\d+ FR \d+, [\d/]+\.?)")
_MOST_SHOWN = 20


@dataclass
class ReadRow:
    """A row with its meaning.

    :param remarks: what is odd about the row; the report lists them.
    :param head: the row whose entry this one continues; the row itself when it begins an entry.
    :param parts: of a head, the rows of its entry.
    """

    row: Row
    destination: Concept
    entry: Entry
    requirement: Concept
    policy: Concept
    citations: list[Citation]
    remarks: list[str] = field(default_factory=list)
    head: ReadRow = field(init=False)
    parts: list[ReadRow] = field(init=False)

    def __post_init__(self) -> None:
        """Let a row be its own head until it is known to continue another."""
        self.head = self
        self.parts = [self]

    @property
    def continues(self) -> bool:
        """Whether the row continues the entry of the row above."""
        return self.head is not self


def read_rows(table: Table, vocabulary: Vocabulary, readings: Readings) -> list[ReadRow]:
    """Read all rows of the table.

    :raises ImportRefused: when rows are not understood; the message lists them.
    """
    found: list[ReadRow] = []
    trouble: list[str] = []
    for row in table.rows:
        try:
            found.append(_read(row, vocabulary, readings, found[-1] if found else None))
        except NotUnderstood as error:
            trouble.append(f"row {row.number} ({row.heading}, cell {key_of(row.entity.text)}): {error}")
    if trouble:
        shown = "\n  ".join(trouble[:_MOST_SHOWN])
        more = f"\n  and {len(trouble) - _MOST_SHOWN} more" if len(trouble) > _MOST_SHOWN else ""
        advice = "add a reading (graph/readings) or a wording (graph/entities)"
        message = f"{len(trouble)} of {len(table.rows)} rows are not understood: {advice}\n  {shown}{more}"
        raise ImportRefused(message)
    return found


def _read(row: Row, vocabulary: Vocabulary, readings: Readings, above: ReadRow | None) -> ReadRow:
    """Read a row."""
    entry = readings.read(row.entity) or read_entry(row.entity)
    rest = leftover(row.entity, entry)
    if rest:
        message = f"words that are neither name nor address: {rest}"
        raise NotUnderstood(message)
    destination = vocabulary.destination(row.heading)
    if not (row.requirement.text or row.policy.text or row.citations.text):
        return _continuation(row, destination, entry, above)
    if not any(each.kind == "official-name" for each in entry.names):
        message = "an entry without a name"
        raise NotUnderstood(message)
    requirement, policy, remarks = _law(row, vocabulary)
    citations = read_citations(row.citations)
    if not citations:
        message = "an entry without a citation of the Federal Register"
        raise NotUnderstood(message)
    remarks += [f"{each.span.text}: {oddity}" for each in citations for oddity in each.oddities]
    return ReadRow(row, destination, entry, requirement, policy, citations, remarks)


def _continuation(row: Row, destination: Concept, entry: Entry, above: ReadRow | None) -> ReadRow:
    """Return a row that continues the entry above it: it has no requirement, policy and citation of its own."""
    if above is None or above.destination != destination or entry.names:
        message = "a row without requirement, policy and citation that does not continue the row above"
        raise NotUnderstood(message)
    read = ReadRow(
        row, destination, entry, above.requirement, above.policy, [], [f"continues row {above.head.row.number}"]
    )
    read.head = above.head
    read.head.parts.append(read)
    return read


def _law(row: Row, vocabulary: Vocabulary) -> tuple[Concept, Concept, list[str]]:
    """Return requirement and policy of a row, mending what is plainly in the wrong cell, with remarks that say so."""
    requirement, policy, remarks = row.requirement.text, row.policy.text, list[str]()
    if glued := _GLUED.fullmatch(policy):
        policy = glued["policy"]
        remarks.append(f"a citation is glued to the review policy and left out: {glued['citation']}")
    try:
        return wording(vocabulary.requirements, requirement), wording(vocabulary.policies, policy), remarks
    except NotUnderstood as error:
        try:
            swapped = wording(vocabulary.requirements, policy), wording(vocabulary.policies, requirement)
        except NotUnderstood:
            raise error from None
    return *swapped, [*remarks, "licence requirement and review policy stand in each other's column"]
