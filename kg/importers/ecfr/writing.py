"""From rows that have been read to documents in house form: one per destination, one for addresses, one for notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg import turtle
from kg.importers.ecfr.edition import Edition
from kg.importers.ecfr.ledger import Ledger, place_of
from kg.importers.ecfr.rowclaims import RowClaims
from kg.importers.ecfr.rows import ReadRow
from kg.turtle import Block


def documents(edition: Edition, ledger: Ledger, rows: list[ReadRow]) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of an edition; the ledger keeps and counts what they speak of."""
    ledger.open(rows)
    places: dict[str, list[ReadRow]] = defaultdict(list)
    for row in rows:
        places[place_of(row.destination)].append(row)
    for place, those in sorted(places.items()):
        yield f"{place}.ttl", turtle.write(_blocks(ledger, those), {"": edition.claims(place), **edition.prefixes})
    yield "source.ttl", turtle.write([edition.source()], edition.prefixes)
    yield "addresses.ttl", turtle.write(ledger.address_blocks(), edition.prefixes)
    yield "notices.ttl", turtle.write(ledger.notice_blocks(), {"": edition.claims("notices"), **edition.prefixes})


def _blocks(ledger: Ledger, rows: list[ReadRow]) -> list[Block]:
    """Return the blocks of the rows of a destination, and behind them their anchors."""
    blocks, anchors = list[Block](), dict[str, Block]()
    for row in rows:
        for block in RowClaims(ledger, row, anchors).blocks():
            ledger.count(block)
            blocks.append(block)
    return [*blocks, *anchors.values()]
