"""How a picture shows things: a colour and a shape for each class, and the signs of an edge.

The colours keep apart on a white and on a black ground; where two are near to each other, the shapes differ.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.terms import KG


class Style(NamedTuple):
    """The colour and the shape of the entities of a class; the shape is one of vis-network's."""

    colour: str
    shape: str


OTHER = Style("#7a8794", "dot")
DISPUTED = "#d62839"
CLASSES = {
    KG + name: Style(colour, shape)
    for name, colour, shape in (
        ("Firm", "#2f7ed8", "dot"),
        ("Party", "#1aa0b8", "dot"),
        ("Organisation", "#6c5ce7", "dot"),
        ("Agency", "#8a5a2b", "square"),
        ("Publisher", "#9b8a78", "square"),
        ("Person", "#c2569b", "triangle"),
        ("CorporateGroup", "#4a6fa5", "hexagon"),
        ("Address", "#94a3b1", "triangleDown"),
        ("ListedAddress", "#a56eb5", "triangleDown"),
        ("Destination", "#2e9e5b", "triangleDown"),
        ("CountryGroup", "#4fae7b", "hexagon"),
        ("ControlList", "#b3202c", "star"),
        ("Notice", "#e07b28", "square"),
        ("Act", "#c75b12", "square"),
        ("Provision", "#d9a441", "square"),
        ("Eccn", "#c99700", "diamond"),
        ("ItemScope", "#b08d2e", "diamond"),
        ("LicenceRequirement", "#cf5c78", "diamond"),
        ("LicenceException", "#e08aa0", "diamond"),
        ("ReviewPolicy", "#a8445f", "diamond"),
        ("Footnote", "#8e3b5b", "diamond"),
        ("ForeignDirectProductRule", "#73324c", "diamond"),
        ("ControlReason", "#d17a52", "diamond"),
        ("Product", "#12947f", "square"),
        ("ProductKind", "#3fb8a3", "hexagon"),
        ("ProcessNode", "#5e9732", "diamond"),
        ("Market", "#a0622d", "hexagon"),
        ("Quantity", "#8c8c94", "triangle"),
        ("Unit", "#a5a5ad", "triangle"),
        ("Topic", "#b39a6b", "hexagon"),
    )
}
_UNSURE = frozenset(KG + name for name in ("estimate", "forecast", "plan", "opinion", "rumour"))
_WIDEST = 9


def of(kind: str) -> Style:
    """Return the style of a class."""
    return CLASSES.get(kind, OTHER)


def disputed(statuses: list[str]) -> bool:
    """Tell whether an edge is disputed: one of its claims is."""
    return KG + "disputed" in statuses


def dashed(modalities: list[str]) -> bool:
    """Tell whether an edge is dashed: none of its claims states a fact."""
    return bool(modalities) and all(each in _UNSURE for each in modalities)


def width(claims: int) -> float:
    """Return how wide an edge is: wider with each claim, up to where it would hide others.

    >>> [width(claims) for claims in (0, 1, 2, 5, 200)]
    [1.0, 1.5, 2.3, 4.7, 9]
    """
    return min(round(0.7 + 0.8 * claims, 1), _WIDEST) if claims else 1.0
