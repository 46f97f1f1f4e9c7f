"""The evidence of an answer beside it: a column of numbers, and under the table what each number stands for."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from kg import evidence, plain
from kg.tables import Literal, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.evidence import Evidence
    from kg.proof import Proof
    from kg.store import Store
    from kg.tables import Iri

COLUMN = "evidence"
"""The name of the column."""

MOST = 50
"""How many claims are told under a table."""


def numbered(rows: Rows, proof: Proof) -> Rows:
    """Return rows with a column that gives the numbers of their claims, as ``1 4-6``."""
    numbers = {claim: at for at, claim in enumerate(proof.claims, 1)}
    cells = (Literal(_runs(sorted(numbers[each] for each in claims))) for claims in proof.rows)
    return _widened(rows, list(cells))


def named(rows: Rows, proof: Proof) -> Rows:
    """Return rows with a column that gives the IRIs of their claims, with spaces between them."""
    return _widened(rows, [Literal(" ".join(claims)) for claims in proof.rows])


def _widened(rows: Rows, cells: Sequence[Literal]) -> Rows:
    """Return rows with one more column."""
    name = next(each for each in _names() if each not in rows.columns)
    return Rows((*rows.columns, name), [(*row, cell) for row, cell in zip(rows.rows, cells, strict=True)])


def _names() -> itertools.chain[str]:
    """Return names for the column, of which one is free."""
    return itertools.chain([COLUMN], (f"{COLUMN}_{at}" for at in itertools.count(2)))


def _runs(numbers: Sequence[int]) -> str:
    """Return numbers in order, those in a row from the first to the last.

    >>> _runs([1, 4, 5, 6, 9, 10])
    '1 4-6 9 10'
    """
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    shown = (f"{run[0]}-{run[-1]}" if len(run) > 2 else " ".join(map(str, run)) for run in runs)  # noqa: PLR2004 - a pair
    return " ".join(shown)


def notes(store: Store, proof: Proof) -> list[str]:
    """Return what is told under an answer: its claims in the order of their numbers, and what no claim can show."""
    claims = proof.claims
    told = {each.iri: each for each in evidence.of(store, claims[:MOST])}
    lines = [f"[{at}] {line(told[claim])}" for at, claim in enumerate(claims[:MOST], 1) if claim in told]
    if len(claims) > MOST:
        lines.append(f"And {len(claims) - MOST:,} more claims: --evidence-to FILE writes them all.")
    return [*lines, *caveats(proof)]


def caveats(proof: Proof) -> list[str]:
    """Return what has to be said about the evidence of an answer."""
    found = [f"Rests on absence: nothing in the graph matches {plain.line(each)}" for each in proof.absences]
    if not any(proof.rows) and proof.rows:
        found.append(
            "No claim is needed for these rows: they follow from the ontology and from what things are called."
        )
    if not proof.exact:
        found.append("Where fewer claims can mean more rows, some of these claims may be more than a row needs.")
    return found


def line(claim: Evidence) -> str:
    """Return a claim on one line: what it says, who says it, where, when, on what terms, and what speaks against it."""
    facts, source = claim.facts, claim.source
    said = facts["kg:sentence"] or f"{facts['rdf:subject']} - {plain.words(_predicate(claim))} - {facts['rdf:object']}"
    where = ", ".join(filter(None, [source["dcterms:title"], facts["kg:locator"], f"said on {claim.said_on}"]))
    graded = ", ".join([facts["kg:modality"], facts["kg:credibility"], *([] if claim.stands else [facts["kg:status"]])])
    against = "".join(f" Contradicted by: {evidence.content(each)} ({title})." for each, title in claim.against)
    return plain.line(
        f"{said.rstrip('.')}. {facts['kg:saidBy']}, in: {where} ({graded}). {plain.curie(claim.iri)}{against}"
    )


def _predicate(claim: Evidence) -> str:
    """Return the CURIE of what a claim says of its subject."""
    return plain.curie(claim.facts.plain("rdf:predicate"))


def every(store: Store, claims: Sequence[Iri]) -> list[Evidence]:
    """Return claims with all that is needed to judge them, in their order."""
    found = {each.iri: each for each in evidence.of(store, claims)}
    return [found[each] for each in claims if each in found]
