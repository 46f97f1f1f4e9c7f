"""The fewest claims that meet what a solution rests on."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg import store, terms
from kg.needs import NOTHING, Carriers, Need, both, one_of
from kg.tables import Iri

CLAIMS = [Iri(f"{terms.CLAIM}c{number}") for number in range(5)]
some_claims = st.frozensets(st.sampled_from(CLAIMS), max_size=3)
needs = st.recursive(
    st.builds(Need, some_claims),
    lambda inner: st.builds(Need, some_claims, either=st.lists(st.tuples(inner, inner), max_size=2).map(tuple)),
    max_leaves=4,
)


def meets(chosen: frozenset[Iri], need: Need) -> bool:
    """Whether claims meet a need, read off the words: all of its claims, and one of each either."""
    return need.claims <= chosen and all(any(meets(chosen, one) for one in each) for each in need.either)


@given(st.lists(needs, min_size=1, max_size=3))
def test_what_is_chosen_is_enough_and_none_of_it_can_be_left_out(wanted: list[Need]) -> None:
    """The claims meet one of the needs, and no part of them meets any."""
    chosen = frozenset(Carriers(store.of([])).smallest(wanted))
    assert any(meets(chosen, each) for each in wanted)
    for size in range(len(chosen)):
        for part in combinations(sorted(chosen), size):
            assert not any(meets(frozenset(part), each) for each in wanted)


@given(needs, needs)
def test_both_is_more_than_either(one: Need, other: Need) -> None:
    """What meets two needs together meets each, and what meets one of them meets the choice."""
    carriers = Carriers(store.of([]))
    chosen = frozenset(carriers.smallest([both([one, other])]))
    assert meets(chosen, one)
    assert meets(chosen, other)
    assert meets(frozenset(carriers.smallest([one])), one_of([one, other]))


def test_nothing_needs_nothing() -> None:
    """What is said by no claim needs none."""
    assert Carriers(store.of([])).smallest([NOTHING]) == ()
    assert Carriers(store.of([])).smallest([]) == ()
