"""The figure of a claim in words: exact or within bounds, with its unit and its period."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Protocol

_PLAIN = {"no unit", "number"}


class Texts(Protocol):
    """The texts of a claim by the CURIE of what they tell; nothing where it tells nothing."""

    def __getitem__(self, name: str, /) -> str:
        """Return a text or nothing."""
        ...


class Silent(dict[str, str]):
    """Texts by name, and nothing for a name that has none."""

    def __missing__(self, name: str) -> str:
        """Return nothing."""
        return ""


def words(claim: Texts) -> str:
    """Return the figure that a claim gives, or nothing where it gives none.

    It is one figure, ``750,000 to 900,000``, ``at least 12,400,000`` or ``at most 10``, with a unit that says
    something, and the period as its days, or as the year where it is a whole one.
    """
    lower, upper = _number(claim["kg:lowerBound"]), _number(claim["kg:upperBound"])
    if not lower and not upper:
        return ""
    if lower == upper:
        said = lower
    elif lower and upper:
        said = f"{lower} to {upper}"
    else:
        said = f"at least {lower}" if lower else f"at most {upper}"
    about = "about " if claim["kg:approximate"] == "true" else ""
    unit = claim["kg:unit"]
    measure = f" {unit}" if unit and unit not in _PLAIN else ""
    return f"{about}{said}{measure}{_period(claim['kg:periodStart'], claim['kg:periodEnd'])}"


def _number(text: str) -> str:
    """Return a number with its thousands apart, without zeros that say nothing."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    whole, _, part = f"{value:f}".partition(".")
    part = part.rstrip("0")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def _period(start: str, end: str) -> str:
    """Return a period in brackets."""
    if not start and not end:
        return ""
    if start.endswith("-01-01") and end == f"{start[:4]}-12-31":
        return f" ({start[:4]})"
    return f" ({start})" if start == end else f" ({start} to {end})"
