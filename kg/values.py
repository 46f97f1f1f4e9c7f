"""Terms as Python has them: numbers, days and truths of their own types, and everything else as text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg.tables import Blank, Iri, Literal
from kg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.tables import Term

    Value = Iri | Blank | str | int | float | Decimal | bool | dt.date | dt.datetime | None

_WHOLE = (
    "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_READERS: dict[str, Callable[[str], Value]] = {
    **{XSD + name: int for name in _WHOLE.split()},
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": _TRUTHS.__getitem__,
    XSD + "date": dt.date.fromisoformat,
    XSD + "dateTime": dt.datetime.fromisoformat,
}


def value(term: Term | None) -> Value:
    """Return a term as Python has it; what its datatype does not allow stays the text that it is.

    >>> value(Literal("2024-12-02", XSD + "date"))
    datetime.date(2024, 12, 2)
    """
    if not isinstance(term, Literal):
        return term
    read = _READERS.get(term.datatype)
    if read is None:
        return term.value
    try:
        return read(term.value)
    except (ValueError, KeyError, InvalidOperation):
        return term.value
