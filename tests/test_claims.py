"""Which claims count, and the edges that follow."""

import datetime as dt
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import claims
from kg.claims import DEFAULT, MODALITIES, RELIABILITIES, STATUSES, Claim, Policy
from kg.tables import Iri, Literal, Term
from kg.terms import KG, RDF

DAY = dt.date(2025, 1, 1)
PLAIN = Claim("c:1", Iri("id:a"), Iri("kg:p"), Iri("id:b"), "s:1", "accepted", "official", stated_on=DAY)

some_claims = st.builds(
    Claim,
    iri=st.text(),
    subject=st.sampled_from([Iri("id:a"), Iri("id:b")]),
    predicate=st.just(Iri("kg:p")),
    object=st.sampled_from([Iri("id:a"), Literal("b")]),
    source=st.sampled_from(["s:1", "s:2"]),
    status=st.sampled_from(STATUSES),
    modality=st.sampled_from(MODALITIES),
    reliability=st.sampled_from(RELIABILITIES),
    valid_from=st.none() | st.dates(),
    valid_until=st.none() | st.dates(),
    stated_on=st.none() | st.dates(),
)


@pytest.mark.parametrize(("status", "counts"), [(each, each in {"accepted", "disputed"}) for each in STATUSES])
def test_by_default_accepted_and_disputed_claims_count(status: str, counts: bool) -> None:  # noqa: FBT001 - a parameter
    """A dispute is shown; what was superseded, retracted or derived is no edge."""
    assert DEFAULT.counts(replace(PLAIN, status=status)) is counts


@pytest.mark.parametrize(("modality", "counts"), [(each, each in {"official", "reported"}) for each in MODALITIES])
def test_by_default_only_what_is_vouched_for_counts(modality: str, counts: bool) -> None:  # noqa: FBT001 - a parameter
    """A forecast, plan, estimate, opinion or rumour never becomes an edge unasked."""
    assert DEFAULT.counts(replace(PLAIN, modality=modality)) is counts


def test_a_policy_can_ask_for_reliable_sources() -> None:
    """A minimal reliability leaves out what is below it."""
    policy = Policy(reliability="b")
    assert [each for each in RELIABILITIES if policy.counts(replace(PLAIN, reliability=each))] == ["a", "b"]


def test_a_policy_can_name_sources() -> None:
    """Sources can be in, or out."""
    assert Policy(sources=frozenset({"s:1"})).counts(PLAIN)
    assert not Policy(sources=frozenset({"s:2"})).counts(PLAIN)
    assert not Policy(without=frozenset({"s:1"})).counts(PLAIN)


def test_both_ends_belong_to_the_time_of_a_claim() -> None:
    """A claim holds on its first and its last day, and not on the days around them."""
    claim = replace(PLAIN, valid_from=DAY, valid_until=DAY + dt.timedelta(days=1))
    days = [DAY + dt.timedelta(days=each) for each in (-1, 0, 1, 2)]
    assert [Policy(as_of=day).counts(claim) for day in days] == [False, True, True, False]


def test_what_is_to_end_is_known_to_hold_from_when_it_was_said() -> None:
    """An end that lies ahead says nothing of the days before it was said; one that is past leaves the begin open."""
    ahead = replace(PLAIN, stated_on=DAY, valid_until=DAY + dt.timedelta(days=9))
    past = replace(PLAIN, stated_on=DAY, valid_until=DAY - dt.timedelta(days=9))
    days = [DAY + dt.timedelta(days=each) for each in (-10, -9, -1, 0, 9, 10)]
    assert [Policy(as_of=day).counts(ahead) for day in days] == [False, False, False, True, True, False]
    assert [Policy(as_of=day).counts(past) for day in days] == [True, True, False, False, False, False]


def test_without_a_day_a_claim_with_an_end_is_no_edge() -> None:
    """Whether an end is over depends on the day, so the graph does not say it without one."""
    assert not DEFAULT.counts(replace(PLAIN, valid_until=dt.date(2999, 1, 1)))


def test_known_by_is_the_clock_of_saying() -> None:
    """What was said later, or nobody knows when, was not known."""
    assert Policy(known_by=DAY).counts(PLAIN)
    assert not Policy(known_by=DAY - dt.timedelta(days=1)).counts(PLAIN)
    assert not Policy(known_by=DAY).counts(replace(PLAIN, stated_on=None))


@given(st.lists(some_claims), st.sampled_from([DEFAULT, Policy(as_of=DAY), Policy(known_by=DAY)]))
def test_no_edge_without_a_claim(every: list[Claim], policy: Policy) -> None:
    """The edges are those of the claims that count, each once."""
    edges = list(claims.derive(every, policy))
    assert len(edges) == len(set(edges))
    assert set(edges) == {claim.edge for claim in every if policy.counts(claim)}


@given(st.lists(some_claims))
def test_a_narrower_policy_takes_nothing_in(every: list[Claim]) -> None:
    """To ask for less never gives more."""
    wide = set(claims.derive(every, Policy(reliability="f", as_of=DAY)))
    assert set(claims.derive(every, Policy(reliability="c", as_of=DAY, known_by=DAY))) <= wide


def test_a_policy_says_itself_in_the_same_words() -> None:
    """Equal policies have equal words, whatever the order of their sets."""
    one = Policy(statuses=frozenset(["accepted", "disputed"]), without=frozenset(["s:1"]), as_of=DAY, known_by=DAY)
    other = Policy(statuses=frozenset(["disputed", "accepted"]), without=frozenset(["s:1"]), as_of=DAY, known_by=DAY)
    assert str(one) == str(other)
    assert "as of 2025-01-01" in str(one)


def test_thirty_thousand_claims_are_derived_at_once() -> None:
    """Deriving the edges of a large list takes well under a second."""
    every = [replace(PLAIN, iri=str(number), object=Literal(str(number))) for number in range(30_000)]
    start = time.process_time()
    assert len(list(claims.derive(every))) == 30_000
    assert time.process_time() - start < 1


def test_claims_and_sources_are_read_from_a_graph() -> None:
    """Claims are read from pairs of subject and object, with the reliability of their source."""
    claim, source = Iri("c:1"), Iri("s:1")
    graph: dict[str, list[tuple[Term, Term]]] = {
        RDF + "subject": [(claim, Iri("id:a"))],
        RDF + "predicate": [(claim, Iri("kg:p"))],
        RDF + "object": [(claim, Literal("x"))],
        KG + "statedIn": [(claim, source)],
        KG + "status": [(claim, Iri(KG + "disputed"))],
        KG + "modality": [(claim, Iri(KG + "reported"))],
        KG + "reliability": [(source, Iri(KG + "reliability-c"))],
        KG + "validUntil": [(claim, Literal("2025-02-30"))],
        KG + "statedOn": [(claim, Literal("2025-01-01"))],
        KG + "copyName": [(source, Literal("copy.txt"))],
    }
    read = list(claims.read_claims(lambda iri: graph.get(iri, [])))
    assert read == [
        Claim("c:1", Iri("id:a"), Iri("kg:p"), Literal("x"), "s:1", "disputed", "reported", "c", stated_on=DAY)
    ]
    assert [each.copy_name for each in claims.read_sources(lambda iri: graph.get(iri, []))] == ["copy.txt"]
