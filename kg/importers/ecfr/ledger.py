"""What an edition speaks of, kept while its rows are written: entities, addresses, notices, names of listings."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from kg import turtle
from kg.importers.ecfr.citations import Citation
from kg.importers.ecfr.edition import Edition
from kg.importers.ecfr.identity import Entity, Register
from kg.importers.ecfr.readings import key_of
from kg.importers.ecfr.rows import ReadRow
from kg.importers.ecfr.table import SUPPLEMENT
from kg.importers.ecfr.vocabulary import Concept, Vocabulary
from kg.terms import fold
from kg.turtle import Block


@dataclass
class Ledger:
    """Keeps what the claims of an edition speak of.

    :param printed: where a notice is printed first with a date: the row and the anchor of the citation.
    :param counts: how many claims of each class, and entities, addresses and notices were written.
    :param remarks: per row number, what is odd and was mended or left out on the way.
    """

    edition: Edition
    register: Register
    vocabulary: Vocabulary
    counts: Counter[str] = field(default_factory=Counter)
    remarks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, str] = field(default_factory=dict)
    notices: dict[tuple[int, int], Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    printed: dict[tuple[int, int, date], tuple[int, str]] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    listings: dict[int, str] = field(default_factory=dict)

    def open(self, rows: list[ReadRow]) -> None:
        """Give each row the name of its listing: the slug of its entity, with a digest where several rows share it."""
        heads = Counter((row.destination.curie, self.register.of(row).slug) for row in rows if not row.continues)
        for row in rows:
            entity = self.register.of(row).slug
            alone = heads[row.destination.curie, entity] == 1 and not row.continues
            self.listings[row.row.number] = entity if alone else f"{entity}-{key_of(row.row.entity.text)[:8]}"

    def count(self, block: Block) -> None:
        """Count a block by its class, a name by its kind too, a citation by what it did."""
        values = dict(block.pairs)
        self.counts[values["rdf:type"]] += 1
        if "kg:nameKind" in values:
            self.counts[values["kg:nameKind"].removeprefix("kg:")] += 1
        if values["rdf:type"] == "kg:Amending":
            self.counts["additions" if values["rdf:predicate"] == "kg:addedBy" else "amendments"] += 1

    def listing(self, row: ReadRow, place: str) -> str:
        """Return the token of a row's listing as seen from the file of a destination."""
        name = self.listings[row.row.number]
        home = place_of(row.destination)
        return f":{name}.listing" if home == place else f"<{self.edition.claims(home)}{name}.listing>"

    def entity(self, entity: Entity) -> list[Block]:
        """Return the block of an entity, the first time it is asked for."""
        if entity.slug in self.entities:
            return []
        self.entities[entity.slug] = entity
        return [Block(entity.curie).add("rdf:type", entity.kind).add("rdfs:label", turtle.text(entity.label, "en"))]

    def address(self, text: str) -> str:
        """Return the CURIE of an address; addresses that differ in punctuation, case or white space only are one."""
        local = f"address-{sha256(fold(text).encode()).hexdigest()[:12]}"
        self.addresses.setdefault(local, text)
        return f"id:{local}"

    def notice(self, citation: Citation, row: int, anchor: str) -> str:
        """Return the CURIE of the notice that a citation is of, remembering where its date is printed first."""
        key = (citation.volume, citation.page)
        self.notices[key][citation.published] += 1
        self.printed.setdefault((*key, citation.published), (row, anchor))
        return self._notice(*key)

    def _notice(self, volume: int, page: int) -> str:
        known = self.vocabulary.notices.get((volume, page))
        return known.curie if known else f"id:fr-{volume}-{page}"

    def address_blocks(self) -> list[Block]:
        """Return the blocks of all addresses."""
        self.counts["kg:Address"] = len(self.addresses)
        return [
            Block(f"id:{local}").add("rdf:type", "kg:Address").add("rdfs:label", turtle.text(text, "en"))
            for local, text in sorted(self.addresses.items())
        ]

    def notice_blocks(self) -> list[Block]:
        """Return what the list says of notices: when each was published; and those that nobody has described yet."""
        found = []
        for (volume, page), dates in sorted(self.notices.items()):
            if (volume, page) not in self.vocabulary.notices:
                notice = Block(self._notice(volume, page)).add("rdf:type", "kg:Notice")
                notice.add("rdfs:label", turtle.text(f"{volume} FR {page}", "en"))
                found.append(notice.add("kg:volume", turtle.whole(volume)).add("kg:citedPage", turtle.whole(page)))
            found.append(self._published(volume, page, _most_printed(dates)))
        self.counts["kg:Notice"] = len({self._notice(*key) for key in self.notices})
        return found

    def _published(self, volume: int, page: int, day: date) -> Block:
        """Return the claim that a notice was published on the day that is printed most often with it."""
        row, anchor = self.printed[volume, page, day]
        times = self.notices[volume, page][day]
        triple = (self._notice(volume, page), "kg:publishedOn", turtle.date(str(day)))
        locator = f"{SUPPLEMENT}, column Federal Register citation, {times} rows, the first of which is row {row}"
        claim = self.edition.claim(f":{volume}-fr-{page}.published", "kg:Claim", triple)
        return claim.add("kg:locator", turtle.text(locator, "en")).add("kg:anchor", anchor)


def place_of(destination: Concept) -> str:
    """Return the slug of a destination, e.g. ``china``."""
    return destination.curie.removeprefix("id:destination-")


def _most_printed(dates: Counter[date]) -> date:
    """Return the date that is printed most often with a citation; of equals the earliest."""
    return min(dates, key=lambda each: (-dates[each], each))
