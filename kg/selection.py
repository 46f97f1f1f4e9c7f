"""What a policy takes from the claims of a graph, and what an honest answer says of the rest."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kg.errors import Misuse
from kg.terms import KG, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.claims import Claim, Policy

FORMAT = "selection 3"
"""What makes the stores of policies others when a selection is written in another way."""

_AMENDED = KG + "amendedBy"
_BARS = {
    "status": "of a status that does not count",
    "modality": "of a modality that does not count",
    "reliability": "in sources that are not reliable enough",
    "credibility": "not credible enough",
    "source": "in sources that do not count",
    "publisher": "in sources of publishers that do not count",
    "speaker": "of speakers that do not count",
    "end": "have been given an end, and no day was asked for",
    "before": "began only after {as_of}",
    "over": "had ended before {as_of}",
    "later": "were said only after {known_by}",
}


@dataclass(frozen=True)
class Selection:
    """What a policy leaves of a graph.

    :param total: how many claims the graph has.
    :param left_out: how many of them are left out, by the reason.
    :param undated: how many of the others do not say when they hold.
    :param said_after: how many of these were said only after the day that was asked for.
    :param rows: how many rows of lists are in.
    :param undated_rows: how many of these do not say when they were added.
    :param amended: how many of these were amended after the day that was asked for.
    :param edition: the newest edition of a list that the graph has, as a day, or nothing.
    """

    total: int
    left_out: Mapping[str, int]
    undated: int
    said_after: int
    rows: int
    undated_rows: int
    amended: int
    edition: str

    def written(self) -> str:
        """Return everything as JSON."""
        return json.dumps(asdict(self)) + "\n"


def read(text: str) -> Selection:
    """Return what :meth:`Selection.written` wrote."""
    return Selection(**json.loads(text))


def select(found: Sequence[Claim], policy: Policy) -> tuple[set[str], Selection]:
    """Return the claims that a policy leaves out of the graph, by IRI, and what that comes to.

    :raises Misuse: when the policy names a source, a publisher or a speaker that has no claim.
    """
    _refuse_strangers(found, policy)
    reasons = {each.iri: policy.left_out(each) for each in found}
    kept = [each for each in found if not reasons[each.iri]]
    undated = [each for each in kept if each.begins is None and each.valid_until is None]
    rows = {each.row for each in kept if each.row}
    later = {each.row for each in found if reasons[each.iri] == "before" and each.predicate == _AMENDED}
    return {iri for iri, reason in reasons.items() if reason}, Selection(
        total=len(found),
        left_out=dict(Counter(reason for reason in reasons.values() if reason)),
        undated=len(undated),
        said_after=sum(_after(each, policy.as_of) for each in undated),
        rows=len(rows),
        undated_rows=sum(each.iri == each.row for each in undated),
        amended=len(rows & later),
        edition=max((str(each.said) for each in found if each.row and each.said), default=""),
    )


def _after(claim: Claim, day: dt.date | None) -> bool:
    """Tell whether a claim was said only after a day, or nobody knows when."""
    return day is not None and (claim.said is None or claim.said > day)


def _refuse_strangers(every: Sequence[Claim], policy: Policy) -> None:
    """Refuse a policy that names somebody of whom the graph has no claim: a slip would go unseen."""
    for what, named in (
        ("source", (policy.sources or frozenset()) | policy.without),
        ("publisher", (policy.publishers or frozenset()) | policy.without_publishers),
        ("speaker", (policy.speakers or frozenset()) | policy.without_speakers),
    ):
        if strange := sorted(named - {str(getattr(each, what)) for each in every}):
            raise Misuse(f"The policy names the {what} {shorten(strange[0])}, of which the graph has no claim")


def sentences(policy: Policy, found: Selection) -> tuple[str, ...]:
    """Return what an answer says of the policy it was found under."""
    own = f"{policy.name or 'one of your own'}. {policy.sentence}".strip()
    clocks = [f"as of {policy.as_of} in the world"] * (policy.as_of is not None)
    clocks += [f"known by {policy.known_by}"] * (policy.known_by is not None)
    return (
        f"Policy: {own if policy.strict else 'none was named, so only the clocks leave claims out.'}",
        f"Clocks: {', '.join(clocks) or 'none, every day counts'}.",
        _left_out(policy, found),
        *_undated(policy, found),
        *_listings(policy, found),
    )


def _left_out(policy: Policy, found: Selection) -> str:
    """Return how many claims are left out, and why."""
    words = {name: text.format(as_of=policy.as_of, known_by=policy.known_by) for name, text in _BARS.items()}
    why = [f"{found.left_out[name]:,} {words[name]}" for name in _BARS if found.left_out.get(name)]
    if not why:
        return f"Left out: none of {found.total:,} claims."
    return f"Left out: {sum(found.left_out.values()):,} of {found.total:,} claims: {'; '.join(why)}."


def _undated(policy: Policy, found: Selection) -> list[str]:
    """Return how many claims count on a day without saying that they held on it."""
    if policy.as_of is None or not found.undated:
        return []
    after = f"; {found.said_after:,} of these were said only after it" if found.said_after else ""
    return [f"Undated: {found.undated:,} claims that count do not say whether they held on {policy.as_of}{after}."]


def _listings(policy: Policy, found: Selection) -> list[str]:
    """Return what rows of lists cannot tell of another day than that of their edition."""
    if not found.edition:
        return []
    told = []
    if policy.known_by is not None and policy.known_by.isoformat() < found.edition:
        told += [f"Listings: held in the edition of {found.edition} at the latest, not as they were published by then."]
    if policy.as_of is not None and policy.as_of.isoformat() < found.edition and found.rows:
        amended = f"; {found.amended:,} of {found.rows:,} were amended after {policy.as_of}" if found.amended else ""
        told += [f"Listings: rows are in the wording of {found.edition}{amended}; how they read before is not held."]
        told += [f"Listings: rows that were taken off the list before {found.edition} are not held."]
        undated = f"Listings: {found.undated_rows:,} of {found.rows:,} rows do not say when they were added, and count."
        told += [undated] * bool(found.undated_rows)
    elif policy.as_of is not None and policy.as_of.isoformat() > found.edition:
        told += [f"Listings: held as of {found.edition}; what has changed from then to {policy.as_of} is not held."]
    return told
