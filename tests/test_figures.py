"""Figures in words."""

import pytest

from kg import figures, terms
from kg.facts import Facts, Value
from kg.tables import Iri, Literal


def claim(**texts: str) -> Facts:
    """What a claim says of itself."""
    found = {f"kg:{name}": [Value(Literal(text), text)] for name, text in texts.items()}
    return Facts(Iri(terms.CLAIM + "x"), found)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("lowerBound=750000.0 upperBound=900000.0 unit=wafers", "750,000 to 900,000 wafers"),
        ("lowerBound=2.150 upperBound=2.150 unit=gigahertz", "2.15 gigahertz"),
        ("lowerBound=12400000.0 unit=number", "at least 12,400,000"),
        ("upperBound=10.0 unit=percent", "at most 10 percent"),
        (
            "lowerBound=5.0 upperBound=5.0 approximate=true periodStart=2024-01-01 periodEnd=2024-12-31",
            "about 5 (2024)",
        ),
        ("lowerBound=5.0 periodStart=2024-01-29 periodEnd=2025-01-26", "at least 5 (2024-01-29 to 2025-01-26)"),
        ("lowerBound=5.0 periodStart=2024-01-29 periodEnd=2024-01-29", "at least 5 (2024-01-29)"),
        ("lowerBound=0.0 upperBound=0.0", "0"),
        ("", ""),
    ],
)
def test_a_figure_is_said_in_words(given: str, wanted: str) -> None:
    """Bounds, unit and period are said as a person would, and nothing of them is lost."""
    assert figures.words(claim(**dict(pair.split("=") for pair in given.split()))) == wanted
