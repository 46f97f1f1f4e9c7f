"""What a class has to have, read from its shape in the ontology, as blanks that somebody fills in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import turtle
from kg.errors import Misuse

if TYPE_CHECKING:
    from pathlib import Path

_QUOTES = re.compile(r'^"|"(@en)?$')


class Blanks:
    """The blanks of the classes of the ontology below a root folder."""

    def __init__(self, root: Path) -> None:
        self._shapes: dict[str, dict[str, list[str]]] = {}
        for file in sorted((root / "ontology").glob("*-shapes.ttl")):
            for block in turtle.read(file.read_text("utf-8"), file).blocks:
                values = self._shapes.setdefault(block.subject, {})
                for predicate, value in block.pairs:
                    values.setdefault(predicate, []).append(value)

    def of(self, kind: str) -> dict[str, str]:
        """Return the predicates that a class has to have, each with its only value or a blank that says what is wanted.

        :param kind: the local name of the class.
        :raises Misuse: when no shape is for that class.
        """
        shapes = [each for each in self._shapes.values() if f"kg:{kind}" in each.get("sh:targetClass", [])]
        if not any("sh:property" in each for each in shapes):
            raise Misuse(f"There is no class 'kg:{kind}' of claims: {', '.join(self._claims())} are there")
        wanted = [self._shapes.get(name, {}) for each in shapes for name in each.get("sh:property", [])]
        blanks = {each["sh:path"][0]: _blank(each) for each in wanted if each.get("sh:minCount", ["0"]) != ["0"]}
        fixed = {each["sh:path"][0]: each["sh:hasValue"][0] for each in wanted if "sh:hasValue" in each}
        return blanks | fixed

    def _claims(self) -> list[str]:
        """Return the classes whose shape wants a subject, which are those of claims."""
        subject = {name for name, each in self._shapes.items() if each.get("sh:path") == ["rdf:subject"]}
        closed = [each for each in self._shapes.values() if subject & set(each.get("sh:property", []))]
        return sorted(name.removeprefix("kg:") for each in closed for name in each.get("sh:targetClass", []))


def _blank(shape: dict[str, list[str]]) -> str:
    """Return a blank of the kind that a property wants."""
    said = _QUOTES.sub("", shape.get("sh:message", [""])[0])
    datatype = shape.get("sh:datatype", [""])[0]
    if datatype == "rdf:langString":
        return f'"TODO: {said}"@en'
    if datatype == "xsd:string":
        return f'"TODO: {said}"'
    if datatype:
        return f'"TODO"^^{datatype}'
    return "kg:TODO" if "sh:class" in shape else "id:TODO"
