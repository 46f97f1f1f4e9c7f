"""The claims of one row: that it lists its entity, and what it says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from kg import turtle
from kg.importers.ecfr.citations import Citation
from kg.importers.ecfr.edition import LIST, anchor
from kg.importers.ecfr.identity import Entity
from kg.importers.ecfr.ledger import Ledger, place_of
from kg.importers.ecfr.parts import Member, Name, Span
from kg.importers.ecfr.rows import ReadRow
from kg.importers.ecfr.table import SUPPLEMENT
from kg.terms import fold, slug
from kg.turtle import Block

ENTITY, CITATIONS = 1, 4
"""Columns of the table, counted from 0."""


class RowClaims:
    """Writes the claims of one row."""

    def __init__(self, ledger: Ledger, row: ReadRow, anchors: dict[str, Block]) -> None:
        self.ledger = ledger
        self.row = row
        self.anchors = anchors
        self.place = place_of(row.destination)
        self.head = ledger.register.of(row)
        self.listing = ledger.listing(row, self.place)
        self.said: set[str] = set()
        self.taken: set[str] = set()

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the row: entity, listing, names, addresses, citations, references, members."""
        base, entry = self.ledger.listings[self.row.row.number], self.row.entry
        yield from self.ledger.entity(self.head)
        yield self._listing(base)
        yield from self._names(base, self.head, entry.names)
        yield from self._addresses(base, self.head, entry.addresses)
        for citation in self.row.citations:
            yield from self._amending(base, citation)
        yield from self._references(base)
        if entry.parent:
            yield from self._relation(
                base, self.head, "subordinateOf", self.ledger.register.parent(entry.parent.text), entry.parent
            )
        for member in entry.members:
            yield from self._member(base, member)
        if entry.shared and self.row.continues:
            yield from self._shared_with_members(base)

    def _shared_with_members(self, base: str) -> Iterator[Block]:
        """Yield the addresses of a row that are said to be those of the members in the rows before it."""
        for part in self.row.head.parts:
            for member in part.entry.members:
                entity = self.ledger.register.member(part, member)
                yield from self._addresses(f"{base}.{entity.slug.rpartition('.')[2]}", entity, self.row.entry.addresses)

    def _listing(self, base: str) -> Block:
        segment = self.row.row.segment
        block = self._claim(
            f"{base}.listing", "kg:Listing", (self.head.curie, "kg:listedOn", f"id:{LIST}"), "whole row"
        )
        block.add("kg:anchor", self._anchor(0, len(segment))).add("kg:row", turtle.whole(self.row.row.number))
        block.add("kg:destination", self.row.destination.curie).add("kg:licenceRequirement", self.row.requirement.curie)
        block.add("kg:reviewPolicy", self.row.policy.curie).add("kg:footnote", *self.row.requirement.footnotes)
        remarks = [each for each in self.row.remarks if not each.startswith("continues")]
        block.add("skos:editorialNote", *(turtle.text(f"In the source: {each}.", "en") for each in remarks))
        return block.add("kg:continues", self.ledger.listing(self.row.head, self.place) if self.row.continues else None)

    def _names(self, base: str, entity: Entity, names: Iterable[Name]) -> Iterator[Block]:
        for name in names:
            local = self._local(base, "name", slug(name.text)[:60].strip("-"), f"{name.kind} {name.text}")
            if local is None:
                self.ledger.remarks[self.row.row.number].append(f"the name '{name.text}' is printed twice")
                continue
            block = self._claim(
                local, "kg:Naming", (entity.curie, "kg:name", turtle.text(name.text, "en")), "column Entity"
            )
            block.add("kg:nameKind", f"kg:{name.kind}").add("kg:listing", self.listing).add(
                "kg:anchor", self._at(name.span, ENTITY)
            )
            yield block.add(
                "skos:editorialNote", turtle.text(f"Printed as: {name.span.text}", "en") if name.meant else None
            )

    def _addresses(self, base: str, entity: Entity, spans: Iterable[Span]) -> Iterator[Block]:
        for span in spans:
            curie = self.ledger.address(span.text)
            local = self._local(base, "address", curie.removeprefix("id:address-"))
            if local is None:
                self.ledger.remarks[self.row.row.number].append(f"the address '{span.text}' is printed twice")
                continue
            block = self._claim(local, "kg:Locating", (entity.curie, "kg:locatedAt", curie), "column Entity")
            block.add("kg:addressText", turtle.text(span.text, "en")).add("kg:listing", self.listing)
            yield block.add("kg:anchor", self._at(span, ENTITY))

    def _amending(self, base: str, citation: Citation) -> Iterator[Block]:
        local = self._local(base, "notice", slug(citation.text))
        if local is None:
            self.ledger.remarks[self.row.row.number].append(f"the citation '{citation.text}' is printed twice")
            return
        at = self._at(citation.span, CITATIONS)
        predicate = "kg:addedBy" if citation.ordinal == 1 else "kg:amendedBy"
        triple = (self.head.curie, predicate, self.ledger.notice(citation, self.row.row.number, at))
        block = self._claim(local, "kg:Amending", triple, "column Federal Register citation").add("kg:anchor", at)
        block.add("kg:citation", turtle.text(citation.text)).add("kg:citedDate", turtle.date(str(citation.published)))
        yield block.add("kg:ordinal", turtle.whole(citation.ordinal)).add("kg:listing", self.listing)

    def _references(self, base: str) -> Iterator[Block]:
        for reference in self.row.entry.references:
            for place in reference.places:
                destination = self.ledger.vocabulary.places[fold(place)]
                found = self.ledger.register.referred(self.row, destination.curie)
                if found is None:
                    self.ledger.remarks[self.row.row.number].append(
                        f"no entry of these names is found under {destination.label}, to which the row refers"
                    )
                block = self._claim(
                    f"{base}.also-listed-under-{place_of(destination)}",
                    "kg:CrossReference",
                    (self.head.curie, "kg:alsoListedUnder", destination.curie),
                    "column Entity",
                )
                block.add("kg:listing", self.listing).add("kg:anchor", self._at(reference.span, ENTITY))
                yield block.add("kg:refersToListing", self.ledger.listing(found, self.place) if found else None)

    def _member(self, base: str, member: Member) -> Iterator[Block]:
        register = self.ledger.register
        entity = register.member(self.row, member)
        own = f"{base}.{entity.slug.rpartition('.')[2]}"
        span = member.names[0].span
        yield from self.ledger.entity(entity)
        block = self._claim(
            f"{own}.inclusion", "kg:Inclusion", (entity.curie, "kg:listedOn", f"id:{LIST}"), "column Entity"
        )
        yield block.add("kg:listing", self.listing).add("kg:anchor", self._at(span, ENTITY))
        yield from self._names(own, entity, member.names)
        yield from self._addresses(own, entity, member.addresses or self._shared())
        other = next(
            (register.member(self.row, each) for each in self.row.entry.members if each.names[0].text == member.of),
            self.head,
        )
        yield from self._relation(own, entity, member.relation, other, span)

    def _shared(self) -> list[Span]:
        """Return the addresses of the entry if the row says that they are those of its members too."""
        return self.row.entry.addresses if self.row.entry.shared else []

    def _relation(self, base: str, entity: Entity, relation: str, other: Entity, span: Span) -> Iterator[Block]:
        yield from self.ledger.entity(other)
        block = self._claim(
            f"{base}.{slug(relation)}", "kg:Claim", (entity.curie, f"kg:{relation}", other.curie), "column Entity"
        )
        yield block.add("kg:listing", self.listing).add("kg:anchor", self._at(span, ENTITY))

    def _claim(self, local: str, kind: str, triple: tuple[str, str, str], where: str) -> Block:
        """Return a claim of the row; its locator tells a person where to look."""
        locator = f"{SUPPLEMENT}, {self.row.destination.label}, {self.head.label} (row {self.row.row.number}), {where}"
        return self.ledger.edition.claim(f":{local}", kind, triple).add("kg:locator", turtle.text(locator, "en"))

    def _local(self, base: str, kind: str, key: str, whole: str = "") -> str | None:
        """Return a name that no other claim of the row bears, or ``None`` if the row says a thing twice."""
        said, local = f"{base} {kind} {whole or key}", f"{base}.{kind}-{key}"
        if said in self.said:
            return None
        if local in self.taken:
            local = f"{local}-{sha256(whole.encode()).hexdigest()[:8]}"
        self.said.add(said)
        self.taken.add(local)
        return local

    def _at(self, span: Span, column: int) -> str:
        offset = self.row.row.offset(column)
        return self._anchor(offset + span.start, offset + span.end)

    def _anchor(self, start: int, end: int) -> str:
        block = anchor(self.row.row.number, start, end, self.row.row.segment[start:end])
        self.anchors.setdefault(block.subject, block)
        return block.subject
