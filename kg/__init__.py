"""Semiconductor export controls as a knowledge graph in which every edge is somebody's claim.

``kg.open()`` opens the graph; :mod:`kg.api` says what it offers. Importing this package imports nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import Graph, open  # noqa: A004 - kg.open is what a reader looks for
    from kg.claims import Policy
    from kg.errors import KgError
    from kg.results import Results
    from kg.tables import Iri, Literal
    from kg.triples import Triples

__all__ = ["Graph", "Iri", "KgError", "Literal", "Policy", "Results", "Triples", "open"]

_HOMES = {
    "Graph": "kg.api",
    "Iri": "kg.tables",
    "KgError": "kg.errors",
    "Literal": "kg.tables",
    "Policy": "kg.claims",
    "Results": "kg.results",
    "Triples": "kg.triples",
    "open": "kg.api",
}


def __getattr__(name: str) -> object:
    """Return what the package offers, importing its module now."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the names that the package offers."""
    return sorted(__all__)
