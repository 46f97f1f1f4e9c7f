"""An edition of the Entity List: its dates, its IRIs, and what all its claims have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from kg import terms, turtle
from kg.importers.ecfr.table import SUPPLEMENT
from kg.turtle import Block

LIST = "us-entity-list"
ADDRESS = "https://www.ecfr.gov/api/versioner/v1/full/{date}/title-15.xml?part=744"
"""Where the eCFR's versioner API serves an edition."""


@dataclass(frozen=True)
class Edition:
    """An edition of the list.

    :param issued: the day for which the eCFR serves the text.
    :param recorded: the day on which this graph recorded it.
    :param sha256: the digest of the copy that was read.
    :param copy_name: the name of the file that was read, without its folder.
    """

    issued: date
    recorded: date
    sha256: str
    copy_name: str

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of a file of this edition, without that of its own claims."""
        own = {
            "edition": f"{terms.SOURCE}us-ecfr/15-744-supplement-4/",
            "at": f"{terms.ANCHOR}{LIST}/{self.issued}/",
        }
        return own | {
            name: terms.PREFIXES[name] for name in ("dcterms", "id", "kg", "oa", "rdf", "rdfs", "schema", "skos", "xsd")
        }

    @property
    def curie(self) -> str:
        """The CURIE of the source."""
        return f"edition:{self.issued}"

    def claims(self, destination: str) -> str:
        """Return the namespace of the claims of a destination, e.g. of ``china``."""
        return f"{terms.CLAIM}{LIST}/{self.issued}/{destination}/"

    def source(self) -> Block:
        """Return the block of the source."""
        return (
            Block(self.curie)
            .add("rdf:type", "kg:Source")
            .add(
                "dcterms:title",
                turtle.text(f"15 CFR Part 744, {SUPPLEMENT} (Entity List), eCFR of {self.issued}", "en"),
            )
            .add("dcterms:publisher", "id:us-office-of-the-federal-register")
            .add("dcterms:issued", turtle.date(str(self.issued)))
            .add("dcterms:language", turtle.text("en"))
            .add("schema:url", f"<{ADDRESS.format(date=self.issued)}>")
            .add("kg:reliability", "kg:reliability-a")
            .add("kg:retrievedOn", turtle.date(str(self.recorded)))
            .add("kg:sha256", turtle.text(self.sha256))
            .add("kg:copyName", turtle.text(self.copy_name))
            .add("kg:normalisation", "kg:ecfr-table-rows")
        )

    def claim(self, subject: str, kind: str, triple: tuple[str, str, str]) -> Block:
        """Return the beginning of a claim of this edition: what all claims of the list have in common.

        The list is law where it says who is listed and by which notice, so that is graded as confirmed (1);
        names and addresses are graded as probably true (2).
        """
        constitutive = kind in {"kg:Listing", "kg:Inclusion", "kg:Amending"}
        return (
            Block(subject)
            .add("rdf:type", kind)
            .add("rdf:subject", triple[0])
            .add("rdf:predicate", triple[1])
            .add("rdf:object", triple[2])
            .add("kg:statedIn", self.curie)
            .add("kg:saidBy", "id:us-bis")
            .add("kg:modality", "kg:official")
            .add("kg:credibility", "kg:credibility-1" if constitutive else "kg:credibility-2")
            .add("kg:status", "kg:accepted")
            .add("kg:statedOn", turtle.date(str(self.issued)))
            .add("kg:recordedOn", turtle.date(str(self.recorded)))
        )


def anchor(row: int, start: int, end: int, words: str) -> Block:
    """Return the anchor of words in a row of the normalised text."""
    return (
        Block(f"at:{row}.{start}-{end}")
        .add("rdf:type", "kg:Anchor")
        .add("kg:segment", turtle.whole(row))
        .add("oa:start", turtle.whole(start))
        .add("oa:end", turtle.whole(end))
        .add("kg:sha256", turtle.text(sha256(words.encode()).hexdigest()))
    )
