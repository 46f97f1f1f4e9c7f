"""Whether the words that claims rest on stand in the reader's own copies of the sources."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import anchors, claims, progress
from kg.anchors import Anchor, State
from kg.errors import KgError, StoreTrouble
from kg.importers import ecfr
from kg.tables import Iri, Literal, Rows, Term
from kg.terms import KG, OA, shorten

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.claims import Source
    from kg.store import Store

NORMALISERS: dict[str, Callable[[Path], list[str]]] = {
    KG + "ecfr-table-rows": ecfr.segments,
    KG + "ecfr-text": ecfr.texts,
    KG + "json-texts": anchors.json_texts,
    KG + "plain-text": anchors.plain_text,
}
"""How the text that anchors point into is made from a copy, by the normalisation of the source."""

_WHOLE = frozenset({KG + "ecfr-table-rows"})
"""Those by which each segment has an anchor of the whole of it: a row is one claim at least."""


@dataclass(frozen=True)
class Outcome:
    """What became of the words of one claim.

    :param reason: why there is no copy, or nothing.
    """

    claim: str
    locator: str
    source: str
    state: State
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """What was verified.

    :param outcomes: one per claim that has an anchor.
    :param unread: how many claims have no anchor, because no copy of their source was read.
    """

    outcomes: list[Outcome]
    unread: int

    def count(self, state: State) -> int:
        """Return how many claims are in a state."""
        return sum(each.state is state for each in self.outcomes)

    @property
    def well(self) -> bool:
        """Whether something was verified and nothing was found changed or missing."""
        return bool(self.count(State.VERIFIED)) and not self.count(State.CHANGED) + self.count(State.NOT_FOUND)

    def __str__(self) -> str:
        """Return the counts as a sentence."""
        counts = ", ".join(f"{self.count(state):,} {state}" for state in State)
        return f"{len(self.outcomes):,} claims with an anchor: {counts}; {self.unread:,} claims have no anchor"

    def rows(self) -> Rows:
        """Return the claims that are not verified, as rows."""
        missed = sorted(
            (each for each in self.outcomes if each.state is not State.VERIFIED), key=lambda each: each.claim
        )
        table: list[tuple[Term | None, ...]] = [
            (Literal(each.state), Iri(each.claim), Literal(each.locator), Iri(each.source), Literal(each.reason))
            for each in missed
        ]
        return Rows(("state", "claim", "locator", "source", "reason"), table)


def verify(store: Store, folder: Path) -> Report:
    """Look up the words of every claim in the copies of a folder.

    A copy is known by its digest, or else by the name under which it was read; then it has changed.
    """
    stated = dict(store.pairs(KG + "statedIn"))
    locators = dict(store.pairs(KG + "locator"))
    placed = _anchors(store)
    members: dict[Term, list[tuple[Term, Anchor]]] = {}
    for claim, name in store.pairs(KG + "anchor"):
        if name not in placed or claim not in stated:
            raise StoreTrouble(f"The anchor of {shorten(str(claim))} is not whole: run 'kg check'")
        members.setdefault(stated[claim], []).append((claim, placed[name]))
    copies = _Copies(folder)
    outcomes = []
    with progress.bar("Verifying", sum(map(len, members.values()))) as tick:
        for source in claims.read_sources(store.pairs):
            found = members.get(Iri(source.iri), [])
            states, reason = _states(source, [anchor for _, anchor in found], copies)
            for claim, anchor in found:
                locator = locators.get(claim)
                said = locator.value if isinstance(locator, Literal) else ""
                outcomes.append(Outcome(str(claim), said, source.iri, states[anchor], reason))
            tick(len(found))
    return Report(outcomes, len(stated) - len(outcomes))


def _anchors(store: Store) -> dict[Term, Anchor]:
    """Return the anchors of a graph by their IRI."""
    segments, digests = dict(store.pairs(KG + "segment")), dict(store.pairs(KG + "sha256"))
    ends = dict(store.pairs(OA + "end"))
    return {
        anchor: Anchor(_whole(segments[anchor]), _whole(start), _whole(ends[anchor]), _text(digests[anchor]))
        for anchor, start in store.pairs(OA + "start")
        if anchor in segments and anchor in digests and anchor in ends
    }


def _text(term: Term) -> str:
    """Return the text of a literal, or the IRI."""
    return term.value if isinstance(term, Literal) else str(term)


def _whole(term: Term) -> int:
    """Return the number that a literal stands for."""
    return int(_text(term))


def _states(source: Source, members: list[Anchor], copies: _Copies) -> tuple[dict[Anchor, State], str]:
    """Return what became of the anchors of one source, and why there is no copy."""
    nothing = dict.fromkeys(members, State.NO_COPY)
    normalise = NORMALISERS.get(source.normalisation)
    copy = copies.of(source) if members else None
    if copy is None:
        return nothing, f"no file with this digest, and none named {source.copy_name or '(no name is known)'}"
    if normalise is None:
        return nothing, f"the normalisation {shorten(source.normalisation)} is not known here"
    try:
        segments = normalise(copy)
    except (KgError, OSError, UnicodeDecodeError) as error:
        return nothing, f"the copy cannot be read: {error}"
    same = copies.digest(copy) == source.sha256
    return anchors.compare(members, segments, same=same, whole=source.normalisation in _WHOLE), ""


class _Copies:
    """The copies of sources in a folder, each digested once and only when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._files = sorted(each for each in folder.rglob("*") if each.is_file())
        self._digests: dict[Path, str] = {}

    def digest(self, file: Path) -> str:
        """Return the SHA-256 of a copy."""
        if file not in self._digests:
            with file.open("rb") as stream:
                self._digests[file] = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._digests[file]

    def of(self, source: Source) -> Path | None:
        """Return the copy of a source: the one with its digest, or else the one with its name."""
        named = [each for each in self._files if each.name == source.copy_name]
        for file in [*named, *self._files]:
            if source.sha256 and self.digest(file) == source.sha256:
                return file
        return named[0] if named else None
