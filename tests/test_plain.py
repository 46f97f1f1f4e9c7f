"""Plain text: third-party text that cannot steer a terminal, and short forms for people."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import plain, terms


@given(st.text(st.characters()))
def test_nothing_steers(text: str) -> None:
    """No control character, no line break and no change of direction is left in a line."""
    left = plain.line(text)
    assert not [each for each in left if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(left) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_ordinary_text_is_left_alone() -> None:
    """Names in any script stay as they are."""
    assert plain.line("中芯国际 Ångström «Завод»") == "中芯国际 Ångström «Завод»"


@pytest.mark.parametrize(
    "curie", ["claim:us-entity-list/2026-07-23/china/x.listing", "source:a/b", "id:us-bis", "kg:Listing"]
)
def test_a_short_form_can_be_expanded_again(curie: str) -> None:
    """What is shown can be typed in again."""
    assert plain.curie(terms.expand(curie)) == curie


def test_the_name_of_a_property_in_words() -> None:
    """Camels become words."""
    assert plain.words("kg:alsoListedUnder") == "also listed under"
