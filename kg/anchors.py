"""Evidence without copying: anchors into the text of a source, and how their words are found again in another copy.

An anchor says in which segment of the text the words stand, from where to where, and the digest of the words. When a
copy has changed, segments are matched by the digests of whole segments, so that an inserted row does not lose the rows
after it; inside of a changed segment, words are looked for where they can have moved to.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.errors import WrongFile
from kg.terms import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LONG = 20
"""Words of this length or more, found once in a segment, show how far what stands around them has moved."""


_MANY = 10
"""If one in so many segments is known by an anchor of the whole, each can be, and longer is changed."""


class State(StrEnum):
    """What became of the words of a claim in a copy."""

    VERIFIED = "verified"
    CHANGED = "changed"
    NOT_FOUND = "not found"
    NO_COPY = "no copy"


@dataclass(frozen=True)
class Anchor:
    """Where words stand: segment from 1, start and end in characters from 0, and the SHA-256 of the words."""

    segment: int
    start: int
    end: int
    sha256: str


def digest(words: str) -> str:
    """Return the SHA-256 of words, as anchors hold it."""
    return hashlib.sha256(words.encode()).hexdigest()


def plain_text(path: Path) -> list[str]:
    """Return the paragraphs of a text file, white space collapsed: what ``kg:plain-text`` anchors point into."""
    document = nfc(path.read_text("utf-8-sig"))
    paragraphs = (" ".join(each.split()) for each in re.split(r"\n\s*\n", document))
    return [each for each in paragraphs if each]


def json_texts(path: Path) -> list[str]:
    """Return the string values of a JSON file, white space collapsed: what ``kg:json-texts`` anchors point into.

    :raises WrongFile: when the file is not JSON in UTF-8.
    """
    try:
        # as pairs, so that a key that stands twice loses nothing
        document: object = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=_Pairs)
        texts = (" ".join(nfc(each).split()) for each in _strings(document))
        return [each for each in texts if each.encode()]  # which half of a surrogate pair cannot be
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise WrongFile(f"{place}: not JSON, or cut off ({error.msg}): fetch the file again") from error
    except (ValueError, RecursionError) as error:
        raise WrongFile(f"{path}: not JSON in UTF-8 that can be read ({error}): fetch the file again") from error


class _Pairs(list[tuple[str, object]]):
    """An object of JSON: its keys with their values, in the order of the document."""


def _strings(value: object) -> Iterator[str]:
    """Yield the strings in a value of JSON, in the order of the document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, _Pairs):
        for _, each in value:
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def find(words: str, segments: list[str]) -> list[Anchor]:
    """Return an anchor for each place where words stand in a text, white space collapsed on both sides."""
    wanted = " ".join(nfc(words).split())
    return [
        Anchor(number, match.start(), match.end(), digest(wanted))
        for number, segment in enumerate(segments, start=1)
        for match in re.finditer(re.escape(wanted), segment)
        if wanted
    ]


def compare(anchors: Iterable[Anchor], segments: list[str], *, same: bool, whole: bool = True) -> dict[Anchor, State]:
    """Return what became of the words of each anchor in a text.

    :param same: whether the copy is, to the byte, the one that the anchors were made from.
    :param whole: whether each segment has an anchor of the whole of it, so that a longer one has changed.
    """
    by_segment: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        by_segment[anchor.segment].append(anchor)
    if same:
        return _states(by_segment, {number: number for number in by_segment}, segments)
    alike = _alike(by_segment, segments)
    places = _aligned(by_segment, segments, alike)
    states = _states(by_segment, places, segments, moved=True)
    if whole and len(alike) * _MANY >= len(by_segment):
        for number in by_segment.keys() & places.keys() - alike.keys():
            states[_whole(by_segment[number])] = State.CHANGED
    return states


def _states(
    by_segment: dict[int, list[Anchor]], places: dict[int, int], segments: list[str], *, moved: bool = False
) -> dict[Anchor, State]:
    """Return what became of anchors, given in which segment each of theirs is now."""
    found: dict[Anchor, State] = {}
    for number, members in by_segment.items():
        place = places.get(number, 0)
        text = segments[place - 1] if 0 < place <= len(segments) else None
        found |= _in_segment(members, text, moved=moved)
    return found


def _alike(by_segment: dict[int, list[Anchor]], segments: list[str]) -> dict[int, int]:
    """Return where the segments are that stand in a changed text as they were, known by the anchor of the whole."""
    where: dict[str, list[int]] = defaultdict(list)
    for number, segment in enumerate(segments, start=1):
        where[digest(segment)].append(number)
    found: dict[int, int] = {}
    for number in sorted(by_segment):
        places = where.get(_whole(by_segment[number]).sha256)
        if places:
            found[number] = places.pop(0)
    return found


def _aligned(by_segment: dict[int, list[Anchor]], segments: list[str], alike: dict[int, int]) -> dict[int, int]:
    """Return in which segment of a changed text each anchored segment is to be looked for, as far as there is one."""
    places = dict(alike)
    taken = set(places.values())
    for number in sorted(by_segment.keys() - places.keys()):
        first, last, likely = _gap(number, places, len(segments))
        candidates = [each for each in range(first, last + 1) if each not in taken]
        best = _best(by_segment[number], sorted(candidates, key=lambda each: abs(each - likely)), segments)
        if best:
            places[number] = best
            taken.add(best)
    return places


def _whole(members: list[Anchor]) -> Anchor:
    """Return the longest anchor from the start of a segment: that of the whole segment, if there is one."""
    return max(members, key=lambda each: (each.start == 0, each.end))


def _gap(number: int, places: dict[int, int], count: int) -> tuple[int, int, int]:
    """Return between which segments of the new text an old one must be, and where it most likely is."""
    before = max((each for each in places if each < number), default=0)
    after = min((each for each in places if each > number), default=0)
    first = places[before] + 1 if before else 1
    last = places[after] - 1 if after else count
    likely = places[before] + number - before if before else last - (after - number - 1) if after else number
    return first, last, likely


def _best(members: list[Anchor], candidates: list[int], segments: list[str]) -> int:
    """Return the candidate that holds most of the words, the first of equals, or 0 when there is no candidate."""
    best, most = 0, -1
    for each in candidates:
        likeness = sum(any(True for _ in _starts(member, segments[each - 1])) for member in members)
        if likeness > most:
            best, most = each, likeness
        if most * 2 >= len(members):
            break
    return best


def _starts(anchor: Anchor, text: str) -> Iterator[int]:
    """Yield every place in a text where the words of an anchor stand, beginning with where they stood."""
    if _words(anchor, text, anchor.start):
        yield anchor.start
    for start in range(len(text) - (anchor.end - anchor.start) + 1):
        if start != anchor.start and _words(anchor, text, start):
            yield start


def _words(anchor: Anchor, text: str, start: int) -> bool:
    """Tell whether the words of an anchor stand at a place of a text."""
    return start >= 0 and digest(text[start : start + anchor.end - anchor.start]) == anchor.sha256


def _in_segment(members: list[Anchor], text: str | None, *, moved: bool) -> dict[Anchor, State]:
    """Return what became of the words of the anchors of one segment, which may have moved in it."""
    if text is None:
        return dict.fromkeys(members, State.NOT_FOUND)
    shifts = {0, len(text) - _whole(members).end} if moved else {0}
    standing = {each for each in members if any(_words(each, text, each.start + shift) for shift in shifts)}
    if moved and len(standing) + 1 < len(members):
        shifts = _shifts(members, text)
        standing |= {each for each in members if any(_words(each, text, each.start + shift) for shift in shifts)}
    return {each: State.VERIFIED if each in standing else State.CHANGED for each in members}


def _shifts(members: list[Anchor], text: str) -> set[int]:
    """Return by how much words of a changed segment have moved.

    A short word may stand in several places, so only moves count that a longer passage has made.
    """
    shifts = set()
    for each in members:
        starts = list(_starts(each, text)) if each.end - each.start >= _LONG else []
        if len(starts) == 1:
            shifts.add(starts[0] - each.start)
    return shifts
