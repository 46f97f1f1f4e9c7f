"""Text of others made fit for a line of a terminal: nothing in it can steer the terminal or the eye."""

from __future__ import annotations

import re

from kg import terms

_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what the set of XML leaves out
_SLASHED = {"claim": terms.CLAIM, "source": terms.SOURCE, "anchor": terms.ANCHOR, "graph": terms.GRAPH}


def line(text: str) -> str:
    r"""Return a text on one line, with U+FFFD for what would steer a terminal or turn the direction of writing.

    >>> line("Huawei\x1b[2J Co.")
    'Huawei\ufffd[2J Co.'
    """
    return _STEERING.sub("\ufffd", re.sub(r"[\n\r\t]+", " ", text))


def xml(text: str) -> str:
    r"""Return a text with U+FFFD for what is no character of XML 1.0; markup in it is for the writer to escape.

    >>> xml("A\x00B")
    'A�B'
    """
    return _NOT_XML.sub("\ufffd", text)


def curie(iri: str) -> str:
    """Return an IRI as a person writes it on the command line: shorter than Turtle would allow, with slashes.

    >>> curie("https://w3id.org/chip-controls/claim/us-entity-list/2026-07-23/china/x.listing")
    'claim:us-entity-list/2026-07-23/china/x.listing'
    """
    for prefix, start in _SLASHED.items():
        if iri.startswith(start):
            return f"{prefix}:{iri[len(start) :]}"
    return terms.shorten(iri)


def words(curie: str) -> str:
    """Return the name of a property in words.

    >>> words("kg:licenceRequirement")
    'licence requirement'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", curie.rpartition(":")[2]).lower()
