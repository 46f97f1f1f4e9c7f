"""What a policy takes from the claims of the graph, and what is said of the rest."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import claims, selection, store
from kg.claims import MODALITIES, RELIABILITIES, STATUSES, Claim, Policy
from kg.errors import Misuse
from kg.tables import Iri
from kg.terms import ID, KG, SOURCE
from tests.test_spans import printed

ROOT = Path(__file__).resolve().parents[1]
ECFR = "ecfr-title-15-part-744-2026-07-23.xml"
EDITION = dt.date(2026, 7, 23)
DAY = dt.date(2024, 12, 5)
BEFORE = dt.date(2024, 12, 1)


@pytest.fixture(scope="module")
def every() -> list[Claim]:
    """All claims of the graph."""
    return list(claims.read_claims(store.open_store(ROOT).pairs))


@pytest.fixture(scope="module")
def some(every: list[Claim]) -> list[Claim]:
    """All claims but those of the list, and every twentieth of those."""
    return [each for each in every if not each.row] + [each for each in every if each.row][::20]


def kept(every: list[Claim], policy: Policy) -> set[str]:
    """The claims that a policy leaves in the graph."""
    out, _ = selection.select(every, policy)
    return {each.iri for each in every} - out


@pytest.fixture(scope="module")
def added() -> dict[str, str]:
    """The day on which each row was added, as the files print it."""
    return printed()


DAYS = st.dates(dt.date(1997, 1, 1), dt.date(2026, 12, 31))


@settings(max_examples=12, deadline=None)
@given(day=DAYS)
def test_the_rows_of_a_day_are_those_added_by_then(every: list[Claim], added: dict[str, str], day: dt.date) -> None:
    """As of a day there are the rows whose printed day of addition is not after it, and nothing of any other row."""
    inside = kept(every, Policy(as_of=day))
    assert len(added) == 3415
    rows = {each.iri for each in every if each.iri == each.row}
    assert rows == set(added)
    assert rows & inside == {row for row, began in added.items() if began <= day.isoformat()}
    assert not [each.iri for each in every if each.iri in inside and each.row and each.row not in inside]


@settings(max_examples=12, deadline=None)
@given(days=st.tuples(DAYS, DAYS))
def test_to_know_more_is_to_know_what_was_known(every: list[Claim], days: tuple[dt.date, dt.date]) -> None:
    """What was known by a day is known by every later one, and each of it says so by its own or its source's day."""
    early, late = sorted(days)
    known = kept(every, Policy(known_by=early))
    assert known <= kept(every, Policy(known_by=late))
    assert known == {each.iri for each in every if (each.stated_on or each.issued or dt.date.max) <= early}


policies = st.builds(
    Policy,
    statuses=st.frozensets(st.sampled_from(STATUSES), min_size=1),
    modalities=st.frozensets(st.sampled_from(MODALITIES), min_size=1),
    reliability=st.sampled_from(RELIABILITIES),
    credibility=st.integers(1, 6),
    as_of=st.none() | DAYS,
    known_by=st.none() | DAYS,
    strict=st.booleans(),
)


@settings(max_examples=15, deadline=None)
@given(policy=policies)
def test_the_edges_are_those_of_the_claims_that_count(some: list[Claim], policy: Policy) -> None:
    """Whatever the policy, no claim that counts is left out, and edges follow from those that count and no others."""
    inside = kept(some, policy)
    counting = [each for each in some if policy.counts(each)]
    assert {each.iri for each in counting} <= inside
    assert not policy.strict or inside == {each.iri for each in counting}
    assert set(claims.derive(some, policy)) == {each.edge for each in counting}


@settings(max_examples=15, deadline=None)
@given(one=policies, other=policies)
def test_a_stricter_policy_takes_nothing_in(some: list[Claim], one: Policy, other: Policy) -> None:
    """A policy that asks for all that another asks for, and more, leaves a part of what that one leaves."""
    both = replace(
        one,
        statuses=one.statuses & other.statuses,
        modalities=one.modalities & other.modalities,
        reliability=min(one.reliability, other.reliability),
        credibility=min(one.credibility, other.credibility),
        known_by=min((each for each in (one.known_by, other.known_by) if each), default=None),
        strict=True,
    )
    assert kept(some, both) <= kept(some, one)
    assert set(claims.derive(some, both)) <= set(claims.derive(some, one))


@given(one=policies, other=policies)
def test_two_policies_never_have_the_same_words(one: Policy, other: Policy) -> None:
    """The words of a policy, by which its store is found, are the same for equal policies and for no others."""
    assert (str(one) == str(other)) == (one == other)


@pytest.mark.needs_copy(ECFR)
def test_the_rule_of_december_is_not_known_four_days_before(every: list[Claim], copies: Path) -> None:
    """As many rows as the edition prints with 89 FR 96836 (once 96837) as the first citation are in on its day only."""
    text = (copies / ECFR).read_text("utf-8")
    cells = [row.rpartition("<TD")[2].rpartition("</TD>")[0] for row in re.findall(r"<TR>(.*?)</TR>", text, re.DOTALL)]
    firsts = [re.search(r"[0-9]+ FR [0-9]+", cell) for cell in cells]
    printed_rows = sum(each is not None and each[0] in {"89 FR 96836", "89 FR 96837"} for each in firsts)
    notice = Iri(ID + "fr-2024-28267")
    of_rule = {each.row for each in every if each.row and each.object == notice and each.predicate == KG + "addedBy"}
    assert len(of_rule) == printed_rows == 140
    assert not of_rule & kept(every, Policy(as_of=BEFORE))
    assert of_rule <= kept(every, Policy(as_of=DAY))


def test_what_is_left_out_is_counted_by_its_reason(every: list[Claim]) -> None:
    """The counts are those of the claims: all, left out by reason, undated, amended since."""
    out, found = selection.select(every, Policy(as_of=BEFORE, known_by=EDITION))
    assert found.total == len(every)
    assert sum(found.left_out.values()) == len(out)
    policy = Policy(as_of=BEFORE, known_by=EDITION)
    assert found.left_out == Counter(reason for each in every if (reason := policy.left_out(each)))
    inside = [each for each in every if each.iri not in out]
    assert found.undated == sum(not (each.valid_from or each.row_from or each.valid_until) for each in inside)
    assert found.rows == len({each.row for each in inside if each.row})
    assert found.edition == EDITION.isoformat()
    assert selection.read(found.written()) == found


def said(policy: Policy, every: list[Claim]) -> str:
    """What an answer says of a policy, as one text."""
    return "\n".join(selection.sentences(policy, selection.select(every, policy)[1]))


def test_an_answer_says_its_policy_and_its_clocks(every: list[Claim]) -> None:
    """The policy with its sentence, both clocks, and how many claims are left out for which reason are said."""
    mine = Policy(strict=True, name="mine", sentence="Left out is much.", as_of=BEFORE, known_by=DAY)
    text = said(mine, every)
    assert text.startswith("Policy: mine. Left out is much.\n")
    assert "Clocks: as of 2024-12-01 in the world, known by 2024-12-05.\n" in text
    assert "were said only after 2024-12-05" in text
    assert "of a modality that does not count" in text
    assert said(Policy(as_of=dt.date(2027, 1, 1)), every).startswith("Policy: none was named")
    assert "Clocks: none, every day counts." in said(Policy(strict=True), every)


def test_an_answer_says_what_a_list_cannot_tell(every: list[Claim]) -> None:
    """Before, on and after the day of its edition, and when it was not published yet, a list is another thing."""
    before, after = said(Policy(as_of=BEFORE), every), said(Policy(as_of=dt.date(2027, 1, 1)), every)
    assert "taken off the list before 2026-07-23 are not held" in before
    assert "were amended after 2024-12-01; how they read before is not held" in before
    assert "what has changed from then to 2027-01-01 is not held" in after
    assert "Listings:" not in said(Policy(as_of=EDITION), every)
    assert "not as they were published by then" in said(Policy(known_by=DAY), every)


def test_a_row_without_a_day_counts_and_is_counted() -> None:
    """A row that says nothing of when it was added is in on every day, and the answer says so."""
    row = Claim(
        "c:1", Iri(ID + "a"), Iri(KG + "listedOn"), Iri(ID + "b"), SOURCE + "s", "accepted", "official", row="c:1"
    )
    held = [replace(row, stated_on=EDITION), replace(row, iri="c:2", row="c:2", row_from=BEFORE, stated_on=EDITION)]
    text = said(Policy(as_of=DAY), held)
    assert "Listings: 1 of 2 rows do not say when they were added, and count." in text
    assert "Left out: none of 2 claims." in text


def test_nothing_left_out_is_said_too() -> None:
    """Where all claims count, the answer says that none is left out."""
    one = Claim("c:1", Iri(ID + "a"), Iri(KG + "name"), Iri(ID + "b"), SOURCE + "s", "accepted", "official")
    assert "Left out: none of 1 claims." in said(Policy(strict=True), [one])


@pytest.mark.parametrize(
    "policy",
    [
        Policy(sources=frozenset({SOURCE + "no"})),
        Policy(without_publishers=frozenset({ID + "no"})),
        Policy(speakers=frozenset({ID + "no"})),
    ],
)
def test_a_policy_that_names_a_stranger_is_refused(every: list[Claim], policy: Policy) -> None:
    """A source, publisher or speaker without a claim is a slip of the pen, and said."""
    with pytest.raises(Misuse, match="of which the graph has no claim"):
        selection.select(every, policy)
