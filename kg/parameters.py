"""What a question takes: typed parameters, and the RDF terms that texts stand for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import terms
from kg.errors import BadParameter
from kg.tables import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.tables import Term

KINDS = ("entity", "class", "notice", "date", "integer", "string", "language", "choice")
"""The types of parameters."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]+")


@dataclass(frozen=True)
class Parameter:
    """One thing that a question takes.

    :param kind: one of :data:`KINDS`.
    :param preset: its default, its example where it is required, or nothing.
    :param choices: what can be chosen and the term that each choice stands for.
    :param minimum: the least number, the first day, or the least length of a text.
    :param maximum: the greatest number, the last day, or the greatest length of a text.
    :param of: the class that an entity has to be of, or that a class has to stand below; nothing when any will do.
    :param as_text: whether the graph keeps the number as a text, as notations are.
    """

    name: str
    kind: str
    meaning: str
    required: bool = False
    preset: str | None = None
    choices: Mapping[str, Term] = field(default_factory=dict)
    minimum: int | dt.date | None = None
    maximum: int | dt.date | None = None
    of: str | None = None
    as_text: bool = False

    @property
    def option(self) -> str:
        """The parameter as it is written on the command line."""
        return "--" + self.name.replace("_", "-")

    def term(self, text: str) -> Term:
        """Return the term that a text stands for, as far as that can be told without looking into the graph.

        >>> Parameter("since", "date", "The first day.").term("2024-12-05").value
        '2024-12-05'

        :raises BadParameter: when the text is not of the parameter's type.
        """
        clean = self.clean(text)
        if self.kind in {"entity", "class", "notice"}:
            return self._iri(clean)
        if self.kind == "choice":
            return self._choice(clean)
        return self._literal(clean)

    def clean(self, text: str) -> str:
        """Return the text in normal form, refusing what is empty or no Unicode."""
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise BadParameter(f"{self.option}: the value is not Unicode text") from None
        clean = terms.nfc(text.strip())
        if not clean:
            raise BadParameter(f"{self.option} is empty: say {self.wanted()}")
        return clean

    def _iri(self, text: str) -> Iri:
        """Return the IRI that a text or a CURIE is."""
        prefix = text.partition(":")[0]
        iri = terms.expand(text) if prefix in terms.PREFIXES else text.removeprefix("<").removesuffix(">")
        if not _IRI.fullmatch(iri):
            raise BadParameter(f"{self.option}: '{text}' is neither an IRI nor a CURIE")
        return Iri(iri)

    def _choice(self, text: str) -> Term:
        """Return the term of a choice."""
        if text not in self.choices:
            raise BadParameter(f"{self.option}: '{text}' is not one of {', '.join(self.choices)}")
        return self.choices[text]

    def _literal(self, text: str) -> Literal:
        """Return a number, a day, a language tag or a text as a literal."""
        if self.kind == "integer":
            return self._integer(text)
        if self.kind == "date":
            return self._date(text)
        if self.kind == "language" and not _LANGUAGE.fullmatch(text):
            raise BadParameter(f"{self.option}: '{text}' is not a language tag such as en or zh-Hans")
        self._bound(len(text), text)
        return Literal(text)

    def _integer(self, text: str) -> Literal:
        """Return a whole number that keeps within its bounds."""
        if not _INTEGER.fullmatch(text):
            raise BadParameter(f"{self.option}: '{text}' is not {self.wanted()}")
        self._bound(int(text), text)
        return Literal(str(int(text))) if self.as_text else Literal(str(int(text)), terms.XSD + "integer")

    def _date(self, text: str) -> Literal:
        """Return a day of the calendar that keeps within its bounds."""
        try:
            day = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            raise BadParameter(f"{self.option}: '{text}' is not a day written as YYYY-MM-DD")
        self._bound(day, text)
        return Literal(day.isoformat(), terms.XSD + "date")

    def _bound(self, value: int | dt.date, text: str) -> None:
        """Refuse a number, a day or a length that is out of bounds."""
        low, high = self.minimum, self.maximum
        if (low is not None and value < low) or (high is not None and value > high):  # type: ignore[operator] # both of one kind
            raise BadParameter(f"{self.option}: '{text}' is not {self.wanted()}")

    def wanted(self) -> str:
        """Return what is wanted, in a few words."""
        unit = " characters" if self.kind == "string" else ""
        bounds = [f"from {self.minimum}{unit}"] * (self.minimum is not None)
        bounds += [f"to {self.maximum}{unit}"] * (self.maximum is not None)
        words = {
            "entity": "an IRI, a CURIE, a slug or a name",
            "class": "a class of the ontology, by IRI, CURIE or name",
            "notice": "a document number, a citation, an IRI or a day",
            "date": "a day written as YYYY-MM-DD",
            "integer": "a whole number",
            "string": "a text",
            "language": "a language tag",
            "choice": f"one of {', '.join(self.choices)}",
        }
        return " ".join([words[self.kind], *bounds])
